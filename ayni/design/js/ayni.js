// The one script of every page. Each page works without it; this saves page loads, keystrokes and lost text.
import htmx from "htmx.org/dist/htmx.esm.js";
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { keepDrafts } from "./drafts.js";
import { forgetTheFragment } from "./fragment.js";
import { leaveQuickly } from "./leave.js";
import { listenToKeys } from "./keys.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function wake(scope) {
  for (const part of [Button, ErrorSummary]) createAll(part, {}, scope);
}

createAll(SkipLink);
wake(document);
leaveQuickly();
keepDrafts();
listenToKeys();
forgetTheFragment();

document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) wake(event.target);
});

// A session that ended answers with the sign-in page. It must not appear inside a part of this page: load the page anew,
// which leads there and back.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  const answered = xhr.responseURL && new URL(xhr.responseURL).pathname;
  const asked = new URL(pathInfo.requestPath, location.href).pathname;
  if (answered && answered !== asked && answered.startsWith("/cuenta/")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

window.htmx = htmx;
