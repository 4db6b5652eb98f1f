// The screen of a waiting room. It shows what the server says and nothing of its own: every message holds the whole state,
// so whatever was missed (a cable, a power cut, a server that started anew) is there with the next one.
const QUIET = 6000; // no answer for so long: the screen says since when
const EVERY = 5000; // between two questions, where there is no stream of events
const BACK_AFTER = 3000;
const body = document.body;
const board = document.querySelector("[data-board]");
const offline = document.querySelector("[data-offline]");
const sound = document.querySelector("[data-sound]");
const full = document.querySelector("[data-full]");

let heard = Date.now();
let seen = body.dataset.seen;
let stream = null;
let opened = false;
let begun = 0;
let stillborn = 0;
let polling = false;
let audio = null;
const said = new Set([...board.querySelectorAll("[data-key]")].map((row) => row.dataset.key));

// The server's clock: a television that lost its power may believe in another hour, or in another time zone.
const clock = () => board.querySelector("[data-clock]").textContent;

function alive() {
  heard = Date.now();
  offline.hidden = true;
}

function show(state) {
  alive();
  if (state.id === seen) return;
  seen = state.id;
  board.innerHTML = state.html;
  const fresh = state.aloud.filter((call) => !said.has(call.key));
  fresh.forEach((call) => said.add(call.key));
  if (audio) fresh.reverse().forEach((call) => say(call.words));
}

function beep() {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = 880;
  volume.gain.setValueAtTime(0.4, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.6);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.6);
}

function say(words) {
  beep();
  const voice = window.speechSynthesis?.getVoices().find((one) => one.lang.toLowerCase().startsWith("es"));
  if (!voice) return; // no Spanish voice: the sound and the digits are enough
  const speech = new SpeechSynthesisUtterance(words);
  speech.voice = voice;
  speech.lang = voice.lang;
  speech.rate = 0.9;
  window.speechSynthesis.speak(speech);
}

async function ask() {
  try {
    const answer = await fetch(body.dataset.state, { cache: "no-store", signal: AbortSignal.timeout(EVERY) });
    if (answer.ok) show(await answer.json());
    return answer.ok;
  } catch {
    return false;
  }
}

// As long as the stream does not come back. Where no stream was ever let through (some proxies hold them), it goes on so,
// and tries the stream once a minute.
async function poll() {
  if (polling) return;
  polling = true;
  for (let round = 0; !stream; round += 1) {
    const answered = await ask();
    const tries = window.EventSource && (stillborn < 2 || round % 12 === 11);
    if (answered && tries) listen();
    else await new Promise((resolve) => setTimeout(resolve, answered ? EVERY : BACK_AFTER));
  }
  polling = false;
}

function listen() {
  if (stream) stream.close();
  const live = new EventSource(`${body.dataset.live}?since=${encodeURIComponent(seen)}`);
  stream = live;
  opened = false;
  begun = Date.now();
  live.addEventListener("open", () => {
    opened = true;
    stillborn = 0;
    alive();
  });
  live.addEventListener("state", (event) => show(JSON.parse(event.data)));
  live.addEventListener("error", () => {
    // The end of every answer comes here too: the browser asks again by itself. Only where it gives up we take over.
    if (live.readyState === EventSource.CLOSED && stream === live) giveUp();
  });
}

function giveUp() {
  if (!opened) stillborn += 1;
  stream.close();
  stream = null;
  poll();
}

setInterval(() => {
  if (Date.now() - heard < QUIET) return;
  if (offline.hidden) offline.textContent = `${offline.dataset.words} ${clock()}`;
  offline.hidden = false;
  // A connection that hangs is not the same as one that ended: begin anew.
  if (stream && Date.now() - Math.max(heard, begun) > QUIET) giveUp();
}, 1000);

window.addEventListener("online", () => {
  if (stream) listen();
});

if (window.AudioContext) {
  sound.hidden = false;
  sound.addEventListener("click", () => {
    audio ??= new AudioContext();
    audio.resume();
    beep();
    sound.textContent = sound.dataset.on;
    sound.disabled = true;
  });
  // A browser of a kiosk may play without being touched.
  const trial = new AudioContext();
  if (trial.state === "running") {
    audio = trial;
    sound.hidden = true;
  } else trial.close();
}

const covers = () => document.fullscreenElement || window.matchMedia("(display-mode: fullscreen)").matches;
const offerFull = () => {
  full.hidden = !document.fullscreenEnabled || Boolean(covers());
};
full.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));
document.addEventListener("fullscreenchange", offerFull);
offerFull();

if (window.EventSource) listen();
else poll();
