// Items of GSM8K's test set planted in this repository's documents: found by the package and by
// evenhand-scan, with one report. The items are read from EVENHAND_REAL_DATA; skipped visibly when
// it is unset.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { cli, root } from "./support.mjs";

const data = process.env.EVENHAND_REAL_DATA;
const source = data === undefined ? "" : join(data, "contamination", "gsm8k_test-1.jsonl.gz");
const skip = existsSync(source) ? false
  : "EVENHAND_REAL_DATA is not set or has no GSM8K: real-data test skipped";
const program = join(root, "build", "dev", "core", "scan", "evenhand-scan");

test("GSM8K items in documents are found, all of them and no others", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "evenhand-"));
  try {
    const items = gunzipSync(readFileSync(source)).toString().trim().split("\n").map((line) => JSON.parse(line));
    const planted = items.map((_, place) => place).filter((place) => place % 13 === 0);
    const pages = ["README.md", ...readdirSync(join(root, "core", "methods")).filter((name) => name.endsWith(".md"))
      .map((name) => join("core", "methods", name))].map((name) => readFileSync(join(root, name), "utf8"));
    const documents = pages.flatMap((page) => page.split(/\n(?=#)/));
    // In the middle of a section, some with the answer and some re-wrapped.
    const place = (text, item, form) => {
      const { question, answer } = items[item];
      const passage = form === 0 ? question : form === 1 ? `${question}\n${answer}` : question.replaceAll(/(\S+ \S+) /g, "$1\n");
      return `${text.slice(0, text.length >> 1)}\n\n${passage}\n\n${text.slice(text.length >> 1)}`;
    };
    const texts = planted.map((item, n) => place(documents[n % documents.length], item, n % 3));
    mkdirSync(join(folder, "corpus"));
    for (const shard of [0, 1, 2]) {
      writeFileSync(join(folder, "corpus", `docs-${shard}.jsonl`), [...texts, ...documents]
        .filter((_, n) => n % 3 === shard).map((text) => `${JSON.stringify({ text })}\n`).join(""));
    }
    writeFileSync(join(folder, "gsm8k.jsonl"), gunzipSync(readFileSync(source)));
    const indexing = ["index", "gsm8k.jsonl", "--answer-split", "####", "-o"];
    const reports = [
      ["node", (args) => cli(["overlap", ...args], "", folder)],
      ...(existsSync(program)
        ? [["native", (args) => spawnSync(program, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 })]] : []),
    ].map(([name, run]) => {
      const done = (args) => {
        const { status, stdout, stderr } = run(args);
        assert.equal(status, 0, stderr);
        return stdout;
      };
      done([...indexing, `${name}.index`]);
      done(["scan", `${name}.index`, "corpus", "-o", name]);
      return done(["report", `${name}.index`, name, "--json"]);
    });
    const { report, ids } = JSON.parse(reports[0]);
    const found = report.findings.filter(({ level }) => level === "full" || level === "partial");
    const repeated = new Set(report.benchmarks[0].repeated);
    assert.deepEqual(found.map(({ item }) => item).filter((item) => !repeated.has(item)), planted);
    assert.equal(ids.length, items.length);
    for (const report of reports) assert.equal(report, reports[0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
