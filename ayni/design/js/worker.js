// The service worker of the guides, one for each language: it keeps on this telephone what was read, for when there is no
// signal. It keeps only answers that say `X-Offline: keep`, which no page does that may betray whoever reads it, and none
// that is about a person. `HOUSE` is written before it by the server: version, and the files that pages stand in.
/* global HOUSE */
import { FRAME, MOST, PAGES, PICTURES } from "./kept.js";

// Where pictures of guides lie: each under a name that changes with what is in it.
const PICTURE = /<img src="(\/guias\/imagen\/[^"]+|\/static\/portal\/drawings\/[^"]+)"/g;
const MOST_PICTURES = 3 * MOST;
const scope = new URL(self.registration.scope).pathname;
const offline = `${scope}sin-conexion/`;
const frame = `${FRAME}${HOUSE.version}`;
let isFresh = false;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(frame)
      .then((kept) => kept.addAll([offline, ...HOUSE.files.filter((one) => !one.endsWith(".svg"))]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith(FRAME) && name !== frame) await caches.delete(name);
      await self.clients.claim();
      // What is being read as the worker comes is the first thing that was read.
      const open = await self.clients.matchAll({ type: "window" });
      await Promise.all(open.map((one) => renewed(one.url).catch(() => undefined)));
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(forget());
});

async function forget() {
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
}

// What the server says now, kept if it may be; what is gone, or has become discreet, is let go.
async function renewed(address, request = new Request(address, { credentials: "omit" })) {
  const answer = await fetch(request);
  const url = new URL(address);
  if (url.search || !url.pathname.startsWith(scope) || answer.status >= 500 || answer.type === "opaqueredirect") return answer;
  const kept = await caches.open(PAGES);
  if (answer.ok && !answer.redirected && answer.headers.get("X-Offline") === "keep") {
    await kept.put(url.pathname, answer.clone());
    await keepPictures(await answer.clone().text()).catch(() => undefined);
    const names = await kept.keys();
    // Kept anew is kept last: the first are those that nobody has read for longest.
    for (const old of names.slice(0, Math.max(0, names.length - MOST))) await kept.delete(old);
  } else await kept.delete(url.pathname);
  return answer;
}

// With a page that is kept, and with no other: a picture tells what was read. The page has just asked for most of them.
async function keepPictures(page) {
  const kept = await caches.open(PICTURES);
  for (const [, address] of page.matchAll(PICTURE)) {
    if (await kept.match(address)) continue;
    const answer = await fetch(new Request(address, { credentials: "omit", cache: "force-cache" }));
    if (answer.ok) await kept.put(address, answer);
  }
  const names = await kept.keys();
  for (const old of names.slice(0, Math.max(0, names.length - MOST_PICTURES))) await kept.delete(old);
}

const picture = async (request) => (await caches.match(request.url, { cacheName: PICTURES })) ?? fetch(request);

async function read(event) {
  const url = new URL(event.request.url);
  const kept = url.search ? undefined : await (await caches.open(PAGES)).match(url.pathname);
  if (!kept) return renewed(event.request.url, event.request).catch(() => caches.match(offline));
  const before = kept.clone();
  event.waitUntil(
    renewed(url.href, new Request(url.href, { credentials: "omit", cache: "no-cache" }))
      .then(async (answer) => {
        // A clone: the other half lies in the cache.
        if ((await answer.clone().text()) !== (await before.text())) await tell(event.resultingClientId);
      })
      .catch(() => undefined),
  );
  return kept;
}

async function tell(id) {
  const client = id && (await self.clients.get(id));
  if (client) client.postMessage("changed");
}

// Names of files change with what is in them. A page that was kept before names files that are gone: it gets those of today.
async function file(request) {
  const kept = await caches.open(frame);
  const found = await kept.match(request);
  if (found) return found;
  const likely = HOUSE.files.find((one) => plain(one) === plain(new URL(request.url).pathname));
  const answer = await fetch(request).catch(() => undefined);
  if (answer?.ok && HOUSE.files.includes(new URL(request.url).pathname)) await kept.put(request, answer.clone());
  return answer?.ok ? answer : ((likely && (await kept.match(likely))) ?? answer ?? Response.error());
}

const plain = (path) => path.replace(/\.[0-9a-f]{8,}(?=\.\w+$)/, "");

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (!isFresh) {
      isFresh = true;
      event.waitUntil(
        caches
          .open(frame)
          .then((kept) => kept.add(offline))
          .catch(() => undefined),
      );
    }
    event.respondWith(url.pathname === offline ? fetch(request).catch(() => caches.match(offline)) : read(event));
  } else if (/^\/(guias\/imagen|static\/portal\/drawings)\//.test(url.pathname)) event.respondWith(picture(request));
  else if (HOUSE.files.some((one) => plain(one) === plain(url.pathname))) event.respondWith(file(request));
});
