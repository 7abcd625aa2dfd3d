// The coverage document says what its rows say, names every method, and its rows are what the
// program prints: the enumerated parts are run again, the simulated ones with few samples.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file) => readFileSync(join(root, file), "utf8");
const parse = (text) => text.trim().split("\n").map((line) => JSON.parse(line));
const text = read("core/methods/coverage.md");
const rows = parse(read("core/methods/coverage/rows.jsonl"));

test("the document and its drawings are what the rows give", () => {
  execFileSync(process.execPath, [join(root, "tests/coverage/report.mjs"), join(root, "core/methods"), "--check"]);
});

test("the rows are those of a full study, and the document names its command", () => {
  assert.equal(rows.find((row) => row.table === "study").scale, 1);
  assert.match(text, /`\.\/dev coverage`/);
  assert.ok(!/NaN|undefined|Infinity/.test(text));
});

test("every method of the intervals has its place in the document", () => {
  const headers = { "interval/proportion": ["PROPORTION"], "interval/difference": ["INDEPENDENT", "PAIRED"],
    "interval/mean": ["MEAN"], "interval/bootstrap": ["BOOTSTRAP"], "judge/correction": ["CORRECTION"] };
  for (const [header, areas] of Object.entries(headers)) {
    const source = read(`core/include/evenhand/${header}.hpp`);
    for (const area of areas) {
      const definition = new RegExp(`#define EVENHAND_${area}_METHODS\\(X\\)(.*?)\\n\\n`, "s").exec(source)[1];
      const names = [...definition.matchAll(/\bX\((\w+),/g)].map((match) => match[1]);
      assert.ok(names.length >= 2, area);
      for (const name of names) assert.ok(text.includes(`\`${name}\``), `${name} of ${header} is not in coverage.md`);
    }
  }
});

const program = join(root, "build/dev/tests/evenhand_coverage");
const run = (...args) => parse(execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26 }));
const keys = ["table", "n", "method", "discordance", "scores", "groups", "meanSize", "share", "icc", "runs",
  "difficulty", "problems", "k", "metric"];
const settings = (row) => keys.filter((key) => key in row).map((key) => `${key} ${row[key]}`).join(", ");
const matched = (printed) => {
  const stored = new Map(rows.map((row) => [settings(row), row]));
  const tables = new Set(printed.map((row) => row.table));
  tables.delete("study");
  const fresh = printed.filter((row) => tables.has(row.table));
  assert.equal(fresh.length, rows.filter((row) => tables.has(row.table)).length, "the study has other rows; run ./dev coverage");
  return fresh.map((row) => {
    assert.ok(stored.has(settings(row)), `no such row: ${settings(row)}; run ./dev coverage`);
    return [row, stored.get(settings(row))];
  });
};

test("the enumerated rows are what the program prints", { skip: !existsSync(program) }, () => {
  for (const [fresh, stored] of matched(run("1", "proportion", "mcnemar"))) {
    for (const [name, value] of Object.entries(fresh)) {
      // Beyond the last digit compilers may round differently.
      [value].flat().forEach((entry, i) => typeof entry === "number" &&
        assert.ok(Math.abs(entry - [stored[name]].flat()[i]) < 1.1e-4, `${settings(fresh)} ${name}`));
    }
  }
});

test("few simulated samples agree with the many of the study", { skip: !existsSync(program) }, () => {
  for (const [fresh, stored] of matched(run("0.01", "clusters", "means", "reruns", "samples"))) {
    const p = Math.min(Math.max(stored.coverage, 0.005), 0.995);
    const error = Math.sqrt(p * (1 - p) * (1 / fresh.samples + 1 / stored.samples));
    assert.ok(Math.abs(fresh.coverage - stored.coverage) < 5 * error + 1e-9,
      `${settings(fresh)}: ${fresh.coverage} against ${stored.coverage}`);
  }
});
