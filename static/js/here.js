// "I am here" with a bad connection: the address is kept on the phone and sent until the server has answered.
// Without this file the form is sent as any other.
(() => {
  // The form of the moment: an answer with an error brings another one.
  const formNow = () => document.querySelector("form[data-here]");
  if (!formNow()) return;
  const place = `here:${window.location.pathname}`;
  const kept = () => { try { return localStorage.getItem(place); } catch { return null; } };
  const keep = (address) => {
    try {
      if (address === null) localStorage.removeItem(place);
      else localStorage.setItem(place, address);
    } catch { /* A phone that keeps nothing still sends while the page is open. */ }
  };
  let waits = false;
  let sending = false;
  const send = async () => {
    const form = formNow();
    if (sending || !form) return;
    sending = true;
    try {
      const answer = await fetch(window.location.pathname, { method: "POST", body: new FormData(form) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.status < 500 && page.querySelector("main")) {
        waits = false;
        keep(null);
        const main = document.querySelector("main");
        main.replaceWith(document.adoptNode(page.querySelector("main")));
        document.title = page.title;
        document.querySelector("main").setAttribute("tabindex", "-1");
        document.querySelector("main").focus();
      }
    } catch { /* no connection: tried again */ }
    sending = false;
    if (waits) form.querySelector("[data-here-state]").hidden = false;
  };
  document.addEventListener("submit", (event) => {
    if (event.target !== formNow()) return;
    event.preventDefault();
    waits = true;
    keep(event.target.elements.email.value);
    send();
  });
  const again = () => { if (waits) send(); };
  window.addEventListener("online", again);
  window.setInterval(again, 15000);
  if (kept()) {
    formNow().elements.email.value = kept();
    waits = true;
    send();
  }
})();
