// `evenhand judge` by counts: a random subset, no labels, two judges, plans. Numbers are those of
// published examples or closed forms.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cli, evenhand } from "./support.mjs";

const parsed = (...args) => {
  const { status, stdout, stderr } = cli(["judge", ...args, "--json"]);
  assert.equal(status, 0, stderr);
  assert.ok(!/NaN|Infinity|undefined/.test(stdout), stdout);
  return JSON.parse(stdout);
};
const printed = (...args) => {
  const { status, stdout, stderr } = cli(["judge", ...args]);
  assert.equal(status, 0, stderr);
  assert.ok(!/NaN|Infinity|undefined/.test(stdout), stdout);
  return stdout.replaceAll("\u00a0", " ").replace(/\s+/g, " ");
};
function refused(args, message) {
  const { status, stdout, stderr } = cli(["judge", ...args]);
  assert.equal(status, 2, stdout);
  assert.equal(stdout, "");
  assert.ok(!stderr.includes("at file:"), stderr);
  assert.match(stderr, message);
}
const near = (actual, expected, tolerance = 5e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const interval = ({ lower, upper }, expected, tolerance) => {
  near(lower, expected[0], tolerance);
  near(upper, expected[1], tolerance);
};

const subset = ["--confusion", "1,3,3,21", "--unlabelled", "40/248"];

test("a random subset by every method and convention", () => {
  const rows = [
    [["ppi", "--convention", "chen"], 0.16129, [0.059042, 0.370826]],
    [["ppi_pp", "--convention", "chen"], 0.144913, [0.065208, 0.291649], 0.111531],
    [["ppi_pp", "--convention", "ppi_py"], 0.144742, [0.036721, 0.252763], 0.102261],
    [["ppi-pp"], 0.144742, [0.036721, 0.252763], 0.102261],
    [["ppi_pp", "--convention", "truescore"], 0.144742, [0.034741, 0.254743], 0.102261],
    [["ppi_pp", "--convention", "glide"], 0.144812, [0.034815, 0.254809], 0.106048],
    [["eif"], 0.145161, [0.065639, 0.291018]],
    [["mle"], 0.144928, [0.065541, 0.29057]],
    [["poststrat"], 0.144928, [0.072635, 0.293472]],
  ];
  for (const [method, estimate, limits, lambda] of rows) {
    const result = parsed(...subset, "--level", "0.9", "--method", ...method);
    near(result.estimate, estimate, 1e-6);
    interval(result, limits, 1e-6);
    if (lambda !== undefined) near(result.lambda, lambda, 1e-6);
    assert.equal(result.method, method[0].replace("-", "_"));
    assert.equal(result.convention, method[0].startsWith("ppi") ? method[2] ?? "ppi_py" : undefined);
  }
  const openqa = parsed("--confusion", "52,9,7,31", "--unlabelled", "123/201");
  near(openqa.estimate, 0.623189, 1e-6);
  interval(openqa, [0.539806, 0.700002], 1e-6);
  interval(openqa.goldOnly, [0.517732, 0.705914], 1e-6);
  near(openqa.labelCheckP, 0.80262, 1e-6);
});

test("a random subset in words: labels alone beside, the convention named and cited", () => {
  const text = printed("--confusion", "52,9,7,31", "--unlabelled", "123/201", "--method", "ppi_pp");
  assert.match(text, /The 99 labels alone, without the judge, give 61\.6 % .* worth about 1\d\d labels/);
  assert.match(text, /labels alone 61\.6 % \[51\.8–70\.6 %\]/);
  assert.match(text, /weight of the verdicts 0\.442/);
  assert.match(text, /in the convention of ppi_py: .*aangelopoulos\/ppi_py/);
  assert.match(printed(...subset), /the judge adds next to nothing/);
  assert.match(printed("--confusion", "5,0,0,0", "--unlabelled", "40/248", "--method", "eif"),
    /cannot be told from these data: no label for one of the judge's verdicts/);
});

test("a random subset: what does not fit is refused", () => {
  refused([...subset, "--method", "lee2025"], /expected one of poststrat, ppi, ppi_pp, eif, mle/);
  refused([...subset, "--convention", "glide"], /--convention glide: .*expected --method ppi or ppi_pp/);
  refused([...subset, "--method", "ppi", "--convention", "mine"], /expected one of ppi_py, truescore, glide, chen/);
  refused(["--confusion", "1,3,3", "--unlabelled", "40/248"], /expected four counts/);
  refused(["--confusion", "1,3,3,-1", "--unlabelled", "40/248"], /--confusion 1,3,3,-1: the value is not a count/);
  refused(["--confusion", "1,3,3,21", "--unlabelled", "400/248"], /--unlabelled 400\/248/);
  refused([...subset, "--claim", "0.5"], /--claim cannot be used with --confusion/);
  refused([...subset, "--known-interval", "blaker"], /--known-interval cannot be used/);
});

test("known error rates: published examples", () => {
  const known = (rate, se, sp, how) => parsed("--judged", rate, "--sensitivity", se, "--specificity", sp,
    "--known-interval", how);
  near(known("23/150", "0.96", "0.89", "wilson").estimate, 0.05098039);
  interval(known("23/150", "0.96", "0.89", "wilson"), [0, 0.128917], 1e-6);
  interval(known("23/150", "0.96", "0.89", "blaker"), [0, 0.1275], 2e-4);
  interval(known("23/150", "0.96", "0.89", "clopper-pearson"), [0, 0.130753], 1e-6);
  const cut = known("6/151", "0.964", "0.927", "clopper_pearson");
  near(cut.unclipped, -0.03733434);
  interval(cut, [0, 0.012882], 1e-6);
});

test("no labels: region, tipping line, the sentence, no corrected estimate", () => {
  const args = ["--judged", "850/1000", "--assume-sensitivity", "0.9..1", "--assume-specificity", "0.7..1",
    "--claim", "0.8"];
  const found = parsed(...args);
  assert.deepEqual([found.design, found.analysis, found.rate], ["none", "sensitivity", 0.85]);
  assert.ok(!("estimate" in found) && found.leniency === null && found.against === null);
  interval(found.region.region, [0.78571429, 0.94444444]);
  interval(found.region.withSampling, [0.75218763, 0.96754436]);
  const points = found.tipping.points.map(({ specificity, side }) => [Number(specificity.toFixed(9)), side]);
  assert.deepEqual(points, [[0.75, "depends"], [0.55, "depends"], [0.35, "depends"], [-0.05, "always"]]);
  assert.match(found.sentence, /share of answers that a judge passes, not the share that is right/);
  assert.match(found.method, /Sensitivity analysis without human labels.*Evenhand/);
  assert.equal(found.assumptions.length, 3);
  assert.deepEqual(found, JSON.parse(JSON.stringify(evenhand.sensitivityAnalysis({
    judged: { positive: 850, total: 1000 }, claim: 0.8,
    supposed: { sensitivity: { lower: 0.9, upper: 1 }, specificity: { lower: 0.7, upper: 1 } },
  }))));
  const text = printed(...args);
  assert.match(text, /^Sensitivity analysis: there are no labels, so no score is corrected\./);
  assert.match(text, /between 78\.6 % and 94\.4 % are right; allowing for sampling \(95 %\), between 75\.2 % and 96\.8 %/);
  assert.match(text, /below 75\.0 % at a sensitivity of 100 %, below 55\.0 % at 95 %, below 35\.0 % at 90 %/);
  assert.match(text, /80 % always/);
  assert.ok(!text.includes("corrected estimate"));
});

test("no labels: a claim alone, a bound on disagreement, ranges that say nothing or do not fit", () => {
  const tipping = parsed("--judged", "850/1000", "--claim", "0.8");
  assert.equal(tipping.region, null);
  assert.equal(tipping.tipping.claim, 0.8);
  assert.match(printed("--judged", "850/1000", "--claim", "1"), /fails whatever the specificity at a sensitivity of/);
  const bound = parsed("--judged", "850/1000", "--disagreement", "0.15");
  interval(bound.region.region, [0.7, 1]);
  assert.deepEqual(bound.supposed, { disagreement: 0.15 });
  const rest = (se, sp) => ["--judged", "85/1000", "--assume-sensitivity", se, "--assume-specificity", sp];
  assert.match(printed(...rest("0.4..0.8", "0.5..1")), /every score is possible/);
  assert.match(printed(...rest("0.9..1", "0.7..0.8")), /no score gives such a rate/);
  assert.equal(parsed(...rest("0.4..0.8", "0.5..1"), "--design", "none").region.reason,
    "judge_may_be_uninformative");
});

test("no labels: two models, what would make the gap out of nothing", () => {
  const args = ["--judged", "720/1000", "--against", "680/1000"];
  const { leniency, against } = parsed(...args, "--score", "0.7");
  near(leniency.uniform, 0.04);
  near(leniency.falsePositive, 0.13333333);
  near(leniency.sensitivity, 0.05714286);
  assert.equal(against.rate, 0.68);
  const open = parsed(...args);
  assert.deepEqual([open.leniency.score, open.leniency.falsePositive, open.leniency.sensitivity],
    [null, null, null]);
  near(open.leniency.uniform, 0.04);
  const reversed = printed("--judged", "680/1000", "--against", "720/1000", "--score", "0.7");
  assert.match(reversed, /passes B more often than A by 4\.0 points/);
  assert.match(reversed, /13\.3 points more of B's wrong answers alone/);
  assert.match(printed(...args, "--score", "0.02"), /Leniency to right answers alone could not make it/);
  assert.match(printed(...args, "--disagreement", "0.01"), /do not overlap|overlap/);
  assert.match(printed("--judged", "1/2", "--against", "2/4"), /there is no gap to explain/);
});

test("no labels: what does not fit is refused", () => {
  const rate = ["--judged", "850/1000"];
  refused([...rate, "--assume-sensitivity", "0.9..1"], /--assume-specificity is missing/);
  refused([...rate, "--assume-sensitivity", "0.9", "--assume-specificity", "0..1"],
    /--assume-sensitivity: found "0\.9", expected a range such as 0\.7\.\.1/);
  refused([...rate, "--assume-sensitivity", "1..0.9", "--assume-specificity", "0..1"], /expected the lower end first/);
  refused([...rate, "--assume-sensitivity", "0.9..1.5", "--assume-specificity", "0..1"],
    /--assume-sensitivity 0\.9\.\.1\.5: the rate is out of range/);
  refused([...rate, "--assume-sensitivity", "a..b", "--assume-specificity", "0..1"], /not a finite number/);
  refused([...rate, "--disagreement", "0.1", "--assume-sensitivity", "0.9..1"], /expected one or the other/);
  refused([...rate, "--disagreement", "1.1"], /--disagreement 1\.1: the rate is out of range/);
  refused([...rate, "--claim", "0"], /--claim 0: the rate is out of range/);
  refused([...rate, "--claim", "0.5", "--score", "0.5"], /--score is the true score of two models/);
  refused([...rate, "--claim", "0.5", "--design", "subset"], /--design subset: there are no labels/);
  refused([...rate, "--claim", "0.5", "--method", "unified"], /--method cannot be used with a judge's rate and no labels/);
  refused([...rate, "--against", "5/4"], /--against 5\/4: the count is larger/);
  refused([...rate, "--against", "0/0"], /--against 0\/0: there are no items/);
  refused(["--judged", "-1/-5", "--against", "1/5"], /--judged -1\/-5: the value is not a count/);
  refused([...rate, "--against", "4/5", "--score", "1.5"], /--score 1\.5: the rate is out of range/);
  refused(rate, /--sensitivity is missing/);
});

test("two judges: each corrected, then their difference", () => {
  const sides = ["--judged", "410/500", "--specificity", "80/100", "--sensitivity", "90/100",
    "--against", "430/500", "--against-specificity", "60/100", "--against-sensitivity", "95/100"];
  const jeffreys = parsed(...sides, "--method", "beta_jeffreys", "--difference", "mover");
  near(jeffreys.a.estimate, 0.88571429);
  near(jeffreys.b.estimate, 0.83636364);
  interval(jeffreys.a, [0.80681343, 0.99468697], 2e-6);
  interval(jeffreys.b, [0.75159891, 0.94516399], 2e-6);
  near(jeffreys.estimate, 0.04935065);
  interval(jeffreys, [-0.0850475, 0.18740898], 2e-6);
  interval(parsed(...sides, "--method", "beta_jeffreys"), [-0.0839, 0.18], 2e-4);
  interval(parsed(...sides, "--method", "lee2025"), [-0.08335273, 0.18457052], 2e-6);
  const text = printed(...sides);
  assert.match(text, /A's judge passes 82\.0 %; corrected, A is right on 88\.6 %/);
  assert.match(text, /not told apart.*favour B by 4\.0 points, but are on different scales; corrected, the order is reversed/);
  assert.match(text, /difference by MOVER/);
  const weak = sides.with(-1, "40/100");
  assert.equal(parsed(...weak).status, "not_identified");
  assert.match(printed(...weak), /Whether A or B is better cannot be told/);
  refused(sides.slice(0, 10), /--against-sensitivity is missing/);
  refused(sides.with(5, "0.9"), /--sensitivity: found "0\.9", expected a count/);
  refused(sides.with(-1, "105/100"), /--against-sensitivity 105\/100 .*the count is larger/);
  refused([...sides, "--difference", "fieller"], /expected one of mover, propagation/);
  refused([...sides, "--method", "poststrat"], /--method: found "poststrat", expected one of averaged_roots/);
  refused([...sides, "--claim", "0.5"], /--claim cannot be used with counts of two judges/);
});

test("a second judge without labels: which differences are possible, and no estimate", () => {
  const sides = ["--judged", "410/500", "--specificity", "80/100", "--sensitivity", "90/100", "--against", "430/500"];
  const supposed = ["--against-assume-sensitivity", "0.9..1", "--against-assume-specificity", "0.6..0.9"];
  const result = parsed(...sides, ...supposed);
  assert.deepEqual(Object.keys(result), ["analysis", "lower", "upper", "level", "verdicts", "a", "b", "flags"]);
  assert.equal(result.analysis, "sensitivity");
  near(result.lower, result.a.lower - result.b.withSampling.upper);
  near(result.upper, result.a.upper - result.b.withSampling.lower);
  const alone = parsed("--judged", "430/500", "--assume-sensitivity", "0.9..1", "--assume-specificity", "0.6..0.9");
  assert.deepEqual(result.b, alone.region);
  const text = printed(...sides, ...supposed);
  assert.match(text, /^Sensitivity analysis: B has no labels, so the difference is not estimated\./);
  assert.match(text, /A is right on 88\.6 %.*The judge passes 86\.0 % of the answers of B\..*better cannot be told: A - B may be anything from/);
  const far = sides.with(-1, "50/500");
  assert.match(printed(...far, ...supposed), /A is better than B whatever B's judge is/);
  refused([...sides, ...supposed.slice(0, 2)], /--against-assume-specificity is missing/);
  refused([...sides, ...supposed, "--against-sensitivity", "9/10"], /--against-sensitivity cannot be used with a second judge that has no labels/);
  refused([...sides.with(-1, "5/4"), ...supposed], /--against 5\/4: the count is larger/);
  refused([...sides, ...supposed.with(1, "0.9..1.2")], /--against-assume-sensitivity 0\.9\.\.1\.2: the rate is out of range/);
  refused([...sides, ...supposed.with(1, "1..0.9")], /expected the lower end first/);
  refused([...sides, ...supposed, "--level", "0"], /--level 0/);
});

test("an audit: fresh labels against what the older ones predict", () => {
  const labels = ["--confusion", "900,80,100,420"];
  const passed = parsed(...labels, "--probe", "900,80,100,420", "--margin", "0.05");
  assert.deepEqual([passed.verdict, passed.residual, passed.probe], ["pass", 0, 1500]);
  const failed = [...labels, "--probe", "600,80,400,420", "--margin", "0.05"];
  assert.equal(parsed(...failed).verdict, "fail");
  assert.match(printed(...failed), /Audit of the calibration: failed\..*20\.0 points fewer \(95 % interval .*margin 5\.0 points/);
  const few = [...labels, "--probe", "9,1,1,4", "--margin", "0.05"];
  assert.match(printed(...few), /not decided.*Of 15 freshly labelled items 66\.7 % are right/);
  assert.ok(parsed(...few, "--level", "0.5").upper < parsed(...few).upper);
  refused(few.slice(0, 4), /--margin is missing/);
  refused([...labels, "--margin", "0.1"], /--probe is missing/);
  refused(few.slice(2), /expected a FILE, or --judged|--confusion is missing/);
  refused(few.with(-1, "5"), /--margin 5: the rate is out of range/);
  refused(few.with(3, "1,2,3"), /--probe: found "1,2,3", expected four counts/);
  refused(few.with(3, "0,0,0,0"), /--probe 0,0,0,0: there are no items/);
  refused(few.with(1, "0,0,0,0"), /--confusion 0,0,0,0: there are no items/);
  refused([...few, "--method", "poststrat"], /--method cannot be used with --probe/);
});

const supposed = ["--plan", "--score", String(1 / 6), "--specificity", "0.7", "--sensitivity", "0.9",
  "--items", "1000"];

test("plans: labels by class, what they buy, what others would", () => {
  const plan = parsed(...supposed, "--labels", "200");
  assert.deepEqual([plan.analysis, plan.size], ["plan", null]);
  assert.deepEqual([plan.allocation.method, plan.allocation.wrong, plan.allocation.right], ["neyman", 170, 30]);
  near(plan.precision.standardError, 0.05728041);
  near(plan.precision.floor, 0.05060605);
  assert.deepEqual([plan.precision.labelledForWrong, plan.precision.labelledForRight].map(Math.round), [204, 180]);
  assert.ok(plan.precision.flags.includes("judge_not_worth_it"));
  const equal = parsed(...supposed, "--labels", "200", "--split", "equal").precision;
  near(equal.halfWidth, 0.13560681);
  const gains = Object.fromEntries(equal.purchases.map(({ purchase, gain }) => [purchase, gain]));
  near(gains.wrong_labels, 0.00532048);
  near(gains.right_labels, 0.00008945);
  near(gains.judged_items, 0.00086116);
  const published = parsed(...supposed, "--labels", "200", "--split", "lee2025", "--rate", "0.4", "--pilot", "10");
  assert.deepEqual([published.allocation.wrong, published.allocation.right], [136, 64]);
  near(published.precision.standardError, 0.06126823);
  const random = parsed("--plan", "--score", "0.3", "--specificity", "0.7", "--sensitivity", "0.9", "--items", "1200",
    "--labels", "200").subset;
  near(random.squaredCorrelation, 0.30288462);
  near(random.equivalentLabels, 267.5241, 1e-4);
});

test("plans: labels for a half-width, or none that reach it", () => {
  const { size, allocation } = parsed(...supposed, "--half-width", "0.1");
  assert.deepEqual([size.optimalCeiling, size.equalCeiling], [268, 426]);
  assert.equal(allocation.wrong + allocation.right, 268);
  assert.equal(parsed(...supposed, "--half-width", "0.1", "--split", "equal").allocation.wrong, 213);
  const out = parsed(...supposed, "--half-width", "0.05");
  assert.deepEqual([out.size.optimal, out.allocation, out.precision], [null, null, null]);
  near(out.size.floor, 0.05060605, 1e-6);
  assert.equal(out.size.judgedLeast, 1025);
  assert.match(printed(...supposed, "--half-width", "0.05"),
    /out of reach .*with 1,000 judged items it stays above ±5\.1 points, .* at least 1,025 judged items/);
});

test("plans in words: cost, best buy, by hand, and whether the judge is worth it", () => {
  const text = printed(...supposed, "--labels", "200");
  for (const part of [/170 of wrong and 30 of right answers/, /to find 170 wrong ones, about 204 random answers/,
    /best next buy is 10 labels of wrong answers \(0\.23 points\)/, /labels of all 1,000 items ±2\.3 points/,
    /With labels from another set this judge is not worth it\. Label a random subset/]) {
    assert.match(text, part);
  }
  const good = ["--plan", "--score", "0.5", "--specificity", "0.99", "--sensitivity", "0.99", "--items", "100000",
    "--labels", "200"];
  assert.match(printed(...good), /The judge is worth it: as many labels without it give a wider interval/);
  // A score at the end of its range has no variance: labels alone would seem to be perfect.
  const extreme = printed("--plan", "--score", "1", "--specificity", "0.9", "--sensitivity", "0.9", "--items", "100",
    "--half-width", "0.2");
  assert.match(extreme, /A score of 100\.0 % leaves labels nothing to vary/);
  assert.ok(!/worth it|±0\.0/.test(extreme), extreme);
});

test("plans from the counts of a pilot", () => {
  const pilot = ["--plan", "--judged", "400/1000", "--sensitivity", "9/10", "--specificity", "7/10", "--labels", "200"];
  const plan = parsed(...pilot);
  assert.deepEqual(plan.assumption, evenhand.assumptionFromPilot({
    judged: { positive: 400, total: 1000 }, sensitivity: { correct: 9, total: 10 },
    specificity: { correct: 7, total: 10 },
  }));
  assert.equal(plan.items, 1000);
  assert.equal(parsed(...pilot, "--items", "5000").items, 5000);
  assert.equal(parsed(...pilot, "--split", "lee2025").allocation.wrong, 136);
  const uneven = pilot.with(6, "14/20");
  refused([...uneven, "--split", "lee2025"], /found a pilot of 10 right and 20 wrong answers, expected as many of both/);
  refused(pilot.with(4, "2/10"), /--sensitivity 2\/10 --specificity 7\/10: such a judge is no better than chance/);
  refused(pilot.with(4, "12/10"), /--sensitivity 12\/10: the count is larger/);
  refused([...pilot, "--score", "0.5"], /--score cannot be used with --plan and the counts of a pilot/);
});

test("plans: what does not fit is refused", () => {
  refused(supposed, /expected either --labels M or --half-width H/);
  refused([...supposed, "--labels", "9", "--half-width", "0.1"], /expected either --labels M or --half-width H/);
  refused([...supposed, "--labels", "1"], /--labels 1: there are too few/);
  refused([...supposed, "--labels", "2.5"], /--labels 2\.5: the value is not a count/);
  refused([...supposed, "--half-width", "0"], /--half-width 0/);
  refused([...supposed, "--labels", "200", "--split", "best"], /expected one of neyman, lee2025, equal/);
  refused([...supposed, "--labels", "200", "--split", "lee2025"], /expected --rate P/);
  refused([...supposed, "--half-width", "0.1", "--split", "lee2025", "--rate", "0.4"], /expected --labels M/);
  refused([...supposed, "--labels", "200", "--pilot", "10"], /--pilot belongs to --split lee2025/);
  refused([...supposed, "--labels", "200", "--rate", "0.4"], /--rate belongs to --split lee2025/);
  refused([...supposed.slice(0, -2), "--labels", "200"], /--items is missing/);
  refused([...supposed, "--labels", "200", "--claim", "0.5"], /--claim cannot be used with --plan/);
  refused(["table.csv", ...supposed, "--labels", "200"], /judge --plan: found a file/);
  refused([...supposed.with(2, "1.5"), "--labels", "200"], /--score 1\.5: the rate is out of range/);
  refused(["--items", "100"], /expected a FILE/);
});
