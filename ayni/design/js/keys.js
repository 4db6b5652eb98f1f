// Keys of the desk: / to the search box, arrows through results, Enter opens (that is what a link does by itself).
// The / can be switched off, as WCAG 2.1.4 asks of shortcuts of a single character.
const OFF = "ayni-keys-off";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

function searchBox() {
  return document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
}

function links() {
  return [...document.querySelectorAll("main a[data-open]")];
}

function toSearch(event) {
  const box = searchBox();
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!box || typing(event.target) || localStorage.getItem(OFF)) return;
  event.preventDefault();
  box.focus();
  box.select();
}

// A key of a single letter presses what the page marked for it: `data-press="a"`.
function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (!/^[a-z]$/i.test(event.key) || typing(event.target) || localStorage.getItem(OFF)) return;
  const marked = document.querySelector(`main [data-press="${event.key.toLowerCase()}"]`);
  if (!marked) return;
  event.preventDefault();
  marked.focus();
  marked.click();
}

function throughResults(event) {
  if (!["ArrowDown", "ArrowUp", "Home", "End", "Escape"].includes(event.key)) return;
  const all = links();
  const at = all.indexOf(document.activeElement);
  // After a search the page is new and nothing has the focus: the first arrow goes into what was found.
  const searched = document.querySelector("main [data-search]")?.value && document.activeElement === document.body;
  const fromBox = event.target.matches("[data-search]") || searched;
  if (!all.length || (at < 0 && !fromBox)) return;
  if (fromBox) {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    all[0].focus();
    return;
  }
  event.preventDefault();
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1, Escape: -1 }[event.key];
  if (next < 0) searchBox()?.focus();
  else all[Math.min(next, all.length - 1)].focus();
}

function offerSwitch() {
  const button = document.querySelector("[data-keys-switch]");
  if (!button) return;
  const show = () => {
    const off = localStorage.getItem(OFF) !== null;
    button.textContent = off ? button.dataset.turnOn : button.dataset.turnOff;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    show();
  });
  show();
}

export function listenToKeys() {
  document.addEventListener("keydown", toSearch);
  document.addEventListener("keydown", throughResults);
  document.addEventListener("keydown", press);
  offerSwitch();
}
