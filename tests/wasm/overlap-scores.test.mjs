// Scores set against overlap, from the command line: published figures and adjusted ones by the
// numbers of the specification (B1 to B4), strata, reference models, dates, and what is refused.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { cli, close, scanning } from "./support.mjs";

const folder = mkdtempSync(join(tmpdir(), "evenhand-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const overlap = (...args) => cli(["overlap", ...args], "", folder);

const itemCount = 1000;
const id = (item) => `i${item}`;
/** A question of twenty words that no other has. */
const question = (item) => Array.from({ length: 20 }, (_, word) => `w${item}x${word}`).join(" ");
const firstTwelve = (item) => question(item).split(" ").slice(0, 12).join(" ");
const lines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const range = (from, to) => Array.from({ length: to - from }, (_, place) => from + place);

// The first 700 items are not in the corpus, of the next 150 twelve words are, the others are whole.
writeFileSync(join(folder, "items.jsonl"),
  lines(range(0, itemCount).map((item) => ({ id: id(item), question: question(item) }))));
writeFileSync(join(folder, "corpus.jsonl"), lines([
  ...range(700, 850).map((item) => ({ text: `A page. ${firstTwelve(item)} and so on.` })),
  ...range(850, itemCount).map((item) => ({ text: `A page. ${question(item)} and so on.` })),
]));
for (const [name, ...options] of [["words"], ["spans", "--definition", "llama2"]]) {
  for (const args of [["index", "items.jsonl", "-o", `${name}.index`, ...options],
    ["scan", `${name}.index`, "corpus.jsonl", "-o", name]]) {
    const { status, stderr } = overlap(...args);
    assert.equal(status, 0, stderr);
  }
}

/** A report on scores, a row for each `[item, score, more]`. */
function report(scan, rows, ...options) {
  const [first] = rows;
  const more = Object.keys(first[2] ?? {});
  writeFileSync(join(folder, "scores.csv"), `${["id", "score", ...more].join(",")}\n${rows.map(
    ([item, score, cells]) => `${[id(item), score, ...more.map((name) => cells[name])].join(",")}\n`).join("")}`);
  return overlap("report", `${scan}.index`, scan, "--scores", "scores.csv", "--items", "1", ...options);
}
function impact(scan, rows, ...options) {
  const { status, stdout, stderr } = report(scan, rows, ...options, "--json");
  assert.equal(status, 0, stderr);
  const { impact: found } = JSON.parse(stdout);
  return { ...found, ...found.systems[0] };
}
/** What is said of the scores, each sentence in one line. */
const said = (stdout) => stdout.slice(stdout.indexOf("\nScores of")).replace(/\n {2}/g, " ");
const text = (scan, rows, ...options) => said(report(scan, rows, ...options).stdout);
const near = (actual, expected, tolerance) =>
  assert.ok(close(actual, expected, 0, tolerance), `${actual} is not ${expected}`);

/** Scores of some items: so many right, the others wrong. */
const scored = (items, right, more) => items.map((item, place) => [item, Number(place < right), more]);

test("GPT-3's row of Winograd, from scores of its subsets", () => {
  const rows = [...range(850, 1000), ...range(700, 714)].map((item) => [item, 90.2])
    .concat(range(0, 109).map((item) => [item, 86.2]));
  const { cleanDirty } = impact("words", rows);
  assert.deepEqual([cleanDirty.dirty.items, cleanDirty.clean.items], [164, 109]);
  near(cleanDirty.all.mean.estimate, 88.6, 0.005);
  // The mean is not rounded here, as it is in the published row.
  near(cleanDirty.relativePercent.value, -2.749, 0.0005);
  assert.match(text("words", rows), /GPT-3's 100 ln\(clean \/ all\), −2\.75 %;/);
  const row = scanning.publishedRow({ all: 88.6, dirty: 90.2, dirtyItems: 164, clean: 86.2, cleanItems: 109 });
  near(row.relativePercent.value, -2.746, 0.0005);
});

test("GPT-4's degradation on the quantitative GRE", () => {
  const rows = [...scored(range(850, 864), 10), ...scored(range(0, 26), 23)];
  near(impact("words", rows).cleanDirty.degradationPercent.value, 7.226, 0.0005);
  const words = text("words", rows);
  assert.match(words, /14 of 40 items are dirty \(35\.0 %\)\. All items score 82\.5 %/);
  assert.match(words, /GPT-4's degradation, \(clean − all\) \/ all, \+7\.23 %\./);
  assert.match(words, /Items without a score: 960\./);
  assert.match(text("words", scored([0, 1, 850], 0)),
    /GPT-3's 100 ln\(clean \/ all\), no value: the mean is not above zero;/);
});

test("Llama 2's buckets: not affected by its rule, affected by the exact variance", () => {
  const rows = [...scored(range(0, 700), 385), ...scored(range(700, 850), 99), ...scored(range(850, 1000), 116)];
  for (const scan of ["spans", "words"]) {
    const { buckets, bucketRule } = impact(scan, rows, "--definition", "llama2");
    assert.equal(bucketRule.refusal, null);
    assert.equal(bucketRule.notes.includes("skip_budget_differs"), scan === "words");
    const [{ length, clean, notClean, notDirty, dirty, affected, affectedFp }] = buckets.rows;
    assert.deepEqual([length, affected, affectedFp], [10, false, true]);
    assert.deepEqual([clean, notClean, notDirty, dirty].map(({ items }) => items), [700, 300, 850, 150]);
    for (const [bucket, z, zFp] of [[clean, -2.7003, -4.9276], [notClean, 4.1248, 4.9276],
      [notDirty, -1.8204, -4.6978], [dirty, 4.3333, 4.6978]]) {
      near(bucket.z.value, z, 5e-5);
      near(bucket.zFp.value, zFp, 5e-5);
    }
    // Matches of 30 tokens are longer than any item, which are then all clean.
    assert.deepEqual(buckets.rows.map(({ notClean: { items } }) => items), [300, 150, 0, 0, 0]);
  }
  const words = text("spans", rows, "--definition", "llama2");
  assert.match(words, /By Llama 2's rule the benchmark is not affected \(5 lengths tried\)/);
  assert.match(words, /it is affected, up to matches of 20 tokens; complementary buckets/);
  assert.match(words, /With matches of 30 tokens or more every item is clean\./);
  assert.match(words, /not dirty, < 80 %\s+850\s+56\.9 %\s+−1\.82\s+−4\.698/);
  assert.match(words, /four buckets and their verdict as in Llama\s2/);
  // By other definitions the buckets are told when they are asked for.
  assert.doesNotMatch(text("words", rows), /buckets/);
  const asked = text("words", rows, "--figures");
  assert.match(asked, /Scores of score in Llama 2's buckets\n- By Llama 2's rule/);
  assert.match(asked, /Llama 2's rule as this scan allows it: .*another skip budget/s);
});

test("Mantel and Haenszel: strata beside the crude difference", () => {
  const easy = { difficulty: "easy" };
  const hard = { difficulty: "hard" };
  const rows = [...scored(range(850, 882), 28, easy), ...scored(range(0, 20), 17, easy),
    ...scored(range(882, 890), 6, hard), ...scored(range(20, 60), 19, hard)];
  const { stratified, cleanDirty, stratumColumns, strata } = impact("words", rows, "--strata", "difficulty");
  assert.deepEqual([strata, stratumColumns], ["difficulty", ["difficulty"]]);
  near(stratified.difference.estimate, 0.112838, 5e-7);
  near(stratified.oddsRatio.estimate, 2.01985, 5e-6);
  near(stratified.crudeDifference.value, 0.25, 1e-12);
  near(stratified.crudeOddsRatio.value, 3.7778, 5e-5);
  near(stratified.epg.estimate, 0.045135, 5e-7);
  near(cleanDirty.epg.estimate, 0.1, 1e-12);
  const words = text("words", rows, "--strata", "difficulty");
  assert.match(words, /Within 2 of 2 strata dirty less clean is 11\.3 points .*against 25\.0 points without strata; adjusted EPG 4\.5 points/);
  assert.match(words, /are 2\.02 times \(.*\) those of a clean one of the same stratum, against 3\.778 without strata/);
  assert.match(words, /\nas they are +100 +25\.0 .* 10\.0 +3\.778\nwithin strata of difficulty +100 +11\.3 .* 4\.5 +2\.02\n/);
  assert.match(words, /Mantel and Haenszel \(1959, /);

  const blank = [...rows, [60, 1, { difficulty: "" }]];
  assert.equal(impact("words", blank, "--strata", "difficulty").stratified.items, 100);
  assert.match(text("words", blank, "--strata", "difficulty"),
    /1 item without a stratum in column "difficulty" was left out of what uses it\./);
});

test("reference models take off what is easy for all", () => {
  const items = [...range(850, 880), ...range(0, 70)];
  const wide = (score) => `id,Sharp,Even,Odd\n${items.map((item, place) =>
    `${id(item)},${score(item)},${place % 2},${Number(place % 3 === 0)}\n`).join("")}`;
  writeFileSync(join(folder, "wide.csv"), wide((item) => Number(item >= 850 || item < 20)));
  const ask = (...options) => overlap("report", "words.index", "words", "--scores", "wide.csv", "--items", "1",
    "--reference", "Even", "--reference", "Odd", ...options);
  const { impact: found } = JSON.parse(ask("--json").stdout);
  assert.deepEqual(found.systems.map(({ system, referenced }) => [system, referenced?.items ?? null]),
    [["Even", null], ["Odd", null], ["Sharp", 100]]);
  const { referenced, cleanDirty } = found.systems[2];
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const differences = items.map((item, place) =>
    Number(item >= 850 || item < 20) - (place % 2 + Number(place % 3 === 0)) / 2);
  near(referenced.cleanDirty.epg.estimate, mean(differences) - mean(differences.slice(30)), 1e-12);
  assert.equal(referenced.cleanDirty.relativePercent.reason, "reference_taken_off");
  assert.equal(cleanDirty.relativePercent.reason, null);
  const words = said(ask().stdout);
  assert.match(words, /With reference scores taken off, dirty less clean is \d+\.\d points/);
  assert.match(words, /\nless the scores of Even, Odd +100 /);
  assert.match(words, /Models of reference saw none of the items/);
});

test("dates: before and after a cutoff, whatever was found", () => {
  const dated = (items, right, released) => scored(items, right, { released });
  const rows = [...dated(range(0, 40), 30, "2023-04-01"), ...dated(range(40, 60), 15, "2022"),
    ...dated(range(60, 100), 16, "2023-09"), ...dated(range(100, 105), 5, "2023-06"), ...dated(range(105, 108), 3, "")];
  const options = ["--dates", "released", "--cutoff", "2023-06-15"];
  const { chronological } = impact("words", rows, ...options);
  assert.deepEqual([chronological.before.items, chronological.after.items, chronological.undated], [60, 40, 8]);
  near(chronological.difference.estimate, 0.4 - 0.75, 1e-12);
  const words = text("words", rows, ...options);
  assert.match(words, /Later items score lower by 35\.0 points \(95 % interval .*8 items without a date were left out/s);
  assert.match(words, /5 items with a month or a year that holds the cutoff \(column "released"\) were taken as undated/);
  assert.match(words, /3 items without a date in column "released"/);
  assert.match(words, /so that a fall is no proof of contamination/);
  // Of a month that is a cutoff the last day counts.
  assert.equal(impact("words", rows, "--dates", "released", "--cutoff", "2023-06").chronological.undated, 3);
});

test("what cannot be used is refused in words", () => {
  const rows = [[0, 1, { kind: "a", when: "2023-02-30" }], [1, 0, { kind: "b", when: "soon" }]];
  const refused = (message, ...options) => {
    const { status, stdout, stderr } = report("words", rows, ...options);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, message);
  };
  refused(/There is no column "topic" for the stratum\. The columns are "id", "score", "kind", "when"/, "--strata", "topic");
  refused(/The column "id" is named for both the item and the stratum/, "--strata", "id");
  refused(/There is no system "Nobody" to take off as reference/, "--reference", "Nobody");
  refused(/Column "when", lines 2, 3: found "2023-02-30", "soon", expected dates such as/, "--dates", "when", "--cutoff", "2023");
  refused(/The cutoff is "May", expected a date such as/, "--dates", "when", "--cutoff", "May");
  refused(/--dates COLUMN and --cutoff DATE go together/, "--cutoff", "2023");
  refused(/By GPT-4 no item of this scan is known to be clean or dirty\. The definition compares characters/,
    "--definition", "gpt4-substring50");
  writeFileSync(join(folder, "mixed.csv"), "id,model,score,kind\ni0,A,1,a\ni0,B,1,b\n");
  assert.match(overlap("report", "words.index", "words", "--scores", "mixed.csv", "--strata", "kind").stderr,
    /Column "kind", line 3: the stratum is not the one given for the same item before/);
  writeFileSync(join(folder, "runs.csv"), "id,model,run,score\ni0,A,1,1\ni0,A,2,0\n");
  assert.match(overlap("report", "words.index", "words", "--scores", "runs.csv").stderr,
    /more than one score of the same system \(line 3\)/);
  for (const option of [["--figures"], ["--strata", "kind"], ["--level", "0.9"]]) {
    const { status, stderr } = overlap("report", "words.index", "words", ...option);
    assert.equal(status, 2);
    assert.match(stderr, new RegExp(`${option[0]}: expected --scores FILE beside it`));
  }
});
