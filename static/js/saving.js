/* Saves a form marked data-saving by itself, and never lets go of words that are not saved.

   The form sends itself with htmx on the event "save". This file decides when: soon after typing
   stops, at once when a choice is made or a field is left, and again and again while a save fails.
   What is typed stays on the screen, and in a draft (drafts.js), until the server has said that it
   has it. Only fields that were touched since then are sent. */

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
    event.detail.headers["X-Person"] = document.body.dataset.person || ""; // whose words these are
    delete event.detail.parameters.csrfmiddlewaretoken;
  });

  // What the server says about a refusal (409, 422) is shown where its answer belongs.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  });

  // Back in the browser's history, a page that it kept whole may be older than what is saved. Words
  // not saved stay. Others of a trust's pages it fetches anew: they may not be stored.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !document.querySelector("[data-touched]")) window.location.reload();
  });

  const form = document.querySelector("form[data-saving]");
  if (!form) return;

  const state = document.getElementById("save-state");
  const draft = drafts.of(form.id);
  const version = () => form.querySelector("#version");
  const touched = new Map(); // the names of fields with words to save → `edits` when last touched
  let edits = 0; // counts what was typed or chosen
  let sent = 0; // what `edits` was when the last save set out
  let unanswered = null; // [name, value] pairs that were sent, while it is not known if they arrived
  let held = false; // a conflict waits for the person: no save goes out by itself
  let isBack = false; // whether words were put back that an earlier page left
  let timer = null;
  let leaving = null; // the link to follow once everything is saved
  let pressed = false; // a button was pressed and is not answered: a save would take its place
  let again = null; // the button to press once what was sent before it, and not answered, has arrived
  let goesOn = false; // an answer leads to another page: nothing more is sent from this one

  const dirty = () => touched.size > 0;
  const typedSince = () => [...touched.values()].some((edit) => edit > sent);

  const say = (words, failed) => {
    state.textContent = words;
    form.classList.toggle("not-saved", failed);
  };

  const saveIn = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (dirty() && !held && !pressed) htmx.trigger(form, "save");
    }, wait);
  };

  const keep = () => {
    const fields = [...new FormData(form)].filter(([name]) => touched.has(name));
    draft.keep(form, fields, { version: version().value, unanswered });
  };

  const touch = (name) => {
    touched.set(name, (edits += 1));
    form.setAttribute("data-touched", "");
  };

  form.addEventListener("input", (event) => {
    touch(event.target.name);
    keep();
    if (!form.classList.contains("not-saved")) say("Not saved yet…", false);
    saveIn(event.target.matches("textarea") ? PAUSE : 0);
  });
  form.addEventListener("focusout", () => dirty() && saveIn(0));
  document.addEventListener("visibilitychange", () => dirty() && saveIn(0));
  window.addEventListener("online", () => dirty() && saveIn(0));

  // What an earlier page left: back in its fields, and on its way with the version it was read at.
  draft.takeUp((left) => {
    if (Number(left.version) > Number(version().value)) return false; // this page is older
    version().value = left.version;
    for (const [name, value] of left.fields) {
      if (!form.elements[name]) continue;
      form.elements[name].value = value;
      touch(name);
    }
    unanswered = left.unanswered;
    drafts.say("The words that were not saved yet are back on this page. Saving them now.");
    say("Not saved yet…", false);
    isBack = true;
    saveIn(0);
    return true;
  });

  // In capture: before htmx sends the press, or has it wait.
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    held = false;
    pressed = true;
  }, true);

  // A save whose answer was lost may have arrived: it goes out again as it was, which changes nothing
  // if it did, before what was typed since. Otherwise that would be in conflict with itself.
  form.addEventListener("htmx:configRequest", (event) => {
    if (event.target !== form) return;
    if (goesOn) {
      pressed = false; // should the person stay after all
      return event.preventDefault();
    }
    const data = event.detail.formData;
    const { submitter } = event.detail.triggeringEvent || {};
    if (unanswered) {
      again = submitter;
      for (const name of [...data.keys()]) data.delete(name);
      for (const [name, value] of unanswered) data.append(name, value);
      return;
    }
    // htmx forgets the button of a press that waited, when it is left or drawn anew meanwhile.
    if (submitter && !data.getAll(submitter.name).includes(submitter.value)) data.append(submitter.name, submitter.value);
    const always = ["version", "both", submitter && submitter.name];
    const goes = (name) => touched.has(name) || always.includes(name);
    for (const name of [...data.keys()]) if (!goes(name)) data.delete(name);
    unanswered = [...data];
    sent = edits;
    if (dirty()) keep();
  });

  // Before htmx does what the answer says: it may be to go to another page.
  form.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.target !== form) return;
    if (event.detail.xhr.status < 500) unanswered = null;
    if (event.detail.xhr.status < 300) acknowledged();
    if (dirty()) keep();
    goesOn = Boolean(event.detail.xhr.getResponseHeader("HX-Redirect"));
  });

  // A refusal of less than what is typed by now is not shown: one of all of it is on its way.
  form.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status) && typedSince()) event.stopPropagation();
  });

  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    const { xhr, successful, requestConfig } = event.detail;
    const status = xhr ? xhr.status : 0;
    if (requestConfig.triggeringEvent.type === "submit") pressed = false;
    if (successful) saved();
    else if (status === 409 || status === 422) refused();
    else failed(status);
  });

  function acknowledged() {
    for (const [name, edit] of touched) if (edit <= sent) touched.delete(name);
    if (!dirty()) draft.forget();
  }

  // What somebody else changed in fields that are not touched here is shown, to be kept or changed.
  function catchUp() {
    const stored = document.getElementById("stored");
    for (const [name, value] of Object.entries(stored ? JSON.parse(stored.textContent) : {})) {
      if (!touched.has(name) && form.elements[name]) form.elements[name].value = value;
    }
  }

  function saved() {
    held = false;
    catchUp();
    form.classList.remove("not-saved");
    form.toggleAttribute("data-touched", dirty());
    if (again) {
      const button = again;
      again = null;
      button.click();
    } else if (dirty()) {
      keep(); // with the version that this save made
      say("Not saved yet…", false);
      saveIn(PAUSE);
    } else if (leaving) {
      const place = leaving;
      leaving = null; // it may be a file, and the page stays
      window.location.assign(place);
    } else if (isBack) {
      isBack = false;
      drafts.say("The words that were not saved yet are back on this page, and saved.");
    }
  }

  function refused() {
    leaving = again = null;
    form.classList.add("not-saved");
    if (typedSince()) return saveIn(0);
    const panel = document.getElementById("conflict-panel");
    held = Boolean(panel);
    catchUp();
    if (panel) panel.focus();
  }

  function failed(status) {
    leaving = again = null;
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
    if (link.getAttribute("href").startsWith("#")) return;
    if (link.hasAttribute("data-discard")) {
      touched.clear();
      draft.forget();
      return;
    }
    if (!dirty() || held || form.classList.contains("not-saved")) return;
    event.preventDefault();
    leaving = link.href;
    saveIn(0);
  });

  window.addEventListener("beforeunload", (event) => {
    if (!dirty()) return;
    event.preventDefault();
    setTimeout(() => { // the person was asked, and stays
      goesOn = false;
      saveIn(0);
    });
  });
})();
