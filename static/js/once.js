/* Sends a form once: a second press of its button, before the next page is there, sends nothing.
   What htmx sends sees to that by itself. */

(() => {
  "use strict";

  const A_WHILE = 20_000; // ms; a page that was stopped on its way is not waited for longer
  let sent = null;
  const forget = () => { sent = null; };

  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form === sent) {
      event.preventDefault();
      return;
    }
    sent = form;
    setTimeout(forget, A_WHILE);
  });
  document.addEventListener("input", forget); // what it would send is something else now
  window.addEventListener("pagehide", forget);
})();
