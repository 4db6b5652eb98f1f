// A box to sign in, with pen, finger or mouse. What is drawn goes into the file field when the form is sent.
import { put } from "./photo.js";

export function signHere(form) {
  const box = form.querySelector("[data-pad]");
  const canvas = box.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let isDown = false;
  let hasInk = false;
  box.hidden = false;
  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "#111";
    pen.lineCap = pen.lineJoin = "round";
    hasInk = false;
  };
  const at = (event) => {
    const seen = canvas.getBoundingClientRect();
    return [((event.clientX - seen.left) * canvas.width) / seen.width, ((event.clientY - seen.top) * canvas.height) / seen.height];
  };
  clear();
  canvas.addEventListener("pointerdown", (event) => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineWidth = 3 + 4 * (event.pointerType === "pen" ? event.pressure : 0.4);
    pen.lineTo(...at(event));
    pen.stroke();
    hasInk = true;
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => {
      isDown = false;
      if (hasInk) canvas.toBlob((blob) => put(form.querySelector("[name=picture]"), blob, "firma.png"), "image/png");
    });
  form.querySelector("[data-clear]").addEventListener("click", () => {
    clear();
    form.querySelector("[name=picture]").value = "";
  });
}
