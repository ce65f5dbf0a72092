/* Scrolls the list of elements beside a rating to the one that is open: a long list begins above. */

(() => {
  "use strict";

  const list = document.querySelector(".rate-side");
  const here = list.querySelector("[aria-current]");
  const below = here.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom;
  if (here.offsetParent && below > 0) list.scrollTop += below + list.clientHeight / 2;
})();
