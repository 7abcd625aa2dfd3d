// The definitions that need documents themselves, through the API and the command line: documents
// cut (GPT-3's filter) and compared with items (Qwen2's rule); the same bytes as evenhand-scan.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { decode, encode, makeItems, makeShard, pieces } from "./overlap-data.mjs";
import { cli, root, scanning } from "./support.mjs";

const {
  buildOverlapIndex, InputError, limits, OverlapCut, OverlapIndex, OverlapPairs, OverlapScan,
  overlapDefinition,
} = scanning;

const indexOf = (definition, question, settings) =>
  buildOverlapIndex({ definition, settings, benchmarks: [{ name: "set", items: [{ id: "x", question }] }] }).index;
const json = (...texts) => encode(texts.map((text) => `${JSON.stringify({ text })}\n`).join(""));
const records = (bytes) => decode(bytes).split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));

/** One shard, in pieces of so many bytes: its lines and its record. */
function passed(pass, bytes, size = 1 << 20, shard = {}) {
  pass.begin({ id: "a", ...shard });
  const lines = [];
  for (const piece of pieces(bytes, size)) {
    pass.push(piece);
    lines.push(pass.takeLines());
  }
  const { record, lines: last } = pass.finish();
  return { lines: Buffer.concat([...lines, last]), record };
}

const gpt3 = indexOf("gpt3_filter", "one two three", { n: [3] });
const b7 = "aaaa bbbb cccc dddd one TWO, three! eeee ffff gggg";
const few = { n: 3, window: 5, shortest: 3, mostCount: 0 };

test("B7: what a document has of a benchmark is cut out, with what lies around it", () => {
  const cut = new OverlapCut({ index: gpt3, options: few });
  const { lines, record } = passed(cut, json(b7, "clean"));
  assert.deepEqual(records(lines), [
    { doc: ["a", 1], begin: 0, end: 15, text: "aaaa bbbb cccc " },
    { doc: ["a", 1], begin: 40, end: 50, text: " ffff gggg" },
    { doc: ["a", 2], begin: 0, end: 5, text: "clean" },
  ]);
  assert.deepEqual(record.cut, {
    whole: 1, cut: 1, tooDirty: 0, tooShort: 0, hits: 1, pieces: 3, shortPieces: 0, keptBytes: 30,
  });
  assert.equal(record.pairs, null);
  assert.equal(record.shard.documentsHit, 1);
  assert.deepEqual(cut.facts.options.map(({ option }) => option), [
    "text_rule", "punct", "n", "df_filter", "df_unit", "cut_window", "too_dirty", "pieces_count", "piece_min",
  ]);
  assert.deepEqual([cut.facts.definition, cut.facts.countsDigest, cut.facts.notes], ["gpt3_filter", "", []]);
  for (const size of [1, 7]) assert.deepEqual(passed(cut, json(b7, "clean"), size), { lines, record });
  cut.close();
});

test("B6: a document and an item with a long common subsequence", () => {
  const pairs = new OverlapPairs({ index: indexOf("qwen2_lcs", "a b c d e f g h i j k l m n") });
  const { lines, record } = passed(pairs, encode("a x b c d e f g h i j k l m\nno\n"), 5, { documents: "line" });
  assert.deepEqual(records(lines), [
    { doc: ["a", 1], document_tokens: 14, item: 0, benchmark: "set", id: "x", item_tokens: 14, lcs: 13 },
  ]);
  assert.deepEqual(record.pairs, { compared: 1, pairs: 1, items: [0] });
  assert.deepEqual(pairs.facts.notes, ["words_for_tokens", "candidates_only"]);
  pairs.close();
});

test("how frequent n-grams are comes from a scan", () => {
  const index = new OverlapIndex(gpt3);
  const scan = new OverlapScan({ index });
  scan.begin({ id: "a" });
  scan.push(json(b7, b7, b7));
  const { partial } = scan.finish();
  scan.close();
  const hits = (options) => {
    const cut = new OverlapCut({ index, partial, options: { ...few, ...options } });
    const { record } = passed(cut, json(b7));
    cut.close();
    return record.cut.hits;
  };
  assert.deepEqual([hits({ mostCount: 2 }), hits({ mostCount: 3 }), hits({ mostCount: 0 })], [0, 1, 1]);
  // A partial of another index is refused.
  const other = indexOf("gpt3_filter", "four five six", { n: [3] });
  assert.throws(() => new OverlapCut({ index: other, partial, options: few }), { code: "other_index" });
  index.close();
});

test("what makes no sense is refused, and sessions end", () => {
  const refusal = (make) => {
    try {
      make();
    } catch (error) {
      assert.ok(error instanceof InputError, String(error));
      return [error.code, error.argument, error.received];
    }
    return assert.fail("nothing was refused");
  };
  const cut = (options, partial) => () => new OverlapCut({ index: gpt3, partial, options });
  assert.deepEqual(refusal(cut({ n: 3 })).slice(0, 2), ["unsupported", "partial"]);
  assert.deepEqual(refusal(cut({ ...few, n: 8 })), ["value_out_of_range", "options.n", 8]);
  assert.deepEqual(refusal(cut({ ...few, window: -1 })), ["value_out_of_range", "options.window", -1]);
  assert.equal(refusal(cut({ ...few, window: 1.5 }))[0], "not_integer");
  assert.equal(refusal(cut({ ...few, tooDirty: "all" }))[0], "value_out_of_range");
  assert.equal(refusal(cut(few, encode("no partial")))[0], "not_a_partial");
  const pairs = (options) => () => new OverlapPairs({ index: gpt3, options });
  assert.deepEqual(refusal(pairs({ share: 2 })), ["value_out_of_range", "options.share", 2]);
  assert.deepEqual(refusal(pairs({ share: Number.NaN })).slice(0, 2), ["value_out_of_range", "options.share"]);
  assert.deepEqual(refusal(pairs({ k: 0 })), ["value_out_of_range", "options.k", 0]);
  assert.equal(refusal(() => new OverlapCut({ index: encode("none"), options: few }))[0], "not_an_index");

  const pass = new OverlapPairs({ index: gpt3 });
  assert.throws(() => pass.push(encode("x")), TypeError);
  pass.begin({ id: "a", documents: "line" });
  pass.push(encode("one two three"));
  pass.abandon();
  assert.throws(() => pass.finish(), TypeError);
  assert.equal(passed(pass, encode("a\n"), 1, { documents: "line" }).record.shard.documents, 1);
  pass.close();
  assert.throws(() => pass.begin({ id: "b" }), /was closed/);
});

test("lines that are no document, and text that is no UTF-8", () => {
  const cut = new OverlapCut({ index: gpt3, options: few });
  const bytes = Buffer.concat([encode("{\"text\":\"fine\"}\n{\"text\":\"cut\n\n{\"body\":1}\n"),
    Buffer.from("{\"text\":\"caf\xe9 \\ud800\"}\n", "latin1")]);
  const { lines, record } = passed(cut, bytes, 3);
  assert.deepEqual(records(lines).map(({ text }) => text), ["fine", "caf\ufffd \ufffd"]);
  assert.deepEqual(record.malformed.map(({ place, problem }) => [place.line, problem]), [[2, "json"], [4, "missing_field"]]);
  assert.deepEqual([record.shard.blank, record.shard.invalidUtf8], [1, 2]);
  // One long text is no document, and the next one is.
  cut.begin({ id: "long", documents: "line" });
  const word = encode("word ".repeat(200_000));
  for (let sent = 0; sent <= limits.longestDocument; sent += word.length) cut.push(word);
  cut.push(encode("\nnext\n"));
  const long = cut.finish();
  assert.deepEqual(long.record.malformed.map(({ place, problem }) => [place.line, problem]), [[1, "too_long"]]);
  assert.deepEqual(records(long.lines).map(({ text }) => text), ["next"]);
  cut.close();
});

// ---- The command line ---------------------------------------------------------------------------

const folder = mkdtempSync(join(tmpdir(), "evenhand-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names) => join(folder, ...names);
const program = join(root, "build", "dev", "core", "scan", "evenhand-scan");
const noNative = existsSync(program) ? false : "evenhand-scan is not built: comparison skipped";
const native = (args) => spawnSync(program, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
const overlap = (args) => cli(["overlap", ...args], "", folder);

/** All files below a folder, with their bytes. */
const contents = (name) => Object.fromEntries(readdirSync(at(name), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .map((path) => [path.slice(at(name).length + 1), readFileSync(path)]).sort());

const items = makeItems(40);
writeFileSync(at("sums.jsonl"), items.map((item) => `${JSON.stringify(item)}\n`).join(""));
mkdirSync(at("corpus", "deep"), { recursive: true });
const prose = (seed) => JSON.parse(makeShard(1, seed)).text;
writeFileSync(at("corpus", "a.jsonl"), makeShard(30, 1, Object.fromEntries([0, 7, 8, 9, 10].map((item) =>
  [3 * item, `${prose(50 + item)} ${items[item].question} ${prose(70 + item)}`]))));
writeFileSync(at("corpus", "deep", "b.jsonl.gz"), Buffer.concat([
  gzipSync(makeShard(10, 2, { 1: items[11].question })),
  gzipSync(makeShard(14, 3, Object.fromEntries(Array.from({ length: 12 }, (_, i) => [i, items[12].question]))))]));
writeFileSync(at("corpus", "c.txt"), `A page.\r\n${items[13].question}\n${items[14].question} caf\u00e9`);
writeFileSync(at("corpus", "bad.jsonl"), Buffer.from("{\"text\": \"fi\xffne\"}\n{\"text\": \"cut\n\n{\"body\": 1}\n{\"text\": 7}\n", "latin1"));
writeFileSync(at("corpus", "turns.jsonl"), `${JSON.stringify({ text: [items[15].question, "yes", items[16].question] })}\n`);

const verbs = [
  ["cut", "gpt3_filter", ["--partial", "cut-found"]],
  ["cut", "gpt3_filter", ["--partial", "cut-found", "--option", "cutWindow=total", "--option", "shortest=40",
    "--option", "pieceMin=above", "--option", "tooDirty=hits", "--option", "most=30", "--option", "piecesCount=after_drop",
    "--option", "mostCount=11", "--option", "dfUnit=occurrences"]],
  ["pairs", "qwen2_lcs", []],
  ["pairs", "qwen2_lcs", ["--option", "least=5", "--option", "share=0.25", "--option", "k=3", "--source", "web"]],
];

test("documents are cut and compared by threads, and done shards are not done again", () => {
  for (const [verb, definition] of verbs) {
    assert.equal(overlap(["index", "sums.jsonl", "-o", `${verb}.index`, "--definition", definition]).status, 0);
  }
  assert.equal(overlap(["scan", "cut.index", "corpus", "-o", "cut-found"]).status, 1);
  verbs.forEach(([verb, , more], place) => {
    const args = [verb, `${verb}.index`, "corpus", "-o", `out-${place}`, "--allow-malformed", "3", ...more];
    const first = overlap([...args, "--threads", "2", "--json"]);
    assert.equal(first.status, 0, first.stderr);
    const total = JSON.parse(first.stdout);
    assert.deepEqual([total.shards, total.malformed, total.documents], [5, 3, 57]);
    assert.ok((total.cut ?? total.pairs)[verb] > 0, first.stdout);
    const again = overlap([...args, "--json"]);
    assert.match(again.stderr, /0 shards (cut|compared), 5 were done already/);
    assert.equal(again.stdout, first.stdout);
  });
  // The item that is in twelve documents is not cut, those in fewer are.
  const kept = records(contents("out-0")[join("deep", "b.jsonl.gz.cut.jsonl")]);
  assert.equal(kept.filter(({ text }) => text.includes(items[12].question)).length, 12);
  assert.ok(!kept.some(({ text }) => text.includes(items[11].question)));
});

test("native and WebAssembly write the same bytes", { skip: noNative }, () => {
  verbs.forEach(([verb, , more], place) => {
    const args = (output) => [verb, `${verb}.index`, "corpus", "-o", output, "--allow-malformed", "3", ...more];
    const ran = native(args(`native-${place}`));
    assert.equal(ran.status, 0, ran.stderr);
    assert.deepEqual(contents(`native-${place}`), contents(`out-${place}`), args("").join(" "));
    // Either goes on with what the other did, and says the same of it.
    const [a, b] = [native(args(`out-${place}`)), overlap(args(`native-${place}`))];
    assert.match(a.stderr, /0 shards/);
    assert.match(b.stderr, /0 shards/);
    assert.equal(b.stdout, a.stdout);
    assert.equal(overlap([...args(`out-${place}`), "--json"]).stdout, native([...args(`out-${place}`), "--json"]).stdout);
  });
});

test("wrong usage is refused before anything is written; a file that is damaged fails alone", () => {
  for (const [args, message] of [
    [["cut", "cut.index", "corpus"], /--partial is missing/],
    [["cut", "cut.index", "corpus", "--partial", "corpus"], /there is no partial/],
    [["cut", "pairs.index", "corpus", "--partial", "cut-found"], /another index/],
    [["cut", "cut.index", "corpus", "--option", "mostCount=0", "--option", "n=8"], /--option n=8/],
    [["cut", "pairs.index", "corpus", "--option", "mostCount=0", "--option", "window=-2"], /--option window=-2/],
    [["cut", "cut.index", "corpus", "--option", "speed=3"], /expected OPTION=VALUE with one of n, window/],
    [["cut", "cut.index", "corpus", "--option", "tooDirty=all"], /expected one of pieces, hits/],
    [["pairs", "pairs.index", "corpus", "--option", "share=x"], /expected a number/],
    [["pairs", "pairs.index", "corpus", "--option", "share=1.5"], /--option share=1\.5/],
    [["pairs", "pairs.index"], /there is nothing to scan/],
    [["pairs", "sums.jsonl", "corpus"], /sums\.jsonl: the bytes are no index/],
    [["pairs", "pairs.index", "corpus", "--partial", "cut-found"], /partial/],
  ]) {
    const run = overlap([...args, "-o", "x"]);
    assert.equal(run.status, 2, `${args}: ${run.stderr}`);
    assert.match(run.stderr, message);
    assert.ok(!existsSync(at("x")));
  }
  mkdirSync(at("broken"));
  const good = gzipSync(makeShard(200, 5));
  writeFileSync(at("broken", "short.jsonl.gz"), good.subarray(0, good.length - 20));
  writeFileSync(at("broken", "fine.jsonl"), makeShard(2, 6));
  const run = overlap(["pairs", "pairs.index", "broken", "-o", "left"]);
  assert.equal(run.status, 3);
  assert.match(run.stderr, /failed: broken\/short\.jsonl\.gz: the gzip data end too early/);
  assert.deepEqual(Object.keys(contents("left")),
    ["evenhand-pairs.record", "fine.jsonl.pairs.jsonl", "fine.jsonl.pairs.record"]);
});

test("the definitions say that documents are needed", () => {
  assert.equal(overlapDefinition("gpt3_filter").rule.metric, "cut");
  assert.equal(overlapDefinition("qwen2_lcs").rule.metric, "subsequence");
});
