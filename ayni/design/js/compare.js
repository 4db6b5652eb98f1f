// Has a finger compared with the one that was enrolled. Question and answer are sealed: this page hands them on, and can
// neither read them nor make them up.
import { PATIENCE, gone, reach, tell } from "./bridge.js";

export function compareFinger(form) {
  const words = form.querySelector("[data-words]");
  const button = form.querySelector("[data-compare]");
  const port = form.querySelector("[data-port]");
  const say = (text) => (words.textContent = text);

  // What the bridge answers, sealed; or words that say why it does not.
  function carry(question) {
    return new Promise((done) => {
      const socket = reach(port.value, question.ticket);
      const timer = setTimeout(() => end({ words: form.dataset.lost }), PATIENCE);
      function end(message) {
        clearTimeout(timer);
        done(message);
        socket.close();
      }
      socket.addEventListener("message", (event) => {
        const message = JSON.parse(event.data);
        if (message.type === "ready") socket.send(JSON.stringify({ type: "compare", id: "1", sealed: question.sealed }));
        else if (message.type === "progress") say(`${form.dataset.place} ${question.finger}`);
        else end(message);
      });
      socket.addEventListener("close", (event) => end({ words: gone(event, form.dataset) }));
    });
  }

  async function compared() {
    const question = await tell(form, form.action, {});
    const carried = question.sealed ? await carry(question) : question;
    if (!carried.sealed) return carried.words;
    const told = { comparison: question.comparison, sealed: carried.sealed };
    return (await tell(form, form.dataset.answer, told)).words;
  }

  button.addEventListener("click", async () => {
    button.disabled = true;
    say("");
    say(await compared().catch(() => form.dataset.lost));
    button.disabled = false;
    button.focus();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
}
