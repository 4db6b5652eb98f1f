// Quick exit: the button, or Shift or Esc three times within five seconds. `location.replace` leaves nothing for one press of
// Back; the history of the browser remains, and the page says so. What guides were kept on the telephone goes too.
import { forgetKept } from "./kept.js";

const KEYS = new Set(["Shift", "Escape"]);
const TIMES = 3;
const WITHIN = 5000;

export function leaveQuickly() {
  const link = document.querySelector("[data-quick-exit]");
  if (!link) return;

  let left = -WITHIN;
  function leave() {
    // Who is afraid goes on pressing: asking anew for the page that is on its way would only make it later.
    if (performance.now() - left < WITHIN) return;
    left = performance.now();
    document.documentElement.classList.add("ay-leaving");
    document.title = "";
    forgetKept();
    location.replace(link.href);
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  let presses = [];
  let pressed = "";
  document.addEventListener("keydown", (event) => {
    // For a browser, Esc also means: stop loading. Here it would stop what leads away.
    if (event.key === "Escape") event.preventDefault();
    if (event.repeat) return;
    if (event.key !== pressed) presses = [];
    pressed = event.key;
    if (!KEYS.has(pressed)) return;
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < WITHIN), now];
    if (presses.length >= TIMES) leave();
  });
}
