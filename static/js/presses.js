/* Lets presses in a region marked data-one-at-a-time wait their turn: each answer draws the region
   anew, so a press made before it came is made again on the same button of the new region. */

(() => {
  "use strict";

  const REGION = "[data-one-at-a-time]";
  const waiting = []; // what the presses that wait would send
  let busy = false;
  let next = null;

  // What a press would send, and where: the same in the region before an answer and after it.
  const meaning = (pressed) =>
    ["hx-get", "formaction", "name", "value"].map((name) => pressed.getAttribute(name)).join(" ") +
    (pressed.form ? pressed.form.getAttribute("action") : "");
  const PRESSED = `${REGION} button, ${REGION} a[hx-get]`;

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest(PRESSED);
    if (!pressed || !busy) return;
    event.preventDefault();
    event.stopPropagation();
    waiting.push(meaning(pressed));
  }, true);

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.closest(REGION)) busy = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) return;
    waiting.length = 0; // the page says what failed, and the buttons stay to be pressed again
    busy = false;
  });
  document.addEventListener("htmx:afterSettle", () => {
    clearTimeout(next); // an answer settles in several parts
    next = setTimeout(() => {
      busy = false;
      const meant = waiting.shift();
      const again = [...document.querySelectorAll(PRESSED)].find((one) => meaning(one) === meant);
      if (again) again.click();
    });
  });
})();
