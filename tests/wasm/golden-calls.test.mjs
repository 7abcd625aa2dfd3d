// Every call of tests/golden/*.jsonl: the WebAssembly module against the expected answer, and
// against the native build. The form of a line is in tests/golden/README.md.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { differences, nativeAll, question, root, wasm } from "./support.mjs";

const folder = join(root, "tests", "golden");
const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));

/** How an outcome differs from what its line expects. */
function surprises(outcome, { expect, refused, tolerance = {} }) {
  if (refused !== undefined) {
    if (outcome.refused === undefined) return ["was answered, not refused"];
    return Object.entries(refused).flatMap(([key, value]) =>
      differences(outcome.refused[key], value, {}, key));
  }
  if (outcome.refused !== undefined) return [`was refused: ${JSON.stringify(outcome.refused)}`];
  return Object.entries(expect).flatMap(([path, value]) => {
    const found = path.split(".").reduce((part, key) => part?.[key], outcome.answer);
    // JSON has no undefined: null stands for what is left out, too.
    return differences(value === null ? found ?? null : found, value, tolerance, path);
  });
}

/** Fails with the first problems, each with its line. */
function report(found) {
  const problems = found.flatMap((list, index) => list.map((problem) => `line ${index + 1}: ${problem}`));
  assert.deepEqual(problems.slice(0, 20), []);
}

test("there are golden calls", () => assert.ok(files.length > 0));

for (const name of files) {
  const lines = readFileSync(join(folder, name), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const questions = lines.map(question);
  const answers = questions.map(wasm);

  test(`${name}: wasm gives what is expected`, () => {
    report(answers.map((answer, index) => surprises(answer, lines[index])));
  });

  test(`${name}: wasm equals native to 1e-12`, () => {
    report(nativeAll(questions).map((native, index) => differences(
      answers[index], native, { relative: 1e-12, absolute: lines[index].nativeAbsolute ?? 1e-13 })));
  });
}
