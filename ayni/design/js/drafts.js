// Drafts of `<form data-draft="name">`, in the sessionStorage of this tab: gone with the tab, with signing out, and as
// soon as somebody else signs in. A draft goes through three states:
//   typing       saved while the person types; comes back if they left the page
//   sent         the form was sent. The next page of theirs proves that it arrived, and the draft goes
//   interrupted  sent, but what came was no page of theirs (sign-in, an error): it comes back once they are there again
const PREFIX = "ayni-draft:";
const OLDEST = 12 * 60 * 60 * 1000;
const PAUSE = 600;

const user = () => document.body.dataset.user;
const keyOf = (form) => `${PREFIX}${user()}:${location.pathname}:${form.dataset.draft}`;
const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
const read = (key) => JSON.parse(sessionStorage.getItem(key));
const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

function write(key, draft) {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false; // full or forbidden: the form still works
  }
}

function controls(form) {
  return [...form.elements].filter(
    (control) => control.name && !["hidden", "password", "file", "submit", "button"].includes(control.type),
  );
}

const isTick = (control) => control.type === "radio" || control.type === "checkbox";

function valuesOf(form) {
  return controls(form).map((control) => {
    if (isTick(control)) return [control.name, control.value, control.checked];
    if (control.multiple) return [control.name, [...control.selectedOptions].map((option) => option.value)];
    return [control.name, control.value];
  });
}

function fill(form, values) {
  const rest = [...values];
  for (const control of controls(form)) {
    const at = rest.findIndex(([name, value]) => name === control.name && (!isTick(control) || value === control.value));
    if (at < 0) continue;
    const [, value, checked] = rest.splice(at, 1)[0];
    if (isTick(control)) control.checked = checked;
    else if (control.multiple) for (const option of control.options) option.selected = value.includes(option.value);
    else control.value = value;
  }
}

function say(form, words, at) {
  const line = form.querySelector("[data-draft-words]");
  if (!line) return;
  line.hidden = false;
  line.textContent = `${words} ${clock(at)}.`;
}

function offerToDrop(form, key, marks) {
  const line = form.querySelector("[data-draft-words]");
  if (!line) return;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "ay-draft__drop";
  drop.textContent = line.dataset.drop;
  drop.addEventListener("click", () => {
    sessionStorage.removeItem(key);
    form.reset();
    mark(form, marks);
    line.hidden = true;
  });
  line.append(" ", drop);
}

// What a rule refuses stands in the summary before the form, and marks no field of it.
// What the form was shown for. A draft keeps it: brought back over what a colleague wrote meanwhile, it must not pass for
// an answer to that.
const MARKS = ["seen", "revision"];
const markOf = (form, name) => [...form.elements].find((control) => control.name === name && control.type === "hidden");

function marksOf(form) {
  return Object.fromEntries(MARKS.filter((name) => markOf(form, name)).map((name) => [name, markOf(form, name).value]));
}

function mark(form, marks = {}) {
  for (const name of MARKS) if (name in marks && markOf(form, name)) markOf(form, name).value = marks[name];
}

const draftOf = (form, state) => ({ at: Date.now(), state, values: valuesOf(form), marks: marksOf(form) });

const isRefused = (form) => form.querySelector(".govuk-form-group--error") || document.querySelector(".govuk-error-summary");

function sweep(forms) {
  const here = new Map(forms.map((form) => [keyOf(form), form]));
  for (const key of keys()) {
    const draft = read(key);
    const form = here.get(key);
    const refused = form && isRefused(form);
    if (!key.startsWith(`${PREFIX}${user()}:`) || Date.now() - draft.at > OLDEST) sessionStorage.removeItem(key);
    else if (draft.state === "sent" && refused) write(key, { ...draft, state: "typing" });
    else if (draft.state === "sent") sessionStorage.removeItem(key);
  }
}

function bringBack(form) {
  const key = keyOf(form);
  const draft = sessionStorage.getItem(key) && read(key);
  if (!draft || isRefused(form)) return;
  if (JSON.stringify(draft.values) === JSON.stringify(valuesOf(form))) return;
  const marks = marksOf(form);
  fill(form, draft.values);
  mark(form, draft.marks);
  say(form, form.querySelector("[data-draft-words]")?.dataset.restored, draft.at);
  offerToDrop(form, key, marks);
}

function watch(form) {
  const key = keyOf(form);
  let timer;
  const save = () => {
    const draft = draftOf(form, "typing");
    if (write(key, draft)) say(form, form.querySelector("[data-draft-words]")?.dataset.saved, draft.at);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      save();
    }, PAUSE);
  });
  // Who leaves sooner than it saves loses nothing of the last word.
  window.addEventListener("pagehide", () => {
    if (timer) save();
  });
  form.addEventListener("submit", () => {
    timer = clearTimeout(timer);
    write(key, draftOf(form, "sent"));
  });
}

export function keepDrafts() {
  for (const form of document.querySelectorAll("[data-sign-out]"))
    form.addEventListener("submit", () => keys().forEach((key) => sessionStorage.removeItem(key)));
  if (!user()) {
    for (const key of keys()) {
      const draft = read(key);
      if (draft.state === "sent") write(key, { ...draft, state: "interrupted" });
    }
    return;
  }
  const forms = [...document.querySelectorAll("form[data-draft]")];
  sweep(forms);
  for (const form of forms) {
    bringBack(form);
    watch(form);
  }
}
