// Builds the stylesheets (of every page, of the public site, of its questions, of the observatory, of printed ones, of the queue's screens) and the
// scripts (of every page, of the public site, of its service worker, of its questions, of the screens, of enrolment stations)
// into static/design/dist.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const out = path.join(here, "static/design/dist");

async function styles(name) {
  const { css } = sass.compile(path.join(here, `scss/${name}.scss`), {
    loadPaths: [root, path.join(root, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["if-function"],
  });
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, legalComments: "none" });
  await writeFile(path.join(out, `${name}.css`), code);
}

async function scripts(name) {
  await esbuild.build({
    entryPoints: [path.join(here, `js/${name}.js`)],
    outfile: path.join(out, `${name}.js`),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  });
}

await mkdir(out, { recursive: true });
await Promise.all([
  ...["ayni", "portal", "observatory", "print", "queue", "way"].map(styles),
  ...["ayni", "portal", "worker", "screen", "station", "way"].map(scripts),
]);
