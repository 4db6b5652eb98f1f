// How good a picture is, by plain arithmetic on its pixels: the same sums as the server's (ayni/lib/picture_quality.py).
// Nothing here recognises anybody, and nothing leaves this page.
export const HEIGHT = 240;

export function grey({ data, width, height }) {
  const pixels = new Float32Array(width * height);
  for (let i = 0; i < pixels.length; i += 1)
    pixels[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
  return { pixels, width, height };
}

// Mean of the middle, 0 black to 255 white.
export function light({ pixels, width, height }) {
  let sum = 0;
  let count = 0;
  for (let y = Math.floor(height / 6); y < (height * 5) / 6; y += 1)
    for (let x = Math.floor(width / 4); x < (width * 3) / 4; x += 1) {
      sum += pixels[y * width + x];
      count += 1;
    }
  return sum / count;
}

// Variance of the Laplacian: a blurred picture has little of it.
export function sharpness({ pixels, width, height }) {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const value = pixels[at - width] + pixels[at + width] + pixels[at - 1] + pixels[at + 1] - 4 * pixels[at];
      sum += value;
      squares += value * value;
      count += 1;
    }
  return squares / count - (sum / count) ** 2;
}

// Height in per cent of what stands out from the background along the middle of the picture. The background is what is
// in the two upper corners; whatever the colour of a skin or of hair, it differs from a plain wall behind.
export function head({ pixels, width, height }) {
  const wall = [];
  for (let y = 0; y < height / 8; y += 2)
    for (let x = 0; x < width / 8; x += 2) wall.push(pixels[y * width + x], pixels[y * width + width - 1 - x]);
  wall.sort((a, b) => a - b);
  const background = wall[Math.floor(wall.length / 2)];
  const differs = (x, y) => Math.abs(pixels[y * width + x] - background) > 28;
  const share = (y, from, to) => {
    let found = 0;
    for (let x = from; x < to; x += 1) found += differs(x, y);
    return found / (to - from);
  };
  const left = Math.floor(width * 0.3);
  const right = Math.ceil(width * 0.7);
  let top = 0;
  while (top < height && share(top, left, right) < 0.25) top += 1;
  // Below the head come the shoulders: something stands out beside the oval too.
  let bottom = top;
  const side = Math.floor(width * 0.15);
  while (bottom < height && share(bottom, 0, side) < 0.5 && share(bottom, left, right) >= 0.25) bottom += 1;
  return Math.round((100 * (bottom - top)) / height);
}
