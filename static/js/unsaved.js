// Warns before text typed into a form marked data-unsaved is lost.
(() => {
  let dirty = false;
  document.addEventListener("input", (event) => { dirty = dirty || Boolean(event.target.closest("form[data-unsaved]")); });
  document.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();
