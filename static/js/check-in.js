// Presence with a bad connection: each tap is kept on the phone and sent until the server has answered.
// Without this file, and for late corrections, the form is saved with its button.
(() => {
  const form = document.querySelector("form[data-check-in]");
  if (!form) return;
  // What one person tapped is not sent in the name of another who logs in on the same phone.
  const place = `check-in:${form.dataset.person}:${window.location.pathname}`;
  const state = form.querySelector("[data-check-in-state]");
  let sending = false;
  let waiting = {};
  try { waiting = JSON.parse(localStorage.getItem(place)) || {}; } catch { waiting = {}; }
  form.querySelectorAll("[name=here]").forEach((box) => { if (box.value in waiting) box.checked = waiting[box.value]; });
  if ("late" in form.dataset) {
    // Taps that came too late are saved with a reason, by the button.
    form.addEventListener("submit", () => { try { localStorage.removeItem(place); } catch { /* nothing was kept */ } });
    return;
  }
  const keep = () => {
    try {
      if (Object.keys(waiting).length) localStorage.setItem(place, JSON.stringify(waiting));
      else localStorage.removeItem(place);
    } catch { /* A phone that keeps nothing still sends. */ }
  };
  const tell = (text) => { state.hidden = false; state.textContent = text; };
  const count = () => tell(form.dataset.waits.replace("{number}", Object.keys(waiting).length));
  const send = async () => {
    const sent = { ...waiting };
    if (sending || !Object.keys(sent).length) return;
    sending = true;
    let answered = false;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    Object.entries(sent).forEach(([key, here]) => body.append("mark", `${key}:${here ? 1 : 0}`));
    try {
      const answer = await fetch(window.location.pathname, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
      if (answer.ok) {
        answered = true;
        Object.keys(sent).forEach((key) => { if (waiting[key] === sent[key]) delete waiting[key]; });
        keep();
        if (Object.keys(waiting).length) count(); else tell(form.dataset.saved);
      } else if (answer.status === 409) {
        tell((await answer.json()).error);
      } else {
        tell(form.dataset.logIn);
      }
    } catch {
      count();
    }
    sending = false;
    // What was tapped meanwhile need not wait for the next turn.
    if (answered) send();
  };
  form.addEventListener("change", (event) => {
    if (event.target.name !== "here") return;
    waiting[event.target.value] = event.target.checked;
    keep();
    count();
    send();
  });
  form.querySelector("[data-check-in-save]").hidden = true;
  window.addEventListener("online", send);
  window.setInterval(send, 15000);
  if (Object.keys(waiting).length) { count(); send(); }
})();
