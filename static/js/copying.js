/* Copies what somebody wrote into the trust's own evidence, with its source. It is saved as typing
   is. Without JavaScript the same button sends the form, and the server does it. */

(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    event.preventDefault();
    const evidence = document.getElementById("evidence");
    const { copy } = button.dataset;
    if (!evidence.value.includes(copy)) {
      evidence.value = [evidence.value.trim(), copy].filter(Boolean).join("\n\n");
      evidence.dispatchEvent(new Event("input", { bubbles: true }));
    }
    button.textContent = "✓ Copied";
  });
})();
