// The pages of an enrolment station, and the one that compares a finger. Each works without this: a file is chosen, the
// reason is given, or the document is looked at.
import { compareFinger } from "./compare.js";
import { cropWithPreview } from "./crop.js";
import { signHere } from "./pad.js";
import { takePhoto } from "./photo.js";
import { takePrints } from "./prints.js";
import { readZone } from "./zone.js";

const wakers = {
  "[data-photo]": takePhoto,
  "[data-signature]": signHere,
  "[data-crop]": cropWithPreview,
  "[data-prints]": takePrints,
  "[data-finger-of]": compareFinger,
  "[data-zone]": readZone,
};
for (const [selector, wake] of Object.entries(wakers))
  for (const element of document.querySelectorAll(selector)) wake(element);
