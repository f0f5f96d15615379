// The taxonomy picker: narrows while typing and shows what is chosen as chips with a button to remove them.
(() => {
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  const start = (picker) => {
    const search = picker.querySelector("[data-search]");
    const status = picker.querySelector("[data-status]");
    const chips = picker.querySelector("[data-chosen]");
    const nothing = picker.querySelector("[data-nothing]");
    const folds = [...picker.querySelectorAll("[data-group], [data-branch]")];
    const options = [...picker.querySelectorAll("[data-option]")].map((row) => {
      const full = row.dataset.option;
      return { row, full, box: row.querySelector("input"), text: plain(full) };
    });
    const folded = new Map();

    const narrow = () => {
      const words = plain(search.value).split(/\s+/).filter(Boolean);
      if (words.length && !folded.size) folds.forEach((fold) => folded.set(fold, fold.open));
      let found = 0;
      options.forEach(({ row, text }) => {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) found += 1;
      });
      folds.forEach((fold) => {
        const empty = !fold.querySelector("[data-option]:not([hidden])");
        fold.hidden = empty;
        if (words.length) fold.open = !empty;
        else if (folded.size) fold.open = folded.get(fold);
      });
      if (!words.length) folded.clear();
      status.textContent = !words.length ? "" : found ? `${picker.dataset.found} ${found}` : picker.dataset.none;
    };

    const remove = (option) => {
      const place = [...chips.children].findIndex((chip) => chip.dataset.value === option.box.value);
      option.box.checked = false;
      option.box.dispatchEvent(new Event("change", { bubbles: true }));
      const next = chips.children[Math.min(place, chips.children.length - 1)];
      (next ? next.querySelector("button") : search).focus();
    };

    const show = () => {
      const chosen = options.filter(({ box }) => box.checked);
      chips.replaceChildren(...chosen.map((option) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        const hidden = document.createElement("span");
        const cross = document.createElement("span");
        item.dataset.value = option.box.value;
        button.type = "button";
        button.className = "chip chip--button";
        hidden.className = "visually-hidden";
        hidden.textContent = `${picker.dataset.remove} `;
        cross.setAttribute("aria-hidden", "true");
        cross.textContent = "×";
        button.append(hidden, option.full, cross);
        button.addEventListener("click", () => remove(option));
        item.append(button);
        return item;
      }));
      chips.hidden = !chosen.length;
      nothing.hidden = chosen.length > 0;
      folds.forEach((fold) => {
        const summary = fold.querySelector("summary");
        const count = fold.querySelectorAll("input:checked").length;
        summary.querySelector(".badge")?.remove();
        if (!count) return;
        const badge = document.createElement("span");
        badge.className = "badge";
        badge.textContent = count;
        summary.append(badge);
      });
    };

    picker.querySelector("[data-find]").hidden = true;
    search.removeAttribute("name");
    search.addEventListener("input", narrow);
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
      if (event.key === "Escape" && search.value) {
        event.preventDefault();
        search.value = "";
        narrow();
      }
    });
    picker.addEventListener("change", (event) => {
      const option = options.find(({ box }) => box === event.target);
      if (!option) return;
      show();
      status.textContent = `${option.box.checked ? picker.dataset.added : picker.dataset.removed} ${option.full}`;
    });
    show();
  };

  document.querySelectorAll("[data-term-picker]").forEach(start);
})();
