// Every command and example in the documents is run, and prints what the document says.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cli, installed, root } from "../wasm/support.mjs";

const read = (file) => readFileSync(join(root, file), "utf8");
/** Fenced blocks of a document, in order. */
const blocks = (file) => [...read(file).matchAll(/^```(\w+)\n(.*?)^```$/gms)]
  .map(([, language, text]) => ({ language, text }));

/** Runs a module's text next to the installed package and returns what it prints. */
function runModule(text) {
  const file = join(installed, "document-example.mjs");
  writeFileSync(file, text);
  return execFileSync(process.execPath, [file], { cwd: installed, encoding: "utf8" });
}

test("every command in README prints what README shows", () => {
  const commands = blocks("README.md").filter((block) => block.language === "console");
  assert.ok(commands.length >= 4);
  for (const { text } of commands) {
    const [first, ...rest] = text.split("\n");
    const [, line] = /^\$ evenhand (.*)$/.exec(first);
    const args = line.match(/"[^"]*"|\S+/g).map((word) => word.replaceAll('"', ""))
      .map((word) => (word.startsWith("examples/") ? join(root, word) : word));
    const { status, stdout, stderr } = cli(args);
    assert.equal(status, 0, stderr);
    // README writes plain spaces where the program prints no-break ones.
    assert.equal(stdout.replaceAll("\u00a0", " "), rest.join("\n"), line);
  }
});

for (const file of ["README.md", "wasm/README.md"]) {
  test(`the JavaScript in ${file} runs`, () => {
    const all = blocks(file);
    const scripts = all.filter((block) => block.language === "js");
    assert.ok(scripts.length > 0);
    for (const script of scripts) {
      const printed = runModule(script.text);
      const next = all[all.indexOf(script) + 1];
      if (next?.language === "text") assert.equal(printed, next.text);
      assert.ok(printed.length > 0 && !/NaN|undefined/.test(printed), printed);
    }
  });
}

for (const [script, data, expected] of [
  ["correct.mjs", "judged-qa.csv", /Dune-Chat-14B: 75\.0\u00a0% -> 60\.5\u00a0%/],
  ["compare.mjs", "nine-models.csv", /Kestrel-70B: 0\.8125, rank 1 to 4\n/],
  ["parallel.mjs", "parallel-cities.txt", /2 steps: reveal 1;2; 0 bits lost, right 1\n.*must lose 1 bit: 50\.0/s],
]) {
  test(`the Node example ${script} runs`, () => {
    const file = JSON.stringify(join(root, "examples", "data", data));
    const printed = runModule(read(`examples/node/${script}`).replace(/new URL\([^)]*\)/, file));
    assert.match(printed, expected);
  });
}

test("the C++ example builds and runs", () => {
  const build = join(root, "build", "example-cpp");
  const run = (command, ...args) => execFileSync(command, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  // Built already when tests/consumers/run.sh ran before, as it does in ./dev test.
  run("cmake", "-S", "examples/cpp", "-B", build, "-G", "Ninja");
  run("cmake", "--build", build);
  assert.equal(run(join(build, "correct")),
    "raw 0.400, corrected 0.167, 95 % interval 0.061 to 0.259\n");
});

test("the browser example builds with Vite, and fetches nothing", () => {
  const folder = join(root, "build", "example-browser");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "examples", "browser"), folder, { recursive: true });
  symlinkSync(join(installed, "node_modules"), join(folder, "node_modules"));
  execFileSync(process.execPath,
    [join(root, "web", "node_modules", "vite", "bin", "vite.js"), "build", "--logLevel", "error"],
    { cwd: folder });
  const assets = readdirSync(join(folder, "dist", "assets"));
  assert.ok(assets.some((name) => name.endsWith(".js")));
  assert.ok(!assets.some((name) => name.endsWith(".wasm")));
});

test("links between the documents lead somewhere", () => {
  for (const file of ["README.md", "core/ARCHITECTURE.md", "core/methods/judge.md", "core/methods/intervals.md",
    "core/methods/coverage.md", "core/methods/parallel.md", "core/methods/judge-compare.md",
    "core/methods/judge-labels.md", "core/methods/overlap.md"]) {
    for (const [, target] of read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      assert.ok(existsSync(join(root, file, "..", target)), `${file} links to ${target}`);
    }
  }
});
