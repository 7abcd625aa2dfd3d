// Tables of classes and grades: the specification's numbers, words, refusals, real data, and fuzz.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { cli, evenhand, root } from "./support.mjs";

const {
  classesMethod, classesReading, correctCategories, correctClasses, correctClassTable, correctGrades, correctJudge,
  groupedClassNotes, InputError,
} = evenhand;
const near = (actual, expected, tolerance = 5e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const find = (report, code) => report.issues.find((issue) => issue.code === code);
const argument = (name, code) => (error) =>
  error instanceof InputError && error.argument === name && error.code === code;
/** Rows of a calibration matrix and of verdicts without a label. */
function rowsOf(confusion, verdicts, words) {
  let item = 0;
  const rows = (count, verdict, human) =>
    Array.from({ length: count }, () => `${++item},${words[verdict]},${human === null ? "" : words[human]}`);
  return ["item,judge,human",
    ...confusion.flatMap((counts, human) => counts.flatMap((count, verdict) => rows(count, verdict, human))),
    ...verdicts.flatMap((count, verdict) => rows(count, verdict, null))].join("\n");
}
const confusion = [[160, 20, 20], [20, 60, 20], [30, 30, 140]];
const verdicts = [520, 180, 300];
const words = ["win", "tie", "loss"];
const data = rowsOf(confusion, verdicts, words);
const values = [1, 0.5, 0];

test("three classes of an external set: the numbers of the specification", () => {
  const report = correctClassTable(data, { classes: words, values, design: "external" });
  const [row] = report.models;
  assert.deepEqual([row.confusion, row.verdicts, row.calibration], [confusion, verdicts, "own"]);
  for (const [index, share] of [0.55932203, 0.12881356, 0.31186441].entries()) {
    near(row.classes[index].estimate, share);
  }
  near(row.mean.estimate, 0.62372881);
  near(row.mean.lower, 0.5587, 0.003);
  near(row.mean.upper, 0.6931, 0.003);
  near(row.classes[0].lower, 0.4856, 0.003);
  near(row.external.separation.condition, 2.19197828);
  assert.deepEqual(row.external, correctClasses({ confusion, verdicts, values }));
  assert.match(classesReading(report)[0], /the judge's mean is 0\.61; with its errors taken out it is 0\.6237/);
  assert.match(classesMethod(report), /Dirichlet.*65536 Sobol/);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
});

test("without values there are shares and no mean; numbers that rise or fall are values", () => {
  const bare = correctClassTable(data, { classes: words, design: "external" });
  assert.deepEqual([bare.values, bare.models[0].mean], [null, null]);
  near(bare.models[0].classes[2].estimate, 0.31186441);
  assert.match(find(bare, "N_VALUES").message, /Nobody said what the classes are worth/);
  const numbers = correctClassTable(rowsOf(confusion, verdicts, [3, 2, 1]), { classes: ["3", "2", "1"], design: "external" });
  assert.deepEqual(numbers.values, [3, 2, 1]);
  const names = correctClassTable(rowsOf(confusion, verdicts, [1, 0, 2]), { classes: ["1", "0", "2"], design: "external" });
  assert.equal(names.values, null, "1, 0, 2 are names");
});

test("words: case, brackets, further words, numbers in another form", () => {
  const wild = data.replaceAll(/,win,/g, ",[[WIN]],").replaceAll(/,loss$/gm, ",\"  Lost. \"").replaceAll(/,tie,/g, ",0.0,");
  const report = correctClassTable(wild, {
    classes: ["win", { name: "tie", words: ["0"] }, { name: "loss", words: ["lost"] }], values, design: "external" });
  assert.deepEqual(report.models, correctClassTable(data, { classes: words, values, design: "external" }).models);
  const args = ["judge", "-", "--classes", "win,tie=0|draw,loss=lost", "--values", "1,0.5,0", "--design", "external", "--json"];
  const { status, stdout, stderr } = cli(args, wild);
  assert.equal(status, 0, stderr);
  assert.deepEqual(JSON.parse(stdout).models, report.models);
});

test("two classes are the binary correction", () => {
  const table = rowsOf([[170, 30], [20, 180]], [300, 200], ["yes", "no"]);
  const { models: [row] } = correctClassTable(table, { classes: ["yes", "no"], values: [1, 0], design: "external" });
  const binary = correctJudge({
    judged: { positive: 300, total: 500 }, sensitivity: { correct: 170, total: 200 },
    specificity: { correct: 180, total: 200 } });
  near(row.mean.estimate, binary.estimate);
  near(row.mean.lower, binary.lower, 0.01);
});

test("labels on a random subset: every share and the mean by post-stratification", () => {
  const { models: [row], method } = correctClassTable(data, { classes: words, values, design: "subset" });
  const verdict = confusion.flatMap((counts) => counts.flatMap((count, kind) => Array(count).fill(kind)));
  const human = confusion.flatMap((counts, label) => counts.flatMap((count) => Array(count).fill(label)));
  const expected = correctCategories({ verdict, truth: human.map((label) => values[label]), unlabelled: verdicts });
  assert.equal(method, "poststrat");
  assert.deepEqual(row.subset, expected);
  assert.deepEqual([row.mean.estimate, row.mean.lower, row.mean.upper], [expected.estimate, expected.lower, expected.upper]);
  near(row.classes.reduce((sum, { estimate }) => sum + estimate, 0), 1, 1e-12);
  assert.equal(row.evaluated, 1500);
  assert.equal(correctClassTable("item,judge,human\n1,a,a\n2,b,b\n", { classes: ["a", "b"] }).design, "subset");
});

test("verdicts that name no class are dropped and counted, or kept as a verdict of their own", () => {
  const extra = `${data}\nx1,garbage,win\nx2,garbage,\nx3,win,draw?\n`;
  const dropped = correctClassTable(extra, { classes: words, values, design: "external" });
  assert.match(find(dropped, "W_UNPARSED").message, /found "garbage", expected win, tie or loss\. 2 rows were left out/);
  assert.ok(dropped.issues.some((issue) => /"draw\?".*1 row counts as not labelled/.test(issue.message)));
  const kept = correctClassTable(extra, { classes: words, values, design: "external", garbage: "class" });
  assert.deepEqual(kept.models[0].confusion[0], [160, 20, 20, 1]);
  assert.deepEqual(kept.models[0].verdicts, [521, 180, 300, 1]);
  assert.ok(kept.models[0].external.flags.includes("least_squares"));
  assert.match(groupedClassNotes(kept).map(({ text }) => text).join(" "), /one kind of verdict more than there are classes/);
  const subset = correctClassTable(extra, { classes: words, values, design: "subset", garbage: "class" });
  assert.equal(subset.models[0].subset.strata.length, 4);
});

const gradeWords = [1, 2, 3, 4, 5];
const close = [[20, 4, 0, 0, 0], [4, 20, 5, 0, 0], [0, 5, 22, 6, 0], [0, 0, 6, 20, 7], [0, 0, 0, 5, 22]];
test("grades: mean, share from a cut, kappa; merged when the labels ask for it", () => {
  const table = rowsOf(close, [40, 60, 90, 80, 50], gradeWords);
  const report = correctClassTable(table, { grades: gradeWords, cut: 4, design: "external" });
  const [row] = report.models;
  const input = { confusion: close, verdicts: [40, 60, 90, 80, 50], values: gradeWords };
  near(row.mean.estimate, correctGrades(input).correction.score.estimate);
  near(row.fromCut.estimate, correctGrades({ ...input, cut: 3 }).correction.score.estimate);
  assert.ok(row.agreement.coefficients.some(({ statistic }) => statistic === "quadratic_kappa"));
  assert.match(classesReading(report).join(" "), /are graded 4 or above.*quadratically weighted kappa/);
  const blurred = [[9, 8, 1, 0, 0], [7, 8, 3, 0, 0], [1, 3, 9, 4, 1], [0, 0, 3, 8, 7], [0, 0, 1, 7, 9]];
  const merged = correctClassTable(rowsOf(blurred, [40, 60, 90, 80, 50], gradeWords), { grades: gradeWords, design: "external" });
  assert.ok(merged.models[0].classes.length < 5);
  assert.ok(merged.models[0].classes.some((entry) => /^\d–\d$/.test(entry.class)));
  assert.match(merged.models[0].notes.join(" "), /Neighbouring grades were merged/);
  near(merged.models[0].mean.judge, (40 + 120 + 270 + 320 + 250) / 320);
});

test("grades on a random subset may lie between two grades", () => {
  const lines = Array.from({ length: 60 }, (_, i) => `${i},${1 + (i % 5)},${i % 2 ? "" : 1 + (i % 5) * 0.9}`);
  const table = ["item,judge,human", ...lines].join("\n");
  const subset = correctClassTable(table, { grades: gradeWords, design: "subset" });
  assert.equal(subset.models[0].labelled, 30);
  const external = correctClassTable(table, { grades: gradeWords, design: "external" });
  assert.equal(find(external, "W_UNPARSED").count, 24);
  assert.equal(external.models[0].labelled, 6);
});

test("models with few labels of a class borrow all of them", () => {
  const table = ["item,model,judge,human",
    ...data.split("\n").slice(1).map((line) => line.replace(/^(\d+),/, "$1,Own,")),
    ...Array.from({ length: 60 }, (_, i) => `b${i},Borrower,${words[i % 3]},${i < 6 ? words[i % 3] : ""}`)].join("\n");
  const report = correctClassTable(table, { classes: words, values, design: "external" });
  assert.deepEqual(report.models.map((row) => [row.model, row.calibration]), [["Borrower", "pooled"], ["Own", "own"]]);
  assert.equal(report.models[0].confusion[0][0], 162);
  assert.match(groupedClassNotes(report).find(({ models }) => models[0] === "Borrower").text, /all models' labels/);
});

test("no labels, no items to evaluate: unknown, with the reason", () => {
  const bare = correctClassTable("item,judge\n1,win\n2,tie\n", { classes: words, values });
  assert.ok(find(bare, "W_NO_LABELS"));
  assert.equal(bare.models[0].mean.estimate, null);
  assert.equal(bare.models[0].external.reason, "no_calibration_for_class");
  const all = correctClassTable("item,judge,human\n1,win,win\n2,tie,tie\n", { classes: words, values, design: "external" });
  assert.match(all.models[0].notes.join(" "), /Every judged item is a labelled one/);
});

test("options that do not fit are refused", () => {
  const refuses = (options, name, code) => assert.throws(() => correctClassTable(data, options), argument(name, code), name);
  refuses({ classes: ["win"] }, "classes", "too_few");
  refuses({ classes: Array.from({ length: 11 }, (_, i) => `c${i}`) }, "classes", "value_out_of_range");
  refuses({ classes: ["win", "WIN "] }, "classes", "value_out_of_range");
  refuses({ classes: ["win", { name: "tie", words: ["win"] }] }, "classes", "value_out_of_range");
  refuses({ classes: ["win", "  "] }, "classes", "value_out_of_range");
  refuses({ classes: words, values: [1, 0] }, "values", "length_mismatch");
  refuses({ classes: words, values: [1, Number.NaN, 0] }, "values", "not_finite");
  refuses({ grades: [1, 1, 2] }, "grades", "value_out_of_range");
  refuses({ grades: [1, 2, 3], cut: 1 }, "cut", "value_out_of_range");
  refuses({ grades: [1, 2, 3], cut: 2.5 }, "cut", "value_out_of_range");
  refuses({ grades: [1, 2, 3], garbage: "class" }, "garbage", "unsupported");
  refuses({ classes: words, level: 0.2 }, "level", "level_out_of_range");
  for (const [args, message] of [
    [["--classes", "win,tie", "--grades", "1,2"], /found --classes and --grades, expected one of them/],
    [["--classes", "win,win"], /--classes win,win: the value is not one of the allowed ones/],
    [["--classes", "win,tie,loss", "--values", "1,x,0"], /--values 1,x,0: the value is not a finite number/],
    [["--classes", "win,tie,loss", "--cut", "2"], /--cut cannot be used with --classes/],
    [["--grades", "1,2,3", "--cut", "9"], /--cut 9:/],
    [["--grades", "1,2,3", "--values", "1,2,3"], /--values cannot be used with --grades/],
    [["--classes", "win,tie,loss", "--garbage", "keep"], /--garbage keep: expected drop or class/],
    [["--classes", "a,b,c"], /No column could be taken as the judge's verdict.*holds a, b or c/],
    [["--classes", "a,b,c", "--judge", "judge"], /No value of column "judge" could be read as a verdict \(found "win", "tie", "loss"; expected a, b or c/],
    [["--values", "1,0"], /--values cannot be used with a file/]]) {
    const { status, stderr } = cli(["judge", "-", ...args], data);
    assert.equal(status, 2, args.join(" "));
    assert.match(stderr, message);
  }
});

test("classes whose names are markup or prototype keys", () => {
  const hostile = ["__proto__", "<script>alert(1)</script>", "constructor"];
  const report = correctClassTable(rowsOf(confusion, verdicts, hostile), { classes: hostile, values, design: "external" });
  near(report.models[0].mean.estimate, 0.62372881);
  const { stdout } = cli(["judge", "-", "--classes", hostile.join(","), "--design", "external"], rowsOf(confusion, verdicts, hostile));
  assert.match(stdout, /__proto__ +200 +52\.0/);
});

test("any table is corrected or refused, never thrown on", () => {
  const row = fc.tuple(fc.constantFrom("1", "2", "3", "4", ""), fc.constantFrom("A", "B", ""),
    fc.constantFrom("1", "2", "3", "x", "", "1.5"), fc.constantFrom("1", "2", "3", "2.5", "", "y")).map((cells) => cells.join(","));
  const line = fc.oneof({ weight: 8, arbitrary: row }, fc.string({ maxLength: 12 }));
  const design = fc.constantFrom("external", "subset", undefined);
  fc.assert(fc.property(fc.array(line, { maxLength: 40 }), design, fc.boolean(), (lines, design, isGraded) => {
    const table = ["item,model,judge,human", ...lines].join("\n");
    const report = correctClassTable(table, isGraded ? { grades: [1, 2, 3], cut: 2, design }
      : { classes: ["1", "2", "3"], design, garbage: "class" });
    assert.equal(report.models.length === 0, report.issues.some(({ severity }) => severity === "refuse"));
    const text = JSON.stringify(report, (_, value) => {
      if (typeof value === "number") assert.ok(Number.isFinite(value));
      return value;
    });
    assert.deepEqual(JSON.parse(text), report);
    assert.ok(classesReading(report).every((sentence) => !/NaN|undefined|null/.test(sentence)));
  }), { numRuns: 300, seed: 1 });
});

test("the example is what the generator makes of leniency: the corrected mean is lower", () => {
  const text = readFileSync(join(root, "examples", "data", "graded-essays.csv"), "utf8");
  const { models: [row] } = correctClassTable(text, { grades: gradeWords, cut: 4, design: "subset" });
  assert.ok(row.mean.upper < row.mean.judge);
});

const folder = process.env.EVENHAND_REAL_DATA;
const skip = folder ? false : "EVENHAND_REAL_DATA is not set: real-data test skipped";
const pandalm = (keeps) => {
  const [header, ...lines] = readFileSync(join(folder, "pandalm", "pandalm_999.csv"), "utf8").trim().split(/\r?\n/);
  return [header, ...lines.map((line) => {
    const cells = line.split(",");
    if (!keeps(Number(cells[0]))) cells[8] = "";
    return cells.join(",");
  })].join("\n");
};

test("PandaLM: three classes calibrated on the first half, evaluated on the rest", { skip }, () => {
  const options = (judge) => ({
    classes: ["1", { name: "0", words: ["tie"] }, "2"], values, design: "external",
    columns: { judge, human: "human_majority", model: null },
  });
  const half = correctClassTable(pandalm((item) => item < 500), options("judge_pandalm7b"));
  const [row] = half.models;
  assert.deepEqual(row.confusion, [[143, 25, 39], [31, 29, 24], [42, 14, 153]]);
  assert.deepEqual(row.verdicts, [217, 39, 243]);
  assert.equal(row.external.status, "boundary");
  for (const [index, [raw, cut]] of [[0.49667405, 0.46874242], [-0.05586326, 0], [0.55918921, 0.53125758]].entries()) {
    near(row.external.classes[index].unclipped, raw);
    near(row.classes[index].estimate, cut);
  }
  near(row.mean.estimate, 0.46874242);
  near(row.mean.judge, 0.4739479);
  near(row.external.score.standardError, 0.0596831, 5e-8);
  // Calibrating and correcting the same items returns the human shares; gpt-3.5 cannot be corrected.
  const whole = pandalm(() => true);
  const twice = `${whole}\n${whole.split("\n").slice(1).map((line) => `again${line.replace(/,[^,]*$/, ",")}`).join("\n")}`;
  const [again] = correctClassTable(twice, options("judge_pandalm7b")).models;
  near(again.mean.estimate, 0.474975, 5e-7);
  near(again.external.separation.condition, 5.18548516);
  near(again.agreement.coefficients.find(({ statistic }) => statistic === "cohen_kappa").estimate, 0.435355, 5e-7);
  const gpt = correctClassTable(twice, options("judge_gpt35"));
  assert.deepEqual(gpt.models[0].confusion, [[332, 13, 71], [42, 5, 45], [86, 20, 360]]);
  assert.equal(find(gpt, "W_UNPARSED").count, 50);
  near(gpt.models[0].external.separation.condition, 82.43, 0.005);
  assert.equal(gpt.models[0].external.reason, "confusion_matrix_near_singular");
});
