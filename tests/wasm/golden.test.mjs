// The WebAssembly module against independent numbers, and against the native build.
import assert from "node:assert/strict";
import { test } from "node:test";
import { close, differences, evenhand, golden, nativeAll, question, wasm } from "./support.mjs";

const { correctJudge, proportionInterval } = evenhand;

const tally = (count, total) =>
  ({ count: Number(count), total: Number(total), whole: Number.isInteger(Number(count)) });
const requests = {
  "proportion.csv": (row) => ({ call: "proportionInterval", request: {
    successes: Number(row.x), trials: Number(row.n), method: row.method, level: Number(row.level),
  } }),
  "judge_external.csv": (row) => ({ call: "correctExternal", request: {
    judged: tally(row.x, row.n), sensitivity: tally(row.y1, row.m1),
    specificity: tally(row.y0, row.m0), method: row.method, level: Number(row.level), gate: false,
  } }),
  "judge_known.csv": (row) => ({ call: "correctKnown", request: {
    positive: Number(row.x), total: Number(row.n),
    sensitivity: Number(row.sensitivity), specificity: Number(row.specificity),
    proportionMethod: row.interval, level: Number(row.level),
  } }),
  "judge_subset.csv": (row) => ({ call: "correctSubset", request: {
    labelled: { tp: Number(row.tp), fn: Number(row.fn), fp: Number(row.fp), tn: Number(row.tn) },
    positive: Number(row.x), total: Number(row.n), level: Number(row.level),
  } }),
};

for (const [name, request] of Object.entries(requests)) {
  const rows = golden(name);
  const questions = rows.map((row) => question(request(row)));
  const answers = questions.map(wasm);

  test(`${name}: wasm agrees with the independent numbers`, () => {
    const tolerance = name === "judge_external.csv" ? 1e-9 : 1e-11;
    for (const [index, row] of rows.entries()) {
      const { answer } = answers[index];
      // Limits outside [0, 1] are cut, as the golden ones are not.
      const { lower, upper } = name === "proportion.csv" ? (answer.unclipped ?? answer) : answer;
      const shown = `${JSON.stringify(row)} gave ${lower}, ${upper}`;
      assert.ok(close(lower, Number(row.lower), tolerance, tolerance), shown);
      assert.ok(close(upper, Number(row.upper), tolerance, tolerance), shown);
      if (row.estimate !== undefined) {
        assert.ok(close(answer.estimate, Number(row.estimate), 1e-12, 1e-14), shown);
      }
    }
  });

  test(`${name}: wasm equals native to 1e-12`, () => {
    for (const [index, native] of nativeAll(questions).entries()) {
      assert.deepEqual(differences(answers[index], native, { relative: 1e-12, absolute: 1e-13 }),
        [], JSON.stringify(rows[index]));
    }
  });
}

const judgedRate = (count, total, name) => {
  const value = Number(count);
  return Number.isInteger(value)
    ? { [name]: value, total: Number(total) }
    : { rate: value / Number(total), total: Number(total) };
};

test("published corrections hold in wasm", () => {
  for (const row of golden("published_external.csv")) {
    const { lower, upper, estimate, unclipped, flags } = correctJudge({
      judged: judgedRate(row.x, row.n, "positive"),
      sensitivity: judgedRate(row.y1, row.m1, "correct"),
      specificity: judgedRate(row.y0, row.m0, "correct"),
      method: row.method, gate: false,
    });
    const shown = `${JSON.stringify(row)} gave ${lower}, ${upper}`;
    assert.ok(close(lower, Number(row.lower), 0, 2e-8), shown);
    assert.ok(close(upper, Number(row.upper), 0, 2e-8), shown);
    assert.ok(close(unclipped ?? estimate, Number(row.raw), 0, 1e-8), shown);
    assert.equal(flags.includes("incompatible"), row.incompatible === "1", shown);
  }
});

test("published proportions hold in wasm", () => {
  for (const row of golden("published_proportion.csv")) {
    const result = proportionInterval(
      { successes: Number(row.x), trials: Number(row.n), method: row.method });
    const { lower, upper } = result.unclipped ?? result;
    assert.ok(close(lower, Number(row.lower), 0, 0.51e-10), JSON.stringify(row));
    assert.ok(close(upper, Number(row.upper), 0, 0.51e-10), JSON.stringify(row));
  }
});

test("the published lee2025 fixtures hold in wasm", () => {
  for (const row of golden("published_lee2025.csv")) {
    const rate = (share, total) => ({ rate: Number(share), total: Number(total) });
    const result = correctJudge({
      judged: rate(row.p, row.n), sensitivity: rate(row.q1, row.m1),
      specificity: rate(row.q0, row.m0), method: "lee2025", level: 1 - Number(row.alpha),
    });
    const tolerance = row.upper.length > 14 ? 1e-14 : 0.51e-10;
    assert.ok(close(result.lower, Number(row.lower), 1e-12, tolerance), JSON.stringify(row));
    assert.ok(close(result.upper, Number(row.upper), 1e-12, tolerance), JSON.stringify(row));
  }
});

test("tests against a fixed rate have the published values in wasm", () => {
  const low = evenhand.proportionTest({ successes: 15, trials: 148, nullRate: 0.15 });
  const high = evenhand.proportionTest({ successes: 60, trials: 198, nullRate: 0.25 });
  for (const [value, expected] of [
    [low.atMost, 0.056216868556], [low.central, 0.112433737112], [low.midP, 0.0888391569386],
    [low.score, -1.65747331986], [low.scoreP, 0.0974238186189],
    [high.atLeast, 0.0525396645964], [high.midAtLeast, 0.0451148017015],
  ]) assert.ok(close(value, expected, 1e-11, 0), `${value} is not ${expected}`);
});
