/* Folds details marked data-fold on a phone until they are wanted, and remembers which way it was
   for the next page. Without JavaScript, and on a wide screen, they are open. */

(() => {
  "use strict";

  const KEY = "unfolded";
  const phone = window.matchMedia("(max-width: 47.99rem)");
  const remembered = () => {
    try { return sessionStorage.getItem(KEY) === "yes"; } catch { return false; }
  };

  document.querySelectorAll("details[data-fold]").forEach((part) => {
    const arrange = () => { part.open = !phone.matches || remembered(); };
    arrange();
    phone.addEventListener("change", arrange);
    part.querySelector("summary").addEventListener("click", () => {
      if (!phone.matches) return;
      try { sessionStorage.setItem(KEY, part.open ? "no" : "yes"); } catch { /* then it folds again */ }
    });
  });
})();
