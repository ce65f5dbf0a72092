/* Watches over forms that a button sends, in the plan and for links: says in plain words when one
   did not reach the server, and warns before words in a form marked data-unsaved would be lost. */

(() => {
  "use strict";

  const forms = () => [...document.querySelectorAll("form[data-unsaved]")];

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-unsaved]");
    if (form) form.setAttribute("data-touched", "");
  });

  let sending = false;
  document.addEventListener("submit", (event) => {
    sending = event.target.matches("form[data-unsaved]") && !event.defaultPrevented;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-discard]");
    if (link) link.closest("form").removeAttribute("data-touched");
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && forms().some((form) => form.hasAttribute("data-touched"))) event.preventDefault();
  });

  // A form that stays open through the next answer must not take the cursor again.
  document.addEventListener("focusin", (event) => event.target.removeAttribute("autofocus"));

  // Nothing can be typed between sending the words and the answer that takes the form's place.
  const hold = (form, on) => {
    if (!form.matches("form[data-unsaved]")) return;
    form.querySelectorAll("textarea").forEach((field) => { field.readOnly = on; });
  };
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
