// `evenhand overlap` against `evenhand-scan`: the same files to the byte in either direction, the
// same reports, the same exit status; threads, resuming, and what is left behind after a failure.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { makeItems, makeShard } from "./overlap-data.mjs";
import { cli, root } from "./support.mjs";

const folder = mkdtempSync(join(tmpdir(), "evenhand-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names) => join(folder, ...names);

const program = join(root, "build", "dev", "core", "scan", "evenhand-scan");
const noNative = existsSync(program) ? false : "evenhand-scan is not built: comparison skipped";
const native = (args, input = "") => {
  const { status, stdout, stderr } = spawnSync(program, args,
    { cwd: folder, input, encoding: "utf8", maxBuffer: 2 ** 28 });
  return { status, stdout, stderr };
};
const overlap = (args, input) => cli(["overlap", ...args], input, folder);
const zstd = spawnSync("zstd", ["--version"]).status === 0;

/** All files below a folder, with their bytes. */
function contents(name) {
  return Object.fromEntries(readdirSync(at(name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => [path.slice(at(name).length + 1), readFileSync(path)]).sort());
}

const items = makeItems(40);
writeFileSync(at("sums.jsonl"), items.map((item) => `${JSON.stringify(item)}\n`).join(""));
writeFileSync(at("table.csv"), `id,question,choices,answer\n${items.slice(0, 8).map((item) =>
  `${item.id},"${item.question}","[""yes"",""no""]",1`).join("\n")}\n`);
mkdirSync(at("corpus", "deep"), { recursive: true });
writeFileSync(at("corpus", "a.jsonl"), makeShard(30, 1, { 2: `${items[0].question} ${items[0].answer}` }));
// Two members, and zero bytes that fill the file up.
writeFileSync(at("corpus", "deep", "b.jsonl.gz"), Buffer.concat([
  gzipSync(makeShard(10, 2, { 1: items[1].question })), gzipSync(makeShard(10, 3, { 7: items[2].question })),
  Buffer.alloc(600)]));
writeFileSync(at("corpus", "c.txt"), `A page.\r\n${items[3].question}\n${items[4].question}`);
writeFileSync(at("corpus", "bad.jsonl"), "{\"text\": \"fine\"}\n{\"text\": \"cut\n\n{\"body\": 1}\n{\"text\": 7}\n");
writeFileSync(at("corpus", "notes.md"), "not a shard");
writeFileSync(at("corpus", ".hidden.jsonl"), "{}");
if (zstd) {
  writeFileSync(at("d.jsonl"), makeShard(12, 4, { 5: items[5].question }));
  spawnSync("zstd", ["-q", at("d.jsonl"), "-o", at("corpus", "d.jsonl.zst")]);
  rmSync(at("d.jsonl"));
}
const shardCount = zstd ? 5 : 4;

const index = ["sums.jsonl", "--answer-split", "sums:####"];
const scan = (output, ...more) => ["scan", "sums.index", "corpus", "-o", output, "--allow-malformed", "3", ...more];

test("index, scan, merge and report", () => {
  const made = overlap(["index", ...index, "-o", "sums.index"]);
  assert.deepEqual([made.status, made.stdout], [0, ""], made.stderr);
  assert.match(made.stderr, /^sums\.index: 40 items, [\d,]+ tokens, [\d,]+ 8-grams, [\d,]+ 13-grams; a scan takes /);
  const done = overlap(scan("out", "--threads", "2"));
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stderr, /left out: 1 files ending in "\.md"/);
  assert.match(done.stderr, new RegExp(`${shardCount} shards scanned: [\\d,]+ documents, [456] with a hit, 3 malformed lines`));
  const names = Object.keys(contents("out"));
  assert.equal(names.filter((name) => name.endsWith(".partial")).length, shardCount);
  assert.ok(names.includes(join("deep", "b.jsonl.gz.hits.jsonl")));
  assert.equal(overlap(["merge", "out", "-o", "all.partial"]).status, 0);
  const report = overlap(["report", "sums.index", "all.partial", "--json"]);
  assert.equal(report.status, 0, report.stderr);
  const { report: { findings }, ids } = JSON.parse(report.stdout);
  assert.deepEqual(findings.filter(({ level }) => level === "full").map(({ item }) => ids[item]),
    items.slice(0, zstd ? 6 : 5).map(({ id }) => id));
  assert.equal(overlap(["report", "sums.index", "out", "--json"]).stdout, report.stdout);
  const text = overlap(["report", "sums.index", "out", "--items", "2"]);
  assert.match(text.stdout, /Items of which something was found: \d+, of which 2 are listed/);
  assert.match(text.stdout, /no paraphrase, no translation/);
});

test("done shards are not done again; another scan in the folder is refused", () => {
  const before = contents("out");
  assert.match(overlap(scan("out")).stderr, new RegExp(`0 shards scanned, ${shardCount} were done already`));
  rmSync(at("out", "a.jsonl.partial"));
  assert.match(overlap(scan("out")).stderr, new RegExp(`1 shards scanned, ${shardCount - 1} were done already`));
  assert.deepEqual(contents("out"), before);
  const other = overlap(scan("out", "--text-field", "body"));
  assert.equal(other.status, 2);
  assert.match(other.stderr, /holds results of other options/);
});

test("tasks of a cluster do what one run does", () => {
  for (const task of ["0/3", "1/3", "2/3"]) {
    assert.equal(overlap(scan("tasks", "--task", task)).status, 0);
  }
  assert.deepEqual(contents("tasks"), contents("out"));
});

test("standard input is a shard", () => {
  const text = readFileSync(at("corpus", "a.jsonl"), "utf8");
  const piped = overlap(["scan", "sums.index", "--stdin", "--shard-id", "a.jsonl"], text);
  assert.equal(piped.status, 0, piped.stderr);
  const { partial, hits, malformed } = JSON.parse(piped.stdout);
  assert.deepEqual(Buffer.from(partial, "base64"), readFileSync(at("out", "a.jsonl.partial")));
  assert.equal(hits.map((hit) => `${JSON.stringify(hit)}\n`).join(""),
    readFileSync(at("out", "a.jsonl.hits.jsonl"), "utf8"));
  assert.equal(malformed, 0);
  const merged = overlap(["merge", "--stdin"], `${piped.stdout}\n${piped.stdout}`);
  assert.deepEqual(JSON.parse(merged.stdout), { partial });
});

test("failures name the file, and leave nothing half-written", () => {
  mkdirSync(at("broken"));
  const good = gzipSync(makeShard(200, 5));
  writeFileSync(at("broken", "short.jsonl.gz"), good.subarray(0, good.length - 20));
  writeFileSync(at("broken", "none.jsonl.gz"), "");
  writeFileSync(at("broken", "text.jsonl.gz"), "{\"text\": \"not gzip\"}\n");
  writeFileSync(at("broken", "old.jsonl.bz2"), "BZh");
  writeFileSync(at("broken", "fine.jsonl"), makeShard(2, 6));
  const run = overlap(["scan", "sums.index", "broken", "broken/gone.jsonl", "--root", "broken", "-o", "left"]);
  assert.equal(run.status, 3);
  assert.match(run.stderr, /failed: broken\/gone\.jsonl: cannot be opened: there is no such file/);
  assert.match(run.stderr, /failed: broken\/none\.jsonl\.gz: the gzip data end too early/);
  assert.match(run.stderr, /failed: broken\/old\.jsonl\.bz2: bzip2 is not read; recompress it/);
  assert.match(run.stderr, /failed: broken\/short\.jsonl\.gz: the gzip data end too early/);
  assert.match(run.stderr, /failed: broken\/text\.jsonl\.gz: the gzip data are damaged: incorrect header check/);
  assert.match(run.stderr, /1 shards scanned, 5 failed/);
  assert.deepEqual(Object.keys(contents("left")),
    ["evenhand-scan.json", "fine.jsonl.hits.jsonl", "fine.jsonl.partial"]);
});

test("the exit status tells malformed lines, bad input and failures apart", () => {
  const status = (...args) => overlap(args).status;
  assert.equal(status("scan", "sums.index", "corpus/bad.jsonl", "-o", "m"), 1);
  assert.equal(status("scan", "sums.index", "corpus/bad.jsonl", "-o", "m", "--allow-malformed", "3"), 0);
  for (const [args, message] of [
    [[], /expected index, scan, cut, pairs, merge or report/],
    [["index", "sums.jsonl"], /--output is missing/],
    [["index", "nothing.jsonl", "-o", "x"], /nothing\.jsonl: cannot be opened/],
    [["index", "corpus/bad.jsonl", "-o", "x"], /corpus\/bad\.jsonl, line 1: a field is missing/],
    [["index", "sums.jsonl", "other=sums.jsonl", "sums.jsonl", "-o", "x"], /two benchmarks have the same name/],
    [["index", "sums.jsonl", "-o", "x", "--n", "0"], /./],
    [["index", "sums.jsonl", "-o", "x", "--memory-limit", "5000"], /memory-limit 5000: .*at least \d+/],
    [["index", "sums.jsonl", "-o", "x", "--field", "query=q"], /expected \[BENCHMARK:\]FIELD=PATH/],
    [["scan", "corpus/a.jsonl", "corpus", "-o", "x"], /corpus\/a\.jsonl: the bytes are no index/],
    [["scan", "sums.index", "corpus/notes.md", "-o", "x"], /give --doc/],
    [["scan", "sums.index", "corpus", "-o", "x", "--task", "3/3"], /expected i\/N/],
    [["scan", "sums.index", "corpus", "-o", "x", "--doc", "page"], /expected one of file, line/],
    [["scan", "sums.index", "corpus", "-o", "x", "--text-field", "a..b"], /--text-field a\.\.b/],
    [["merge", "corpus", "-o", "x"], /there is no partial/],
    [["merge", "sums.index", "-o", "x"], /sums\.index: the bytes are no partial/],
    [["report", "sums.index", "out", "--option", "speed=3"], /expected OPTION=VALUE/],
    [["report", "sums.index", "out", "--definition", "mine"], /expected one of evenhand/],
  ]) {
    const run = overlap(args);
    assert.equal(run.status, 2, `${args}: ${run.stderr}`);
    assert.match(run.stderr, message);
    assert.ok(!existsSync(at("x")));
  }
});

test("a table is a benchmark", () => {
  assert.equal(overlap(["index", "mine=table.csv", "-o", "table.index"]).status, 0);
  writeFileSync(at("wrong.csv"), "id,question,choices,answer\n1,\"two\nlines\",\"[\"\"a\"\"]\",0\n2,why,\"[\"\"a\"\"]\",4\n");
  assert.match(overlap(["index", "wrong.csv", "-o", "x"]).stderr, /wrong\.csv, line 4: the answer is none of the choices/);
});

test("native and WebAssembly write the same bytes", { skip: noNative }, () => {
  assert.equal(native(["index", ...index, "-o", "native.index"]).status, 0);
  assert.deepEqual(readFileSync(at("native.index")), readFileSync(at("sums.index")));
  const ran = native(scan("native-out", "--threads", "2"));
  assert.equal(ran.status, 0, ran.stderr);
  assert.deepEqual(contents("native-out"), contents("out"));
  // Either goes on with what the other began, and adds up what the other wrote.
  assert.match(native(scan("out")).stderr, /0 shards scanned/);
  assert.match(overlap(scan("native-out")).stderr, /0 shards scanned/);
  assert.equal(native(["merge", "out", "-o", "native.partial"]).status, 0);
  assert.deepEqual(readFileSync(at("native.partial")), readFileSync(at("all.partial")));
  assert.deepEqual(readFileSync(at("native.hits.jsonl")), readFileSync(at("all.hits.jsonl")));
  for (const form of [["--json"], [], ["--no-hits", "--json"], ["--incomplete", "--items", "0"],
    ["--definition", "tulu3", "--definition", "llama2", "--option", "threshold=0.4", "--json"],
    ["--partial-from", "0.2", "--full-from", "0.9", "--frequent-least", "2", "--frequent-divisor", "50"]]) {
    const args = ["report", "sums.index", "out", ...form];
    const [a, b] = [native(args), overlap(args)];
    assert.equal(b.stdout, a.stdout, `report ${form.join(" ")}`);
    assert.equal(b.status, a.status);
  }
  const text = readFileSync(at("corpus", "bad.jsonl"), "utf8");
  const args = ["scan", "sums.index", "--stdin", "--shard-id", "bad", "--source", "mine"];
  assert.deepEqual([native(args, text).stdout, native(args, text).status], [overlap(args, text).stdout, 1]);
});

test("every text rule gives the same bytes natively", { skip: noNative }, () => {
  const mixed = "{\"text\": \"Straße ﬁnd x² + 10⁵ = 3½ “don’t” 中2国a文 한국어 文, ¿qué tal? \\ud83d\\ude00 foo_bar.baz ＡＢＣ\"}\n";
  writeFileSync(at("mixed.jsonl"), mixed.repeat(3) + makeShard(5, 8, { 1: items[6].question }));
  for (const rule of ["words", "words_without_marks", "words_joined", "lower_words", "lower_words_joined",
    "spaced_words", "lower_spaced_words", "helm_words", "helm_words_without_empty", "letters_and_digits",
    "letters_and_digits_folded", "characters", "paragraphs"]) {
    const made = ["index", "sums.jsonl", "mixed=mixed.jsonl", "--field", "mixed:question=text", "--rule", rule,
      "--n", "3,5", "--skip-budget", "2"];
    for (const [run, name] of [[native, "n"], [overlap, "w"]]) {
      assert.equal(run([...made, "-o", `${name}-${rule}.index`]).status, 0);
      assert.equal(run(["scan", `${name}-${rule}.index`, "mixed.jsonl", "-o", `${name}-${rule}`]).status, 0);
    }
    assert.deepEqual(readFileSync(at(`n-${rule}.index`)), readFileSync(at(`w-${rule}.index`)), rule);
    assert.deepEqual(contents(`n-${rule}`), contents(`w-${rule}`), rule);
  }
});

test("scores of the worked example: what the leak did to them, and what refuses a table", () => {
  const data = (name) => join(root, "examples", "data", name);
  assert.equal(overlap(["index", data("overlap-items.jsonl"), "-o", "leak.index"]).status, 0);
  assert.equal(overlap(["scan", "leak.index", data("overlap-corpus.jsonl"), "-o", "leak"]).status, 0);
  const ask = (...more) => overlap(["report", "leak.index", "leak", ...more]);
  const scores = ["--scores", data("overlap-scores.csv")];

  const { impact } = JSON.parse(ask(...scores, "--json").stdout);
  assert.deepEqual(impact.systems.map(({ system }) => system), ["Heron-70B", "Magpie-13B", "Wren-7B"]);
  assert.equal(impact.measured + impact.unmeasured, 62);
  for (const { items, unscored, cleanDirty } of impact.systems) {
    assert.equal(items + unscored, impact.measured);
    assert.equal(cleanDirty.clean.items + cleanDirty.dirty.items, items);
  }
  const [, magpie] = impact.systems;
  assert.ok(magpie.cleanDirty.difference.lower > 0, "the model that learned the leak stands out");
  assert.equal("impact" in JSON.parse(ask("--json").stdout), false);

  const text = ask(...scores, "--items", "1").stdout.replace(/\n\s*/g, " ");
  assert.match(text, /Scores of Magpie-13B, by Evenhand - 17 of 61 items are dirty/);
  assert.match(text, /This is a correlation, not a cause/);
  // By another definition other items are dirty.
  assert.match(ask(...scores, "--definition", "palm", "--items", "1").stdout, /Scores of Magpie-13B, by PaLM/);

  const refused = (csv, message) => {
    writeFileSync(at("scores.csv"), csv);
    const { status, stderr, stdout } = ask("--scores", "scores.csv");
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(stderr, message);
  };
  refused("item,model,score\nq01,A,1\nq99,A,0\n", /1 item of the scores is not in the benchmark: "q99" \(line 3\)/);
  refused("item,model,score\nq01,A,1\nq01,A,0\n", /more than one score of the same system \(line 3\)/);
  assert.equal(ask(...scores, "--level", "2").status, 2);
});
