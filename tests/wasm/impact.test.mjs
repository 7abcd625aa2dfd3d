// What contamination did to the scores: the package's functions for lists, and their sentences.
// The numbers themselves are in tests/golden/overlap_impact*.jsonl.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scanning } from "./support.mjs";

const {
  answerLeakage, bucketsReading, chronologicalReading, chronologicalSplit, cleanDirty,
  flagsAtThreshold, impactCaution, impactMethod, impactReading, InputError, llama2Buckets,
  logisticImpact, logisticReading, publishedRow, scanReading, scanThresholds, stratifiedImpact,
  stratifiedReading,
} = scanning;

const runs = (...pairs) => pairs.flatMap(([count, value]) => Array(count).fill(value));
// 100 items, 70 right; .5 of the metric flags 40 (34 right), 1 flags 10 of them (9 right).
const scores = runs([9, 1], [1, 0], [25, 1], [5, 0], [36, 1], [24, 0]);
const metric = runs([10, 1], [30, 0.5], [60, 0]);
const flags = metric.map((value) => value >= 0.5);

/** A text with ordinary spaces. */
const spaced = (lines) => lines.join("\n").replaceAll("\u00a0", " ");

test("flags may be true and false, 1 and 0, or a threshold of a metric", () => {
  const result = cleanDirty({ scores, flags, resamples: 0 });
  assert.deepEqual(cleanDirty({ scores, flags: flags.map(Number), resamples: 0 }), result);
  assert.deepEqual(cleanDirty({ scores, flags: flagsAtThreshold(metric, 0.5), resamples: 0 }), result);
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  assert.equal(result.bootstrap, null);
});

test("clean and dirty scores in words never claim a cause", () => {
  const text = spaced(impactReading(cleanDirty({ scores, flags })));
  assert.match(text, /^40 of 100 items are dirty \(40\.0 %\)\. All items score 70\.0 %/);
  assert.match(text, /Dirty items score higher than clean ones by 25\.0 points \(95 % interval 6\.9 to 39\.9 points\)/);
  assert.match(text, /Without the dirty items the score would be lower by 10\.0 points/);
  assert.match(text, /ConTAM's z is 1\.69\..*2\.659 does/);
  assert.match(impactCaution, /correlation, not a cause: dirty items may be easier or harder/);
  assert.match(impactMethod(cleanDirty({ scores, flags })), /Newcombe.*computed with Evenhand/);
  const open = spaced(impactReading(cleanDirty({ scores, flags: metric.map((value) => value === 1) })));
  assert.match(open, /not told apart by these data: dirty less clean is 22\.2 points, and anything from −9\.4/);
  const none = spaced(impactReading(cleanDirty({ scores, flags: scores.map(() => false) })));
  assert.match(none, /cannot be compared: no item is flagged\.$/);
});

test("a chosen threshold comes with a p-value that knows of the choice", () => {
  const text = spaced(scanReading(scanThresholds({ scores, metric })));
  assert.match(text, /^Of 2 thresholds 0\.5 has the largest z \(1\.69\): 40 of 100 items are dirty/);
  assert.match(text, /makes that z too large.*p = 0\.0061 \(all permutations/);
  const none = scanReading(scanThresholds({ scores, metric, leastDirty: 50 }));
  assert.deepEqual(none, ["No threshold can be chosen: too little flagged."]);
});

test("reference models are lists, and adjusted readings say what they held fixed", () => {
  const reference = [scores.map((score) => score / 2), scores.map(() => 0.5)];
  assert.equal(cleanDirty({ scores, flags, reference }).relativePercent.reason, "reference_taken_off");
  const strata = scores.map((_, index) => index % 3);
  assert.match(spaced(stratifiedReading(stratifiedImpact({ scores, flags, strata }))),
    /^Within 3 of 3 strata dirty less clean is .* against 25\.0 points without strata/);
  const lengths = scores.map((_, index) => 1 + (index % 7));
  assert.match(spaced(logisticReading(logisticImpact({ scores, flags, lengths }))),
    /the odds that a dirty item is right are .* times those of a clean one/);
  assert.deepEqual(logisticReading(logisticImpact({ scores, flags: scores })),
    ["The regression has no answer: right and wrong items are separated."]);
});

test("buckets, dates, kinds of leakage and published rows", () => {
  assert.match(bucketsReading(llama2Buckets({ scores, coverage: [metric], lengths: [10] }))[0],
    /not affected \(1 length tried\)/);
  const dates = scores.map((_, index) => (index % 10 === 0 ? null : index));
  const split = chronologicalSplit({ scores, dates, cutoff: 39 });
  assert.deepEqual([split.undated, split.before.items, split.after.items], [10, 36, 54]);
  assert.match(spaced(chronologicalReading(split)), /Later items score lower by .*10 items without a date were left out\.$/s);
  const leakage = answerLeakage({ scores, questionOnly: metric.map((value) => value === 1),
    answerOnly: metric.map((value) => value === 0.5), questionAndAnswer: flags });
  assert.deepEqual(leakage.questionAndAnswer, cleanDirty({ scores, flags }));
  const row = publishedRow({ all: 88.6, dirty: 90.2, dirtyItems: 164, clean: 86.2, cleanItems: 109 });
  assert.equal(row.relativePercent.value.toFixed(3), "-2.746");
});

test("what is wrong is refused by name", () => {
  const cases = [
    [() => cleanDirty({ scores, flags: metric.map(() => "x") }), "not_integer", "flags"],
    [() => cleanDirty({ scores, flags: [1] }), "length_mismatch", "flags"],
    [() => cleanDirty({ scores, flags, reference: [] }), "empty_sample", "reference"],
    [() => cleanDirty({ scores, flags, reference: [[1, 2], [1]] }), "length_mismatch", "reference"],
    [() => answerLeakage({ scores, questionOnly: flags, answerOnly: [0.5], questionAndAnswer: flags }),
      "not_integer", "answerOnly"],
    [() => chronologicalSplit({ scores, dates: "today", cutoff: 1 }), "value_out_of_range", "dates"],
    [() => chronologicalSplit({ scores, dates: scores.map(() => null), cutoff: 1 }), "empty_sample", "dated"],
    [() => chronologicalSplit({ scores, dates: scores.map(() => "2024"), cutoff: 1 }), "not_finite", "dates"],
    [() => llama2Buckets({ scores, coverage: [], lengths: [10] }), "length_mismatch", "coverage"],
  ];
  for (const [action, code, argument] of cases) {
    assert.throws(action, (error) => error instanceof InputError && error.code === code &&
      error.argument === argument, `${code} ${argument}`);
  }
});
