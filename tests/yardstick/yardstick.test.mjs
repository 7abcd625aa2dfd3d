// The yardstick at small size: what must be found is found, and nothing else is flagged.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { hardShares, sizes, writeYardstick } from "./generate.mjs";
import { byForm, rates, scoreYardstick } from "./score.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const programs = join(root, "build", "dev");
const folder = join(root, "build", "yardstick");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const scanner = join(programs, "core", "scan", "evenhand-scan");
const run = (...parts) => execFileSync(scanner, parts, { stdio: ["ignore", "ignore", "pipe"] });

const { corpus } = writeYardstick(folder, "small");
const index = join(folder, "benchmark.index");
const partials = join(folder, "partials");
run("index", join(folder, "benchmark.jsonl"), "-o", index);
run("scan", index, join(folder, "corpus.jsonl"), "-o", partials);
const { documents } = scoreYardstick({ programs, index, partials });
const rows = byForm(corpus, documents);
const family = (name) => rows.filter((row) => row.family === name);

test("the yardstick tests something", () => {
  const { hard, items } = sizes.small;
  for (const [name, share] of Object.entries(hardShares())) {
    assert.ok(share >= 0.5 && share < 0.8, `${name} has ${share} of its item`);
  }
  assert.equal(family("hard").length, 5);
  // Each hard text is in the index, and would be flagged without the filter.
  for (const row of family("hard")) assert.deepEqual([row.documents, row.flagged.unfiltered], [hard, hard], row.form);
  assert.equal(family("ordinary").reduce((sum, row) => sum + row.documents, 0), 4 * items);
});

test("every planted item is found, whatever its form", () => {
  for (const row of [...family("ordinary"), ...family("repeated"), ...family("re-encoded")]) {
    assert.equal(row.flagged.both, row.documents, `${row.family}, ${row.form}`);
  }
});

test("no shared text and no prose is flagged, and no item in other words", () => {
  for (const row of [...family("hard"), ...family("easy"), ...family("rephrased")]) {
    assert.equal(row.flagged.both, 0, `${row.family}, ${row.form}`);
  }
  const { precision, recall } = rates(corpus, documents, "both");
  assert.deepEqual([precision, recall], [1, 1]);
});
