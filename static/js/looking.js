/* Keeps a page of a workshop up to date: the element marked data-look is sent "look" every few
   seconds, which makes htmx ask whether anything has changed, one look at a time. Not while the
   page is hidden, at once when it is seen again, and on and on when the server cannot be reached.
   The vote that was pressed last counts: one that did not arrive, or was pressed before the answer to
   another came, is sent again, if that vote is still open. */

(() => {
  "use strict";

  const PAUSE = 2000; // ms between two looks
  const SPREAD = 1000; // ms more at most, so that a hall's phones do not ask all at once
  const SETTLED = 100; // ms after which htmx has the buttons of an answer in hand

  const looker = document.querySelector("[data-look]");
  if (!looker) return;
  const unreachable = document.querySelector("[data-unreachable]");
  let timer = null;
  let wanted = null; // the vote pressed last, until it has arrived: its level, and the round it is for

  const look = () => {
    clearTimeout(timer);
    if (!document.hidden) htmx.trigger(looker, "look");
  };
  const lookLater = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE + Math.random() * SPREAD);
  };

  const voteAgain = () => {
    const form = document.querySelector("form[data-vote]");
    if (!wanted || (form && form.matches(".htmx-request"))) return;
    const { at, level } = wanted;
    wanted = null;
    if (!form || form.elements.at.value !== at) return;
    const button = [...form.querySelectorAll("button")].find((one) => one.value === level);
    if (button) button.click();
  };

  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (target.matches("form[data-vote]")) wanted = { at: target.elements.at.value, level: submitter.value };
  }, true);

  // A press was answered after this look set out: what it would draw anew is on the page, and used.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { elt, parameters } = event.detail.requestConfig;
    const seen = document.getElementById("seen");
    if (elt === looker && seen && parameters.seen !== seen.value) event.detail.shouldSwap = false;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, requestConfig } = event.detail;
    const status = xhr ? xhr.status : 0;
    const answered = status > 0 && status < 500;
    const isVote = requestConfig.elt.matches("form[data-vote]");
    if (answered && isVote && wanted && wanted.level === requestConfig.parameters.level) wanted = null;
    unreachable.hidden = answered;
    if (status === 286) return; // it is over
    if (answered && wanted) setTimeout(voteAgain, SETTLED);
    lookLater();
  });

  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
  window.addEventListener("pageshow", (event) => event.persisted && look());
  lookLater();
})();
