// Systems on tasks: ranks, Friedman's test and pairs, from tables.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cli, evenhand } from "./support.mjs";

const { compareTasks, friedmanTest } = evenhand;

/** Six tasks and four systems (specification, section 11). */
const scores = [[0.71, 0.7, 0.66, 0.6], [0.52, 0.55, 0.52, 0.41], [0.83, 0.8, 0.79, 0.8],
  [0.64, 0.66, 0.61, 0.58], [0.9, 0.88, 0.88, 0.85], [0.47, 0.45, 0.4, 0.43]];
const wide = ["task,A,B,C,D", ...scores.map((row, index) => [`t${index}`, ...row].join(","))].join("\n");
const long = ["benchmark,model,accuracy", ...scores.flatMap((row, index) =>
  row.map((score, system) => `t${index},${"ABCD"[system]},${score}`))].join("\n");
const refusal = (report) => report.issues.find((issue) => issue.severity === "refuse");

test("the specification's example, long and wide", () => {
  const report = compareTasks(wide);
  assert.deepEqual(report.systems.map((row) => [row.system, row.averageRank.toFixed(10)]),
    [["A", "1.4166666667"], ["B", "1.8333333333"], ["C", "3.1666666667"], ["D", "3.5833333333"]]);
  assert.equal(report.design.chiSquareTies.toFixed(10), "12.2631578947");
  assert.equal(report.design.criticalDifference.toFixed(10), "1.9148432266");
  assert.deepEqual(report.pairs.map(({ a, b }) => a + b), ["AB", "AC", "AD", "BC", "BD", "CD"]);
  const { issues: _, ...again } = compareTasks(long);
  const { issues: __, ...first } = report;
  assert.deepEqual(again, first);
  assert.equal(friedmanTest({ scores }).chiSquareTies, report.design.chiSquareTies);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
});

test("missing cells are refused, or the tasks left out", () => {
  const gaps = wide.replace("0.55", "");
  assert.match(refusal(compareTasks(gaps)).message, /1 task of 6 lack a score of some system \("t1"\)/);
  const report = compareTasks(gaps, { commonItemsOnly: true });
  assert.equal(report.design.tasks, 5);
  assert.match(report.issues.find((issue) => issue.code === "W_INCOMPLETE").message, /1 task was left out as asked/);
});

test("what cannot be ranked is refused", () => {
  assert.match(refusal(compareTasks("task,A,B\n1,2,2\n2,3,3\n")).message, /all values are equal/);
  assert.match(refusal(compareTasks("task,A\n1,2\n2,3\n")).message, /1 system are too few|too few to compare ranks/);
  assert.match(refusal(compareTasks("")).message, /empty/);
  assert.throws(() => compareTasks(wide, { level: 2 }), evenhand.InputError);
  assert.throws(() => friedmanTest({ scores: [[1, 2], [1]] }),
    (error) => error.code === "length_mismatch" && error.argument === "scores");
});

test("the command prints ranks, pairs, words and the method", () => {
  const { status, stdout } = cli(["compare", "-", "--tasks"], wide);
  assert.equal(status, 0);
  for (const part of [/^A +1\.42$/m, /A - B +6/, /A has the best average rank over 6 tasks, 1\.417 of 4/,
    /Friedman, Iman and\s+Davenport's F, p = 0\.00052/, /Demsar 2006/]) assert.match(stdout, part);
  assert.deepEqual(JSON.parse(cli(["compare", "-", "--tasks", "--json"], wide).stdout), compareTasks(wide));
  const { status: refused, stderr } = cli(["compare", "-", "--tasks", "--cluster", "x"], wide);
  assert.equal(refused, 2);
  assert.match(stderr, /--cluster cannot be used with --tasks/);
});
