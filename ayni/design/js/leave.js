// Quick exit: the button, or Shift three times within five seconds. `location.replace` leaves nothing for one press of
// Back; the history of the browser remains, and the page says so.
const TIMES = 3;
const WITHIN = 5000;

export function leaveQuickly() {
  const link = document.querySelector("[data-quick-exit]");
  if (!link) return;

  function leave() {
    document.documentElement.classList.add("ay-leaving");
    document.title = "";
    location.replace(link.href);
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < WITHIN), now];
    if (presses.length >= TIMES) leave();
  });
}
