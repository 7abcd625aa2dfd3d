// Two models of a judge's table, all models ranked, and rows in groups: against the functions for
// counts, the specification's numbers, refusals and hostile input.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { cli, evenhand, root } from "./support.mjs";

const {
  compareModels, contrastModels, contrastShared, correctClustered, correctClusteredTable, InputError,
  judgeStandings, modelsMethod, modelsNotes, modelsReading, rankingNotes, rankingReading, rankModels,
} = evenhand;
const example = join(root, "examples", "data", "judged-qa.csv");
const text = readFileSync(example, "utf8");
const near = (actual, expected, tolerance = 5e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const find = (report, code) => report.issues.find((issue) => issue.code === code);
const isRefused = ({ issues }) => issues.some(({ severity }) => severity === "refuse");
const argument = (name, code = "unsupported") => (error) =>
  error instanceof InputError && error.argument === name && error.code === code;

const table = (rows) => ["item,model,judge,human", ...rows].join("\n");
let next = 0;
const rows = (count, model, verdict, human = "") =>
  Array.from({ length: count }, () => `l${++next},${model},${verdict},${human}`);
/** Verdicts on both models of common items, by what the judge says of A and B. */
const paired = ({ both = 0, aOnly = 0, bOnly = 0, neither = 0 }, [a, b] = ["A", "B"]) =>
  [[both, 1, 1], [aOnly, 1, 0], [bOnly, 0, 1], [neither, 0, 0]].flatMap(([count, ofA, ofB], group) =>
    Array.from({ length: count }, (_, i) => [`p${group}-${i},${a},${ofA},`, `p${group}-${i},${b},${ofB},`])).flat();
/** Labels of a model: how many right ones the judge passed, and wrong ones it failed. */
const labelled = (model, [y1, m1], [y0, m0]) => [
  ...rows(y1, model, 1, 1), ...rows(m1 - y1, model, 0, 1), ...rows(y0, model, 0, 0), ...rows(m0 - y0, model, 1, 0)];

test("one calibration: the numbers of the specification, and those of the counts", () => {
  const counts = { both: 0, aOnly: 60, bOnly: 30, neither: 410 };
  const report = compareModels(table([...paired(counts), ...labelled("A", [85, 100], [90, 100]),
    ...labelled("B", [85, 100], [90, 100])]), { a: "A", b: "B", design: "external" });
  assert.equal(report.answer.basis, "shared");
  assert.equal(report.answer.better, "A");
  near(report.verdicts.p, 0.00206027);
  near(report.verdicts.midP, 0.00151651);
  near(report.answer.estimate, 0.08);
  near(report.answer.lower, 0.03046933);
  near(report.answer.upper, 0.13173469);
  assert.deepEqual(report.shared, contrastShared({
    ...counts, sensitivity: { correct: 170, total: 200 }, specificity: { correct: 180, total: 200 } }));
  const labels = { tp: 85, fn: 15, fp: 10, tn: 90 };
  assert.deepEqual(report.perModel, contrastModels({ ...counts, a: labels, b: labels }));
  assert.deepEqual(report.items, { common: 500, aOnly: 0, bOnly: 0, aLabelled: 200, bLabelled: 200, bothLabelled: 0 });
  assert.match(modelsReading(report)[0], /^A is better than B.*8\.0 points .*3\.0 to 13\.2 points, p = 0\.0021/);
  assert.match(modelsMethod(report), /Fieller 1954.*McNemar 1947/);
});

test("few labels: the direction is known, the size is not", () => {
  const report = compareModels(table([...paired({ aOnly: 40, bOnly: 20, neither: 240 }),
    ...labelled("C", [7, 10], [7, 10])]), { a: "A", b: "B", design: "external" });
  near(report.answer.lower, 0.04030626);
  assert.equal(report.answer.upper, 1);
  assert.equal(report.answer.better, "A");
  assert.deepEqual(report.calibration.models, ["C"]);
  assert.equal(report.homogeneity.verdict, "unchecked");
  assert.ok(modelsNotes(report).some((note) => /bound/.test(note)));
  assert.ok(modelsNotes(report).some((note) => /nobody knows whether the error rates are equal/.test(note)));
  const strict = compareModels(table([...paired({ aOnly: 40, bOnly: 20, neither: 240 }),
    ...labelled("C", [7, 10], [7, 10])]), { a: "A", b: "B", design: "external", signAssumption: false });
  assert.deepEqual([strict.answer.lower, strict.answer.upper, strict.answer.better], [-1, 1, null]);
});

test("a sign flip is caught: error rates differ, so each model is corrected by its own labels", () => {
  // theta .55 and .50 at q1 = .9, q0 = .85 and .75: the judge passes .5625 and .5750.
  const data = table([...paired({ both: 250, aOnly: 200, bOnly: 210, neither: 140 }),
    ...labelled("A", [450, 500], [425, 500]), ...labelled("B", [450, 500], [375, 500])]);
  const report = compareModels(data, { a: "A", b: "B", design: "external" });
  near(report.verdicts.difference, -0.0125);
  assert.equal(report.answer.basis, "per_model");
  near(report.answer.estimate, 0.05);
  near(report.shared.estimate, -0.0125 / 0.7);
  for (const flag of ["sign_reversed", "sign_not_safe", "calibration_differs"]) {
    assert.ok(report.perModel.flags.includes(flag), flag);
  }
  const words = modelsReading(report).join(" ");
  assert.match(words, /The correction turns the sign/);
  assert.match(words, /the one seen is 1\.3 points, so its sign alone is no evidence/);
  const forced = compareModels(data, { a: "A", b: "B", design: "external", sharing: "shared" });
  assert.equal(forced.answer.basis, "shared");
  assert.ok(modelsNotes(forced).some((note) => /pooled all the same, as asked/.test(note)));
  const turned = compareModels(data, { a: "B", b: "A", design: "external" });
  near(turned.answer.estimate, -0.05);
  near(turned.answer.lower, -report.answer.upper);
});

test("labels on a random subset of both; the other answers stand beside it", () => {
  const options = { a: "Cobble-22B", b: "Dune-Chat-14B" };
  const report = compareModels(text, { ...options, design: "subset" });
  assert.equal(report.answer.basis, "subset");
  assert.deepEqual([report.items.common, report.items.bothLabelled, report.subset.items], [399, 120, 399]);
  assert.ok(report.shared.estimate < 0 && report.perModel.estimate > 0);
  const powered = compareModels(text, { ...options, design: "subset", method: "ppi_compare", convention: "glide" });
  assert.deepEqual([powered.subset.method, powered.subset.convention], ["ppi_compare", "glide"]);
  assert.match(modelsMethod(powered), /PPI\+\+ on differences \(.*in the convention of glide: /);
  assert.equal(find(report, "W_COMMON_ITEMS").count, 1);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  // Every row labelled: the subset is all of them.
  const every = table(paired({ both: 20, aOnly: 15, bOnly: 5, neither: 10 }).map((row, i) => row + (i % 3 ? 1 : 0)));
  const all = compareModels(every, { a: "A", b: "B" });
  assert.equal(all.design, "subset");
  assert.equal(all.perModel, null);
  assert.match(find(all, "N_DESIGN").message, /Every judged row has a human label/);
});

test("groups of items: Student's t on groups under one calibration, and a warning without", () => {
  const counts = { both: 30, aOnly: 40, bOnly: 20, neither: 30 };
  const grouped = (labels) => ["item,model,judge,human,topic",
    ...paired(counts).map((row, i) => `${row},t${(i >> 1) % 12}`), ...labels.map((row) => `${row},x`)].join("\n");
  const report = compareModels(grouped(labelled("A", [40, 50], [40, 50])), { a: "A", b: "B", cluster: "topic" });
  assert.equal(report.answer.basis, "shared");
  assert.equal(report.verdicts.clusters.clusters, 12);
  assert.equal(report.verdicts.p, report.verdicts.clusters.p);
  assert.notEqual(report.verdicts.p, report.verdicts.exactP);
  const differ = compareModels(
    grouped([...labelled("A", [90, 100], [90, 100]), ...labelled("B", [60, 100], [60, 100])]),
    { a: "A", b: "B", cluster: "topic" });
  assert.equal(differ.answer.basis, "per_model");
  assert.equal(find(differ, "W_CLUSTER_UNUSED").column, "topic");
  const conflict = compareModels("item,model,judge,human,g\n1,A,1,,x\n1,B,0,,y\n2,A,1,,x\n2,B,0,,x\n",
    { a: "A", b: "B", cluster: "g" });
  assert.deepEqual(find(conflict, "E_CLUSTER").lines, [3]);
  assert.equal(find(compareModels("item,model,judge,human,g\n1,A,1,,x\n1,B,0,,x\n", { a: "A", b: "B", cluster: "g" }),
    "E_CLUSTER").column, "g");
});

test("comparisons that cannot be made are refused with what was expected", () => {
  const data = table([...paired({ both: 3, aOnly: 2 }), ...labelled("A", [3, 4], [3, 4])]);
  const refusal = (options, input = data) => compareModels(input, options).issues.find((i) => i.severity === "refuse");
  assert.match(refusal({ a: "A", b: "Z" }).message, /no model "Z" to compare. The models are "A", "B"/);
  assert.match(refusal({ a: "A", b: "A" }).message, /"A" was named twice/);
  assert.match(refusal({ a: "A", b: "B", cluster: "nope" }).message, /no column "nope" for the cluster/);
  assert.match(refusal({ a: "A", b: "B", design: "subset" }).message, /No item has labels of both/);
  assert.match(refusal({ a: "A", b: "B" }, table(["1,A,1,", "2,B,1,"])).message, /No item is judged for both/);
  assert.equal(compareModels("", { a: "A", b: "B" }).answer, null);
  for (const [options, name] of [
    [{ design: "subset", sharing: "shared" }, "sharing"], [{ design: "subset", cluster: "item" }, "cluster"],
    [{ sharing: "per_model", cluster: "item" }, "cluster"], [{ design: "external", method: "ppi_compare" }, "method"],
    [{ design: "subset", convention: "glide" }, "convention"],
    [{ design: "subset", method: "mover" }, "method"], [{ design: "external", method: "fieller" }, "method"]]) {
    assert.throws(() => compareModels(data, { a: "A", b: "B", ...options }), argument(name), name);
  }
  assert.throws(() => compareModels(data, { a: "A", b: "B", level: 2 }), argument("level", "level_out_of_range"));
});

test("no labels: the verdicts are told, their size is not corrected", () => {
  const report = compareModels(table(paired({ both: 10, aOnly: 30, bOnly: 5, neither: 10 })), { a: "A", b: "B" });
  assert.deepEqual([report.answer.estimate, report.answer.better], [null, null]);
  assert.ok(report.verdicts.p < 0.001);
  assert.match(modelsReading(report)[0], /cannot be told from these data/);
  assert.match(modelsReading(report)[1], /by its verdicts A is ahead by 45\.5 points, more than chance allows/);
});

test("a ranking equals judgeStandings, best first, and falls back to a calibration each", () => {
  const report = rankModels(text);
  assert.equal(report.design.sharing, "per_model");
  assert.deepEqual(report.models.map((row) => row.model)[0], "Aster-70B");
  assert.equal(report.pairs.length, 15);
  const shared = rankModels(text, { sharing: "shared", multiplicity: "bh" });
  assert.ok(shared.design.flags.includes("forced_shared"));
  const byRate = [...shared.models].sort((x, y) => y.rate - x.rate);
  assert.deepEqual(shared.models, byRate);
  for (const pair of shared.pairs) assert.ok(pair.verdicts >= 0, `${pair.a} - ${pair.b}`);
  // The same from columns.
  const lines = text.trim().split("\n").slice(1).map((line) => line.split(",")).filter((cells) => cells[2] !== "");
  const names = [...new Set(lines.map((cells) => cells[1]))].sort();
  const items = [...new Set(lines.map((cells) => cells[0]))];
  const standings = judgeStandings({
    model: lines.map((cells) => names.indexOf(cells[1])), item: lines.map((cells) => items.indexOf(cells[0])),
    verdict: lines.map((cells) => Number(cells[2] === "pass")),
    human: lines.map((cells) => (cells[3] === "" ? -1 : Number(cells[3] === "correct"))),
    models: names.length, items: items.length, sharing: "per_model",
  });
  for (const [index, name] of names.entries()) {
    const row = report.models.find(({ model }) => model === name);
    assert.deepEqual(row.corrected, standings.models[index].corrected);
    assert.deepEqual(row.rank, standings.models[index].rank);
  }
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  assert.match(rankingReading(report).join(" "), /changes the order: .*Dune-Chat-14B/);
  assert.ok(rankingNotes(shared).some((note) => /pooled all the same/.test(note)));
});

test("identical copies of a model tie, and rankings that cannot be made are refused", () => {
  const copies = table(["A", "B", "C"].flatMap((model) => [
    ...Array.from({ length: 60 }, (_, i) => `q${i},${model},${i % 3 === 0 ? 0 : 1},`),
    ...Array.from({ length: 60 }, (_, i) => `h${i},${model},${i % 2},${i % 10 === 0 ? 1 - (i % 2) : i % 2}`)]));
  const report = rankModels(copies);
  assert.deepEqual(report.tied, [["A", "B", "C"]]);
  assert.deepEqual(report.models.map(({ rank }) => [rank.lower, rank.upper]), [[1, 3], [1, 3], [1, 3]]);
  assert.match(find(rankModels("item,judge,human\n1,1,\n2,0,\n"), "E_MODEL").message, /Only one model was found/);
  assert.match(find(rankModels(table(["1,A,1,1", "1,B,0,1"])), "E_NO_ROWS").message, /none is left to evaluate/);
  const many = table(Array.from({ length: 201 }, (_, i) => `1,m${i},1,`));
  assert.match(find(rankModels(many), "E_TOO_LARGE").message, /201 models have too many pairs/);
  assert.throws(() => rankModels(text, { sharing: "per_model", multiplicity: "holm" }), argument("multiplicity"));
});

test("rows in groups: effective counts, item rows as a group, too few groups", () => {
  const lines = Array.from({ length: 90 }, (_, i) => {
    const verdict = Number(i % 3 > 0);
    return { verdict, human: i < 60 ? (i % 10 === 0 ? 1 - verdict : verdict) : -1, group: i >> 1 };
  });
  const data = ["item,judge,human", ...lines.map(({ verdict, human, group }) =>
    `g${group},${verdict},${human === -1 ? "" : human}`)].join("\n");
  const report = correctClusteredTable(data, { cluster: "item" });
  const expected = correctClustered({
    verdict: lines.map((row) => row.verdict), human: lines.map((row) => row.human),
    clusters: lines.map((row) => row.group) });
  assert.equal(report.clusters, 45);
  assert.equal(report.models[0].items, 90, "rows of one item are no repeats");
  assert.deepEqual(report.models[0].corrected, expected.correction);
  assert.deepEqual(report.models[0].judged, expected.judged);
  const few = correctClusteredTable("item,judge,human,g\n1,1,,a\n2,1,,a\n3,1,1,b\n4,0,0,b\n", { cluster: "g" });
  assert.equal(few.models[0].corrected, null);
  assert.match(few.models[0].notes.join(" "), /in one cluster/);
  assert.equal(find(correctClusteredTable("item,judge,human,g\n1,1,,a\n2,1,1,a\n", { cluster: "g" }), "E_CLUSTER").column, "g");
  assert.equal(find(correctClusteredTable("item,judge,human,g\n1,1,,a\n2,1,1,\n3,0,0,\n", { cluster: "g" }), "W_NO_CLUSTER").count, 2);
});

test("the command line prints and refuses", () => {
  const ran = cli(["judge", example, "--compare", "Cobble-22B", "Dune-Chat-14B"]);
  assert.equal(ran.status, 0, ran.stderr);
  for (const part of [/a calibration for each +28\.2 .*answer/, /In words/, /turns the sign/, /MOVER/]) assert.match(ran.stdout, part);
  const json = cli(["judge", example, "--compare", "Cobble-22B", "Dune-Chat-14B", "--design", "subset", "--json"]);
  assert.deepEqual(JSON.parse(json.stdout),
    compareModels(text, { a: "Cobble-22B", b: "Dune-Chat-14B", design: "subset" }));
  assert.deepEqual(JSON.parse(cli(["judge", example, "--ranks", "--force-shared", "--correction", "bh", "--json"]).stdout),
    rankModels(text, { sharing: "shared", multiplicity: "bh" }));
  assert.match(cli(["judge", example, "--ranks"]).stdout, /Neighbours only: --json has the other 10 pairs/);
  assert.match(cli(["judge", example, "--cluster", "item"]).stdout, /design effect/);
  for (const [args, message] of [
    [["--compare", "A"], /--compare: expected the names of two models/],
    [["--compare=A"], /--compare: expected the names of two models/],
    [["--compare", "Aster-70B", "Zebra"], /no model "Zebra" to compare/],
    [["--compare", "Aster-70B", "Brook-34B", "--ranks"], /found --compare and --ranks, expected one of them/],
    [["--compare", "Aster-70B", "Brook-34B", "--backtest", "0.5"], /--backtest cannot be used with --compare/],
    [["--compare", "Aster-70B", "Brook-34B", "--per-model", "--force-shared"], /exclude each other/],
    [["--compare", "Aster-70B", "Brook-34B", "--per-model", "--cluster", "item"], /--cluster item: this combination is not offered/],
    [["--compare", "Aster-70B", "Brook-34B", "--design", "subset", "--per-model"], /--per-model: this combination is not offered/],
    [["--compare", "Aster-70B", "Brook-34B", "--design", "known"], /expected external or subset/],
    [["--compare", "Aster-70B", "Brook-34B", "--method", "wilson"], /--method: found "wilson", expected one of fieller/],
    [["--ranks", "--design", "subset"], /expected external, which labels on a random subset satisfy as well/],
    [["--ranks", "--per-model", "--correction", "holm"], /--correction holm: this combination/],
    [["--ranks", "--cluster", "item"], /--cluster cannot be used with --ranks/],
    [["--cluster", "item", "--design", "subset"], /expected external/],
    [["--cluster", "topic"], /no column "topic" for the cluster/],
    [["--per-model"], /--per-model cannot be used with a file/]]) {
    const { status, stderr, stdout } = cli(["judge", example, ...args]);
    assert.deepEqual([status, stdout], [2, ""], args.join(" "));
    assert.match(stderr, message);
  }
});

test("names that are code, markup or prototype keys are names", () => {
  const names = ["__proto__", "<img src=x onerror=alert(1)>", "constructor", "=HYPERLINK(\"x\")", "toString"];
  const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
  const data = ["item,model,judge,human", ...names.flatMap((name, m) => Array.from({ length: 40 }, (_, i) =>
    `q${i},${quoted(name)},${(i + m) % 3 ? 1 : 0},${i < 20 ? ((i + m) % 4 ? 1 : 0) : ""}`))].join("\n");
  const report = rankModels(data);
  assert.deepEqual(report.models.map((row) => row.model).sort(), [...names].sort());
  const pair = compareModels(data, { a: "__proto__", b: names[1], design: "subset" });
  assert.ok(pair.answer !== null);
  assert.deepEqual(JSON.parse(JSON.stringify(pair)), pair);
  const { status, stdout } = cli(["judge", "-", "--compare", "__proto__", "constructor"], data);
  assert.equal(status, 0);
  assert.match(stdout, /__proto__ - constructor/);
});

test("any table is compared, ranked, grouped or refused, never thrown on", () => {
  const cell = fc.constantFrom("A", "B", "C", "q1", "q2", "q3", "1", "0", "", "pass", "garbage", "__proto__", "\"");
  const row = fc.tuple(fc.constantFrom("1", "2", "3", "4"), fc.constantFrom("A", "B", "C", "__proto__"),
    fc.constantFrom("1", "0", "", "maybe"), fc.constantFrom("1", "0", "", "")).map((cells) => cells.join(","));
  const line = fc.oneof({ weight: 9, arbitrary: row }, fc.array(cell, { maxLength: 5 }).map((cells) => cells.join(",")));
  const finite = (value) => JSON.stringify(value, (_, entry) => {
    if (typeof entry === "number") assert.ok(Number.isFinite(entry));
    return entry;
  });
  fc.assert(fc.property(fc.array(line, { maxLength: 40 }), fc.constantFrom("external", "subset", undefined), (lines, design) => {
    const data = ["item,model,judge,human", ...lines].join("\n");
    const pair = compareModels(data, { a: "A", b: "B", design });
    assert.equal(pair.answer === null, isRefused(pair));
    assert.ok(modelsReading(pair).every((sentence) => !/NaN|undefined|null/.test(sentence)));
    const ranking = rankModels(data);
    assert.equal(ranking.design === null, isRefused(ranking));
    assert.ok(rankingReading(ranking).every((sentence) => !/NaN|undefined|null/.test(sentence)));
    const grouped = correctClusteredTable(data, { cluster: "item" });
    assert.equal(grouped.models.length === 0, isRefused(grouped));
    for (const report of [pair, ranking, grouped]) assert.deepEqual(JSON.parse(finite(report)), report);
  }), { numRuns: 1500, seed: 1 });
});

const folder = process.env.EVENHAND_REAL_DATA;
const skip = folder ? false : "EVENHAND_REAL_DATA is not set: real-data test skipped";
const few = "text-davinci-003_fewshot-n64";
const openqa = (keeps) => {
  const [header, ...lines] = readFileSync(join(folder, "openqa", "openqa_nq301.csv"), "utf8").trim().split(/\r?\n/);
  return [header, ...lines.map((line) => {
    const cells = line.split(",");
    if (!keeps(Number(cells[0].slice(-3)))) cells[7] = "";
    return cells.join(",");
  })].join("\n");
};

test("OpenQA: few-shot against FiD, with labels of items 1 to 100", { skip }, () => {
  const options = (judge) => ({
    a: few, b: "FiD", columns: { judge, human: "human_final" }, excludeModels: ["UNMATCHED"] });
  const some = openqa((item) => item <= 100);
  const gpt4 = compareModels(some, { ...options("judge_gpt4"), design: "subset" });
  assert.equal(gpt4.items.common, 299);
  near(gpt4.answer.estimate, 0.13387038);
  near(gpt4.answer.lower, 0.03738688);
  near(gpt4.answer.upper, 0.23035389);
  near(gpt4.verdicts.difference, 0.080268, 5e-7);
  near(gpt4.verdicts.exactP, 0.023646, 5e-7);
  const bem = compareModels(some, { ...options("judge_BEM"), design: "external" });
  assert.deepEqual(bem.calibration.labels, { tp: 658, fn: 127, fp: 54, tn: 325 });
  assert.equal(bem.items.common, 201);
  near(bem.verdicts.difference, -0.014925, 5e-7);
  near(bem.shared.lower, -0.13734104);
  near(bem.shared.upper, 0.09452044);
  const all = openqa(() => true);
  const full = compareModels(all, { ...options("judge_BEM"), design: "subset" });
  near(full.verdicts.difference, 0.013378, 5e-7);
  near(full.verdicts.exactP, 0.759649, 5e-7);
  near(full.homogeneity.sensitivity.fisherP, 0.054116, 5e-7);
  near(full.calibration.homogeneity.sensitivity.g, 13.310548, 5e-7);
  near(full.calibration.homogeneity.specificity.g, 11.687696, 5e-7);
  near(full.subset.labels, 0.110368, 5e-7);
  const { homogeneity } = compareModels(all, { ...options("judge_gpt4"), design: "subset" }).calibration;
  near(homogeneity.sensitivity.g, 3.087991, 5e-7);
  near(homogeneity.sensitivity.gP, 0.989511, 5e-7);
  near(homogeneity.specificity.g, 7.016961, 5e-7);
});
