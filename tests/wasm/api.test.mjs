// The library's behaviour: errors, defaults, JSON-safety, memory, recovery.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { evenhand, inside } from "./support.mjs";

const {
  correctJudge, correctKnown, correctSubset, correctTable, defaults, EngineError, errorCodes,
  InputError, proportionInterval, proportionMethods, correctionMethods, subsetMethods,
} = evenhand;

const judged = { positive: 400, total: 1000 };
const sensitivity = { correct: 180, total: 200 };
const specificity = { correct: 140, total: 200 };

function refusal(action) {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    assert.ok(error instanceof RangeError);
    return error;
  }
  return assert.fail("nothing was refused");
}

test("an interval is a plain object of the agreed shape", () => {
  const result = proportionInterval({ successes: 15, trials: 148 });
  assert.deepEqual(Object.keys(result),
    ["estimate", "lower", "upper", "level", "method", "successes", "trials"]);
  assert.deepEqual(structuredClone(result), result);
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  assert.equal(result.method, defaults.proportionMethod);
  assert.equal(result.level, defaults.level);
});

test("cut limits are also given uncut", () => {
  const { lower, unclipped } = proportionInterval(
    { successes: 0, trials: 20, method: "agresti_coull" });
  assert.equal(lower, 0);
  assert.equal(unclipped.lower.toFixed(10), "-0.0286844025");
});

test("a correction is a plain object of the agreed shape", () => {
  const result = correctJudge({ judged, sensitivity, specificity, method: "lee2025" });
  assert.deepEqual(Object.keys(result), [
    "estimate", "lower", "upper", "level", "method", "design", "status", "identified", "reason",
    "flags", "raw", "sensitivity", "specificity", "youden"]);
  assert.equal(result.estimate, 0.16666666666666666);
  for (const part of ["raw", "sensitivity", "specificity", "youden"]) {
    assert.deepEqual(Object.keys(result[part]), ["estimate", "lower", "upper"]);
  }
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
});

test("a judge at chance is not identified: a reason, null, and [0, 1]", () => {
  const result = correctJudge({
    judged, sensitivity: { correct: 100, total: 200 }, specificity: { correct: 100, total: 200 },
  });
  assert.deepEqual(
    [result.estimate, result.lower, result.upper, result.identified, result.status, result.reason],
    [null, 0, 1, false, "not_identified", "judge_at_or_below_chance"]);
});

test("refusals name code, argument and what was received", () => {
  const cases = [
    [() => proportionInterval({ successes: 5, trials: 4 }), "count_exceeds_trials", "counts"],
    [() => proportionInterval({ successes: -1, trials: 4 }), "not_integer", "counts"],
    [() => proportionInterval({ successes: 1.5, trials: 4 }), "not_integer", "successes"],
    [() => proportionInterval({ successes: NaN, trials: 4 }), "not_finite", "successes"],
    [() => proportionInterval({ successes: 1, trials: 1e300 }), "not_integer", "trials"],
    [() => proportionInterval({ successes: 1, trials: Infinity }), "not_finite", "trials"],
    [() => proportionInterval({ successes: "1", trials: 4 }), "not_finite", "successes"],
    [() => proportionInterval({ trials: 4 }), "not_finite", "successes"],
    [() => proportionInterval({ successes: 0, trials: 0 }), "empty_sample", "counts"],
    [() => proportionInterval({ successes: 1, trials: 4, level: 1 }), "level_out_of_range", "level"],
    [() => proportionInterval({ successes: 1, trials: 4, method: "wilsn" }),
      "value_out_of_range", "method"],
    [() => proportionInterval({ successes: 1, trials: 4, method: "__proto__" }),
      "value_out_of_range", "method"],
    [() => correctJudge({ judged: { positive: 5, total: 4 }, sensitivity, specificity }),
      "count_exceeds_trials", "judged"],
    [() => correctJudge({ judged, sensitivity: { correct: 1.5, total: 4 }, specificity }),
      "not_integer", "sensitivity"],
    [() => correctJudge({ judged, sensitivity, specificity: { rate: 1.5, total: 4 } }),
      "rate_out_of_range", "specificity.rate"],
    [() => correctJudge({ judged, sensitivity, specificity: undefined }),
      "value_out_of_range", "specificity"],
    [() => correctJudge({ judged, sensitivity, specificity, method: "poststrat" }),
      "unsupported", "method"],
    [() => correctKnown({ judged, sensitivity: 2, specificity: 0.5 }),
      "rate_out_of_range", "sensitivity"],
    [() => correctSubset({ labelled: { tp: 0, fn: 0, fp: 0, tn: 0 },
      unlabelled: { positive: 0, total: 1 } }), "empty_sample", "labelled"],
    [() => correctTable("judge,human\npass,pass\n", { backtest: { share: 2 } }),
      "share_out_of_range", "share"],
  ];
  for (const [action, code, argument] of cases) {
    const error = refusal(action);
    assert.equal(error.code, code, error.message);
    assert.equal(error.argument, argument);
    const { title, detail } = errorCodes.find((entry) => entry.name === code);
    assert.ok(error.message.includes(title) && error.message.includes(detail), error.message);
  }
  const error = refusal(() => proportionInterval({ successes: 1.5, trials: 4 }));
  assert.equal(error.received, 1.5);
  assert.match(error.message, /received 1\.5; expected a whole number/);
});

test("every method name works, and every answer is JSON-safe", () => {
  for (const { name } of proportionMethods) {
    assert.equal(proportionInterval({ successes: 3, trials: 9, method: name }).method, name);
  }
  for (const { name } of correctionMethods) {
    if (name === "known") continue;
    if (subsetMethods.includes(name)) {
      const subset = correctSubset(
        { labelled: { tp: 52, fn: 9, fp: 7, tn: 31 }, unlabelled: { positive: 123, total: 201 }, method: name });
      assert.equal(subset.method, name);
      assert.ok(subset.lower < 0.62 && 0.62 < subset.upper, name);
      continue;
    }
    const result = correctJudge({ judged, sensitivity, specificity, method: name });
    assert.equal(result.method, name);
    assert.ok(result.lower < 1 / 6 && 1 / 6 < result.upper, name);
  }
});

test("random counts: no NaN, limits in order, labels swapped mirrors", () => {
  const count = fc.integer({ min: 0, max: 300 });
  fc.assert(fc.property(count, count, count, count, count, count, (x, n, y0, m0, y1, m1) => {
    fc.pre(n > 0);
    const of = (k, total, name) => ({ [name]: Math.min(k, total), total });
    const a = correctJudge({ judged: of(x, n, "positive"), sensitivity: of(y1, m1, "correct"),
      specificity: of(y0, m0, "correct") });
    assert.ok(a.lower >= 0 && a.lower < a.upper && a.upper <= 1);
    assert.ok(!JSON.stringify(a).includes("null,null"));
    const b = correctJudge({ judged: of(n - Math.min(x, n), n, "positive"),
      sensitivity: of(y0, m0, "correct"), specificity: of(y1, m1, "correct") });
    assert.ok(Math.abs(a.lower - (1 - b.upper)) < 1e-8, `${a.lower} ${b.upper}`);
  }), { numRuns: 200, seed: 1 });
});

test("memory grows with the table, and the engine keeps answering", () => {
  const rows = Array.from({ length: 300_000 }, (_, i) => `q${i},m${i % 3},${i % 5 ? 1 : 0},${i % 7 ? "" : 1}`);
  const report = correctTable(`item,model,judge,human\n${rows.join("\n")}\n`);
  assert.equal(report.models.reduce((sum, row) => sum + row.items, 0), 300_000);
  assert.equal(proportionInterval({ successes: 1, trials: 2 }).estimate, 0.5);
});

test("a broken engine is thrown away: the next call starts a fresh one", async () => {
  // The insides, for a call that cannot work; the public API offers none.
  const { call } = await inside("engine.js");
  const signature = (symbol, write) => ({ module: "core", symbol, write, read: () => assert.fail("no answer") });
  assert.throws(() => call(signature("evenhand_missing", () => {}), {}), EngineError);
  const vast = Object.create(Int32Array.prototype,
    { byteLength: { value: 2 ** 40 }, length: { value: 1 } });
  assert.throws(
    () => call(signature("evenhand_correct_leaderboard", (to) => to.int32s("model", vast)), {}),
    (error) => error instanceof EngineError && /out of memory/.test(error.message));
  assert.equal(proportionInterval({ successes: 1, trials: 2 }).estimate, 0.5);
});

test("a set of names may have more than 31, and columns must be of their kind", async () => {
  const { names, Writer } = await inside("wire.js");
  const texts = Array.from({ length: 53 }, (_, index) => ({ name: `n${index}` }));
  const bits = 2 ** 52 + 2 ** 31 + 2 ** 3;
  assert.deepEqual(names(texts, { slots: Float64Array.of(bits), next: 0 }), ["n3", "n31", "n52"]);

  const lent = [];
  const writer = new Writer(8, (values) => lent.push(values));
  writer.float64s("weights", Float64Array.of(0.5, 1));
  writer.int32s("rows", Int32Array.of(7));
  assert.deepEqual([...writer.slots.subarray(0, writer.length)], [1, 2, 2, 1]);
  for (const wrong of [[0.5], Int32Array.of(1), undefined]) {
    assert.equal(refusal(() => writer.float64s("weights", wrong)).argument, "weights");
  }
});

test("the minimum is given when there are too few, and only then", () => {
  const few = new InputError("too_few", "items", 3, 5);
  assert.equal(few.minimum, 5);
  assert.match(few.message, /expected at least 5\)$/);
  assert.equal(new InputError("empty_sample", "items", 0, 5).minimum, undefined);
});

test("lists of numbers and typed arrays give the same, and what is no number is refused", () => {
  const { meanInterval, pairedMeanDifference, passAtK, rankSets, signFlipTest } = evenhand;
  const values = [0.2, 0.5, 0.9, 0.4];
  assert.deepEqual(meanInterval({ values }), meanInterval({ values: Float64Array.from(values) }));
  assert.deepEqual(meanInterval({ values, clusters: [0, 0, 1, 1] }),
    meanInterval({ values, clusters: Int32Array.of(0, 0, 1, 1) }));
  assert.deepEqual(signFlipTest({ differences: [3, -1, 2, 2, 0, 5] }),
    signFlipTest({ differences: Int32Array.of(3, -1, 2, 2, 0, 5) }));
  const cases = [
    [() => meanInterval({ values: [1, "2"] }), "not_finite", "values", "2"],
    [() => meanInterval({ values: "12" }), "value_out_of_range", "values", "12"],
    [() => meanInterval({ values, clusters: [0, 0, 1, 1.5] }), "not_integer", "clusters", 1.5],
    [() => meanInterval({ values, clusters: ["a", "a", "b", "b"] }), "not_integer", "clusters", "a"],
    [() => pairedMeanDifference({ a: values, b: [1] }), "length_mismatch", "b", undefined],
    [() => passAtK({ samples: [4, 4], correct: [2, 5], k: 2 }), "count_exceeds_trials", undefined, undefined],
    [() => rankSets({ estimates: [1], standardErrors: [1] }), "too_few", "estimates", undefined],
  ];
  for (const [action, code, argument, received] of cases) {
    const error = refusal(action);
    assert.equal(error.code, code, error.message);
    if (argument !== undefined) assert.equal(error.argument, argument);
    if (received !== undefined) assert.equal(error.received, received);
  }
});

test("two systems from counts: shapes, and refusals in the caller's words", () => {
  const { compareIndependent, comparePaired } = evenhand;
  const a = { successes: 56, trials: 70 };
  const b = { successes: 48, trials: 80 };
  const result = compareIndependent({ a, b });
  assert.equal(result.method, defaults.independentMethod);
  assert.equal(result.lower.toFixed(10), "0.0528297132");
  assert.equal(comparePaired({ both: 59, aOnly: 6, bOnly: 16, neither: 80 }).midP.toFixed(11), "0.03468966484");
  const cases = [
    [() => compareIndependent({ a: { successes: 71, trials: 70 }, b }), "count_exceeds_trials", "a"],
    [() => compareIndependent({ a, b: { successes: NaN, trials: 80 } }), "not_finite", "b.successes"],
    [() => compareIndependent({ a, b: { successes: 1.5, trials: 80 } }), "not_integer", "b.successes"],
    [() => compareIndependent({ a }), "value_out_of_range", "b"],
    [() => compareIndependent({ a, b, method: "tango" }), "value_out_of_range", "method"],
    [() => comparePaired({ both: 1, aOnly: -2, bOnly: 0, neither: 0 }), "not_integer", "aOnly"],
    [() => comparePaired({ both: 0, aOnly: 0, bOnly: 0, neither: 0 }), "empty_sample", "counts"],
  ];
  for (const [action, code, argument] of cases) {
    const error = refusal(action);
    assert.deepEqual([error.code, error.argument], [code, argument]);
  }
  assert.equal(refusal(() => compareIndependent({ a, b: { successes: 1.5, trials: 80 } })).received, 1.5);
});

test("the public names are these; a change here is a change of the API", () => {
  assert.deepEqual(Object.keys(evenhand).sort(), [
    "EngineError", "InputError", "about", "acceptedPositions", "accuracySchedules",
    "adaptiveFrontier", "adjustPValues", "agreementReasons", "agreementStatistics",
    "allocateLabels", "allocateLee2025", "allocationMethods", "alpacaWinRate", "alphaMetrics",
    "analyseCurves", "analyseParallel", "assumptionFromPilot", "assumptionsOf", "auditAssumptions",
    "auditMethod", "auditReading", "auditVerdicts", "backtestShare", "battleMethods",
    "battleOutcomes", "battleRoles", "battleStatuses", "battlesAssumptions", "battlesMethod",
    "battlesReading", "bootstrapInterval", "bootstrapMethods", "calibrationHomogeneity",
    "calibrationPrecision", "calibrationVerdicts", "calibrations", "ceilingReading", "classFlags",
    "classNotes", "classReading", "classReasons", "classesAssumptions", "classesMethod",
    "classesReading", "clusteredAssumptions", "clusteredMethod", "clusteredNotes",
    "clusteredReading", "clustersReading", "cochranQ", "coefficientInterval", "coefficientOf",
    "coefficientText", "columnRoles", "compareBattles", "compareIndependent", "compareMethod",
    "compareModels", "compareNotes", "comparePair", "comparePaired", "comparePairwise",
    "compareReading", "compareTable", "compareTasks", "compareWithLimit", "compiledModule",
    "confidentBounds", "consensusLabel", "consensusReading", "contrastFlags", "contrastMethods",
    "contrastModels", "contrastShared", "contrastSources", "contrastSubset", "contrastWithRegion",
    "correctBattles", "correctCategories", "correctClassTable", "correctClasses",
    "correctClustered", "correctClusteredTable", "correctGrades", "correctJudge", "correctKnown",
    "correctScores", "correctSubset", "correctTable", "correctionMethods", "correctionNotes",
    "correlation", "correlationMethods", "correlationReading", "count", "countsAssumptions",
    "countsMethod", "curveKinds", "curveName", "curveRoles", "curvesAssumptions", "curvesMethod",
    "curvesReading", "decodeText", "defaultStrategies", "defaults", "designs",
    "detectableMeanDifference", "detectablePairedProportions", "detectableProportions",
    "detectableRuns", "diagnoseTable", "diagnosticSentence", "difference", "differenceInterval",
    "disagreementRegion", "distanceText", "effectiveShare", "effectiveVotes", "equalSchedules",
    "errorCodes", "findingCodes", "findingSeverities", "fitBattles", "flags", "fleissKappa",
    "friedmanFromRanks", "friedmanTest", "goldReading", "groupedClassNotes",
    "groupedClusteredNotes", "groupedNotes", "guessBattleColumns", "guessPairwiseColumns",
    "guessRoles", "guessScoreColumns", "halfWidthText", "hasExtremeScore", "homogeneityReading",
    "identificationRegion", "ignoredClustersReading", "ignoredPairsReading", "independentMethods",
    "independentReading", "informationCurve", "informationNumber", "informationText", "isSymmetric",
    "judgeStandings", "judgeValue", "klSchedules", "krippendorffAlpha", "labelPlanAssumptions",
    "labelPlanMethod", "labelPlanNotes", "labelPlanReading", "leastSignificantDifference",
    "leniency", "leniencyReading", "levelText", "limitReading", "limitVerdicts", "limits",
    "listTaskLimits", "listTaskSizes", "listTaskThreshold", "listTasks", "majorityAtK",
    "meanDifference", "meanInterval", "meanMethods", "meansReading", "measureAnswers",
    "methodSentence", "modelNotes", "modelsAssumptions", "modelsMethod", "modelsNotes",
    "modelsReading", "multiplicities", "nameList", "noiseReading", "noteTexts", "notes",
    "orderPreference", "orderRules", "outcomeColumns", "pText", "pValue", "padToken", "pairMap",
    "pairMethods", "pairReading", "pairSentence", "pairTieRules", "pairedMeanDifference",
    "pairedMethods", "pairedPlanMethods", "pairedReading", "pairwiseAssumptions", "pairwiseFlags",
    "pairwiseMethod", "pairwiseNotes", "pairwiseReading", "pairwiseRoles", "panelAgreementReading",
    "panelConsensus", "panelFlags", "panelReasons", "parallelAssumptions", "parallelMethod",
    "parallelReading", "parallelizability", "partialCorrelation", "partitionReading",
    "partitionText", "passAtK", "percent", "percentInterval", "planAssumptions", "planCalibration",
    "planDesigns", "planFlags", "planHalfWidth", "planLabels", "planMeanDifference", "planMethod",
    "planPairedProportions", "planProportions", "planProportionsBaseline", "planReading",
    "planRuns", "pointReading", "poissonBinomialTest", "positionScores", "ppiConventions",
    "proportionInterval", "proportionMethods", "proportionTest", "purchases", "rankMethods",
    "rankModels", "rankSets", "rankText", "rankingAssumptions", "rankingMethod", "rankingNotes",
    "rankingReading", "rateTable", "raterAgreement", "raterRoles", "ratersAssumptions",
    "ratersMethod", "ratersNotes", "ratersReading", "ratingReasons", "ratingsReading",
    "readAnswers", "readBattles", "readCurves", "readPairwise", "readPartition", "readRatings",
    "readScores", "readStrategy", "readTable", "readingOf", "reasons", "regionContrastAssumptions",
    "regionContrastMethod", "regionContrastReading", "regionReading", "regionReasons",
    "regionsReading", "repeatedBacktest", "reportMethod", "reportReading", "runStrategy",
    "runsAssumptions", "runsInterval", "runsMethod", "runsReading", "samplesMethods",
    "samplesMetrics", "samplesTitle", "scenariosReading", "schedulesReading", "scoreInterval",
    "scoreRoles", "scoreText", "sensitivityAnalysis", "sensitivityAssumptions", "sensitivityMethod",
    "sensitivitySentence", "shareText", "sharesText", "sharings", "shownAgreement",
    "signFlipMethods", "signFlipTest", "sizeReading", "sourcesAssumptions", "sourcesMethod",
    "sourcesNotes", "sourcesReading", "statuses", "stepsOutcome", "strategiesReading",
    "strategyReading", "strategyRules", "strategyText", "subsetMethods", "suppositionText",
    "systemReading", "taskAnswers", "tasksMethod", "tasksReading", "testsReading", "tieRules",
    "tippingLine", "tippingReading", "tippingSides", "tippingText", "tokensPerStepAt",
    "transportAudit", "unnamedModels", "useModule", "varianceComponents", "verdicts", "version",
    "votesReading", "walkStrategy", "wilcoxonSignedRank", "winRate", "withValid", "worthReading",
    "zeroRules",
  ]);
});
