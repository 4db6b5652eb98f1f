// What the guides keep on a telephone, by which names, and how all of it is let go.
export const FRAME = "ayni-frame-";
export const PAGES = "ayni-pages";
export const PICTURES = "ayni-pictures";
export const MOST = 40;

// Without HTTPS a browser has neither.
const has = () => "caches" in window && "serviceWorker" in navigator;

// Asked of the worker too: it lives on while the page is being left.
export function forgetKept() {
  if (!has()) return Promise.resolve();
  navigator.serviceWorker.controller?.postMessage("forget");
  const emptied = caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))));
  const ended = navigator.serviceWorker
    .getRegistrations()
    .then((all) => Promise.all(all.map((one) => one.unregister())));
  return Promise.all([emptied, ended]).catch(() => undefined);
}

// A page says where the worker is and what it may watch over; one that may betray its reader does not.
export function keepWhatIsRead() {
  const told = document.querySelector("meta[name=ayni-offline]");
  if (!told || !has()) return;
  const [worker, scope] = told.content.split(" ");
  navigator.serviceWorker.addEventListener("message", (event) => {
    const changed = document.querySelector("[data-changed]");
    if (event.data !== "changed" || !changed) return;
    const link = made("a", "govuk-link", changed.dataset.see);
    link.href = location.pathname;
    changed.className = "govuk-inset-text";
    changed.replaceChildren(changed.dataset.changed, " ", link);
  });
  addEventListener("load", () => navigator.serviceWorker.register(worker, { scope }).catch(() => undefined));
}

function made(tag, name, text) {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

// The page of what is kept: which pages, and the button that lets go of them. Its words stand in attributes: a text browser
// would read what is only hidden.
export async function listKept() {
  const place = document.querySelector("[data-kept]");
  if (!place) return;
  const missing = document.querySelector("[data-missing]");
  if (location.pathname !== place.dataset.kept) {
    missing.className = "govuk-inset-text";
    missing.textContent = missing.dataset.missing;
  }
  if (!has() || !(await caches.has(PAGES))) return;
  const kept = await caches.open(PAGES);
  const lines = await Promise.all((await kept.keys()).reverse().map((request) => entry(kept, request)));
  if (!lines.length) return;
  const list = made("ul", "govuk-list govuk-list--spaced", "");
  list.append(...lines);
  const button = made("button", "govuk-button govuk-button--secondary", place.dataset.delete);
  button.type = "button";
  button.addEventListener("click", async () => {
    await forgetKept();
    place.replaceChildren(made("p", "govuk-body", place.dataset.gone));
    place.focus();
  });
  place.append(made("h2", "govuk-heading-m", place.dataset.heading), list, button);
}

async function entry(kept, request) {
  const page = new DOMParser().parseFromString(await (await kept.match(request)).text(), "text/html");
  const path = new URL(request.url).pathname;
  const link = made("a", "govuk-link", page.querySelector("h1")?.textContent ?? path);
  link.href = path;
  link.lang = page.documentElement.lang;
  const line = document.createElement("li");
  line.append(link);
  return line;
}
