// Does the work that the page asks for when many requests come from one address. Without it, waiting does as well.
const field = document.querySelector("[data-effort]");

function leadingZeros(bytes) {
  let count = 0;
  for (const byte of bytes) {
    if (byte === 0) {
      count += 8;
      continue;
    }
    return count + Math.clz32(byte) - 24;
  }
  return count;
}

async function work(asked, bits) {
  const encoder = new TextEncoder();
  for (let n = 0; ; n += 1) {
    const digest = await crypto.subtle.digest("SHA-256", encoder.encode(`${asked}:${n}`));
    if (leadingZeros(new Uint8Array(digest)) >= bits) return String(n);
  }
}

if (field && globalThis.crypto?.subtle) {
  work(field.dataset.effort, Number(field.dataset.bits)).then((proof) => {
    field.value = proof;
    for (const part of document.querySelectorAll("[data-effort-wait]")) part.hidden = true;
  });
}
