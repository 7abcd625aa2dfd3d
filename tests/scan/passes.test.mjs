// `evenhand-scan cut` and `pairs`: the definitions that need documents themselves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { filler, folder, lines, questions } from "./run.mjs";

const records = (text) => text.toString().split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));

/** A folder with GPT-3's index of three questions, and a corpus that has two of them. */
function corpus(context) {
  const here = folder(context);
  here.write("bench.jsonl", lines(...questions.map((question, id) => ({ id, question }))));
  assert.equal(here.run(["index", "bench.jsonl", "-o", "index", "--definition", "gpt3_filter"]).status, 0);
  const around = Array.from({ length: 8 }, (_, n) => filler(n)).join(" ");
  here.write("corpus/a.jsonl", lines({ text: filler(1) }, { text: `${around} ${questions[1]} ${around}` }));
  here.write("corpus/b/c.jsonl.gz", gzipSync(lines({ text: questions[0] }, { text: null }, { text: filler(3) })));
  assert.equal(here.run(["scan", "index", "corpus", "-o", "found"]).status, 0);
  return here;
}

test("B7: what a document has of a benchmark is cut out, with what lies around it", (t) => {
  const here = folder(t);
  here.write("bench.jsonl", lines({ id: 1, question: "one two three" }));
  here.run(["index", "bench.jsonl", "-o", "index", "--definition", "gpt3_filter", "--n", "3"]);
  here.write("corpus/a.jsonl", lines({ text: "aaaa bbbb cccc dddd one TWO, three! eeee ffff gggg" }));
  const options = ["n=3", "window=5", "shortest=3", "mostCount=0"].flatMap((option) => ["--option", option]);
  const { status, stdout, stderr } = here.run(["cut", "index", "corpus", "-o", "out", ...options]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /GPT-3, filtered: Brown et al\. 2020/);
  assert.match(stdout, /cut window: 5 each_side\n/);
  assert.match(stdout, /1 documents in 1 shards/);
  assert.match(stdout, /1 are cut: pieces of them are kept/);
  assert.deepEqual(records(here.read("out/a.jsonl.cut.jsonl")), [
    { doc: ["a.jsonl", 1], begin: 0, end: 15, text: "aaaa bbbb cccc " },
    { doc: ["a.jsonl", 1], begin: 40, end: 50, text: " ffff gggg" },
  ]);
});

test("B6: documents and items with a long common subsequence", (t) => {
  const here = folder(t);
  here.write("bench.jsonl", lines({ id: "x", question: "a b c d e f g h i j k l m n" }));
  here.run(["index", "bench.jsonl", "-o", "index", "--definition", "qwen2_lcs"]);
  here.write("corpus/a.txt", "a x b c d e f g h i j k l m");
  here.write("corpus/b.jsonl", lines({ text: "a b c d e and nothing else" }, { text: "nothing at all" }));
  const { status, stdout, stderr } = here.run(["pairs", "index", "corpus", "-o", "out", "--json"]);
  assert.equal(status, 0, stderr);
  const total = JSON.parse(stdout);
  assert.deepEqual(total.pairs, { compared: 2, pairs: 1, items: [0] });
  assert.deepEqual([total.shards, total.documents, total.documentsHit, total.cut], [2, 3, 1, null]);
  assert.deepEqual(total.pass.notes, ["words_for_tokens", "candidates_only"]);
  assert.deepEqual(records(here.read("out/a.txt.pairs.jsonl")), [
    { doc: ["a.txt", 1], document_tokens: 14, item: 0, benchmark: "bench", id: "x", item_tokens: 14, lcs: 13 },
  ]);
  assert.equal(here.read("out/b.jsonl.pairs.jsonl").toString(), "");
  // With longer n-grams in common it is not compared.
  const strict = here.run(["pairs", "index", "corpus", "-o", "strict", "--option", "k=13", "--json"]);
  assert.deepEqual(JSON.parse(strict.stdout).pairs, { compared: 0, pairs: 0, items: [] });
});

test("a corpus that was cut has none of the n-grams left", (t) => {
  const here = corpus(t);
  const { status, stdout, stderr } = here.run(["cut", "index", "corpus", "-o", "out", "--partial", "found", "--json"]);
  assert.equal(status, 0, stderr);
  const { cut, documents } = JSON.parse(stdout);
  assert.equal(documents, 5);
  assert.deepEqual([cut.whole, cut.cut, cut.tooDirty, cut.tooShort], [3, 1, 0, 1]);
  assert.deepEqual(here.files("out"), ["a.jsonl.cut.jsonl", "a.jsonl.cut.record", "b/c.jsonl.gz.cut.jsonl",
    "b/c.jsonl.gz.cut.record", "evenhand-cut.record"]);
  const pieces = records(here.read("out/a.jsonl.cut.jsonl"));
  assert.deepEqual(pieces.map(({ doc: [, line] }) => line), [1, 2, 2]);
  const rescan = here.run(["scan", "index", "out", "-o", "again"]);
  assert.match(rescan.stderr, /4 documents/);
  assert.match(rescan.stderr, / 0 with a hit/);
});

test("n-grams in too many documents are not cut", (t) => {
  const here = corpus(t);
  here.write("corpus/many.jsonl", lines(...Array.from({ length: 12 }, () => ({ text: questions[2] }))));
  here.run(["scan", "index", "corpus", "-o", "found"]);
  const cut = (...more) => JSON.parse(here.run(["cut", "index", "corpus", "--json", ...more]).stdout).cut;
  assert.equal(cut("-o", "one", "--partial", "found").tooShort, 1);
  assert.equal(cut("-o", "two", "--partial", "found", "--option", "mostCount=12").tooShort, 13);
  assert.equal(cut("-o", "three", "--option", "mostCount=0").tooShort, 13);
});

test("done shards are not done again, and threads and tasks leave no trace", (t) => {
  const here = corpus(t);
  for (let shard = 0; shard < 6; ++shard) {
    here.write(`corpus/c/${shard}.jsonl`, lines({ text: filler(shard) }, { text: questions[shard % 3] }));
  }
  here.run(["scan", "index", "corpus", "-o", "found"]);
  const cut = (...more) => here.run(["cut", "index", "corpus", "--partial", "found", ...more]);
  const one = cut("-o", "one", "--threads", "1");
  const again = cut("-o", "one");
  assert.match(again.stderr, /0 shards cut, 8 were done already/);
  assert.equal(again.stdout, one.stdout);
  here.write("one/a.jsonl.cut.record", "{}");
  assert.match(cut("-o", "one").stderr, /1 shards cut, 7 were done already/);
  assert.match(cut("-o", "one", "--source", "web").stderr, /8 shards cut/);
  assert.match(cut("-o", "one", "--again").stderr, /8 shards cut/);
  cut("-o", "four", "--threads", "4");
  for (const task of [2, 0, 1]) cut("-o", "tasks", "--task", `${task}/3`);
  for (const other of ["four", "tasks"]) {
    assert.deepEqual(here.files(other), here.files("one"));
    for (const name of here.files(other)) assert.deepEqual(here.read(`${other}/${name}`), here.read(`one/${name}`), name);
  }
  const other = cut("-o", "one", "--option", "window=100");
  assert.equal(other.status, 2);
  assert.match(other.stderr, /one holds results of other options/);
});

test("what cannot be read fails or is counted, and nothing is half-written", (t) => {
  const here = corpus(t);
  const gz = gzipSync(lines({ text: filler(1) }));
  here.write("bad/cut.jsonl.gz", gz.subarray(0, gz.length - 9));
  here.write("bad/damaged.jsonl.gz", Buffer.concat([gz.subarray(0, gz.length - 8), Buffer.alloc(8)]));
  here.write("bad/x.jsonl", `{"text":"a \xff b"}\n{"text":"cut o\n\n{"other":1}\n{"text":["a","b"]}\n`);
  here.write("bad/long.txt", "word ".repeat(14_000_000));
  const { status, stderr, stdout } =
    here.run(["cut", "index", "bad", "-o", "out", "--option", "mostCount=0", "--json"]);
  assert.equal(status, 3);
  assert.match(stderr, /cut\.jsonl\.gz: the gzip data end too early/);
  assert.match(stderr, /damaged\.jsonl\.gz: the gzip data are damaged: incorrect data check/);
  assert.match(stderr, /long\.txt, line 1: text too long/);
  assert.match(stderr, /x\.jsonl, line 2: no JSON object/);
  assert.match(stderr, /x\.jsonl, line 4: no text field/);
  assert.deepEqual(here.files("out"), ["evenhand-cut.record", "long.txt.cut.jsonl", "long.txt.cut.record",
    "x.jsonl.cut.jsonl", "x.jsonl.cut.record"]);
  const total = JSON.parse(stdout);
  assert.deepEqual([total.shards, total.malformed, total.documents], [2, 3, 2]);
});

test("wrong usage is refused before anything is written", (t) => {
  const here = corpus(t);
  here.write("other.jsonl", lines({ id: 1, question: questions[0] }));
  here.run(["index", "other.jsonl", "-o", "other", "--definition", "gpt3_filter"]);
  here.run(["scan", "other", "corpus", "-o", "others"]);
  for (const [args, message] of [
    [["cut", "index", "corpus"], /--partial is missing/],
    [["cut", "index", "corpus", "--partial", "others"], /others: .*another index/],
    [["cut", "index", "corpus", "--partial", "nowhere"], /nowhere/],
    [["cut", "index", "corpus", "--option", "mostCount=0", "--option", "n=8"], /--option n/],
    [["cut", "index", "corpus", "--option", "mostCount=0", "--option", "window=-1"], /--option window/],
    [["cut", "index", "corpus", "--option", "mostCount=0", "--option", "tooDirty=all"], /expected one of pieces, hits/],
    [["cut", "index", "corpus", "--option", "speed=3"], /expected OPTION=VALUE with one of n, window/],
    [["pairs", "index", "corpus", "--option", "share=1.5"], /--option share/],
    [["pairs", "index", "corpus", "--option", "k=0"], /--option k/],
    [["pairs", "index", "corpus", "--text-field", "a..b"], /--text-field a\.\.b/],
    [["pairs", "bench.jsonl", "corpus"], /bench\.jsonl: the bytes are no index/],
    [["pairs", "index"], /there is nothing to scan/],
  ]) {
    const { status, stderr, stdout } = here.run([...args, "-o", "out"]);
    assert.equal(status, 2, `${args}: ${stderr}`);
    assert.match(stderr, message);
    assert.equal(stdout, "");
  }
  assert.ok(!here.files(".").some((name) => name.startsWith("out/")));
});
