/* A form whose answer is another page is sent once, however often its button is pressed meanwhile.
   What htmx sends sees to that by itself. */

(() => {
  "use strict";

  const PATIENCE = 10_000; // ms after which a page that is still here, its answer stopped, may send again

  let sent = new WeakSet();

  // After htmx, which prevents the sending of forms that it sends itself.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) return event.preventDefault();
    sent.add(form);
    setTimeout(() => sent.delete(form), PATIENCE);
  });

  // What it would send is something else now.
  document.addEventListener("input", (event) => sent.delete(event.target.form));

  // Back in the browser's history, every form may be sent anew.
  window.addEventListener("pageshow", () => { sent = new WeakSet(); });
})();
