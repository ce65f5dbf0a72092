/* Passkeys, with django-allauth's own script: `data-passkey` on a form says what it is for. */

(() => {
  "use strict";

  const SENTENCES = {
    NotAllowedError: "No passkey was used. Try again, or choose another way.",
    InvalidStateError: "This passkey is on your account already.",
    SecurityError: "Passkeys work only where this site has its proper name. Choose another way.",
  };

  const form = document.querySelector("form[data-passkey]");
  if (!form || !webauthnJSON.supported()) return;

  const { addForm, authenticateForm, loginForm } = allauth.webauthn.forms;
  const begin = { add: addForm, authenticate: authenticateForm, login: loginForm }[form.dataset.passkey];
  const button = document.getElementById("passkey-button");
  const state = document.getElementById("passkey-state");

  begin({
    ids: {
      add: button.id,
      authenticate: button.id,
      login: button.id,
      passwordless: "id_passwordless",
      credential: form.elements.credential.id,
    },
    data: JSON.parse(form.dataset.options || "null"),
  });
  button.hidden = false;
  document.querySelectorAll("[data-without-passkeys]").forEach((hint) => hint.remove());
  button.addEventListener("click", () => {
    state.textContent = "";
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    state.textContent = SENTENCES[event.detail.exception.name] || "The passkey did not work. Try again, or choose another way.";
  });
})();
