// Builds dist/ from the compiled modules and the TypeScript sources: embeds the bytes of the modules
// of evenhand and evenhand/overlap, compiles, and copies all modules beside. Run by `./dev build`, after them.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(here, "..", "build", "wasm", "wasm");

for (const [name, file] of [["core.wasm", "bytes.ts"], ["overlap.wasm", "overlap-bytes.ts"]]) {
  const base64 = readFileSync(join(modules, name)).toString("base64");
  writeFileSync(
    join(here, "src", "generated", file),
    `// Written by scripts/build.mjs; not committed.\nexport const base64: string =\n  "${base64}";\n`,
  );
}
rmSync(join(here, "dist"), { recursive: true, force: true });
const compiler = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
execFileSync(process.execPath, [compiler], { cwd: here, stdio: "inherit" });
for (const name of [
  "core.wasm", "judge.wasm", "judgement.wasm", "compare.wasm", "parallel.wasm", "overlap.wasm",
]) {
  copyFileSync(join(modules, name), join(here, "dist", name));
}
chmodSync(join(here, "dist", "cli.js"), 0o755);
