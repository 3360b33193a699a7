// Small comforts; every page works without them.
(function () {
  "use strict";
  var root = document.documentElement;
  var kept = null;
  try { kept = localStorage.getItem("tuopin-theme"); } catch (e) { /* private mode */ }
  if (kept === "dark" || (!kept && matchMedia("(prefers-color-scheme: dark)").matches)) {
    root.setAttribute("data-bs-theme", "dark");
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-tp-theme]");
    if (!button) return;
    var dark = root.getAttribute("data-bs-theme") === "dark";
    if (dark) root.removeAttribute("data-bs-theme"); else root.setAttribute("data-bs-theme", "dark");
    try { localStorage.setItem("tuopin-theme", dark ? "light" : "dark"); } catch (e) { /* private mode */ }
    document.dispatchEvent(new CustomEvent("tuopin:theme"));
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-tp-print]")) window.print();
  });
  // Refusals and form errors come with 4xx and appear in place, like any other answer.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status === 409 || event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
})();
