// Shows what will be kept of a picture: inside the four edges in light, the rest in shade. The server does the cutting.
const EDGES = ["left", "top", "right", "bottom"];

export function cropWithPreview(form) {
  const canvas = form.querySelector("[data-preview]");
  const field = (name) => form.querySelector(`[name=${name}]`);
  let picture = null;
  const draw = () => {
    if (!picture) return;
    const [left, top, right, bottom] = EDGES.map((name, at) => {
      const typed = Number(field(name).value);
      return Number.isFinite(typed) && field(name).value !== "" ? typed / 100 : at > 1 ? 1 : 0;
    });
    canvas.width = Math.min(640, picture.width);
    canvas.height = Math.round((canvas.width * picture.height) / picture.width);
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    pen.fillStyle = "rgba(0,0,0,.6)";
    pen.beginPath();
    pen.rect(0, 0, canvas.width, canvas.height);
    pen.rect(right * canvas.width, top * canvas.height, (left - right) * canvas.width, (bottom - top) * canvas.height);
    pen.fill("evenodd");
    canvas.hidden = false;
  };
  const choose = async (event) => {
    const [file] = event.target.files;
    picture = null;
    canvas.hidden = true;
    if (!file?.type.startsWith("image/")) return;
    try {
      picture = await createImageBitmap(file);
    } catch {
      return; // the server says what is wrong with it
    }
    draw();
  };
  field("picture").addEventListener("change", choose);
  field("camera")?.addEventListener("change", choose);
  for (const name of EDGES) field(name).addEventListener("input", draw);
  drag(canvas, field, draw);
}

// Drawing a box with the pointer sets the four edges, which can be typed as well.
function drag(canvas, field, draw) {
  let from = null;
  const at = (event) => {
    const seen = canvas.getBoundingClientRect();
    const part = (value, size) => Math.max(0, Math.min(100, Math.round((100 * value) / size)));
    return [part(event.clientX - seen.left, seen.width), part(event.clientY - seen.top, seen.height)];
  };
  const set = (to) => {
    field("left").value = Math.min(from[0], to[0]);
    field("right").value = Math.max(from[0], to[0]);
    field("top").value = Math.min(from[1], to[1]);
    field("bottom").value = Math.max(from[1], to[1]);
    draw();
  };
  canvas.addEventListener("pointerdown", (event) => {
    from = at(event);
    canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => from && set(at(event)));
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (from = null));
}
