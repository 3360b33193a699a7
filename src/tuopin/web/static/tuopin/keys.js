// Passkeys: the browser asks the device, the form carries the answer. Needs webauthn-json.js, which allauth brings.
(function () {
  "use strict";
  function options(form) {
    var kept = document.getElementById("key-options");
    if (!form.dataset.tpOptions) return Promise.resolve(JSON.parse(kept.textContent));
    return fetch(form.dataset.tpOptions, { headers: { Accept: "application/json" } }).then(function (answer) {
      return answer.json();
    });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target.closest("form[data-tp-key]");
    if (!form || form.elements.credential.value) return;
    event.preventDefault();
    options(form)
      .then(function (told) { return window.webauthnJSON[form.dataset.tpKey](told); })
      .then(function (credential) {
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      })
      .catch(function () {
        var note = form.querySelector("[data-tp-failed]");
        if (note) note.hidden = false;
      });
  });
})();
