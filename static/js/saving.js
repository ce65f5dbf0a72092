/* Saves a form marked data-saving by itself, and never lets go of words that are not saved.

   The form sends itself with htmx on the event "save". This file decides when: soon after typing
   stops, at once when a choice is made or a field is left, and again and again while a save fails.
   What is typed stays on the screen until the server has said that it has it. */

(() => {
  "use strict";

  const PAUSE = 800; // ms of silence that count as having stopped typing
  const AGAIN = 5000; // ms between tries while the server cannot be reached

  document.documentElement.classList.add("with-js");

  // A sign-in in another tab gives this browser a new token: always send the one it has now.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
    if (!token) return;
    event.detail.headers["X-CSRFToken"] = token[1];
    delete event.detail.parameters.csrfmiddlewaretoken;
  });

  // What the server says about a refusal (409, 422) is shown where its answer belongs.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  });

  // Back in the browser's history, a page may be older than what is saved. Words not saved stay.
  window.addEventListener("pageshow", (event) => {
    const [visit] = performance.getEntriesByType("navigation");
    const isBack = event.persisted || (visit && visit.type === "back_forward");
    if (isBack && !document.querySelector("[data-touched]")) window.location.reload();
  });

  const form = document.querySelector("form[data-saving]");
  if (!form) return;

  const state = document.getElementById("save-state");
  let edits = 0; // counts what was typed or chosen
  let sent = 0; // what `edits` was when the last save set out
  let kept = 0; // what `edits` was in the last save that the server acknowledged
  let held = false; // a conflict waits for the person: no save goes out by itself
  let timer = null;
  let leaving = null; // the link to follow once everything is saved

  const dirty = () => edits !== kept;

  const say = (words, failed) => {
    state.textContent = words;
    form.classList.toggle("not-saved", failed);
  };

  const saveIn = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (dirty() && !held) htmx.trigger(form, "save");
    }, wait);
  };

  form.addEventListener("input", (event) => {
    edits += 1;
    form.setAttribute("data-touched", "");
    if (!form.classList.contains("not-saved")) say("Not saved yet…", false);
    saveIn(event.target.matches("textarea") ? PAUSE : 0);
  });
  form.addEventListener("focusout", () => dirty() && saveIn(0));
  document.addEventListener("visibilitychange", () => dirty() && saveIn(0));
  window.addEventListener("online", () => dirty() && saveIn(0));

  form.addEventListener("submit", () => {
    held = false;
  });

  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    sent = edits;
  });

  // Before htmx does what the answer says: it may be to go to another page.
  form.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.target === form && event.detail.xhr.status < 300) kept = sent;
  });

  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (event.detail.successful) saved();
    else if (status === 409 || status === 422) refused();
    else failed(status);
  });

  function saved() {
    held = false;
    form.classList.remove("not-saved");
    form.toggleAttribute("data-touched", dirty());
    if (dirty()) {
      say("Not saved yet…", false);
      saveIn(PAUSE);
    } else if (leaving) window.location.assign(leaving);
  }

  function refused() {
    leaving = null;
    form.classList.add("not-saved");
    const panel = document.getElementById("conflict-panel");
    held = Boolean(panel);
    if (panel) panel.focus();
  }

  function failed(status) {
    leaving = null;
    if (status === 401) {
      say("Not saved: you are signed out. Your words are still here. Sign in again in another tab, and they will be saved.", true);
    } else if (status === 403) {
      say("Not saved: you may not change this any more, or this page is older than your sign-in. Copy your words, then reload the page.", true);
    } else if (status === 404) {
      say("Not saved: this page is no longer there for you. Copy your words before you leave it.", true);
    } else if (status >= 400 && status < 500) {
      say("Not saved: the server could not read it. Is the text very long? Your words are still here.", true);
    } else {
      say("Not saved: no answer from the server. Your words are still here, and will be sent again.", true);
    }
    saveIn(AGAIN);
  }

  // A link followed in mid-save would lose it: save first, then go.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.target === "_blank") return;
    if (link.hasAttribute("data-discard")) {
      kept = edits;
      return;
    }
    if (!dirty() || held || form.classList.contains("not-saved")) return;
    event.preventDefault();
    leaving = link.href;
    saveIn(0);
  });

  window.addEventListener("beforeunload", (event) => {
    if (dirty()) event.preventDefault();
  });
})();
