// Phones: the navigation folds behind a button. Everywhere: open menus close on Escape and on a click elsewhere.
(() => {
  document.documentElement.classList.add("js");
  const toggle = document.querySelector("[data-nav-toggle]");
  if (toggle) {
    const nav = document.getElementById(toggle.getAttribute("aria-controls"));
    nav.toggleAttribute("data-closed", true);
    toggle.addEventListener("click", () => {
      const closed = nav.toggleAttribute("data-closed");
      toggle.setAttribute("aria-expanded", String(!closed));
    });
  }
  const menus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });
})();
