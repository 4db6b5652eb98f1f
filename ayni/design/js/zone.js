// A reader that types like a keyboard sends the lines of the zone in a burst, with Enter between them and often after
// the last. Wherever the cursor is, they belong into the box; when they are whole, they are compared.
const BURST = 50; // ms between two keys: no hand types that fast
const SHAPES = { 30: 3, 36: 2, 44: 2 };

export function readZone(box) {
  const isWhole = () => {
    const lines = box.value.split(/[\r\n]+/).map((line) => line.replace(/\s/g, "")).filter(Boolean);
    return lines.length > 0 && SHAPES[lines[0].length] === lines.length && lines.every((line) => line.length === lines[0].length);
  };
  let last = 0;
  let burst = "";
  let astray = false;
  let timer;
  box.focus();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || (event.key.length > 1 && event.key !== "Enter")) return;
    if (event.timeStamp - last >= BURST) {
      burst = "";
      astray = false;
    }
    const typed = event.key === "Enter" ? "\n" : event.key;
    burst += typed;
    last = event.timeStamp;
    if (astray) {
      event.preventDefault();
      box.value += typed;
    } else if (event.target !== box && burst.length > 3) {
      // The reader types elsewhere: the keys that went there are fetched back, the rest is put into the box.
      if (event.target.value?.endsWith(burst.slice(0, -1)))
        event.target.value = event.target.value.slice(0, 1 - burst.length);
      event.preventDefault();
      astray = true;
      box.value += burst;
      box.focus();
    }
    clearTimeout(timer);
    if (burst.length > 20) timer = setTimeout(() => isWhole() && box.form.requestSubmit(box.form.querySelector("[data-compare]")), 4 * BURST);
  });
}
