// Keys of a long list: j and k move, x ticks, Enter opens, ? shows them all. Nothing happens while somebody types.
// Single keys can be switched off (and "/" of search-key.js with them); the choice is kept in this browser.
(() => {
  const help = document.querySelector("[data-keys]");
  if (!help) return;
  const box = help.querySelector("[data-keys-switch]");
  const off = () => document.documentElement.hasAttribute("data-keys-off");
  const kept = () => {
    try { return localStorage.getItem("list-keys") === "off"; } catch { return false; }
  };
  const turn = (on) => {
    document.documentElement.toggleAttribute("data-keys-off", !on);
    box.checked = on;
  };
  turn(!kept());
  help.hidden = false;
  box.addEventListener("change", () => {
    turn(box.checked);
    try { localStorage.setItem("list-keys", box.checked ? "on" : "off"); } catch { /* for this page only */ }
  });

  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => rows().findIndex((row) => row.contains(document.activeElement));
  const go = (step) => {
    const all = rows();
    const at = current();
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    const link = next && next.querySelector("th a");
    if (link) { link.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  const tick = () => {
    const row = rows()[current()];
    const pick = row && row.querySelector("[data-pick]");
    if (pick) pick.click();
  };
  const acts = {
    j: () => go(1),
    k: () => go(-1),
    x: tick,
    "?": () => { help.open = !help.open; help.querySelector("summary").focus(); },
  };
  document.addEventListener("keydown", (event) => {
    if (off() || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = acts[event.key];
    if (!act || event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    event.preventDefault();
    act();
  });
})();
