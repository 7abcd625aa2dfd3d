// Housekeeping that is easy to forget: the agreed top level, and files that must agree.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file) => readFileSync(join(root, file), "utf8");

test("nothing but the agreed names lies at the top level", () => {
  const names = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" })
    .trim().split("\n").map((file) => file.split("/")[0]);
  const agreed = ["CMakeLists.txt", "CMakePresets.json", "LICENSE", "NOTICE", "README.md", "core",
    "dev", "examples", "tests", "wasm", "web"];
  const strangers = [...new Set(names)].filter((name) => !name.startsWith(".") && !agreed.includes(name));
  assert.deepEqual(strangers, []);
});

test("one version everywhere", () => {
  const { version } = JSON.parse(read("wasm/package.json"));
  assert.match(read("CMakeLists.txt"), new RegExp(`project\\(evenhand VERSION ${version.replaceAll(".", "\\.")} `));
});

test("the example data are what their generator writes", () => {
  execFileSync(process.execPath, [join(root, "examples", "data", "generate.mjs"), "--check"]);
});
