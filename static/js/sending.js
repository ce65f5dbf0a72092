/* Watches over forms that a button sends, in the plan, for links and for frameworks: says in plain
   words when one did not reach the server, and keeps the words of a form marked data-unsaved until it
   did, in a draft (drafts.js) and by a warning before the page is left. */

(() => {
  "use strict";

  const forms = () => [...document.querySelectorAll("form[data-unsaved]")];

  const keep = (form) => {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    drafts.of(form.id).keep(form, fields, { action: form.getAttribute("action") });
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-unsaved]");
    if (!form) return;
    form.setAttribute("data-touched", "");
    keep(form);
  });

  let sending = false;
  document.addEventListener("submit", (event) => {
    sending = event.target.matches("form[data-unsaved]") && !event.defaultPrevented;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-discard]");
    if (!link) return;
    const form = link.closest("form");
    form.removeAttribute("data-touched");
    drafts.of(form.id).forget();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && forms().some((form) => form.hasAttribute("data-touched"))) event.preventDefault();
  });

  // An answer took a form away: the answer to its own words, or else they are shown, to be copied,
  // unless they were given up. Or it drew the form anew.
  const open = new Set();
  const done = new Set(); // ids of forms whose words the server has taken
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status < 300) done.add(event.detail.requestConfig.elt.id);
  });
  document.addEventListener("htmx:afterSettle", () => {
    const now = new Set(forms().map((form) => form.id));
    for (const id of open) if (!now.has(id)) takenAway(id);
    open.clear();
    done.clear();
    now.forEach((id) => open.add(id));
    forms().filter((form) => form.hasAttribute("data-touched")).forEach(keep);
  });
  forms().forEach((form) => open.add(form.id));

  function takenAway(id) {
    const draft = drafts.left().find((one) => one.id === id);
    const hasWords = draft && draft.fields.some(([name, value]) => draft.written.includes(name) && value.trim());
    if (hasWords && !done.has(id)) drafts.show(draft);
    else drafts.of(id).forget();
  }

  // What an earlier page left is put back: where a form may have grown, by the server, which knows how.
  document.addEventListener("DOMContentLoaded", () => {
    const ids = drafts.left().filter((draft) => draft.action).map((draft) => draft.id);
    for (const id of new Set(ids)) {
      drafts.of(id).takeUp((left) => {
        resume(left);
        return true;
      });
    }
  });

  let resumed = Promise.resolve();
  function resume(left) {
    if (!document.querySelector("[data-resumes]")) return putBack(left);
    const values = new FormData();
    left.fields.forEach(([name, value]) => values.append(name, value));
    values.append("do", "resume");
    const answered = () => htmx.ajax("POST", left.action, { source: "[data-resumes]", values });
    resumed = resumed.then(answered).catch(() => {}).then(() => {
      if (!document.getElementById(left.id)) drafts.show(left);
      else drafts.say("The words that were not saved yet are back on this page. Press Save to keep them.");
    });
  }

  function putBack(left) {
    const form = document.getElementById(left.id);
    if (!form) return drafts.show(left);
    for (const [name, value] of left.fields) form.elements[name].value = value;
    form.setAttribute("data-touched", "");
    drafts.say("The words that were not saved yet are back on this page, and not saved yet.");
  }

  // A form that stays open through the next answer must not take the cursor again.
  document.addEventListener("focusin", (event) => event.target.removeAttribute("autofocus"));

  // Nothing can be typed or chosen between sending the words and the answer that takes the form's place.
  const hold = (form, on) => {
    if (!form.matches("form[data-unsaved]")) return;
    form.toggleAttribute("data-held", on);
    form.querySelectorAll("textarea, input").forEach((field) => { field.readOnly = on; });
  };
  document.addEventListener("click", (event) => {
    if (event.target.matches("[data-held] :is([type=checkbox], [type=radio])")) event.preventDefault();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    say(event.target, "");
    hold(event.target, true);
  });
  document.addEventListener("htmx:afterRequest", (event) => hold(event.target, false));

  function say(source, words) {
    if (source.matches("[data-saving], details")) return; // they have words of their own, or need none
    const own = source.querySelector && source.querySelector("[data-failed]");
    const place = own || document.getElementById("not-sent");
    if (!place) return;
    place.textContent = words;
    place.hidden = !words;
  }

  const WHY = {
    401: "Not saved: you are signed out. Your words are still here. Sign in again in another tab, then press the button again.",
    403: "Not saved: you may not change this any more, or this page is older than your sign-in. Copy your words, then reload the page.",
    404: "Not saved: this is no longer there for you. Copy your words before you leave the page.",
  };
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 409 || status === 422) return; // the answer itself says why
    const unreadable = status < 500
      ? "Not saved: the server could not read it. Is the text very long? Your words are still here."
      : "Not saved: something went wrong on the server. Your words are still here. Try again in a minute.";
    say(event.target, WHY[status] || unreadable);
  });
  const unreachable = (event) =>
    say(event.target, "Not saved: no answer from the server. Your words are still here. Press the button again when you are back online.");
  document.addEventListener("htmx:sendError", unreachable);
  document.addEventListener("htmx:timeout", unreachable);
})();
