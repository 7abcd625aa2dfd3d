// Tables of scores as people have them, long and wide, and what is compared from them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { evenhand, root } from "./support.mjs";

const { comparePair, compareTable, guessScoreColumns, readScores, readTable } = evenhand;

/** Items by pattern: which of A, B, C are right, on how many items (specification, section 12). */
const patterns = [["111", 60], ["110", 14], ["101", 9], ["011", 6], ["100", 12], ["010", 5], ["001", 4],
  ["000", 30]];
const items = patterns.flatMap(([pattern, times]) => Array(times).fill([...pattern]))
  .map((scores, index) => [`q${index}`, ...scores]);
const wide = ["item,A,B,C", ...items.map((row) => row.join(","))].join("\n");
const longRows = items.flatMap(([item, ...scores]) =>
  scores.map((score, index) => `${item},${"ABC"[index]},${score}`));
const long = ["item,system,score", ...longRows].join("\n");

const find = (result, code) => result.issues.find((issue) => issue.code === code);
const results = ({ systems, pairs, design }) => ({ systems, pairs, design });

function refused(input, code, message, options) {
  const report = compareTable(input, options);
  assert.deepEqual([report.systems, report.pairs, report.design], [[], [], null]);
  const refusals = report.issues.filter((issue) => issue.severity === "refuse");
  assert.equal(refusals.length, 1, JSON.stringify(report.issues));
  assert.equal(refusals[0].code, code, refusals[0].message);
  assert.match(refusals[0].message, message);
  return refusals[0];
}

test("the specification's example, long and wide", () => {
  const report = compareTable(wide);
  assert.deepEqual(results(compareTable(long)), results(report));
  assert.deepEqual(report.systems.map((row) => [row.system, row.rank.lower, row.rank.upper]),
    [["A", 1, 2], ["B", 1, 3], ["C", 2, 3]]);
  assert.deepEqual(report.pairs.map((pair) => [pair.a, pair.b, pair.verdict]),
    [["A", "B", "not_told_apart"], ["A", "C", "a_better"], ["B", "C", "not_told_apart"]]);
  assert.deepEqual(report.pairs.map((pair) => pair.p.toFixed(10)),
    ["0.0801433125", "0.0076320786", "0.2962063686"]);
  assert.deepEqual(report.pairs[1].counts, { both: 69, aOnly: 26, bOnly: 10, neither: 35 });
  assert.equal(report.design.solvedByAll, 60);
});

test("a report is a plain object of the agreed shape", () => {
  const report = compareTable(wide);
  assert.deepEqual(Object.keys(report), ["systems", "pairs", "design", "issues"]);
  assert.equal(Object.keys(report.systems[0])[0], "system");
  assert.deepEqual([report.design.paired, report.design.systems, report.design.items], [true, 3, 140]);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  assert.deepEqual(structuredClone(report), report);
});

test("the order of rows and of columns changes no byte", () => {
  const shuffled = [...longRows].sort((a, b) => a.split("").reverse().join("") < b.split("").reverse().join("") ? -1 : 1);
  assert.equal(JSON.stringify(results(compareTable(["item,system,score", ...shuffled].join("\n")))),
    JSON.stringify(results(compareTable(long))));
  const turned = ["C,item,A,B", ...items.map(([item, a, b, c]) => [c, item, a, b].join(","))].reverse();
  assert.equal(JSON.stringify(results(compareTable([turned.pop(), ...turned].join("\n")))),
    JSON.stringify(results(compareTable(wide))));
});

test("A is the one with the higher score, and exchanged names mirror the pair", () => {
  const exchanged = compareTable(long.replaceAll(",A,", ",x,").replaceAll(",C,", ",A,").replaceAll(",x,", ",C,"));
  const [, pair] = compareTable(long).pairs;
  const [, mirror] = exchanged.pairs;
  assert.deepEqual([mirror.a, mirror.b], ["C", "A"]);
  assert.deepEqual({ ...mirror, a: "A", b: "C" }, pair);
  const detail = comparePair(long, { a: "C", b: "A" });
  assert.equal(detail.pair.difference, -pair.difference);
  assert.deepEqual([detail.pair.lower, detail.pair.upper], [-pair.upper, -pair.lower]);
  assert.equal(detail.pair.verdict, "b_better");
});

test("columns are guessed by name and content, and the guess is told", () => {
  const guess = (...lines) => guessScoreColumns(readTable(lines.join("\n")));
  assert.deepEqual(guess("qid,model,answer,correct,topic", "1,A,x,1,t1", "2,A,y,0,t1", "3,A,y,0,t2").roles,
    { item: "qid", system: "model", score: "correct", cluster: "topic", run: null });
  assert.deepEqual(guess("id,seed,GPT,Claude,notes", "1,1,0.5,0.25,a b", "2,1,1,0,c d"),
    { roles: { item: "id", system: null, score: null, cluster: null, run: "seed" }, wide: ["GPT", "Claude"] });
  // One column of numbers is the score, whatever it is called.
  assert.equal(guess("item,system,rouge", "1,A,0.5").roles.score, "rouge");
  // A group in which all items are alike, or all differ, groups nothing.
  assert.equal(guess("item,topic,A", "1,t,0", "2,t,1").roles.cluster, null);
  assert.equal(guess("item,topic,A", "1,t,0", "2,u,1").roles.cluster, null);
  assert.match(find(compareTable(wide), "N_ROLES").message,
    /item = "item" \(guessed\).*one system each in columns "A", "B", "C" \(guessed\)/);
  assert.deepEqual(guessScoreColumns(readTable(wide), { systems: ["A", "C"] }).wide, ["A", "C"]);
  assert.deepEqual(compareTable(wide, { systems: ["A", "C"] }).pairs.length, 1);
});

test("verdict words count as 1 and 0, numbers as they are", () => {
  const { score } = readScores(readTable(
    "item,system,score\n1,A,pass\n2,A,No\n3,A,0.25\n4,A,-3\n5,A,1e2\n6,A,[[yes]]\n7,A,\u22122.5\n8,A,40 %\n"));
  assert.deepEqual([...score], [1, 0, 0.25, -3, 100, 1, -2.5, 0.4]);
  const mapped = compareTable("item,A,B\n1,richtig,falsch\n2,falsch,falsch\n",
    { systems: ["A", "B"], passWords: ["richtig"], failWords: ["falsch"] });
  assert.equal(mapped.design.binary, true);
});

test("a decimal comma and percentages are read and told", () => {
  const german = readScores(readTable("id;system;score\n1;A;0,5\n2;A;12,25 %\n3;A;\n4;A;1\n"));
  assert.deepEqual([...german.score], [0.5, 0.1225, 1]);
  assert.match(find(german, "N_DECIMAL_COMMA").message, /decimal sign in column "score"/);
  assert.match(find(german, "W_MIXED_PERCENT").message, /1 of 3 scores have a percent sign/);
  const percent = readScores(readTable("id,A\n1,50%\n2,100%\n"));
  assert.deepEqual([...percent.score], [0.5, 1]);
  assert.equal(find(percent, "N_PERCENT").severity, "note");
  // A comma and a point in one column: which is which cannot be known.
  const mixed = readScores(readTable("id;system;score\n1;A;0,5\n2;A;0.5\n3;A;0.7\n"));
  assert.deepEqual(find(mixed, "W_UNPARSED").lines, [2]);
});

test("blank and unreadable scores are left out and counted, never taken as 0", () => {
  const report = compareTable(`${long}\nq140,A,\nq141,B,N/A\nq142,C,maybe\n`);
  assert.deepEqual(results(report), results(compareTable(long)));
  const blank = find(report, "W_MISSING");
  assert.deepEqual([blank.count, blank.lines], [2, [422, 423]]);
  assert.match(blank.message, /2 of 423 scores were left out: blank in column "score" \(lines 422, 423\)/);
  assert.match(find(report, "W_UNPARSED").message, /line 424: found "maybe", expected numbers, pass\/fail/);
  const cells = compareTable("item,A,B,C\n1,1,,0\n2,0,1,x\n3,1,1,1\n4,0,0,1\n");
  assert.equal(find(cells, "W_MISSING").count, 1);
  assert.equal(find(cells, "W_UNPARSED").count, 1);
  assert.deepEqual(cells.systems.map((row) => row.n).sort(), [3, 3, 4]);
});

test("repeats without a run column: the first is kept, contradictions are told", () => {
  const report = compareTable(`${long}\nq0,A,1\nq1,A,0\n`);
  assert.deepEqual(results(report), results(compareTable(long)));
  const repeat = find(report, "W_DUPLICATE");
  assert.deepEqual([repeat.count, repeat.lines], [2, [422, 423]]);
  assert.match(repeat.message, /an item and system already read .* 1 of the repeats say something else/);
});

test("a run column makes repeats reruns, which are averaged", () => {
  const rows = items.slice(0, 100).flatMap(([item, a, b]) => [1, 2].flatMap((run) =>
    [`${item},A,${run},${a}`, `${item},B,${run},${run === 1 ? b : a}`]));
  const report = compareTable(["item,system,run,score", ...rows].join("\n"));
  assert.equal(report.design.repeated, true);
  assert.deepEqual(report.systems.map((row) => [row.n, row.rows]), [[100, 200], [100, 200]]);
  assert.equal(find(report, "W_DUPLICATE"), undefined);
  assert.equal(report.pairs[0].method, "t");
  assert.ok(report.design.assumptions.some((text) => text.includes("Reruns")));
});

test("clusters make differences cluster-robust; an item belongs to one", () => {
  const rows = items.map(([item, ...scores], index) => [item, `t${index % 20}`, ...scores].join(","));
  const report = compareTable(["item,topic,A,B,C", ...rows].join("\n"));
  assert.equal(report.design.clusters, 20);
  assert.ok(report.pairs.every((pair) => pair.method === "cr2" && pair.counts === null));
  assert.equal(compareTable(["item,topic,A,B,C", ...rows].join("\n"), { columns: { cluster: null } })
    .design.clusters, null);
  refused("item,system,topic,score\n1,A,x,1\n1,B,y,0\n2,A,x,1\n2,B,x,0\n3,A,y,1\n", "E_CLUSTER",
    /Column "topic", line 3: the cluster is not the one given for the same item before/);
  const bare = compareTable(["item,topic,A,B,C", ...rows, "q140,,1,1,0", "q141,,1,0,0"].join("\n"));
  assert.match(find(bare, "W_NO_CLUSTER").message, /2 items without a cluster in column "topic"/);
  assert.equal(bare.design.clusters, 22);
});

test("pairs are compared on the items they share, or on those that all have", () => {
  const gaps = longRows.filter((row) => !/^q(?:[0-9]|1[0-9]),C,/.test(row));
  const input = ["item,system,score", ...gaps].join("\n");
  const report = compareTable(input);
  assert.deepEqual(report.pairs.map((pair) => [pair.a, pair.b, pair.n]).sort(),
    [["A", "B", 140], ["A", "C", 120], ["B", "C", 120]]);
  assert.deepEqual(report.design.notes, ["pairwise_items_differ"]);
  const common = compareTable(input, { commonItemsOnly: true });
  assert.deepEqual(common.systems.map((row) => row.n), [120, 120, 120]);
  refused("item,system,score\n1,A,1\n2,A,0\n3,B,1\n4,B,0\n", "E_NO_COMMON_ITEMS",
    /No item was scored for every system/, { commonItemsOnly: true });
  const [apart] = compareTable("item,system,score\n1,A,1\n2,A,0\n3,B,1\n4,B,0\n").pairs;
  assert.deepEqual([apart.n, apart.difference, apart.refusal], [0, null, "no_common_items"]);
});

test("with a baseline every other system is A, and the baseline B", () => {
  const report = compareTable(long, { baseline: "B" });
  assert.deepEqual(report.pairs.map((pair) => [pair.a, pair.b]), [["A", "B"], ["C", "B"]]);
  assert.equal(report.design.baseline, "B");
  assert.equal(report.design.comparisons, 2);
  assert.ok(report.pairs[1].difference < 0);
  refused(long, "E_SYSTEM", /no system "D" to compare with. The systems are "A", "B", "C"/, { baseline: "D" });
});

test("excluding systems; systems without a score", () => {
  const report = compareTable(`${long}\nq0,UNMATCHED,1\nq0,Empty,\n`, { excludeSystems: ["UNMATCHED"] });
  assert.deepEqual(results(report), results(compareTable(long)));
  assert.match(find(report, "N_EXCLUDED").message, /1 score of "UNMATCHED" left out as asked/);
  assert.match(find(report, "W_NO_SCORES").message, /1 system without any score was left out \("Empty"\)/);
  assert.equal(compareTable(wide, { excludeSystems: ["B"] }).systems.length, 2);
  refused(long, "E_SYSTEM", /no system "D" to exclude/, { excludeSystems: ["D"] });
});

test("graded scores, with bounds", () => {
  const graded = ["item,A,B", ...items.map(([item, a, b], index) =>
    `${item},${(Number(a) * 3 + index % 7) / 10},${(Number(b) * 3 + index % 5) / 10}`)].join("\n");
  const report = compareTable(graded, { bounds: { lower: 0, upper: 1 } });
  assert.deepEqual([report.design.binary, report.pairs[0].method], [false, "t"]);
  const issue = refused(graded, "E_BOUNDS", /found outside the bounds; expected 0 to 0\.5/,
    { bounds: { lower: 0, upper: 0.5 } });
  assert.ok(issue.lines.length > 0 && issue.lines[0] > 1);
  const detail = comparePair(graded, { a: "A", b: "B" });
  assert.deepEqual([detail.shares.length, detail.means.length, detail.means[0].method], [0, 1, "t"]);
  assert.ok(detail.signFlip.p > 0 && detail.wilcoxon.p > 0 && detail.bootstrap.method === "bca");
  assert.ok(detail.unpaired.means.standardError > detail.means[0].standardError);
});

test("one pair by every method, and what ignoring the pairs would give", () => {
  const text = readFileSync(join(root, "examples", "data", "lm-eval-paired.csv"), "utf8");
  const detail = comparePair(text, { a: "tuned", b: "base" });
  assert.deepEqual(detail.pair.counts, { both: 131, aOnly: 29, bOnly: 12, neither: 48 });
  assert.deepEqual(detail.shares.map((result) => result.method),
    evenhand.pairedMethods.map((entry) => entry.name));
  assert.equal(detail.shares[0].midP.toFixed(3), "0.008");
  assert.equal(detail.unpaired.shares.p.toFixed(3), "0.080");
  assert.equal(detail.unpaired.means.p.toFixed(3), "0.080");
  const clustered = readFileSync(join(root, "examples", "data", "nine-models.csv"), "utf8");
  const grouped = comparePair(clustered, { a: "Larch-34B", b: "Marten-32B" });
  assert.deepEqual(grouped.means.map((result) => result.method), ["cr0", "cr1", "cr2", "cr3"]);
  assert.equal(grouped.means[2].p.toFixed(12), grouped.pair.p.toFixed(12));
  assert.deepEqual(grouped.shares, []);
  assert.match(find(comparePair(wide, { a: "A", b: "D" }), "E_SYSTEM").message, /no system "D" to compare/);
  assert.match(find(comparePair(wide, { a: "A", b: "A" }), "E_PAIR").message, /two different systems/);
  assert.equal(comparePair(wide, { a: "A", b: "C", baseline: "B" }).pair, null);
});

test("what cannot be read is refused", () => {
  refused("", "E_EMPTY", /The input is empty/);
  refused("item,A\n", "E_NO_ROWS", /no rows/);
  refused("item,answer\n1,Paris\n2,Rome\n", "E_NO_ROLE", /No column could be taken as the scores/);
  refused("system,score\nA,1\nB,0\n", "E_NO_ROLE", /No column names the items/);
  refused(wide, "E_COLUMN", /no column "nope" for the score/, { columns: { system: "A", score: "nope" } });
  refused(wide, "E_COLUMN", /"item" is named for both the item and the score/,
    { columns: { item: "item" }, systems: ["item", "A"] });
  refused("item,A,A\n1,0,1\n", "E_COLUMN", /occurs more than once/, { systems: ["A"] });
  refused("item,system,score\n1,A,x\n2,B,z\n", "E_NO_VERDICTS", /found "x", "z"; expected numbers/,
    { columns: { score: "score" } });
  refused(["item,system,score", ...Array.from({ length: 2001 }, (_, i) => `1,s${i},1`)].join("\n"),
    "E_TOO_LARGE", /2001 systems have too many pairs to list \(at most 2000 systems\)/);
});

test("rows without an item or a system are counted; without an item column rows stand for items", () => {
  const report = compareTable(`${long}\n,A,1\nq9, ,1\n`);
  assert.equal(find(report, "W_NO_ITEM").count, 1);
  assert.equal(find(report, "W_NO_SYSTEM").count, 1);
  const rows = compareTable(wide.replace(/^[^,]*,/gm, ""));
  assert.ok(find(rows, "N_ROW_ITEMS"));
  assert.deepEqual(rows.pairs.map((pair) => pair.p), compareTable(wide).pairs.map((pair) => pair.p));
});

test("ragged rows, JSON Lines, byte order marks and line ends read as elsewhere", () => {
  const plain = results(compareTable(long));
  const objects = longRows.map((row) => {
    const [item, system, score] = row.split(",");
    return JSON.stringify({ item, system, score: score === "1" });
  });
  for (const variant of [`\uFEFF${long}`, long.replaceAll("\n", "\r\n"), long.replaceAll(",", "\t"),
    objects.join("\n"), `[${objects.join(",")}]`, `${long}\nq999,A\n`]) {
    assert.deepEqual(results(compareTable(variant)), plain);
  }
});

test("hostile names change nothing but text", () => {
  const names = ["__proto__", "constructor", "<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "\u202Eevil"];
  const rows = names.flatMap((name, index) => [`q1,${name},1`, `q2,${name},${index % 2}`, `q3,${name},0`]);
  const report = compareTable(["item,system,score", ...rows].join("\n"));
  assert.deepEqual(report.systems.map((row) => row.system).sort(), [...names].sort());
  assert.equal(report.pairs.length, 10);
  const header = ["item", ...names.map((name) => `"${name.replaceAll('"', '""')}"`)].join(",");
  assert.deepEqual(compareTable(`${header}\nq1,1,1,1,1,1\nq2,0,1,0,1,0\n`).systems.map((row) => row.system).sort(),
    [...names].sort());
  assert.equal({}.polluted, undefined);
});

test("ten thousand scores are read in no time", () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => `q${i >> 3},m${i % 8},${(i * 7) % 11 > 4 ? 1 : 0}`);
  const table = readTable(["item,model,score", ...rows].join("\n"));
  readScores(table);
  const start = process.hrtime.bigint();
  readScores(table);
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  assert.ok(milliseconds < 250, `${milliseconds} ms`);
});

test("the words never call systems equal, and hold no number that is none", () => {
  for (const options of [{}, { baseline: "B" }, { correction: "bh", rankMethod: "holm" }]) {
    const report = compareTable(wide, options);
    const words = [...evenhand.compareReading(report), ...report.pairs.map((pair) =>
      evenhand.pairReading(pair, report.design)), evenhand.compareMethod(report)].join("\n");
    assert.match(words, /not told apart by these data/);
    assert.match(words, /show a difference of \d+\.\d points with power 80/);
    assert.ok(!/NaN|undefined|Infinity|null|\bequal\b/.test(words), words);
  }
  assert.match(evenhand.compareReading(compareTable("item,A\n1,1\n2,0\n"))[0], /^A scores 50\.0/);
});

test("any table is compared or refused, never thrown on", () => {
  const cell = fc.oneof({ weight: 3, arbitrary: fc.constantFrom("0", "1", "0.5", "pass", "fail", "") },
    fc.constantFrom("A", "B", "x", "__proto__", "\"", "\n", ",", "{", "1,5", "40%", "NaN", "1e400"), fc.string());
  const text = fc.array(fc.array(cell, { maxLength: 6 }).map((cells) => cells.join(",")), { maxLength: 14 })
    .map((lines) => lines.join("\n"));
  const check = (input) => {
    const report = compareTable(input);
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
    const isRefused = report.issues.some((issue) => issue.severity === "refuse");
    assert.equal(isRefused, report.design === null);
    assert.ok(isRefused || report.systems.length > 0);
    assert.ok(!/NaN|undefined|Infinity/.test(evenhand.compareReading(report).join("\n").replace(/NaN-?/, "")) || input.includes("NaN"));
  };
  fc.assert(fc.property(text, check), { numRuns: 1000, seed: 1 });
  fc.assert(fc.property(text, (body) => check(`item,system,score\n${body}`)), { numRuns: 2000, seed: 2 });
  fc.assert(fc.property(text, (body) => check(`item,A,B,C\n${body}`)), { numRuns: 2000, seed: 3 });
  fc.assert(fc.property(text, (body) => check(`item,system,score,topic,run\n${body}`)), { numRuns: 1000, seed: 4 });
});
