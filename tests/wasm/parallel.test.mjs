// Limits of parallel decoding through the package: the names of its JSON, the numbers of the
// specification, bounds that hold on random distributions, words, and what is told when it is too
// large.
import assert from "node:assert/strict";
import { test } from "node:test";
import { evenhand } from "./support.mjs";

const { analyseParallel, parallelReading, readStrategy } = evenhand;
const newCity = ["New York", "New Orleans", "Mexico City", "Panama City"];
const near = (actual, expected, tolerance = 1e-6) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected}`);
const strategy = (typed) => readStrategy(typed).strategy;
const run = (answers, typed, more = {}) => evenhand.runStrategy({ answers, strategy: strategy(typed), ...more });

test("New City: the names of the JSON and their numbers", () => {
  const report = analyseParallel(newCity);
  for (const key of ["tokens", "outcomes", "entropy", "marginalEntropies", "totalCorrelation", "dualTotalCorrelation",
    "oneStep", "schedules", "strategies", "frontier"]) assert.ok(key in report, key);
  assert.deepEqual([report.tokens, report.outcomes], [2, 4]);
  near(report.entropy, 2);
  report.marginalEntropies.forEach((entropy) => near(entropy, 1.5));
  near(report.totalCorrelation, 1);
  near(report.dualTotalCorrelation, 1);
  const { invalid, tv, klForward, klReverse, accuracy } = report.oneStep;
  near(invalid, 0.5);
  near(tv, 0.5);
  near(klForward, 1);
  assert.equal(klReverse, "infinite");
  near(accuracy, 0.5);
  assert.deepEqual(report.oneStep.impossible[0].tokens, ["New", "City"]);
  near(report.oneStep.impossible[0].output, 0.25);
  assert.deepEqual(report.schedules.map(({ steps }) => steps), [1, 2]);
  for (const key of ["steps", "partition", "bound", "accuracy", "invalid"]) assert.ok(key in report.schedules[0], key);
  assert.deepEqual(report.schedules[0].partition, [[0, 1]]);
  near(report.schedules[0].bound, 1);
  near(report.schedules[0].accuracy, 0.5);
  near(report.schedules[1].bound, 0);
  near(report.schedules[1].accuracy, 1);
  report.frontier.forEach((point, index) => {
    near(point.fixed, [0.5, 1][index]);
    near(point.adaptive, [0.5, 1][index]);
    near(point.accuracyBound, [0.5, 1][index]);
  });
  report.informationCurve.curve.forEach((z, index) => near(z, [0, 1][index]));
  near(report.pair.impossibleMass, 0.5);
  assert.deepEqual(report.limits, []);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), structuredClone(report));
  const words = parallelReading(report).join(" ");
  for (const part of [/Revealing both tokens at once must lose 1 bit: 50\.0\u00a0% of the samples are no right answer/,
    /"New City", 25\.0\u00a0% of the samples/, /2 steps lose nothing: reveal position 1 first, then 2 \(one token at a time; any order will do\)/]) {
    assert.match(words, part);
  }
  assert.match(parallelReading(report, "nats").join(" "), /must lose 0\.6931 nats/);
  assert.match(report.method, /arXiv 2510\.04767.*computed with Evenhand/);
});

test("New City: greedy decoding says New City always; strategies flip where confidences equal thresholds", () => {
  const greedy = analyseParallel(newCity, { temperature: 0 });
  near(greedy.oneStep.invalid, 1);
  near(greedy.oneStep.impossible[0].output, 1);
  assert.deepEqual(greedy.oneStep.impossible[0].tokens, ["New", "City"]);
  assert.equal(greedy.oneStep.klForward, "infinite");
  assert.equal(greedy.frontier[0].accuracyBound, null);
  for (const [typed, accuracy, steps] of [["threshold=0.3", 0.5, 1], ["threshold=0.5", 1, 2],
    ["threshold=0.5,inclusive", 0.5, 1], ["factor=1", 1, 2], ["factor=1.6", 0.5, 1],
    ["entropy-bounded=1.04", 0.5, 1], ["entropy-bounded=1", 1, 2]]) {
    const result = run(newCity, typed);
    near(result.accuracy, accuracy);
    assert.equal(result.mostSteps, steps, typed);
  }
});

test("Double New City: fixed steps, sizes in random order, mixtures over orders", () => {
  const answers = evenhand.readAnswers(newCity.flatMap((a) => newCity.map((b) => `${a} ${b.replace(/\w+/g, "$&2")}`)));
  const report = analyseParallel(answers, { partition: [[0, 1], [2, 3]] });
  near(report.totalCorrelation, 2);
  near(report.partition.bound, 2);
  near(report.partition.invalid, 0.75);
  assert.deepEqual(report.schedules.slice(0, 2).map(({ bound }) => bound.toFixed(6)), ["2.000000", "0.000000"]);
  report.informationCurve.curve.forEach((z, index) => near(z, index / 3));
  near(report.informationCurve.schedules[1].divergence, 2 / 3);
  const random = run(answers, "top-k=2,random");
  near(random.accuracy, 0.75);
  near(random.tv, 0.25);
  near(random.klForward, 0.415037);
  near(random.meanSteps, 1.833333);
  near(run(answers, "top-k=2,left-to-right").klForward, 2);
});

test("adaptivity pays in three steps of the coloured matching", () => {
  const pairs = { r: [[0, 1], [2, 3]], g: [[0, 2], [1, 3]], b: [[0, 3], [1, 2]] };
  const answers = Object.entries(pairs).flatMap(([colour, [first, second]]) => [0, 1].flatMap((a) => [0, 1].map((b) => {
    const tokens = [];
    for (const at of first) tokens[at] = colour + a;
    for (const at of second) tokens[at] = colour + b;
    return tokens;
  })));
  const report = analyseParallel(answers);
  near(report.totalCorrelation, 6.754888);
  near(report.dualTotalCorrelation, 3.584963);
  const expected = { bound: [6.754888, 1, 0.333333, 0], fixed: [0.0092593, 0.5, 0.8333333, 1], adaptive: [0.0092593, 0.5, 1, 1] };
  for (const [key, values] of Object.entries(expected)) report.frontier.forEach((point, index) => near(point[key], values[index]));
  assert.match(parallelReading(report).join(" "), /In 3 steps it pays to choose positions by what was revealed: up to 100\.0\u00a0% right, against 83\.3/);
});

test("a joint table with full support, and one of two sequences", () => {
  const full = analyseParallel("y1,y2,p\na,a,.5\na,b,.25\nb,a,.15\nb,b,.1\n").oneStep;
  near(full.invalid, 0);
  near(full.tv, 0.025);
  near(full.klForward, 0.00260853, 1e-8);
  near(full.klReverse, 0.00257944, 1e-8);
  const skew = analyseParallel("text,weight\na b,7\nb a,3\n").oneStep;
  near(skew.accuracy, 0.58);
  near(skew.klForward, 0.881291);
  skew.listed.forEach(({ output }, index) => near(output, [0.49, 0.09][index]));
});

test("list tasks: written out, and by closed forms where that is too large", () => {
  const six = analyseParallel({ task: "shuffle", n: 6 });
  near(six.totalCorrelation, 6.017922);
  near(six.oneStep.accuracy, 0.01543210, 1e-8);
  assert.deepEqual(six.schedules.map(({ partition }) => partition.map((step) => step.length)).slice(1, 4), [[4, 2], [3, 2, 1], [2, 2, 1, 1]]);
  [0.0154321, 0.1388889, 0.3703704, 0.625, 0.8333333, 1].forEach((value, index) => {
    near(six.frontier[index].adaptive, value);
    near(six.frontier[index].fixed, value);
  });
  near(run({ task: "shuffle", n: 6 }, "threshold=0.24").accuracy, 0.09375);
  const four = evenhand.taskAnswers({ task: "replace_random", n: 4 });
  assert.deepEqual(four.vocabulary, ["1", "2", "3", "4", "F"]);
  const frontier = evenhand.adaptiveFrontier({ answers: four });
  near(frontier[1], 0.84375);
  near(run(four, "top-k=2,random", { frontier }).gap, 0.1875);
  near(run(four, "factor=1,ties=random").klForward, 0.093109);
  near(run(four, "factor=1").klForward, 0.122556);
  const hundred = analyseParallel({ task: "replace-random", n: 100 });
  near(hundred.totalCorrelation, 1.435457);
  assert.equal(hundred.outcomes, null);
  assert.ok(hundred.frontier.length > 0 && hundred.frontier.length <= 32);
  assert.ok(hundred.strategies.some((row) => row.strategy === "threshold=0.9"));
  assert.ok(hundred.limits.every(({ what, message }) => what === "strategy" && /no closed form/.test(message)));
  for (const [task, n] of [["shuffle", 1_000_000], ["insert_random", 50], ["copy", 20], ["latin_square", 5], ["remove_random", 2]]) {
    const report = analyseParallel({ task, n });
    assert.ok(!/NaN|null,"sizes|Infinity/.test(JSON.stringify(report)), task);
    assert.ok(parallelReading(report).length > 0);
  }
  const scored = analyseParallel({ task: "shuffle", n: 3 }, { scored: true });
  near(scored.oneStep.accuracy, 5 / 27);
  assert.ok(scored.restricted && scored.frontier[0].accuracyBound === null);
  near(scored.frontier[0].fixed, 5 / 27);
});

test("closed forms of a task are what its table gives", () => {
  for (const [task, n] of [["shuffle", 4], ["shuffle", 5], ["replace_random", 5], ["replace_random", 6], ["sort", 3]]) {
    const closed = analyseParallel({ task, n }).frontier;
    const table = analyseParallel(evenhand.taskAnswers({ task, n })).frontier;
    assert.equal(closed.length, table.length);
    table.forEach((point, index) => {
      for (const key of ["fixed", "adaptive", "bound"]) near(closed[index][key], point[key], 1e-9);
    });
  }
});

test("conditions: means, and steps that may depend on the input", () => {
  const swapped = newCity.map((city) => city.split(" ").reverse().join(" "));
  const report = analyseParallel({ conditions: [{ x: "a", weight: 3, answers: newCity }, { x: "b", answers: swapped }] });
  assert.deepEqual(report.conditions.map(({ condition, outcomes }) => [condition, outcomes]), [["a", 4], ["b", 4]]);
  near(report.totalCorrelation, 1);
  near(report.schedules[0].perCondition, 1);
  const uneven = analyseParallel("x,text\nq,a b\nq,b a\nr,c\n");
  assert.equal(uneven.tokens, 0);
  assert.deepEqual(uneven.schedules, []);
  assert.ok(uneven.limits.some(({ what, message }) => what === "schedules" && /conditions differ in length/.test(message)));
  assert.notEqual(uneven.frontier[0].adaptive, null);
  assert.match(parallelReading(uneven)[0], /tokens in numbers that depend on the condition, for 2 conditions/);
});

test("what cannot be read gives nulls and the refusal; what is out of range throws", () => {
  const unread = analyseParallel(["a b", "c"]);
  assert.equal(unread.entropy, null);
  assert.equal(unread.issues.at(-1).code, "E_UNEQUAL_LENGTHS");
  assert.deepEqual(parallelReading(unread), []);
  assert.equal(analyseParallel(["a b", "c"], { pad: true }).tokens, 2);
  const refusedFor = (action, code, argument) =>
    assert.throws(action, (error) => error instanceof evenhand.InputError && error.code === code && argument.test(error.argument));
  for (const partition of [[[0]], [[0, 0], [1]], [[0, 2], [1]], [[0, 1], []], [], [[0.5, 1]], [[Number.NaN, 1]], "01"]) {
    refusedFor(() => analyseParallel(newCity, { partition }), "bad_partition", /steps|partition/);
  }
  refusedFor(() => analyseParallel(newCity, { strategies: [{ rule: "top_k", k: 0 }] }), "value_out_of_range", /^strategies\.0/);
  refusedFor(() => analyseParallel(newCity, { strategies: [{ rule: "top_k", k: 1 }, { rule: "threshold", parameter: 2 }] }),
    "value_out_of_range", /^strategies\.1/);
  refusedFor(() => analyseParallel(newCity, { temperature: -1 }), "value_out_of_range", /temperature/);
  refusedFor(() => analyseParallel(newCity, { steps: 0 }), "value_out_of_range", /most/);
  refusedFor(() => analyseParallel({ task: "remove_random", n: 1 }), "too_few", /n/);
  refusedFor(() => evenhand.measureAnswers({ answers: [] }), "empty_sample", /answers/);
  refusedFor(() => evenhand.pairMap({ answers: newCity, first: 0, second: 2 }), "value_out_of_range", /second/);
  // More positions than there are: all of them.
  near(run(newCity, "top-k=9").accuracy, 0.5);
});

test("one answer, and one position, have nothing to lose", () => {
  for (const answers of [["a b c"], ["a", "b"], ["a a", "a a"]]) {
    const report = analyseParallel(answers);
    assert.equal(report.totalCorrelation, 0);
    assert.equal(report.oneStep.accuracy, 1);
    assert.equal(report.oneStep.klReverse, 0);
    assert.ok(report.strategies.every((row) => row.accuracy === 1 && row.gap === 0));
    assert.match(parallelReading(report)[1], /nothing/);
  }
});

test("no simulated or exact decoder breaks a bound, on random distributions", () => {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let round = 0; round < 40; ++round) {
    const n = 2 + Math.floor(random() * 3);
    const answers = Array.from({ length: 2 + Math.floor(random() * 8) }, () => ({
      tokens: Array.from({ length: n }, () => "abc"[Math.floor(random() * 3)]), weight: 0.05 + random(),
    }));
    const report = analyseParallel(answers);
    const { oneStep, totalCorrelation, schedules, frontier, strategies } = report;
    near(oneStep.klForward, totalCorrelation, 1e-9);
    assert.ok(oneStep.invalid <= 1 - 2 ** -totalCorrelation + 1e-9);
    schedules.slice(1).forEach((row, index) => assert.ok(row.bound <= schedules[index].bound + 1e-9));
    for (const { fixed, adaptive, accuracyBound } of frontier) {
      assert.ok(adaptive >= fixed - 1e-9 && fixed >= accuracyBound - 1e-9);
    }
    for (const row of strategies) {
      near(row.gap, Math.max(0, frontier[row.mostSteps - 1].adaptive - row.accuracy), 1e-9);
      assert.ok(row.accuracy <= frontier[row.mostSteps - 1].adaptive + 1e-9, row.strategy);
    }
    near(frontier.at(-1).fixed, 1, 1e-9);
  }
});

test("a walk shows what a decoder saw, in words", () => {
  for (let seed = 1; seed <= 20; ++seed) {
    const walk = evenhand.walkStrategy({ answers: newCity, strategy: strategy("top-k=2"), seed });
    assert.equal(walk.steps.length, 1);
    assert.deepEqual(walk.steps[0].candidates[0].tokens[0], "New");
    assert.equal(walk.possible, newCity.includes(walk.tokens.join(" ")));
  }
});

test("large input is told with its bound and what to do", () => {
  const many = Array.from({ length: 300 }, (_, row) => Array.from({ length: 20 }, (_, at) => String((row * (at + 3)) % 307)));
  const report = analyseParallel(many, { strategies: [] });
  assert.deepEqual(report.limits.map(({ what }) => what).sort(), ["accuracySchedules", "adaptive", "schedules"]);
  for (const { n, m, message } of report.limits) {
    assert.deepEqual([n, m], [20, 300]);
    assert.match(message, /n = 20 positions, m = 300 answers; exact for .*Instead: /);
  }
  assert.equal(report.informationCurve.exact, false);
});

test("measured curves: the leaderboard's rule, and the limit of a task", () => {
  const points = [[1.3268608, 86.4117647], [3.4174169, 83.8235294], [4.5306897, 77.4705882], [5.6201269, 68.2941176],
    [6.5520183, 57.8823529], [8.2712523, 47.2352941]];
  const text = `method,tokens_per_step,accuracy\n${points.map((point) => `confidence,${point}`).join("\n")}\n`;
  const report = evenhand.analyseCurves(text, { at: [0.8, 0.86, 0.9, 0.4] });
  assert.equal(report.curves[0].kind, "adaptive");
  report.curves[0].tokensPerStepAt.forEach(({ tokensPerStep }, index) =>
    near(tokensPerStep, [4.087442, 1.659449, 0, 8.271252][index]));
  const limits = evenhand.analyseCurves(
    "method,tokens_per_step,accuracy,n_items,task\nA,2,36,200,shuffle:6\nA,3,50,200,shuffle:6\nA,3,5,200,shuffle:6\nA,3,5,200,insert-random:6\n");
  const [shuffle, insert] = limits.curves;
  assert.deepEqual(shuffle.points.map(({ limit }) => limit.verdict), ["within", "above", "below"]);
  assert.equal(insert.points[0].refusal, "unsupported");
  assert.match(evenhand.curvesReading(limits).join(" "), /above the unbiased limit/);
  assert.throws(() => evenhand.analyseCurves(text, { at: [80] }), evenhand.InputError);
  assert.deepEqual(evenhand.analyseCurves("tokens_per_step,accuracy\n0,1\n").curves, []);
  near(evenhand.parallelizability({ tokensPerStep: [1, 2, 4, 8, 16, 32], scores: [100, 84, 53, 33, 7, 0] }), 3.090253);
  const { totalVariation, klForward } = evenhand.confidentBounds({ n: 4, epsilon: 0.05, vocabulary: 1000 });
  near(totalVariation, 0.275);
  near(klForward, 1.631559);
  assert.equal(evenhand.acceptedPositions({ rule: "factor", parameter: 0.5, confidences: [0.9, 0.9, 0.9] }), 3);
  assert.equal(evenhand.acceptedPositions({ rule: "entropy_bounded", parameter: 0.37, entropies: [0.05, 0.02, 0.3, 0.9] }), 4);
});
