// "/" goes to the search box, as on many sites; not while somebody types.
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.documentElement.hasAttribute("data-keys-off")) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const box = document.querySelector("[aria-keyshortcuts='/']");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
