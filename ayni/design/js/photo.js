// The camera of the station: framing help, and checks while one looks. What is shot goes into the file field of the form.
import { HEIGHT, grey, head, light, sharpness } from "./measures.js";

const LIMITS = { face: [40, 92], light: [60, 215], blur: [12, Infinity] };
const ASPECT = 3 / 4;

export async function takePhoto(form) {
  const box = form.querySelector("[data-camera]");
  const words = form.querySelector("[data-words]");
  const say = (text) => {
    words.textContent = text;
    words.hidden = !text;
  };
  if (!navigator.mediaDevices?.getUserMedia) return say(form.dataset.none);
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 960 } } });
  } catch (error) {
    return say(["NotAllowedError", "SecurityError"].includes(error.name) ? form.dataset.refused : form.dataset.none);
  }
  const video = box.querySelector("video");
  const shot = box.querySelector("canvas");
  video.srcObject = stream;
  await video.play();
  box.hidden = false;
  window.addEventListener("pagehide", () => stream.getTracks().forEach((track) => track.stop()));
  // A camera that is pulled out in the middle.
  stream.getVideoTracks()[0].addEventListener("ended", () => {
    box.hidden = true;
    say(form.dataset.none);
  });
  watch(box, video, shot);
  wire(form, box, video, shot, say);
  return undefined;
}

// The upright part of what the camera sees, in 3 to 4.
function draw(video, canvas, height) {
  const width = Math.min(video.videoWidth, video.videoHeight * ASPECT);
  canvas.height = height;
  canvas.width = Math.round(height * ASPECT);
  const left = (video.videoWidth - width) / 2;
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(video, left, 0, width, video.videoHeight, 0, 0, canvas.width, height);
  return canvas.getContext("2d").getImageData(0, 0, canvas.width, height);
}

function measured(image) {
  const plain = grey(image);
  return { face: head(plain), light: light(plain), blur: sharpness(plain) };
}

function watch(box, video, shot) {
  const small = document.createElement("canvas");
  setInterval(() => {
    if (video.hidden || !video.videoWidth) return;
    tell(box, measured(draw(video, small, HEIGHT)));
  }, 700);
  shot.hidden = true;
}

function tell(box, values) {
  for (const line of box.querySelectorAll("[data-check]")) {
    const [least, most] = LIMITS[line.dataset.check];
    const value = values[line.dataset.check];
    const which = value < least ? "small" : value > most ? "large" : "good";
    const said = `${which === "good" ? "✓" : "!"} ${line.dataset[which]}`;
    // Only what changed is read aloud.
    if (line.textContent !== said) line.textContent = said;
    line.classList.toggle("ay-station__poor", which !== "good");
  }
}

function wire(form, box, video, shot, say) {
  const [shoot, again] = [box.querySelector("[data-shoot]"), box.querySelector("[data-again]")];
  const show = (isShot) => {
    video.hidden = isShot;
    shot.hidden = !isShot;
    shoot.hidden = isShot;
    again.hidden = !isShot;
  };
  shoot.addEventListener("click", () => {
    const values = measured(draw(video, document.createElement("canvas"), HEIGHT));
    tell(box, values);
    draw(video, shot, Math.min(1600, Math.max(640, video.videoHeight)));
    form.querySelector("[name=face]").value = values.face;
    shot.toBlob(
      (blob) => {
        put(form.querySelector("[name=picture]"), blob, "foto.jpg");
        show(true);
        say(form.dataset.taken);
        again.focus();
      },
      "image/jpeg",
      0.92,
    );
  });
  again.addEventListener("click", () => {
    form.querySelector("[name=picture]").value = "";
    form.querySelector("[name=face]").value = "";
    show(false);
    say("");
    shoot.focus();
  });
}

export function put(field, blob, name) {
  const files = new DataTransfer();
  files.items.add(new File([blob], name, { type: blob.type }));
  field.files = files.files;
}
