// What speaks against a table: faults put into the generated example, each found and explained.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cli, evenhand, root } from "./support.mjs";

const { correctTable, diagnoseTable } = evenhand;
const [header, ...lines] = readFileSync(join(root, "examples/data/judged-qa.csv"), "utf8").trim().split("\n");
const rows = lines.map((line) => line.split(","));
const table = (changed) => [header, ...changed.map((row) => row.join(","))].join("\n");
const withVerdicts = (verdictOf) =>
  table(rows.map((row, index) => [row[0], row[1], verdictOf(row, index), row[3]]));
const model = "Brook-34B";
const opposite = { pass: "fail", fail: "pass" };
const found = (text, options) => diagnoseTable(text, options);
const only = (list, severity) => list.filter((entry) => entry.severity === severity).map(({ code }) => code);

test("the example as it is: nothing stops, the kinder judge is told", () => {
  const list = found(table(rows));
  assert.deepEqual(only(list, "stop"), []);
  assert.deepEqual(only(list, "warn"), ["calibration_differs"]);
  const flip = list.find(({ code }) => code === "sign_flip");
  assert.equal(flip.severity, "note");
  assert.match(flip.evidence, /The judge prefers Dune-Chat-14B to Cobble-22B by 5\.1 points; .* Cobble-22B is ahead by 27\.9 points/);
  assert.ok(only(list, "note").includes("blank_verdicts"));
});

test("a judge that passes everything of one model", () => {
  const text = withVerdicts((row) => (row[1] === model ? "pass" : row[2]));
  const list = found(text);
  assert.deepEqual(only(list, "stop"), ["degenerate_judge"]);
  assert.deepEqual(list[0].models, [model]);
  assert.match(list[0].evidence, /Brook-34B: 24 of 24 wrong answers passed\./);
  assert.ok(only(list, "warn").includes("constant_verdicts"));
});

test("verdicts the wrong way round, of all models and of one", () => {
  const all = found(withVerdicts((row) => opposite[row[2]] ?? row[2]));
  assert.ok(only(all, "stop").includes("swapped_labels"));
  assert.ok(!only(all, "stop").includes("possible_row_misalignment"));
  const one = found(withVerdicts((row) => (row[1] === model ? opposite[row[2]] ?? row[2] : row[2])));
  assert.deepEqual(only(one, "stop"), ["swapped_labels"]);
  assert.deepEqual(one[0].models, [model]);
});

test("a verdict column that slipped by a row, in the whole table and in one model", () => {
  const whole = found(withVerdicts((_, index) => rows[index - 1]?.[2] ?? ""));
  assert.equal(whole[0].code, "possible_row_misalignment");
  assert.match(whole[0].evidence, /the column seems to have slipped 1 row down\.$/);
  assert.deepEqual(whole[0].models, []);
  const places = rows.flatMap((row, index) => (row[1] === model ? index : []));
  const moved = new Map(places.map((place, index) => [place, rows[places[(index + 1) % places.length]][2]]));
  const one = found(withVerdicts((row, index) => moved.get(index) ?? row[2]));
  assert.equal(one[0].code, "possible_row_misalignment");
  assert.deepEqual(one[0].models, [model]);
  assert.match(one[0].evidence, /Brook-34B: J = 0\.15 .* slipped 1 row up\.$/);
});

test("missing verdicts: the score at both extremes, and what may be done with them", () => {
  const text = withVerdicts((row, index) => (row[1] === model && index % 5 === 0 ? "" : row[2]));
  const finding = found(text, { design: "subset" }).find(({ code }) => code === "blank_verdicts");
  assert.equal(finding.severity, "warn");
  assert.ok(finding.models.includes(model));
  const at = (blankVerdicts) => correctTable(text, { design: "subset", blankVerdicts }).models
    .find((row) => row.model === model);
  const [dropped, failed, passed] = [at("drop"), at("fail"), at("pass")];
  assert.equal(failed.items, passed.items);
  assert.ok(dropped.items < failed.items);
  assert.ok(failed.raw.estimate < dropped.raw.estimate && dropped.raw.estimate < passed.raw.estimate);
});

test("repeated answers are told, labels HTML or not", () => {
  const [first] = rows;
  const text = table([...rows, [first[0], first[1], opposite[first[2]], first[3]]]);
  assert.ok(found(text).some(({ code, evidence }) => code === "duplicate_keys" && /left out as repeating/.test(evidence)));
  const hostile = found(table(rows.map((row) => [row[0], row[1] === model ? "__proto__" : `<b>${row[1]}</b>`, row[1] === model ? "pass" : row[2], row[3]])));
  assert.deepEqual(hostile[0].models, ["__proto__"]);
});

test("labels of another version of the judge are told, by whatever column says so", () => {
  const versioned = (name, versionOf) => [`${header},${name}`,
    ...rows.map((row) => [...row, versionOf(row)].join(","))].join("\n");
  const stale = (text, options) => found(text, options).filter(({ code }) => code === "calibration_stale");
  const isLabelled = (row) => row[3] !== "";
  const text = versioned("judge_version", (row) => (isLabelled(row) ? "2024-05" : "2024-11"));
  const [finding, ...more] = stale(text);
  assert.deepEqual(more, []);
  assert.equal(finding.severity, "warn");
  assert.equal(finding.evidence, 'In "judge_version" the labelled rows have "2024-05", the others "2024-11".');
  assert.deepEqual(stale(text, { versions: null }), []);
  assert.ok(correctTable(text).issues.some(({ message }) => /Versions of the judge are in "judge_version"\./.test(message)));
  // One version for all, none told, no labels, and no rows without: nothing to compare.
  assert.deepEqual(stale(versioned("Prompt Version", () => "v1")), []);
  assert.deepEqual(stale(versioned("prompt_version", (row) => (isLabelled(row) ? "v1" : ""))), []);
  assert.deepEqual(stale(versioned("batch", (row) => (isLabelled(row) ? "old" : "new"))), []);
  assert.equal(stale(versioned("batch", (row) => (isLabelled(row) ? "old" : "new")), { versions: "batch" }).length, 1);
  // A version that reads like a verdict is none.
  assert.equal(correctTable("item,judge_version,verdict,human\n1,1,pass,1\n2,1,fail,0\n").judge, "verdict");
  assert.match(correctTable("item,judge_version,human\n1,1,1\n2,1,0\n").issues.at(-1).message, /verdict/);
  assert.match(correctTable(text, { versions: "nope" }).issues.at(-1).message, /no column "nope" for the judge's version/);
  const twice = versioned("judge_version,judge_version", (row) => (isLabelled(row) ? "1,1" : "2,2"));
  assert.equal(correctTable(twice).issues.some(({ severity }) => severity === "refuse"), false);
  const run = cli(["judge", "-", "--version-column", "batch"], versioned("batch", (row) => (isLabelled(row) ? "old" : "new")));
  assert.match(run.stdout.replace(/\s+/g, " "), /the labels are of another version of the judge\..*the labelled rows have "old", the others "new"/);
});

test("nothing that can be read: no findings; a backtest: none are looked for", () => {
  assert.deepEqual(found("a,b\n1,2\n"), []);
  assert.deepEqual(correctTable(table(rows), { design: "subset", backtest: { share: 0.5 } }).diagnostics, []);
});

test("the command prints them and has them in its JSON", () => {
  const text = withVerdicts((row) => (row[1] === model ? "pass" : row[2]));
  const judged = (...args) => cli(["judge", "-", ...args], text);
  assert.match(judged().stdout, /Before you believe it\n.*Do not use the number: the judge says the same of everything\./s);
  const report = JSON.parse(judged("--json").stdout);
  assert.equal(report.diagnostics[0].code, "degenerate_judge");
  assert.deepEqual(Object.keys(report.diagnostics[0]), ["code", "severity", "title", "detail", "evidence", "models"]);
  const counted = JSON.parse(judged("--json", "--blank-verdicts", "fail").stdout);
  assert.ok(counted.issues.some(({ message }) => /count as failed: no verdict/.test(message)));
  const refused = judged("--blank-verdicts", "maybe");
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /--blank-verdicts: found "maybe", expected one of drop, fail, pass/);
});
