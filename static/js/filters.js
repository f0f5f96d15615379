// Filters apply as soon as a choice changes; the Apply button stays for everybody else.
(() => {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
  });
  const panel = document.querySelector("details.filters");
  if (panel && window.matchMedia("(max-width: 60em)").matches) panel.open = false;
})();
