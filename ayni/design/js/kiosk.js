// A screen of a waiting room goes back to the start when nobody has touched it for a minute. Without a script the page says
// so itself, a minute after it was opened.
const TOUCHES = ["pointerdown", "keydown", "scroll", "wheel", "touchmove"];

export function goBackWhenLeft() {
  const { kiosk, idle } = document.body.dataset;
  if (!kiosk) return;
  let clock;

  function begin() {
    clearTimeout(clock);
    clock = setTimeout(() => location.replace(kiosk), Number(idle) * 1000);
  }

  for (const touch of TOUCHES) addEventListener(touch, begin, { passive: true });
  // One step back is a page of whoever stood here before: it is asked for anew.
  addEventListener("pageshow", (event) => (event.persisted ? location.reload() : begin()));
}
