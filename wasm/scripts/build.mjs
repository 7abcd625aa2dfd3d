// Builds dist/ from the compiled module and the TypeScript sources: embeds the bytes, compiles,
// and copies core.wasm beside them. Run by `./dev build`, after the module.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");
const module = join(here, "..", "build", "wasm", "wasm", "evenhand.wasm");

const base64 = readFileSync(module).toString("base64");
writeFileSync(
  join(here, "src", "generated", "bytes.ts"),
  `// Written by scripts/build.mjs; not committed.\nexport const base64: string =\n  "${base64}";\n`,
);
rmSync(join(here, "dist"), { recursive: true, force: true });
const compiler = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
execFileSync(process.execPath, [compiler], { cwd: here, stdio: "inherit" });
copyFileSync(module, join(here, "dist", "core.wasm"));
chmodSync(join(here, "dist", "cli.js"), 0o755);
