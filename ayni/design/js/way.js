// The route finder for everybody. Each page works without it; with it a code that came behind the # of an address (a QR that was
// photographed) is sent as if it had been typed. What stands behind the # reaches no server; it is taken out of the address first.
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { forgetTheFragment } from "./fragment.js";
import "./portal.js";

const LONGEST = 200;

createAll(Checkboxes);
createAll(ErrorSummary);
forgetTheFragment();

// Addresses of parts of a page are no codes: these come in groups of four signs.
const CODE = /^#[0-9A-Za-z]{4}(-[0-9A-Za-z]{1,4})+$/;

function openTheCode() {
  const form = document.querySelector("[data-way-code]");
  const behind = location.hash;
  if (!form || behind.length > LONGEST || !CODE.test(behind)) return;
  history.replaceState(null, "", location.pathname);
  form.querySelector("#code").value = behind.slice(1);
  form.requestSubmit(form.querySelector("[name=go]"));
}

openTheCode();
window.addEventListener("hashchange", openTheCode);
