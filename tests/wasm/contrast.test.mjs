// The npm functions of the area `contrast`: lists as columns, rows as matrices, nulls, refusals.
import assert from "node:assert/strict";
import { test } from "node:test";
import { evenhand } from "./support.mjs";

const {
  alpacaWinRate, calibrationHomogeneity, contrastModels, contrastShared, contrastSources,
  contrastSubset, correctClasses, correctClustered, correctGrades, effectiveShare, InputError,
  judgeStandings, winRate,
} = evenhand;
const sensitivity = { correct: 170, total: 200 };
const specificity = { correct: 180, total: 200 };
const near = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1e-8, `${actual}`);

test("classes and grades take their matrix as rows", () => {
  const input = {
    confusion: [[160, 20, 20], [20, 60, 20], [30, 30, 140]], verdicts: [520, 180, 300],
    values: [1, 0.5, 0],
  };
  near(correctClasses(input).score.estimate, 0.62372881);
  assert.deepEqual(correctGrades(input).merged, [0, 1, 2]);
  assert.equal(correctGrades({ ...input, cut: 1 }).values.length, 2);
  assert.throws(() => correctClasses({ ...input, confusion: [[1, 2], [3]] }),
    (error) => error instanceof InputError && error.argument === "confusion");
});

test("one calibration: counts, or rows in groups", () => {
  const counts = { both: 0, aOnly: 60, bOnly: 30, neither: 410 };
  const result = contrastShared({ ...counts, sensitivity, specificity });
  near(result.lower, 0.03046933);
  assert.equal(result.p, result.exactP);
  const grouped = contrastShared({
    a: [1, 1, 0, 1, 1, 1], b: [0, 1, 0, 0, 1, 1], clusters: [0, 0, 1, 1, 2, 2], sensitivity, specificity,
  });
  assert.equal(grouped.clusters.clusters, 3);
  assert.equal(grouped.p, grouped.clusters.p);
});

test("own calibrations, two sources, labels on a subset", () => {
  const labels = { tp: 90, fn: 10, fp: 20, tn: 80 };
  const models = contrastModels({ both: 250, aOnly: 60, bOnly: 40, neither: 150, a: labels, b: labels });
  assert.equal(models.homogeneity.verdict, "not_shown_to_differ");
  assert.equal(calibrationHomogeneity({ models: [labels, labels] }).sensitivity.p, 1);
  const source = (positive) => ({ judged: { positive, total: 500 }, sensitivity, specificity });
  const sources = contrastSources({ a: source(410), b: source(400) });
  assert.deepEqual([sources.method, sources.flags], ["mover", ["independence_assumed"]]);
  const subset = contrastSubset({ labelled: [[4, 6, 1], [2, 57, 4], [2, 3, 19]], items: [40, 195, 64] });
  near(subset.estimate, 0.13387038);
});

test("groups, pairs, AlpacaEval, standings", () => {
  assert.equal(effectiveShare({ values: [1, 1, 0, 0], clusters: [0, 0, 1, 1] }).effectiveRows, 1);
  const verdict = Array.from({ length: 90 }, (_, i) => Number(i % 3 > 0));
  const human = verdict.map((v, i) => (i < 60 ? (i % 10 === 0 ? 1 - v : v) : -1));
  const clusters = verdict.map((_, i) => i >> 1);
  assert.equal(correctClustered({ verdict, human, clusters }).judged.clusters, 15);
  const pairs = winRate({ aFirst: [0, 0, 1], bFirst: [0, 2, -1] });
  assert.deepEqual([pairs.rate, pairs.blank, pairs.oneOrder], [2 / 3, 1, 1]);
  assert.equal(alpacaWinRate([1, 2, null]).nulls, 1);
  const standings = judgeStandings({
    model: [0, 1, 0, 1], item: [0, 0, 1, 1], verdict: [1, 1, 1, 0], human: [-1, -1, -1, -1],
    models: 2, items: 2,
  });
  assert.deepEqual(standings.tied, [{ models: [0, 1] }]);
  assert.equal(standings.models[0].corrected.reason, "no_labels");
});
