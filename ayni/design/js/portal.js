// The script of the public site: small, for pages that are read on an old telephone. Each works without it.
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { goBackWhenLeft } from "./kiosk.js";
import { keepWhatIsRead, listKept } from "./kept.js";
import { leaveQuickly } from "./leave.js";
import { lookNear } from "./near.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(SkipLink);
leaveQuickly();
lookNear();
keepWhatIsRead();
listKept();
goBackWhenLeft();
