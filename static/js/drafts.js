/* Keeps words that the server has not acknowledged in this browser (docs/adr/0009).

   A draft is what was touched of one form, with the version it was read at. It belongs to the
   person signed in, and to the page that holds its lock: a page that is opened takes up the drafts
   that an earlier one left behind, however that one ended. Without storage, or without locks, the
   words are on the screen only, as they would be without this file.

   `drafts.of(id)` gives the draft of the form with that id: `keep`, `forget`, `takeUp`. `left()` lists
   those of this page; `show(draft)` shows the words of one whose form is gone, and `say` speaks of
   what was taken up. */

window.drafts = (() => {
  "use strict";

  const DAYS = 30; // how long words wait for somebody to come back
  const CLOSING = 10000; // ms that a page which is just going may take to let go of its drafts
  const PREFIX = "matcap-words";
  const person = document.body.dataset.person || "";
  const own = `${PREFIX} ${person} `;

  // Storage may be refused or full, and what is in it broken: no harm, it is a second copy.
  const attempt = (work, otherwise) => {
    try { return work(); } catch { return otherwise; }
  };
  const read = (key) => {
    const draft = attempt(() => JSON.parse(localStorage.getItem(key)), null);
    return draft && Array.isArray(draft.fields) && Array.isArray(draft.written) ? { ...draft, key } : null;
  };
  const drop = (key) => attempt(() => localStorage.removeItem(key));
  const all = (prefix) =>
    attempt(() => Object.keys(localStorage), [])
      .filter((key) => key.startsWith(prefix))
      .map((key) => read(key) || { key, at: 0 })
      .sort((one, other) => one.at - other.at);
  const waiting = () => (person ? all(own).filter((draft) => draft.path) : []);
  const left = () => waiting().filter((draft) => draft.path === window.location.pathname);

  const locks = {
    hold: (key, use, options) =>
      navigator.locks ? navigator.locks.request(key, options || {}, use) : use(),
    held: async () => (navigator.locks ? (await navigator.locks.query()).held : []),
  };

  const known = new Map();
  const of = (id) => {
    if (!known.has(id)) known.set(id, draftOf(id));
    return known.get(id);
  };

  function draftOf(id) {
    let key = null; // of the draft that this page holds, if it holds one
    let letGo = null;
    let held = Promise.resolve(); // settles when the draft is let go

    function claim(name) {
      key = name;
      held = new Promise((done) => { letGo = done; });
      return held;
    }

    /* Keep these fields ([name, value] pairs) of a form, with what a new page needs beside them. */
    function keep(form, fields, more) {
      if (!person) return;
      if (!key) {
        const until = claim(`${own}${Date.now()}-${Math.random().toString(36).slice(2)}`);
        locks.hold(key, () => until);
      }
      const title = document.title.replace(/ · matcap$/, "");
      const path = window.location.pathname;
      const written = [...form.querySelectorAll("textarea")].map((field) => field.name);
      const draft = { id, path, title, at: Date.now(), fields, written, ...more };
      attempt(() => localStorage.setItem(key, JSON.stringify(draft)));
    }

    /* The server has the words, or the person gave them up. */
    function forget() {
      if (!key) return;
      drop(key);
      key = null;
      letGo();
    }

    /* Call put(draft) with each that was left for this form, the next when the last is forgotten.
       It stays where it is unless put says that it took it. */
    function takeUp(put) {
      for (const { key: name, id: form } of left()) {
        if (form !== id) continue;
        const patience = navigator.locks && { signal: AbortSignal.timeout(CLOSING) };
        const taken = locks.hold(name, async () => {
          while (key) await held;
          const draft = read(name);
          if (!draft) return;
          const until = claim(name);
          if (put(draft)) return until;
          key = null;
          letGo();
        }, patience);
        taken.catch(() => {}); // a page that is open has it, and will see to it
      }
    }

    return { keep, forget, takeUp };
  }

  function dropOld() {
    const oldest = Date.now() - DAYS * 24 * 3600 * 1000;
    for (const { key, at } of all(PREFIX)) if (!(at > oldest)) drop(key);
  }

  const made = (tag, words, attributes) =>
    Object.assign(document.createElement(tag), { textContent: words }, attributes);
  const place = document.getElementById("unsaved-words");

  /* Say in one sentence what became of words that were taken up. */
  function say(words) {
    const said = place.querySelector(".taken-up") || made("p", "", { className: "taken-up" });
    said.textContent = words;
    place.prepend(said);
    place.hidden = false;
  }

  /* Say which other pages have words that wait, and that no open page holds. */
  async function notice() {
    const held = new Set((await locks.held()).map((lock) => lock.name));
    const elsewhere = waiting().filter(
      (draft) => draft.path !== window.location.pathname && !held.has(draft.key),
    );
    const pages = new Map(elsewhere.map((draft) => [draft.path, draft.title]));
    if (!pages.size) return;
    const list = made("p", "Words not saved yet: ");
    [...pages].forEach(([path, title], index) => {
      list.append(index ? "; " : "", made("a", title, { href: path }));
    });
    list.append(". They are kept in this browser; open the page to save them.");
    place.append(list);
    place.hidden = false;
  }

  /* Show words whose form is not on this page any more, to be copied. */
  function show(draft) {
    const words = draft.fields.filter(([name, value]) => draft.written.includes(name) && value.trim());
    const part = made("div", "");
    part.append(made("p", "These words were not saved, and cannot be saved here any more. Copy what you want to keep."));
    for (const [, value] of words) part.append(made("p", value, { className: "written", dir: "auto" }));
    const button = made("button", "Drop these words", { type: "button", className: "btn btn-sm btn-outline-primary" });
    button.addEventListener("click", () => {
      drop(draft.key);
      part.remove();
      place.hidden = !place.childElementCount;
    });
    part.append(button);
    place.append(part);
    place.hidden = false;
  }

  dropOld();
  notice();
  document.addEventListener("DOMContentLoaded", () => {
    left().filter(({ id, action }) => !action && !document.getElementById(id)).forEach(show);
  });
  return { of, left, show, say };
})();
