// Ticks of a list: one box for the page, and how many are ticked. Without this file each row has its own box.
(() => {
  const all = document.querySelector("[data-pick-all]");
  if (!all) return;
  const picks = () => [...document.querySelectorAll("[data-pick]")];
  const count = document.querySelector("[data-pick-count]");
  const tell = () => {
    const ticked = picks().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === picks().length;
    all.indeterminate = ticked > 0 && !all.checked;
    if (count) count.textContent = ticked ? `(${ticked})` : "";
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    picks().forEach((box) => { box.checked = all.checked; });
    tell();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick]")) tell();
  });
  tell();
})();
