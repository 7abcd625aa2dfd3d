// Contamination through the API: what is found, in whatever pieces the bytes come; the laws of
// partials; definitions without a rescan; bad input; and sessions that end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, makeItems, makeShard, pieces } from "./overlap-data.mjs";
import { inside, scanning } from "./support.mjs";

const {
  BenchmarkError, buildOverlapIndex, defaults, EngineError, InputError, isTextField, mergeOverlap,
  overlapDefinition, overlapDefinitions, OverlapEvaluation, OverlapIndex, overlapReport, OverlapScan,
  readOverlapPartial,
} = scanning;

const items = makeItems(60);
const built = buildOverlapIndex({ benchmarks: [{ name: "sums", items, fields: { answerSplit: "####" } }] });
const { index } = built;
const shards = [
  ["a", makeShard(20, 11, { 3: `${items[0].question} ${items[0].answer}`, 9: items[1].question })],
  ["b", makeShard(20, 12, { 4: items[0].question, 5: items[2].question.split(" ").slice(0, 9).join(" ") })],
  ["c", makeShard(20, 13)],
];

/** Scans one shard, in pieces of so many bytes. */
function scanned(scan, id, text, { size = 1 << 20, ...options } = {}) {
  scan.begin({ id, ...options });
  const hits = [];
  for (const piece of pieces(typeof text === "string" ? encode(text) : text, size)) {
    scan.push(piece);
    hits.push(scan.takeHits());
  }
  const finished = scan.finish();
  return { ...finished, hits: Buffer.concat([...hits, finished.hits]) };
}

function refusal(action, Kind = InputError) {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof Kind, String(error));
    return error;
  }
  return assert.fail("nothing was refused");
}

const scan = new OverlapScan({ index });
const results = shards.map(([id, text]) => scanned(scan, id, text));
const partials = results.map(({ partial }) => partial);
const hits = Buffer.concat(results.map((result) => result.hits));

test("an index tells what is in it", () => {
  assert.deepEqual(built.benchmarks, [{ name: "sums", firstItem: 0, items: 60 }]);
  assert.deepEqual(built.settings, overlapDefinition("evenhand").settings);
  assert.match(built.digest, /^[0-9a-f]{32}$/);
  assert.equal(built.grams.length, 2);
  const opened = new OverlapIndex(index);
  assert.equal(opened.ids()[5], "item-5");
  const { units } = opened.item(0);
  assert.deepEqual(units.map(({ unit }) => unit), ["question", "answer"]);
  assert.equal(units[0].pieces[0].join(" "), items[0].question.slice(0, -1));
  assert.deepEqual(structuredClone(opened.summary), opened.summary);
  opened.close();
  refusal(() => opened.ids(), EngineError);
});

test("planted items are found, and nothing else", () => {
  const { partial } = mergeOverlap(partials);
  const { report, ids, definitions } = overlapReport({ index, partial, hits });
  assert.deepEqual(report.findings.map(({ item, level }) => [ids[item], level]),
    [["item-0", "full"], ["item-1", "full"], ["item-2", "partial"]]);
  const [first] = report.findings;
  const question = first.units.find(({ unit }) => unit === "question");
  assert.equal(`${question.match}.`.includes(items[0].question), true);
  assert.deepEqual(question.bestDocument, { shard: "a", line: 4 });
  assert.equal(question.goldNear, true);
  assert.equal(question.documentsFull, 2);
  assert.equal(report.corpus.total.documents, 60);
  assert.equal(definitions.length, overlapDefinitions.length);
  const json = JSON.stringify({ report, ids, definitions });
  assert.deepEqual(JSON.parse(json), { report, ids, definitions });
});

test("how the bytes are cut leaves no trace", () => {
  for (const size of [1, 7, 4096]) {
    const result = scanned(scan, "a", shards[0][1], { size });
    assert.deepEqual(result.partial, partials[0]);
    assert.deepEqual(result.hits, results[0].hits);
  }
});

test("partials: any order, any grouping, a shard once", () => {
  const [a, b, c] = partials;
  const sum = (...parts) => mergeOverlap(parts).partial;
  const all = sum(a, b, c);
  for (const parts of [[c, b, a], [sum(a, c), b], [b, sum(c, a)], [a, a, b, c], [all, b], [sum(a, b), all]]) {
    assert.deepEqual(sum(...parts), all);
  }
  assert.deepEqual(sum(a, a), a);
  assert.deepEqual(readOverlapPartial(all).shards.map(({ id }) => id), ["a", "b", "c"]);
  const partly = mergeOverlap([sum(a, b), sum(b, c)]);
  assert.equal(partly.partial, null);
  assert.deepEqual(partly.outcomes.at(-1), { verdict: "partly_shared", shards: ["b"] });
  const stale = scanned(scan, "b", makeShard(2, 99)).partial;
  assert.deepEqual(mergeOverlap([b, stale]).outcomes.at(-1), { verdict: "other_content", shards: ["b"] });
  const other = buildOverlapIndex({ benchmarks: [{ name: "others", items }] });
  const stranger = new OverlapScan({ index: other.index });
  const strange = scanned(stranger, "d", shards[0][1]).partial;
  stranger.close();
  assert.equal(mergeOverlap([a, strange]).outcomes.at(-1).verdict, "other_index");
  assert.equal(refusal(() => overlapReport({ index, partial: strange })).code, "other_index");
  // Many, so that sums of sums are added.
  const many = Array.from({ length: 21 }, (_, i) =>
    scanned(scan, `m${String(i).padStart(2, "0")}`, makeShard(2, 100 + i, { 1: items[i].question })).partial);
  assert.deepEqual(mergeOverlap(many).partial, mergeOverlap([...many].reverse()).partial);
  assert.equal(refusal(() => mergeOverlap([])).code, "empty_sample");
});

test("definitions need no rescan", () => {
  const evaluation = new OverlapEvaluation({ index, partial: mergeOverlap(partials).partial, hits });
  const share = (threshold) =>
    evaluation.apply({ definition: "tulu3", threshold }).columns[0].sets[0].flagged;
  assert.equal(share(0.95) <= share(0.5), true);
  assert.equal(share(0.1) >= 3, true);
  const refused = evaluation.apply({ definition: "gpt4_substring50" });
  assert.equal(refused.refusal, "other_text");
  assert.deepEqual(refused.columns, []);
  for (const { name } of overlapDefinitions) {
    const { rule, refusal: why, columns } = evaluation.apply({ definition: name });
    assert.equal(rule.definition, name);
    assert.ok(why !== null || columns.every(({ values }) => values.length === 60), name);
  }
  assert.equal(evaluation.report({ thresholds: { partial: 0.2, full: 0.3 } }).findings[2].level, "full");
  evaluation.close();
  refusal(() => evaluation.apply({ definition: "palm" }), EngineError);
});

test("every definition's own scan can be built and applied", () => {
  for (const { name } of overlapDefinitions) {
    if (overlapDefinition(name).settings.rule === "token_ids") continue;
    const own = buildOverlapIndex({ benchmarks: [{ name: "sums", items }], definition: name });
    const scanner = new OverlapScan({ index: own.index });
    const { partial } = scanned(scanner, "a", shards[0][1]);
    const evaluation = new OverlapEvaluation({ index: own.index, partial });
    const { refusal: why } = evaluation.apply({ definition: name });
    assert.ok(why === null || why === "needs_documents", `${name}: ${why}`);
    evaluation.close();
    scanner.close();
  }
});

test("bad lines are counted and named; the others count", () => {
  const text = "\uFEFF{\"text\": \"a b\"}\r\n\n  \n{\"text\": \"cut off\n{\"other\": 1}\n{\"text\": 5}\n" +
    "{\"text\": null}\n{\"text\": [\"one\", \"two\"]}\n[1]\n{\"text\": \"last\"}";
  const { shard, partial } = scanned(scan, "bad", text);
  assert.deepEqual(
    [shard.documents, shard.empty, shard.blank, shard.malformed], [4, 1, 2, 4]);
  assert.deepEqual(readOverlapPartial(partial).malformed.map(({ place, problem }) => [place.line, problem]),
    [[4, "json"], [5, "missing_field"], [6, "type"], [9, "json"]]);
});

test("malformed UTF-8 is replaced and counted", () => {
  const bytes = Buffer.concat([encode(`{"text": "${items[4].question.slice(0, -1)} `), Buffer.from([0xff, 0x80]),
    encode(` \\ud800 end"}\n`)]);
  const { shard } = scanned(scan, "utf8", bytes);
  assert.deepEqual([shard.documents, shard.invalidUtf8, shard.documentsHit], [1, 3, 1]);
  // Windows-1252 in the middle of a corpus is no reason to stop.
  assert.equal(scanned(scan, "mixed", Buffer.from("{\"text\": \"caf\xe9 noir\"}\n", "latin1")).shard.invalidUtf8, 1);
});

test("a line of 200 MB", { timeout: 120_000 }, () => {
  scan.begin({ id: "long" });
  const piece = encode("lorem ipsum dolor sit amet ".repeat(40_000).slice(0, 1_000_000));
  scan.push(encode("{\"text\": \""));
  for (let i = 0; i < 200; ++i) scan.push(piece);
  scan.push(encode(` ${items[7].question}"}\n`));
  const { shard, hits: records } = scan.finish();
  assert.equal(shard.documents, 1);
  assert.equal(JSON.parse(decode(records).split("\n")[0]).item, 7);
});

test("documents of plain text: the file, lines, paragraphs", () => {
  const text = `one two\n\n${items[3].question}\nthree\n\n\nfour`;
  const documents = (unit) => scanned(scan, unit, text, { documents: unit }).shard.documents;
  assert.deepEqual([documents("file"), documents("paragraph"), documents("line")], [1, 3, 4]);
  assert.equal(isTextField("turns[*].content"), true);
  assert.equal(isTextField("turns[*"), false);
  const error = refusal(() => scan.begin({ id: "x", textField: "a..b" }));
  assert.deepEqual([error.code, error.argument], ["value_out_of_range", "textField"]);
});

test("benchmarks that cannot be indexed say where", () => {
  const why = (lines, fields) => {
    const { problem, message, benchmark } = refusal(
      () => buildOverlapIndex({ benchmarks: [{ name: "mine", items: lines, fields }] }), BenchmarkError);
    assert.equal(benchmark, "mine");
    assert.match(message, /^mine(, line \d+)?: /);
    return [problem.kind, problem.line, problem.field];
  };
  assert.deepEqual(why("{\"question\": \"a b c\"}\n{\"question\": \"cut"), ["json", 2, null]);
  assert.deepEqual(why("\n{\"answer\": \"x\"}\n"), ["missing_field", 2, "question"]);
  assert.deepEqual(why("{\"question\": 5}\n"), ["type", 1, "question"]);
  assert.deepEqual(why("{\"question\": \"q\", \"choices\": [\"x\"], \"answer\": 3}\n"), ["no_such_choice", 1, "answer"]);
  assert.equal(why("")[0], "no_items");
  assert.equal(why([])[0], "no_items");
  assert.equal(why("{\"question\": \"q\"}\n", { question: "a..b" })[0], "bad_path");
  assert.equal(why("{\"question\": \"q\", \"answer\": \"5\"}\n", { answerSplit: "####" })[0], "no_split");
  const twice = [{ id: 1, question: "one" }, { id: 1, question: "two" }];
  assert.deepEqual(why(twice).slice(0, 2), ["duplicate_id", 2]);
  assert.equal(refusal(() => buildOverlapIndex({
    benchmarks: [{ name: "x", items }, { name: "x", items }] }), BenchmarkError).problem.kind, "duplicate_name");
  assert.equal(refusal(() => buildOverlapIndex({ benchmarks: [] })).code, "empty_sample");
  for (const n of [[], [0], [8, 8], [13, 8], [1001], [1, 2, 3, 4, 5]]) {
    refusal(() => buildOverlapIndex({ benchmarks: [{ name: "x", items }], settings: { n } }));
  }
});

test("an item of one character is untestable, and matches nothing", () => {
  const tiny = buildOverlapIndex({ benchmarks: [{ name: "tiny", items: [{ id: "A", question: "A" }, ...items.slice(0, 2)] }] });
  const scanner = new OverlapScan({ index: tiny.index });
  const { partial, hits: records } = scanned(scanner, "a", "{\"text\": \"A a A. B\"}\n");
  const { report } = overlapReport({ index: tiny.index, partial, hits: records });
  assert.deepEqual([report.benchmarks[0].untestable, report.findings], [[0], []]);
  scanner.close();
});

test("an index that is too large for the memory is refused with both numbers", () => {
  const error = refusal(() => buildOverlapIndex({ benchmarks: [{ name: "sums", items }], memoryLimit: 10_000 }));
  assert.equal(error.code, "too_much_memory");
  assert.equal(error.minimum > 10_000 && error.minimum < defaults.memoryLimit, true);
  assert.match(error.message, new RegExp(`received 10000; expected at least ${error.minimum}`));
});

test("files that are none are told from damaged ones", () => {
  const code = (action) => refusal(action).code;
  assert.equal(code(() => new OverlapIndex(encode("no index"))), "not_an_index");
  assert.equal(code(() => new OverlapIndex(index.subarray(0, index.length >> 1))), "truncated");
  assert.equal(code(() => readOverlapPartial(encode("no partial at all"))), "not_a_partial");
  const damaged = partials[0].slice();
  damaged[damaged.length >> 1] ^= 1;
  assert.equal(code(() => readOverlapPartial(damaged)), "digest_mismatch");
  const { partial } = mergeOverlap(partials);
  assert.equal(code(() => overlapReport({ index, partial, hits: encode("no hit\n") })), "not_a_hit");
});

test("a shard that is given up leaves no trace", () => {
  scan.begin({ id: "a" });
  scan.push(encode(shards[1][1]));
  scan.abandon();
  assert.throws(() => scan.push(encode("{}")), TypeError);
  scan.begin({ id: "zzz" });
  scan.push(encode(shards[2][1].slice(0, 900)));
  assert.deepEqual(scanned(scan, "a", shards[0][1]).partial, partials[0]);
});

test("sessions end with their engine, and say so", async () => {
  const { call } = await inside("engine.js");
  const { overlapFeedCall } = await inside("generated/overlap.js");
  const probe = new OverlapIndex(index);
  const lost = new OverlapScan({ index: probe });
  lost.begin({ id: "a" });
  // A view of memory that is not there traps, as running out of memory does.
  const trapping = { ...overlapFeedCall, write: (to, value) => {
    overlapFeedCall.write(to, value);
    to.slots[2] = 2 ** 31 - 8;
  } };
  refusal(() => call(trapping, { session: probe.session + 1, bytes: new Uint8Array(8), stored: true }), EngineError);
  const error = refusal(() => lost.push(encode("{}\n")), EngineError);
  assert.match(error.message, /scan ended when the engine stopped/);
  lost.close();
  // The next engine answers as the first one did.
  const again = new OverlapScan({ index });
  assert.deepEqual(scanned(again, "a", shards[0][1]).partial, partials[0]);
  again.close();
  refusal(() => again.begin({ id: "b" }), EngineError);
});

test("the public names are these; a change here is a change of the API", () => {
  assert.deepEqual(Object.keys(scanning).sort(), [
    "BenchmarkError", "EngineError", "InputError", "OverlapEvaluation", "OverlapIndex",
    "OverlapScan", "adjustedLines", "answerLeakage", "bucketLines", "bucketRuleReading",
    "bucketsReading", "buildOverlapIndex", "bytesText", "chronologicalCaution",
    "chronologicalReading", "chronologicalSplit", "cleanDirty", "compiledModule", "countUnits",
    "defaults", "definitionOptions", "documentUnits", "errorCodes", "falsePositiveFamilies",
    "fieldRules", "figureText", "figuresReading", "filledRows", "flagsAtThreshold",
    "gramMultiplicities", "impactAssumptions", "impactCaution", "impactMethod", "impactReading",
    "impactReasons", "isTextField", "itemFields", "itemProblemSentence", "itemProblems", "limits",
    "lineProblems", "llama2Buckets", "logisticImpact", "logisticReading", "mergeOverlap",
    "mergeVerdicts", "overlapApproximations", "overlapArms", "overlapDefinition",
    "overlapDefinitions", "overlapImpact", "overlapLevels", "overlapMethod", "overlapMetrics",
    "overlapOutcomes", "overlapReading", "overlapReport", "overlapReportText", "overlapScope",
    "overlapScopeNotes", "overlapUnits", "percentileRules", "permutationMethods",
    "presenceVerdicts", "publishedRow", "readOverlapPartial", "referenceAssumption",
    "referenceReading", "ruleRefusals", "scanReading", "scanThresholds", "shortUnitRules",
    "spanLengthRules", "splitTests", "stratifiedImpact", "stratifiedReading", "substringRules",
    "textRules", "thresholdComparisons", "timeText", "useModule", "version",
  ]);
});
