// Puts the notices, our licence and those of what is bundled beside the page, in one text.
import { readFileSync, writeFileSync } from "node:fs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8").trim();
// Whose code ends up in the bundle, with where their licence texts lie.
const bundled = {
  "fzstd": "../node_modules/fzstd/LICENSE",
  "hyparquet": "../../wasm/node_modules/hyparquet/LICENSE",
  "hyparquet-compressors": "../../wasm/node_modules/hyparquet-compressors/LICENSE",
  "hysnappy": "../../wasm/node_modules/hysnappy/LICENSE",
  "pako": "../node_modules/pako/LICENSE",
  "Preact": "../node_modules/preact/LICENSE",
  "Observable Plot": "../node_modules/@observablehq/plot/LICENSE",
  "D3": "../node_modules/d3/LICENSE",
};
const parts = [
  read("../../NOTICE"), read("../../LICENSE"),
  ...Object.entries(bundled).map(([name, path]) => `${name}\n\n${read(path)}`),
];
writeFileSync(new URL("../dist/licences.txt", import.meta.url), `${parts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`);
