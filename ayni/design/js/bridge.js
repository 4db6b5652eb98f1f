// The bridge of a fingerprint reader on this very computer (docs/bridge.md), and what a page of ours tells our server for it.
export const PATIENCE = 25_000;

export function reach(port, ticket) {
  const socket = new WebSocket(`ws://127.0.0.1:${Number(port) || 8765}/`, "ayni.bridge.v1");
  socket.addEventListener("open", () => socket.send(JSON.stringify({ type: "hello", ticket })));
  return socket;
}

// Why it left: it was shown no good ticket, or it is not there.
export const gone = (event, words) => (event.code === 4401 ? words.denied : words.lost);

export async function tell(form, address, told) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(told)) body.set(name, value);
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  return answer.headers.get("Content-Type")?.includes("json") ? answer.json() : { words: form.dataset.lost };
}
