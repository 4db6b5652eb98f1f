// Takes prints with the reader of the station. What its bridge captures is sealed for our server: this page hands it on and
// cannot open it.
import { PATIENCE, gone, reach, tell } from "./bridge.js";

export function takePrints(form) {
  const words = form.querySelector("[data-words]");
  const reader = form.querySelector("[data-reader]");
  const say = (text) => (words.textContent = text);
  const buttons = [...form.querySelectorAll("[data-capture]")];
  const enable = (isReady) => buttons.forEach((button) => (button.disabled = !isReady));
  let socket = null;
  let waiting = null;

  function connect() {
    socket?.close();
    const mine = reach(form.querySelector("[data-port]").value, reader.selectedOptions[0].dataset.ticket);
    socket = mine;
    mine.addEventListener("message", (event) => heard(JSON.parse(event.data)));
    mine.addEventListener("close", (event) => {
      if (socket !== mine) return;
      enable(false);
      settle(null);
      say(gone(event, form.dataset));
      // It may be started again at any moment: what was taken stays, and the rest goes on.
      setTimeout(() => socket === mine && connect(), 3000);
    });
  }

  function settle(message) {
    if (!waiting) return;
    clearTimeout(waiting.timer);
    const { done } = waiting;
    waiting = null;
    done(message);
  }

  function heard(message) {
    if (message.type === "ready") {
      enable(true);
      say(form.dataset.ready);
    } else if (message.id === waiting?.id && message.type === "progress") {
      say(`${form.dataset.place} ${waiting.label}`);
    } else if (message.id === waiting?.id) settle(message);
  }

  function capture(position, label) {
    const id = crypto.randomUUID();
    return new Promise((done) => {
      waiting = { id, label, done, timer: setTimeout(() => settle(null), PATIENCE) };
      const impression = form.querySelector("[data-impression]").value;
      socket.send(JSON.stringify({ type: "capture", id, position, impression }));
    });
  }

  async function take(button) {
    const row = button.closest("[data-finger]");
    const label = row.querySelector("th").textContent.trim();
    enable(false);
    const captured = await capture(row.dataset.finger, label);
    if (captured?.type !== "captured") {
      if (captured) say(captured.words);
      enable(socket.readyState === WebSocket.OPEN);
      return;
    }
    const told = { device: reader.value, position: row.dataset.finger, sealed: captured.sealed };
    const kept = await tell(form, form.action, told).catch(() => ({ words: form.dataset.lost }));
    say(`${label}: ${kept.words}`);
    if (kept.grade !== undefined) row.querySelector("[data-state]").textContent = `${kept.words} (${kept.grade})`;
    enable(socket.readyState === WebSocket.OPEN);
    const next = buttons[buttons.indexOf(button) + 1];
    (kept.poor ? button : next || button).focus();
  }

  buttons.forEach((button) => button.addEventListener("click", () => take(button)));
  reader.addEventListener("change", connect);
  form.querySelector("[data-port]").addEventListener("change", connect);
  form.addEventListener("submit", (event) => event.preventDefault());
  connect();
}
