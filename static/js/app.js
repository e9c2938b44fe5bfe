"use strict";
/* What plain HTML cannot do: keys, dialogs, the idle warning, counts of characters. Nothing is kept in the browser. */
(() => {
  const one = (query, root = document) => root.querySelector(query);
  const setting = (name) => one(`meta[name="${name}"]`)?.content;
  const say = (words) => { const live = one("#live"); if (live) live.textContent = words; };
  const typing = (node) => node.closest("input, textarea, select, [contenteditable]");

  /* Keys: / to search, j and k from row to row, Escape closes, Escape three times leaves. */
  const moveRow = (step) => {
    const links = [...document.querySelectorAll("table[data-rows] tbody tr")].map((row) => one("a, button", row)).filter(Boolean);
    if (!links.length) return;
    const row = document.activeElement.closest("table[data-rows] tbody tr");
    const here = links.findIndex((link) => link.closest("tr") === row);
    links[Math.min(Math.max(here + step, 0), links.length - 1)].focus();
  };
  const leave = () => { const exit = one("[data-quick-exit]"); if (exit) { document.body.hidden = true; location.replace(exit.href); } };
  let escapes = [];
  const escaped = () => {
    escapes = [...escapes.filter((at) => Date.now() - at < 2000), Date.now()];
    if (escapes.length >= 3) leave();
    document.querySelectorAll("details[data-fold][open]").forEach((fold) => { fold.open = false; one("summary", fold).focus(); });
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return escaped();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || one("dialog[open]")) return;
    if (event.key === "/" && one("#site-search")) { event.preventDefault(); one("#site-search").focus(); }
    if (event.key === "j") moveRow(1);
    if (event.key === "k") moveRow(-1);
  });

  /* Buttons by what they do. Without this script a link with data-opens leads to its own page. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print], [data-quick-exit], [data-opens], [data-closes]");
    if (!button) return;
    const dialog = one(`#${CSS.escape(button.dataset.opens || "-")}`);
    if ("opens" in button.dataset && !dialog) return;
    event.preventDefault();
    if ("print" in button.dataset) window.print();
    if ("quickExit" in button.dataset) leave();
    if (dialog) dialog.showModal();
    if ("closes" in button.dataset) button.closest("dialog").close();
  });

  /* Errors take the focus; long texts say how much room is left. */
  const ready = (root) => one("[data-error-summary]", root)?.focus();
  ready(document);
  document.addEventListener("input", (event) => {
    const count = event.target.maxLength > 0 && one(`#${CSS.escape(event.target.id)}_count[data-count]`);
    if (count) count.textContent = `${(event.target.maxLength - event.target.value.length).toLocaleString("en")} characters left.`;
  });
  document.addEventListener("htmx:afterSwap", (event) => ready(event.target));
  document.addEventListener("htmx:beforeSwap", (event) => {
    /* The session has ended: a sign-in page is no part of this one. */
    if (!/^\/(accounts|notice)\//.test(new URL(event.detail.xhr.responseURL).pathname)) return;
    event.detail.shouldSwap = false;
    location.reload();
  });
  /* Parts say which page they belong to; a print is told to the ledger. */
  document.addEventListener("htmx:configRequest", (event) => { if (setting("page")) event.detail.headers["X-Page"] = setting("page"); });
  window.addEventListener("beforeprint", () => {
    const form = one("#idle form");
    if (!form || !setting("page")) return;
    const body = new FormData(form);
    body.append("page", setting("page"));
    fetch(setting("printed-url"), { method: "POST", body, keepalive: true }).catch(() => null);
  });
  /* What may be taken back at any moment goes when nobody answers whether it still stands. */
  const fade = (event, words) => {
    const part = event.detail.elt.closest("[data-still]");
    if (part) { const line = document.createElement("p"); line.textContent = words; part.replaceWith(line); }
    say(words);
  };
  document.addEventListener("htmx:responseError", (event) => fade(event, "That did not work. Reload the page and try again."));
  document.addEventListener("htmx:sendError", (event) => fade(event, "No connection. Check the network and try again."));

  /* The idle warning, two minutes before the end; tabs tell each other that someone is there. */
  const idle = Number(setting("idle-seconds")) * 1000;
  const dialog = one("#idle");
  if (!idle || !dialog) return;
  const tabs = new BroadcastChannel("here");
  let end = 0;
  const restart = () => { end = Date.now() + idle; if (dialog.open) dialog.close(); };
  const here = () => { restart(); tabs.postMessage("here"); };
  tabs.onmessage = restart;
  document.addEventListener("htmx:afterRequest", (event) => { if (!event.detail.elt.closest("[data-still]")) here(); });
  one("form", dialog).addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (answer?.ok && !answer.redirected) here();
    else location.replace(setting("sign-in-url"));
  });
  setInterval(() => {
    const left = end - Date.now();
    if (left <= 0) { document.body.hidden = true; location.replace(setting("sign-in-url")); }
    else if (left <= 120000 && !dialog.open) dialog.showModal();
  }, 1000);
  here();
})();
