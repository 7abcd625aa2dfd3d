// Writes the coverage document and its drawings from the rows that evenhand_coverage printed.
//
//   node tests/coverage/report.mjs FOLDER          writes FOLDER/coverage.md and FOLDER/coverage/*.svg
//   node tests/coverage/report.mjs FOLDER --check  fails when they are not what would be written
//
// Reads FOLDER/coverage/rows.jsonl. Every number and every comparison in a sentence is computed
// from the rows: a sentence that stops being true changes or stops the program.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { curves, scatter } from "./svg.mjs";

const nominal = 0.95;
const floor = 0.94; // the rule for a default: not below this from `enough` items on
const enough = 30;
const defaults = { proportion: "wilson", independent: "miettinen_nurminen", paired: "tango", judge: "averaged_roots", subset: "poststrat" };

const [folder, check] = process.argv.slice(2);
if (!folder) throw new Error("usage: node tests/coverage/report.mjs FOLDER [--check]");
const all = readFileSync(join(folder, "coverage", "rows.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const rows = (table, wanted = {}) => all.filter((row) => row.table === table &&
  Object.entries(wanted).every(([name, value]) => row[name] === value));
const one = (table, wanted) => {
  const found = rows(table, wanted);
  assert.equal(found.length, 1, `${table} ${JSON.stringify(wanted)}`);
  return found[0];
};
const distinct = (table, ...names) => [...new Map(rows(table).map((row) => [
  JSON.stringify(names.map((name) => row[name])), Object.fromEntries(names.map((name) => [name, row[name]]))])).values()];

// ---- Words -----------------------------------------------------------------------------------------

const share = (value, digits = 3) => (value >= 1 ? value.toFixed(digits) : value.toFixed(digits).replace(/^0/, ""));
const percent = (value, digits = 1) => `${(100 * value).toFixed(digits)} %`;
const range = (values, format) => {
  const [low, high] = [format(Math.min(...values)), format(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
};
const least = (list, of) => list.reduce((best, row) => (of(row) < of(best) ? row : best));
const most = (list, of) => list.reduce((best, row) => (of(row) > of(best) ? row : best));
const code = (name) => `\`${name}\``;
const list = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);
const thousands = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
const error = (coverage, samples) => Math.sqrt(coverage * (1 - coverage) / samples);

function table(header, body) {
  const row = (cells) => `| ${cells.join(" | ")} |`;
  return [row(header), `|${header.map(() => "---|").join("")}`, ...body.map(row)].join("\n");
}

/** Methods that would serve better than the default in every one of the settings. */
function rivals(name, ofDefault, settings) {
  const methods = [...new Set(settings.flatMap((setting) => setting.map((row) => row.method)))].filter((method) => method !== ofDefault);
  const pairs = (method) => settings.map((setting) => [
    setting.find((row) => row.method === method), setting.find((row) => row.method === ofDefault)]);
  const longer = (rival, own) => rival.length > own.length * 1.0005;
  const closer = methods.filter((method) => pairs(method).every(([rival, own]) => rival && !longer(rival, own) &&
    rival.lowest >= own.lowest && Math.abs(rival.coverage - nominal) <= Math.abs(own.coverage - nominal)));
  const safer = methods.filter((method) => !closer.includes(method) &&
    pairs(method).every(([rival, own]) => rival && !longer(rival, own) && rival.lowest >= own.lowest));
  const out = [closer.length === 0
    ? `No other method is, at every ${name}, as close to 95 % on average, as high at its lowest and as short as ${code(ofDefault)}.`
    : `At every ${name} ${list(closer.map(code))} ${closer.length === 1 ? "is" : "are"} as close to 95 % on average, as high at the lowest and as short as ${code(ofDefault)}.`];
  for (const method of safer) {
    const ratios = pairs(method).map(([rival, own]) => 1 - rival.length / own.length);
    out.push(`${code(method)} is shorter (by ${range(ratios, (value) => percent(value))}) and higher at its lowest at every ${name}, but its mean coverage is further from 95 %: ${
      range(pairs(method).map(([rival]) => rival.coverage), share)}, against ${range(pairs(method).map(([, own]) => own.coverage), share)}.`);
  }
  return out;
}

const study = one("study", {});
const drawings = new Map();
const sections = [];
const summary = [];
const section = (title, ...parts) => sections.push([`## ${title}`, ...parts.flat()].join("\n\n"));
const bullets = (items) => items.map((item) => `- ${item}`).join("\n");
function draw(file, svg, alt) {
  drawings.set(file, svg);
  return `![${alt}](coverage/${file})`;
}
const scatterText = "Each point is a method: its mean coverage against its mean length relative to the default's. A line runs down to the lowest coverage, with an arrow where that is off the scale. The default is orange; 95 % is dashed.";

// ---- One proportion --------------------------------------------------------------------------------

if (rows("proportion").length > 0) {
  const own = defaults.proportion;
  const sizes = distinct("proportion", "n").map(({ n }) => n);
  const large = rows("proportion", { method: own }).filter((row) => row.n >= enough);
  const shown = rows("proportion", { method: "mid_p" }).filter((row) => row.n >= enough);
  const steps = [0, 1, 2, 3, 5, 10];
  const lowestBeyond = (list, step) => Math.min(...list.map((row) => row.beyond[steps.indexOf(step)]));
  const above90 = steps.find((step) => lowestBeyond(large, step) >= 0.9);
  assert.ok(above90 > 0);
  const findings = [
    `${code(own)}, the default: from ${enough} items on its coverage is ${range(large.map((row) => row.coverage), share)} on average. It is below 94 % on ${
      [most, least].map((pick) => pick(large, (row) => row.below94)).map((row) => `${percent(row.below94)} of the grid at n = ${row.n}`).join(", the most, and on ")}, the least.`,
    `It falls below 90 % only at rates within ${above90}/n of 0 or 1, there to ${share(lowestBeyond(large, 0))}. Further in it falls to ${share(lowestBeyond(large, above90))}, and at rates at least 10/n from either end to ${share(lowestBeyond(large, 10))}.`,
    `Near 0 and 1 read ${code("mid_p")} beside it: its coverage is nowhere below ${share(lowestBeyond(shown, 0))}, at lengths greater by ${
      range(shown.map((row) => row.length / large.find((other) => other.n === row.n).length - 1), (value) => percent(value))}.`,
  ];
  const guaranteed = [...new Set(rows("proportion").map((row) => row.method))].filter((method) =>
    rows("proportion", { method }).every((row) => row.beyond[0] >= nominal - 1e-5));
  findings.push(`At least 95 % everywhere, as far as enumerated: ${list(guaranteed.map(code))}. ${code("blaker")} is shorter than ${code("clopper_pearson")} by ${
    range(sizes.map((n) => 1 - one("proportion", { n, method: "blaker" }).length / one("proportion", { n, method: "clopper_pearson" }).length), (value) => percent(value))}.`);
  const settings = sizes.filter((n) => n >= enough).map((n) => rows("proportion", { n }));
  findings.push(...rivals(`n from ${enough} on`, own, settings));
  summary.push(`One proportion, ${code(own)}: lowest coverage from ${enough} items on ${share(lowestBeyond(large, 0))}, within ${above90}/n of 0 or 1, and ${share(lowestBeyond(large, above90))} elsewhere; mean ${range(large.map((row) => row.coverage), share)}; below 94 % on ${range(large.map((row) => row.below94), (value) => percent(value))} of the rates. Near 0 and 1 read ${code("mid_p")} beside it (lowest ${share(lowestBeyond(shown, 0))}).`);

  const panels = (n) => ["wilson", "mid_p", "jeffreys", "agresti_coull", "clopper_pearson", "wald"].map((method) => ({
    name: method, values: one("proportionCurve", { n, method }).coverage, marked: method === own }));
  const curve = (n) => draw(`proportion-${n}.svg`, curves({
    title: `Coverage of 95 % intervals for one proportion, n = ${n}, against the true rate`,
    description: "Exact. One panel for each method; the nominal 95 % is dashed; what is below 84 % is cut off.",
    panels: panels(n), low: 0.84, nominal }), `Coverage against the true rate at n = ${n}, six methods`);
  section("One proportion",
    "Exact: every count from 0 to n, at p = .001 (.001) .999. *Lowest anywhere* is the infimum over every real p between 0 and 1, from the coverage beside each limit.",
    bullets(findings),
    curve(20), curve(164),
    draw("proportion-length.svg", scatter({
      title: "One proportion: mean and lowest coverage against mean length", description: scatterText, low: 0.8, nominal,
      xLabel: "mean length relative to wilson",
      panels: [20, 50, 164].map((n) => ({ name: `n = ${n}`, points: rows("proportion", { n }).map((row) => ({
        name: row.method, length: row.length / one("proportion", { n, method: own }).length, coverage: row.coverage, lowest: row.lowest, marked: row.method === own })) })),
    }), "Coverage against length of the intervals for one proportion"),
    scatterText,
    table(["n", "method", "mean", "lowest on the grid", "lowest for p in [.1, .9]", "lowest anywhere", "mean length", "below 94 %"],
      rows("proportion").map((row) => [row.n, code(row.method), share(row.coverage), share(row.lowest), share(row.lowestInner),
        share(row.beyond[0]), share(row.length), percent(row.below94)])),
    "Lowest coverage over all p at least so far from 0 and from 1:",
    table(["n", "method", ...steps.map((step) => (step === 0 ? "0" : `${step}/n`))],
      sizes.filter((n) => n >= enough).flatMap((n) => [own, "mid_p"].map((method) => {
        const { beyond } = one("proportion", { n, method });
        return [n, code(method), ...steps.map((_, i) => (beyond[i] === undefined ? "" : share(beyond[i])))];
      }))));
}

// ---- Two proportions, different items --------------------------------------------------------------

if (rows("independent").length > 0) {
  const own = defaults.independent;
  const sizes = distinct("independent", "nA", "nB");
  const large = rows("independent", { method: own }).filter((row) => Math.min(row.nA, row.nB) >= enough);
  const worst = least(large, (row) => row.lowest);
  const any = least(rows("independent", { method: own }).filter((row) => Math.min(row.nA, row.nB) < enough), (row) => row.lowest);
  section("Two proportions, different items",
    `Exact: every pair of counts, at ${rows("independent")[0].places} pairs of rates drawn uniformly from [.02, .98] (seed 1, the same for every size).`,
    bullets([
      `${code(own)}, the default: mean coverage ${range(rows("independent", { method: own }).map((row) => row.coverage), share)}; from ${enough} items each on, the lowest is ${share(worst.lowest)} (${worst.nA} and ${worst.nB} items, rates ${share(worst.lowestA, 2)} and ${share(worst.lowestB, 2)}); of smaller samples ${share(any.lowest)} (${any.nA} and ${any.nB}).`,
      `Below 94 %: ${range(large.map((row) => row.below94), (value) => percent(value))} of the pairs from ${enough} items on.`,
      ...rivals(`size from ${enough} on`, own, sizes.filter(({ nA, nB }) => Math.min(nA, nB) >= enough).map((size) => rows("independent", size))),
    ]),
    draw("independent-length.svg", scatter({
      title: "Difference of two proportions, different items: mean and lowest coverage against mean length", description: scatterText,
      low: 0.85, nominal, xLabel: `mean length relative to ${own}`,
      panels: [[20, 20], [10, 40], [164, 164]].map(([nA, nB]) => ({ name: `${nA} and ${nB} items`, points: rows("independent", { nA, nB }).map((row) => ({
        name: row.method, length: row.length / one("independent", { nA, nB, method: own }).length, coverage: row.coverage, lowest: row.lowest, marked: row.method === own })) })),
    }), "Coverage against length of the intervals for a difference, different items"),
    table(["items", "method", "mean", "lowest", "mean length", "below 94 %"], rows("independent").map((row) => [
      `${row.nA} and ${row.nB}`, code(row.method), share(row.coverage), share(row.lowest), share(row.length), percent(row.below94)])));
  summary.push(`Difference, different items, ${code(own)}: lowest from ${enough} items on ${share(worst.lowest)}; mean ${range(large.map((row) => row.coverage), share)}.`);
}

// ---- Two proportions, the same items ---------------------------------------------------------------

if (rows("paired").length > 0) {
  const own = defaults.paired;
  const large = [...rows("paired", { method: own }), ...rows("pairedGrid", { method: own })].filter((row) => row.n >= enough);
  const grid = rows("pairedGrid", { method: own }).filter((row) => row.n >= enough);
  const worst = least(grid, (row) => row.lowest);
  const lowest = Math.min(...large.map((row) => row.lowest));
  const perfect = rows("pairedGrid").filter((row) => row.n >= enough && row.lowest < 0.9 && row.method !== "wald");
  const settings = distinct("pairedGrid", "n").filter(({ n }) => n >= enough);
  section("Two proportions, the same items",
    `Exact: every table of four cells. First at ${rows("paired")[0].places} vectors of cell probabilities (seed 1): discordance uniform in [.02, .5], its split and that of the concordant items uniform. Then on a grid: discordance .01 (.01) .5, of which A has a share of .5 (.05) 1; for ${code("newcombe")}, whose limits depend on it, also the share of the concordant items that both have right, .5, .75, .9 and 1.`,
    bullets([
      `${code(own)}, the default: from ${enough} items on its mean coverage is ${range(large.map((row) => row.coverage), share)} and the lowest ${share(lowest)}, at ${worst.n} items, ${percent(worst.lowestDiscordance, 0)} discordant, ${percent(worst.lowestSplit, 0)} of them A's. Below 94 %: ${
        range(grid.map((row) => row.below94), (value) => percent(value))} of the grid.`,
      ...rivals(`n of the grid from ${enough} on`, own, settings.map((size) => rows("pairedGrid", size))),
      ...(perfect.length > 0 ? [`Below 90 % somewhere on the grid from ${enough} items on, ${code("wald")} apart: ${list([...new Set(perfect.map((row) => code(row.method)))])} (to ${share(least(perfect, (row) => row.lowest).lowest)}, where one system is right wherever the other is).`] : []),
    ]),
    draw("paired-length.svg", scatter({
      title: "Difference of two proportions, same items: mean and lowest coverage against mean length", description: scatterText,
      low: 0.85, nominal, xLabel: `mean length relative to ${own}`,
      panels: [20, 50, 100].map((n) => ({ name: `n = ${n}`, points: rows("paired", { n }).map((row) => ({
        name: row.method, length: row.length / one("paired", { n, method: own }).length, coverage: row.coverage, lowest: row.lowest, marked: row.method === own })) })),
    }), "Coverage against length of the intervals for a difference, same items"),
    "At the random vectors:",
    table(["n", "method", "mean", "lowest", "mean length", "below 94 %"], rows("paired").map((row) => [
      row.n, code(row.method), share(row.coverage), share(row.lowest), share(row.length), percent(row.below94)])),
    "On the grid:",
    table(["n", "method", "mean", "lowest", "there discordant", "of them A's", "mean length", "below 94 %"], rows("pairedGrid").map((row) => [
      row.n, code(row.method), share(row.coverage), share(row.lowest), percent(row.lowestDiscordance, 0), percent(row.lowestSplit, 0), share(row.length), percent(row.below94)])));
  summary.push(`Difference, same items, ${code(own)}: lowest from ${enough} items on ${share(lowest)}; mean ${range(large.map((row) => row.coverage), share)}; below 94 % at ${range(grid.map((row) => row.below94), (value) => percent(value))} of the places of a grid. A verdict needs McNemar's mid-P test beside it.`);
}

if (rows("mcnemar").length > 0) {
  const tops = rows("mcnemarMost");
  const usual = rows("mcnemar");
  assert.ok([...usual, ...tops].every((row) => row.exact <= row.midP));
  const asMidP = [...usual, ...tops].every((row) => Math.abs(row.both - row.midP) < 1e-6);
  section("McNemar's tests",
    "Exact: the probability that a test at .05 rejects when the two systems are equally good. *Verdict* needs both the mid-P test and a Tango interval without zero.",
    bullets([
      `Mid-P rejects with probability ${range(usual.map((row) => row.midP), share)} at the discordances of the table, at most ${share(most(tops, (row) => row.midP).midP, 4)} at any discordance up to .5 (n = ${most(tops, (row) => row.midP).n}); the exact test less often (${range(usual.map((row) => row.exact), share)}); the chi-square test exceeds .05 at ${usual.filter((row) => row.chiSquare > 0.05).length} of ${usual.length} places.`,
      asMidP ? "The verdict rejects exactly as often as mid-P alone: wherever mid-P rejects, Tango's interval leaves out zero."
        : "The verdict rejects less often than mid-P alone.",
    ]),
    table(["n", "discordance", "exact", "mid-P", "chi-square", "verdict"], distinct("mcnemar", "n").flatMap(({ n }) => [
      ...rows("mcnemar", { n }).map((row) => [n, share(row.discordance, 2), share(row.exact), share(row.midP), share(row.chiSquare), share(row.both)]),
      ...rows("mcnemarMost", { n }).map((row) => [n, "most, up to .5", share(row.exact), share(row.midP), share(row.chiSquare), share(row.both)]),
    ])));
}

// ---- Simulated -------------------------------------------------------------------------------------

const refusals = "A refusal (no spread to go by) counts as a miss; the mean length is that of the samples that were answered.";
const plusMinus = (samples) => `${thousands(samples)} samples a row: standard error at 95 % ${share(error(nominal, samples), 4)}`;

if (rows("clusters").length > 0) {
  const samples = rows("clusters")[0].samples;
  const settings = distinct("clusters", "scores", "groups", "meanSize", "share", "icc");
  const label = (row) => (row.scores === "0/1" ? `${row.groups}, ${row.meanSize}, ${share(row.share, 2)}, ${share(row.icc, 2)}`
    : `${row.groups}, ${row.meanSize}, normal, ${share(row.icc, 2)}`);
  const own = (row) => (row.scores === "0/1" ? "wilson_cluster" : "cr2");
  const binary = settings.filter((row) => row.scores === "0/1");
  const best = binary.filter((setting) => {
    const distance = (row) => Math.abs(row.coverage - nominal);
    return rows("clusters", { ...setting, method: "wilson_cluster" })[0].coverage >= Math.max(...rows("clusters", setting)
      .filter((row) => row.method !== "wilson_cluster").map((row) => row.coverage)) - 2 * error(nominal, samples) ||
      distance(one("clusters", { ...setting, method: "wilson_cluster" })) <= Math.min(...rows("clusters", setting).map(distance));
  });
  const clustered = rows("clusters", { method: "wilson_cluster" });
  const low = least(clustered, (row) => row.coverage);
  const ignoring = rows("clusters", { scores: "0/1", method: "wilson" });
  const graded = rows("clusters", { scores: "normal", method: "cr2" });
  section("Items in groups",
    `Simulated, ${plusMinus(samples)}. Sizes of groups uniform on 1 to twice the mean less 1; 0/1 scores beta-binomial, graded scores normal, with the given intraclass correlation (ICC). ${refusals} ${code("cr0_z")} is CR0 with the normal quantile, as often seen; it is not offered.`,
    bullets([
      `Groups ignored, 0/1 scores are covered in ${range(ignoring.map((row) => row.coverage), share)} of the samples instead of .95.`,
      `${code("wilson_cluster")}, the default for 0/1 scores: ${range(clustered.map((row) => row.coverage), share)}; of ${binary.length} settings it covers most often, or nearest to 95 %, in ${best.length}. Lowest with ${low.groups} groups of ${low.meanSize} items, ${percent(low.share, 0)} right, ICC ${share(low.icc, 2)}.`,
      `${code("cr2")}, the default for graded scores: ${range(graded.map((row) => row.coverage), share)}, against ${range(rows("clusters", { scores: "normal", method: "cr0_z" }).map((row) => row.coverage), share)} of CR0 with the normal quantile.`,
    ]),
    draw("clusters-length.svg", scatter({
      title: "Items in groups: coverage against mean length", description: scatterText.replace(/ A line.*scale\./, ""), low: 0.7, nominal,
      xLabel: "mean length relative to the default (points off the scale have an arrow)",
      panels: [["0/1", 10, 5, 0.5, 0.3], ["0/1", 30, 5, 0.9, 0.3], ["normal", 10, 5, 0, 0.3]].map(([scores, groups, meanSize, p, icc]) => {
        const setting = { scores, groups, meanSize, share: p, icc };
        return { name: scores === "0/1" ? `${groups} groups, ${percent(p, 0)} right` : `${groups} groups, graded`,
          points: rows("clusters", setting).map((row) => ({ name: row.method, length: row.length / one("clusters", { ...setting, method: own(setting) }).length,
            coverage: row.coverage, marked: row.method === own(setting) })) };
      }),
    }), "Coverage against length of the intervals for items in groups"),
    table(["groups, mean size, share, ICC", "method", "coverage", "mean length", "refused"], settings.flatMap((setting) =>
      rows("clusters", setting).map((row) => [label(row), code(row.method), share(row.coverage), share(row.length), percent(row.refused)]))));
  summary.push(`Items in groups, 0/1, ${code("wilson_cluster")}: ${range(clustered.map((row) => row.coverage), share)}; graded, ${code("cr2")}: ${range(graded.map((row) => row.coverage), share)}.`);
}

if (rows("means").length > 0) {
  const settings = distinct("means", "scores", "n");
  const [t, boot] = ["t", "bca"].map((method) => rows("means", { method })[0].samples);
  const graded = (method, n) => rows("means", { method, n }).filter((row) => !row.scores.startsWith("0/1"));
  const sizes = distinct("means", "n").map(({ n }) => n);
  const beats = sizes.filter((n) => graded("bca", n).some((row) => Math.abs(row.coverage - nominal) + 2 * error(nominal, boot) <
    Math.abs(one("means", { scores: row.scores, n, method: "t" }).coverage - nominal)));
  section("Means of scores",
    `Simulated: ${code("t")} and ${code("wilson")} with ${plusMinus(t)}; the bootstrap with 999 resamples and ${thousands(boot)} samples, standard error ${share(error(nominal, boot), 4)}. Beta(4, 1) and Beta(19, 1) are graded scores in [0, 1] with means .8 and .95, most near 1. ${refusals}`,
    bullets([
      ...sizes.map((n) => `n = ${n}, graded: ${["t", "percentile", "bca"].map((method) => `${code(method)} ${range(graded(method, n).map((row) => row.coverage), share)}`).join(", ")}.`),
      beats.length === 0 ? `${code("bca")} is nowhere nearer to 95 % than ${code("t")} by more than the noise: ${code("t")} stays the default.`
        : `${code("bca")} is nearer to 95 % than ${code("t")} for some distribution at n = ${list(beats.map(String))}.`,
      `0/1 scores, ${percent(0.9, 0)} right, n = 10: ${["wilson", "t", "percentile", "bca"].map((method) => `${code(method)} ${share(one("means", { scores: "0/1, 90 % right", n: 10, method }).coverage)}`).join(", ")}. Use the methods for proportions.`,
    ]),
    draw("means-length.svg", scatter({
      title: "Means of scores, n = 30: coverage against mean length", description: scatterText.replace(/ A line.*scale\./, ""), low: 0.9, nominal,
      xLabel: "mean length relative to the default",
      panels: distinct("means", "scores").map(({ scores }) => {
        const own = scores.startsWith("0/1") ? "wilson" : "t";
        return { name: scores, points: rows("means", { scores, n: 30 }).map((row) => ({ name: row.method,
          length: row.length / one("means", { scores, n: 30, method: own }).length, coverage: row.coverage, marked: row.method === own })) };
      }),
    }), "Coverage against length of the intervals for means"),
    table(["scores", "n", "method", "coverage", "mean length", "refused"], settings.flatMap((setting) => rows("means", setting).map((row) =>
      [row.scores, row.n, code(row.method), share(row.coverage), share(row.length), percent(row.refused)]))));
  const large = sizes.filter((n) => n >= enough).flatMap((n) => graded("t", n));
  summary.push(`Means of graded scores, ${code("t")}: ${range(large.map((row) => row.coverage), share)} from ${enough} items on.`);
}

if (rows("reruns").length > 0) {
  const samples = rows("reruns")[0].samples;
  const at = (runs, method) => one("reruns", { scores: "normal", runs, method }).coverage;
  section("Reruns of a benchmark",
    `Simulated, ${plusMinus(samples)}: R runs, the interval for their mean by Student's t (${code("t")}), by the normal quantile (${code("z")}, not offered), and the chi-square interval for the standard deviation (${code("sd")}). Shares of 164 items: 40 items are a matter of luck. ${refusals}`,
    bullets([
      `With the normal quantile 5 runs cover ${share(at(5, "z"))} and 10 runs ${share(at(10, "z"))}; Student's t covers ${range(rows("reruns", { scores: "normal", method: "t" }).map((row) => row.coverage), share)} at every number of runs.`,
      `Two runs that happen to be equal are refused: ${percent(one("reruns", { scores: "shares of 164 items", runs: 2, method: "t" }).refused)} of the pairs of shares here.`,
    ]),
    table(["scores", "R", "`t`", "`z`", "`sd`", "mean length of `t`", "of `z`", "refused"], distinct("reruns", "scores", "runs").map((setting) => {
      const [t, z, sd] = ["t", "z", "sd"].map((method) => one("reruns", { ...setting, method }));
      return [setting.scores, setting.runs, share(t.coverage), share(z.coverage), share(sd.coverage), share(t.length), share(z.length), percent(t.refused)];
    })));
  summary.push(`Reruns, t: ${range(rows("reruns", { scores: "normal", method: "t" }).map((row) => row.coverage), share)}, where the normal quantile covers ${share(at(2, "z"))} (2 runs) to ${share(at(20, "z"))} (20 runs).`);
}

if (rows("samples").length > 0) {
  const samples = rows("samples")[0].samples;
  const expected = (row) => row.problems * Math.min(row.truth, 1 - row.truth);
  const rare = rows("samples").filter((row) => expected(row) < 5);
  const rest = rows("samples").filter((row) => expected(row) >= 5);
  section("Several samples a problem: pass@k, pass^k",
    `Simulated, ${plusMinus(samples)}: 10 samples of every problem, whose rates come from a Beta distribution; the unbiased estimate for each problem, Student's t over the problems, cut to [0, 1]; all problems at 0 or all at 1: the exact bound.`,
    bullets([
      `${range(rest.map((row) => row.coverage), share)} where the value times the number of problems is at least 5 from both ends.`,
      ...(rare.some((row) => row.coverage < 0.9) ? [`${range(rare.map((row) => row.coverage), share)} in the ${rare.length} rows where it is nearer: a value that few problems carry leaves t with too little to go by.`] : []),
    ]),
    table(["difficulty", "problems", "k", "metric", "true value", "coverage", "mean length"], rows("samples").map((row) => [
      row.difficulty, row.problems, row.k, row.metric, share(row.truth), share(row.coverage), share(row.length)])));
  summary.push(`pass@k and pass^k, t over problems: ${range(rest.map((row) => row.coverage), share)} away from the ends, as low as ${share(least(rows("samples"), (row) => row.coverage).coverage)} near them.`);
}

if (rows("judge").length > 0) {
  const own = defaults.judge;
  const grids = distinct("judge", "grid", "cells");
  const at = (method, grid) => one("judge", { grid, method });
  const ratios = (method, to) => grids.map(({ grid }) => at(method, grid).length / at(to, grid).length);
  const worst = least(rows("judge", { method: own }), (row) => row.lowest);
  const methods = distinct("judge", "method", "samples");
  const unoffered = ["wald", "bootstrap_labels", "bootstrap_all"];
  const meet = methods.filter(({ method }) => rows("judge", { method }).every((row) => row.lowest >= floor)).map(({ method }) => method);
  const total = (method) => grids.reduce((sum, { grid }) => sum + at(method, grid).length, 0);
  const both = meet.filter((method) => ratios(method, "lr_truncated").every((ratio) => ratio <= 0.9));
  section("A judge's score, labels from another set",
    `Simulated, the same samples for every method. *Samples* is their number a cell. The five cells of lowest coverage are measured again with twenty times as many fresh ones, those of ${code(own)} that are then below 94.5 % with 50,000; the minimum is taken over these. Chance gate off; Ĵ ≤ 0 counts as [0, 1]. The grids, with n evaluated items, m labels of each class, specificity and sensitivity (q₀, q₁) and true share θ:`,
    bullets([
      "G1: n 200, 1,000; m 10, 25, 100; (.7, .9), (.95, .95), (.6, .7), (.99, .9); θ .05, .2, .5, .8, .95.",
      "G2: n 1,000; m 10, 25, 50, 100; (.7, .9), (.9, .9), (.95, .75), (.75, .6); θ .01, .05, .1, .3, .5, .7, .9, .95, .99. G3: the same with n 100.",
    ]),
    `Lowest coverage / mean length / mean length relative to ${code("lr_truncated")}:`,
    table(["method", "samples", ...grids.map(({ grid, cells }) => `${grid} (${cells} cells)`)], methods.map(({ method, samples }) => [
      code(method), thousands(samples), ...grids.map(({ grid }, i) => [at(method, grid).lowest, at(method, grid).length, ratios(method, "lr_truncated")[i]]
        .map((value) => share(value)).join(" / "))])),
    bullets([
      `${code(own)}, the default: lowest ${share(worst.lowest)} (n = ${worst.lowestN}, m = ${worst.lowestM}, rates ${share(worst.lowestQ0, 2)} and ${share(worst.lowestQ1, 2)}, θ = ${share(worst.lowestTheta, 2)}); lengths relative to ${
        code("lr_truncated")} ${list(ratios(own, "lr_truncated").map((ratio) => share(ratio)))}, to the published ${code("lee2025")} ${list(ratios(own, "lee2025").map((ratio) => share(ratio)))}.`,
      meet.length === 0 ? "Every method falls below 94 % somewhere."
        : `Not below 94 % on any grid: ${list(meet.map(code))}; the shortest of them is ${code(least(meet, total))}.`,
      both.length === 0 ? `None of them is at most .90 times as long as ${code("lr_truncated")} on every grid.` : `At most .90 times as long as ${code("lr_truncated")} on every grid besides: ${list(both.map(code))}.`,
      `In use elsewhere and not offered: the delta method's standard error (${code("wald")}), percentiles of 500 bootstrap draws of the labels with the judge's rate held fixed (${code("bootstrap_labels")}), and of labels and rate (${code("bootstrap_all")}), all cut to [0, 1]. They fall to ${
        list(unoffered.map((method) => share(least(rows("judge", { method }), (row) => row.lowest).lowest)))}.`,
      `Not measured: ${code("beta_jeffreys")} and ${code("beta_uniform")}, which cost a hundred times as much, and ${code("known")}. An enumeration of ${code("lee2025")}, and one of ${code(own)} over few labels, are tests.`,
    ]),
    draw("judge-length.svg", scatter({
      title: "A judge's score: lowest coverage over the cells against mean length", description: "Each point is a method. The default is orange; 95 % is dashed.",
      low: 0.9, nominal, xLabel: `mean length relative to ${own} (points off the scale have an arrow)`,
      panels: grids.map(({ grid }) => ({ name: grid, points: rows("judge", { grid }).map((row) => ({
        name: row.method, length: row.length / at(own, grid).length, coverage: row.lowest, marked: row.method === own })) })),
    }), "Lowest coverage against length of the intervals for a judge's score"));
  summary.push(`A judge's score, labels from another set, ${code(own)}: lowest ${share(worst.lowest)} over ${grids.reduce((sum, { cells }) => sum + cells, 0)} cells, ${
    percent(1 - Math.max(...ratios(own, "lr_truncated")), 0)} to ${percent(1 - Math.min(...ratios(own, "lr_truncated")), 0)} shorter than Lang-Reiczigel; the bootstrap falls to ${share(least(rows("judge", { method: "bootstrap_all" }), (row) => row.lowest).lowest)}.`);
}

if (rows("subset").length > 0) {
  const own = defaults.subset;
  const { samples, cells } = rows("subset")[0];
  const sizes = distinct("subset", "unlabelled").map(({ unlabelled }) => unlabelled);
  const labels = distinct("subset", "labels").map((row) => row.labels);
  const methods = distinct("subset", "method").map(({ method }) => method);
  // A convention is the second word of its name.
  const shown = (name) => (name.includes(",") ? name : name.split(" ").map(code).join(" "));
  const worst = (method) => least(rows("subset", { method }), (row) => row.lowest);
  const below = worst(own);
  const tuned = methods.filter((method) => method.startsWith("ppi_pp"));
  const meet = methods.filter((method) => worst(method).lowest >= floor);
  const ratio = (row) => row.length / one("subset", { unlabelled: row.unlabelled, labels: row.labels, method: own }).length;
  section("A judge's score, labels on a random subset",
    `Simulated: ${thousands(samples)} samples a cell, the lowest five again as above. The judges and true shares of G2 (${cells} cells), m labelled items and 100 or 1,000 more without a label. What a method refuses counts as [0, 1]; limits are cut to [0, 1]. ${code("ppi")} gives the verdicts their full weight (as ${code("ppi_py")} does), ${code("ppi_pp")} a tuned one under the convention named.`,
    ...sizes.flatMap((unlabelled) => [
      `${thousands(unlabelled)} unlabelled items, lowest coverage / mean length:`,
      table(["method", ...labels.map((m) => `m = ${m}`)], methods.map((method) => [shown(method), ...labels.map((m) => {
        const row = one("subset", { unlabelled, labels: m, method });
        return `${share(row.lowest)} / ${share(row.length)}`;
      })])),
    ]),
    bullets([
      `${code(own)}, the default: lowest ${share(below.lowest)} (m = ${below.labels}, ${thousands(below.unlabelled)} unlabelled, rates ${share(below.lowestQ0, 2)} and ${share(below.lowestQ1, 2)}, θ = ${share(below.lowestTheta, 2)}).`,
      `Lowest of the tuned ones: ${list(tuned.map((method) => `${shown(method)} ${share(worst(method).lowest)}`))}; of the others: ${
        list(methods.filter((method) => method !== own && !tuned.includes(method)).map((method) => `${shown(method)} ${share(worst(method).lowest)}`))}. Where all labels agree, as they do at shares near 0 and 1, the tuned ones, ${code("eif")} and ${code("mle")} have a standard error of zero.`,
      `Not below 94 % anywhere: ${meet.length === 0 ? "none" : list(meet.map(shown))}. Labels alone are ${range(rows("subset", { method: methods.at(-1) }).map(ratio), share)} times as long as ${code(own)}.`,
    ]),
    draw("subset-length.svg", scatter({
      title: "Labels on a random subset, 1,000 items without: lowest coverage against mean length", description: "Each point is a method. The default is orange; 95 % is dashed.",
      low: 0.8, nominal, xLabel: `mean length relative to ${own} (points off the scale have an arrow)`,
      panels: [20, 50, 200].map((m) => ({ name: `${m} labels`, points: rows("subset", { unlabelled: 1000, labels: m }).map((row) => ({
        name: row.method, length: ratio(row), coverage: row.lowest, marked: row.method === own })) })),
    }), "Lowest coverage against length of the intervals for labels on a random subset"));
  summary.push(`A judge's score, labels on a random subset, ${code(own)}: lowest ${share(below.lowest)}; tuned prediction-powered intervals fall to ${range(tuned.map((method) => worst(method).lowest), share)}.`);
}

// ---- The document ----------------------------------------------------------------------------------

const documentText = `# Measured coverage and length

**Question.** How often do the 95 % intervals hold the true value, and how long are they?

Written by \`./dev coverage\` from \`coverage/rows.jsonl\`, which the program in \`tests/coverage/\` prints;
do not edit. Level .95 throughout. *Exact* means a sum over every possible sample, without
random numbers; *simulated* means seeded samples, one stream of SplitMix64 (label \`coverage\`) for
each part of a cell, so that a second run gives the same numbers on any number of cores.
\`./dev coverage 0.05\` is a quick run into \`build/coverage/\` with a twentieth of the samples.${
  study.scale === 1 ? "" : `\n\n**A quick run: the numbers of samples are those of the study times ${study.scale}.**`}

## In short

${bullets(summary)}

A default is to keep 94 % from ${enough} items on. Coverage of discrete data jumps with the true value, so
no closed form of a sensible length keeps that everywhere: where a default falls below it, this page
says how far. Where 95 % must be guaranteed for one proportion take \`blaker\`.

${sections.join("\n\n")}
`;

const files = new Map([["coverage.md", documentText], ...[...drawings].map(([file, svg]) => [join("coverage", file), svg])]);
for (const [file, content] of files) {
  const path = join(folder, file);
  if (!check) writeFileSync(path, content);
  else assert.ok(existsSync(path) && readFileSync(path, "utf8") === content, `${path} is not what its rows give; run ./dev coverage`);
}
const strays = readdirSync(join(folder, "coverage")).filter((file) => file.endsWith(".svg") && !drawings.has(file));
assert.deepEqual(strays, [], "drawings that nothing writes");
