// Raters side by side: what is read, agreement, panels with gold and without.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cli, evenhand } from "./support.mjs";

const { rateTable, ratersReading } = evenhand;
const folder = mkdtempSync(join(tmpdir(), "evenhand-"));
let files = 0;
const file = (text) => {
  const path = join(folder, `ratings-${++files}.csv`);
  writeFileSync(path, text);
  return path;
};
const near = (actual, expected, tolerance = 1e-6) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const codes = (report) => report.issues.map((issue) => issue.code);
const coefficient = (pair, name) =>
  pair.agreement.coefficients.find(({ statistic }) => statistic === name);
/** Rows of two raters from counts: both pass, only the first, only the second, neither. */
const confused = (tp, fn, fp, tn) => ["item,human,judge",
  ...[[tp, "1,1"], [fn, "1,0"], [fp, "0,1"], [tn, "0,0"]].flatMap(([count, cells], kind) =>
    Array.from({ length: count }, (_, index) => `q${kind}-${index},${cells}`))].join("\n");

// Krippendorff's worked example: 12 units, blanks where a rater was silent.
const krippendorff = `unit,A,B,C,D
1,1,1,,1
2,2,2,3,2
3,3,3,3,3
4,3,3,3,3
5,2,2,2,2
6,1,2,3,4
7,4,4,4,4
8,1,1,2,1
9,2,2,2,2
10,,5,5,5
11,,,1,1
12,,3,,
`;
const four = { raters: ["A", "B", "C", "D"], columns: { item: "unit" } };

/** Patterns of three raters, and how often each occurs. */
const patterns = [["111", 20], ["110", 5], ["101", 6], ["011", 4], ["001", 5], ["010", 3], ["100", 4], ["000", 23]];
const panel = ["item,r1,r2,r3", ...patterns.flatMap(([pattern, count]) =>
  Array.from({ length: count }, (_, index) => `${pattern}-${index},${[...pattern].join(",")}`))].join("\n");

test("two raters: kappa with J, prevalence, AC1 and MCC", () => {
  const [pair] = rateTable(confused(38, 95, 30, 162), { raters: ["human", "judge"] }).pairs;
  near(coefficient(pair, "cohen_kappa").estimate, 0.139975);
  near(coefficient(pair, "cohen_kappa").interval.lower, 0.040334);
  near(coefficient(pair, "gwet_ac1").estimate, 0.328518);
  near(coefficient(pair, "mcc").estimate, 0.156497);
  near(pair.agreement.youden.estimate, 0.129464);
  near(pair.agreement.youden.lower, 0.038598);
  near(pair.agreement.rowShares[0], 0.4092, 5e-5);
  near(pair.agreement.columnShares[0], 0.2092, 5e-5);
  assert.equal(coefficient(pair, "quadratic_kappa"), undefined);
  const skewed = rateTable(confused(118, 5, 2, 0), { raters: ["human", "judge"] });
  assert.ok(coefficient(skewed.pairs[0], "cohen_kappa").estimate < 0);
  assert.ok(coefficient(skewed.pairs[0], "gwet_ac1").estimate > 0.9);
  assert.match(ratersReading(skewed)[0], /Cohen's kappa .*AC1 .*J .*share of "pass"/);
  const perfect = rateTable(confused(30, 0, 0, 20), { raters: ["human", "judge"] });
  near(coefficient(perfect.pairs[0], "cohen_kappa").interval.lower, 0.882542);
});

test("alpha with blanks: nominal and ordinal; Fleiss only for a full panel", () => {
  const nominal = rateTable(krippendorff, four);
  near(nominal.alpha.estimate, 0.743421);
  near(rateTable(krippendorff, { ...four, metric: "ordinal" }).alpha.estimate, 0.815388);
  assert.deepEqual(nominal.classes, ["1", "2", "3", "4", "5"]);
  assert.equal(nominal.fleiss, null);
  assert.equal(nominal.pairs.length, 6);
  assert.ok(coefficient(nominal.pairs[0], "quadratic_kappa").estimate > 0.9);
  assert.equal(nominal.issues.find(({ code }) => code === "N_BLANK_RATINGS").count, 7);
  assert.ok(rateTable(panel, { raters: ["r1", "r2", "r3"] }).fleiss.estimate > 0.48);
});

test("a panel without gold: Dawid and Skene, called what it is; two raters are too few", () => {
  const { consensus, classes } = rateTable(panel, { raters: ["r1", "r2", "r3"] });
  assert.equal(consensus.label, "panel consensus, not truth");
  assert.deepEqual(classes, ["pass", "fail"]);
  near(consensus.prior[0], 0.532543, 2e-3);
  near(consensus.logLikelihood, -124.132527, 1e-2);
  [[0.846282, 0.894496], [0.783056, 0.914148], [0.807806, 0.850664]].forEach(([se, sp], rater) => {
    near(consensus.raters[rater].confusion[0], se, 2e-3);
    near(consensus.raters[rater].confusion[3], sp, 2e-3);
  });
  const two = rateTable(panel, { raters: ["r1", "r2"] });
  assert.equal(two.consensus.reason, "panel_not_identifiable");
  assert.match(ratersReading(two).join(" "), /no consensus beyond the votes/);
});

test("gold and people: the ceiling, and votes of the judges alone", () => {
  const text = panel.replace("item,r1,r2,r3", "item,r1,r2,r3");
  const report = rateTable(text.split("\n").map((line, index) =>
    (index === 0 ? `${line},gold,person1,person2` : `${line},${line.at(-5)},${line.at(-3)},${line.at(-3)}`)).join("\n"),
  { raters: ["r1", "r2", "r3", "person1", "person2"], humans: ["person1", "person2"], columns: { gold: "gold" } });
  assert.equal(report.consensus, null);
  assert.deepEqual([...new Set(report.pairs.map(({ kind }) => kind))], ["gold", "humans", "judge_human", "judges"]);
  assert.ok(report.pairs.filter(({ kind }) => kind === "judge_human").every(({ first }) => first.startsWith("person")));
  assert.equal(report.votes.raters, 3);
  assert.ok(report.votes.residuals.every(({ first, second }) => first < 3 && second < 3));
  assert.match(ratersReading(report).join(" "), /people with each other: kappa 1\.000.*that is the ceiling/);
});

test("what was rated is an item, or an item of a model; repeats, blanks and strangers are told", () => {
  const text = "item,model,a,b\nq1,M,pass,fail\nq1,N,yes,no\nq1,M,pass,pass\n,M,pass,pass\nq2,M,,fail\n";
  const report = rateTable(text, { raters: ["a", "b"] });
  assert.deepEqual(report.units, [{ item: "q1", model: "M" }, { item: "q1", model: "N" }, { item: "q2", model: "M" }]);
  assert.equal(report.ratings, 5);
  assert.deepEqual(codes(report).filter((code) => code.startsWith("W_")), ["W_NO_ITEM", "W_DUPLICATE"]);
  assert.deepEqual(report.issues.find(({ code }) => code === "W_DUPLICATE").lines, [4]);
  const without = rateTable(text, { raters: ["a", "b"], excludeModels: ["N"] });
  assert.ok(without.units.every(({ model }) => model === "M") && codes(without).includes("N_EXCLUDED"));
  assert.ok(codes(rateTable(text, { raters: ["a", "b"], excludeModels: ["X"] })).includes("E_MODEL"));
  const many = ["item,a,b", ...Array.from({ length: 40 }, (_, index) => `${index},${index % 2},1`), "x,error,1"];
  const strange = rateTable(many.join("\n"), { raters: ["a", "b"] });
  const issue = strange.issues.find(({ code }) => code === "W_UNPARSED");
  assert.deepEqual([issue.column, issue.lines, issue.count], ["a", [42], 1]);
  assert.match(issue.message, /found "error"/);
  const alone = rateTable("a,b\n1,2\n3,3\n2,2\n", { raters: ["a", "b"] });
  assert.ok(codes(alone).includes("N_ROW_ITEMS"));
});

test("classes: numbers, names, and those that were said, in their order", () => {
  const names = rateTable("item,a,b\n1,A,A\n2,B,tie\n3,tie,tie\n", { raters: ["a", "b"] });
  assert.deepEqual([names.kind, names.classes], ["names", ["A", "B", "tie"]]);
  assert.equal(coefficient(names.pairs[0], "linear_kappa"), undefined);
  const ordered = rateTable("item,a,b\n1,low,low\n2,high,mid\n3,mid,mid\n",
    { raters: ["a", "b"], classes: ["low", "mid", "high"], metric: "ordinal" });
  assert.deepEqual([ordered.kind, ordered.classes], ["ordered", ["low", "mid", "high"]]);
  assert.ok(coefficient(ordered.pairs[0], "linear_kappa").estimate > 0);
  // 0 and 1 are verdicts only where there is nothing else.
  assert.equal(rateTable("item,a,b\n1,0,1\n2,1,1\n3,2,2\n", { raters: ["a", "b"] }).kind, "numbers");
  const positive = rateTable("item,a,b\n1,good,good\n2,bad,good\n3,bad,bad\n",
    { raters: ["a", "b"], classes: ["good", "bad"] });
  near(positive.pairs[0].agreement.rowShares[0], 1 / 3);
  const continuous = rateTable(["item,a,b", ...Array.from({ length: 150 }, (_, i) => `${i},${i},${i + 0.5}`)].join("\n"),
    { raters: ["a", "b"], metric: "interval" });
  assert.ok(codes(continuous).includes("W_CLASSES"));
  assert.deepEqual([continuous.pairs[0].agreement, continuous.consensus], [null, null]);
  assert.ok(continuous.alpha.estimate > 0.99);
});

test("what cannot be read is refused with a reason", () => {
  const text = "item,a,b\n1,x,y\n2,y,y\n";
  for (const [options, code, message] of [
    [{ raters: ["a"] }, "E_RATERS", /Found 1 rater/],
    [{ raters: [] }, "E_RATERS", /Found 0 raters/],
    [{ raters: ["a", "c"] }, "E_COLUMN", /no column "c" for the rater/],
    [{ raters: ["a", "a"] }, "E_COLUMN", /named more than once/],
    [{ raters: ["a", "b"], columns: { gold: "b" } }, "E_COLUMN", /named more than once/],
    [{ raters: ["a", "b"], columns: { gold: "g" } }, "E_COLUMN", /no column "g" for the gold labels/],
    [{ raters: ["a", "b"], humans: ["z"] }, "E_RATERS", /"z" is said to be a person/],
    [{ raters: ["a", "b"], metric: "interval" }, "E_METRIC", /expected nominal/i],
    [{ raters: ["a", "b"], classes: ["x", "x"] }, "E_CLASSES", /each once/],
    [{ raters: ["a", "b"], classes: ["p", "q"] }, "E_NO_ROWS", /expected one of p, q/],
  ]) {
    const report = rateTable(text, options);
    const refusal = report.issues.find(({ severity }) => severity === "refuse");
    assert.equal(refusal?.code, code, JSON.stringify(report.issues));
    assert.match(refusal.message, message);
    assert.deepEqual(report.pairs, []);
  }
  assert.ok(codes(rateTable("item,a,b\n1,x,x\n", { raters: ["a", "b"] })).includes("E_ONE_CLASS"));
  assert.ok(codes(rateTable("item,a,b\n", { raters: ["a", "b"] })).includes("E_NO_ROWS"));
  assert.ok(codes(rateTable("", { raters: ["a", "b"] })).includes("E_EMPTY"));
  const many = Array.from({ length: 101 }, (_, rater) => `r${rater}`);
  const crowd = rateTable([many, many.map((_, rater) => rater % 2), many.map(() => 1)].map((row) => row.join(",")).join("\n"),
    { raters: many });
  assert.match(crowd.issues.find(({ severity }) => severity === "refuse").message, /Found 101 raters, expected at most 100/);
});

test("nothing in common, constant ratings: null with a reason, and no NaN", () => {
  const apart = rateTable("item,a,b\n1,x,\n2,,y\n", { raters: ["a", "b"] });
  assert.deepEqual([apart.pairs[0].agreement, apart.alpha], [null, null]);
  const constant = rateTable("item,a,b\n1,1,1\n2,1,1\n", { raters: ["a", "b"] });
  assert.equal(coefficient(constant.pairs[0], "cohen_kappa").reason, "constant_ratings");
  assert.equal(constant.alpha.reason, "constant_ratings");
  for (const report of [apart, constant]) {
    assert.ok(!/NaN|undefined|Infinity/.test(ratersReading(report).join(" ")));
  }
});

test("hostile names stay names", () => {
  const text = 'item,<img src=x>,__proto__,human\nq1,<b>x</b>,toString,__proto__\nq2,constructor,toString,__proto__\n' +
    "q3,<b>x</b>,<b>x</b>,<b>x</b>\n";
  const report = rateTable(text, { raters: ["<img src=x>", "__proto__"], columns: { gold: "human" } });
  assert.deepEqual(report.classes, ["<b>x</b>", "__proto__", "constructor", "toString"]);
  assert.deepEqual(report.pairs.map(({ second }) => second), ["<img src=x>", "__proto__", "__proto__"]);
  const { status, stdout } = cli(["judge", file("item,a\u001b[2J,b\n1,\u202ex,y\n2,y,y\n"), "--raters", "a\u001b[2J,b"]);
  assert.equal(status, 0);
  // eslint-disable-next-line no-control-regex
  assert.ok(!/[\u001b\u202e]/.test(stdout), stdout);
});

test("on the command line: the library's report, a table with kappa never alone, refusals", () => {
  const path = file(krippendorff);
  const args = ["judge", path, "--raters", "A,B,C,D", "--item", "unit", "--metric", "ordinal"];
  const { stdout } = cli([...args, "--json"]);
  assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify(rateTable(krippendorff, { ...four, metric: "ordinal" }))));
  assert.ok(!/NaN|Infinity/.test(stdout));
  const text = cli(args).stdout;
  assert.match(text, /^raters +both +equal +kappa +AC1 +quadratic +1\/2\/3\/4\/5\n/);
  assert.match(text, /Panel consensus, not truth/);
  assert.match(text, /Krippendorff 2004/);
  const binary = cli(["judge", file(confused(38, 95, 30, 162)), "--raters", "human,judge"]).stdout;
  assert.match(binary, /^raters +both +equal +kappa +AC1 +J +MCC +share of pass\n/);
  assert.match(binary, /Kappa moves with how common each class is/);
  const refused = (more, message) => {
    const { status, stdout: out, stderr } = cli(["judge", path, ...more]);
    assert.deepEqual([status, out], [2, ""]);
    assert.match(stderr, message);
  };
  refused(["--raters", "A,B", "--metric", "cubic"], /expected one of nominal, ordinal, interval, ratio/);
  refused(["--raters", "A,B", "--method", "ppi"], /--method cannot be used with --raters/);
  refused(["--raters", "A,B", "--human", "C"], /--human cannot be used with --raters/);
  refused(["--raters", "A,Z"], /ratings-\d\.csv: There is no column "Z" for the rater/);
  refused(["--raters", "A,B", "--level", "2"], /--level 2: the confidence level is out of range/);
  refused(["--raters", "A,B", "--resamples", "3"], /--resamples 3: there are too few; expected at least 99/);
  refused(["--gold", "A"], /--gold cannot be used with/);
});
