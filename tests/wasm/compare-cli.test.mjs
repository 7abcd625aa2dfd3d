// `evenhand compare`: what it prints, what it refuses, and that --json is the library's object.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cli, evenhand, root } from "./support.mjs";

const data = (name) => join(root, "examples", "data", name);
const paired = data("lm-eval-paired.csv");
const nine = data("nine-models.csv");
const parsed = (...args) => {
  const { status, stdout, stderr } = cli(["compare", ...args, "--json"]);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
};

function refused(args, message) {
  const { status, stdout, stderr } = cli(["compare", ...args]);
  assert.equal(status, 2, stdout);
  assert.equal(stdout, "");
  assert.ok(!stderr.includes("at file:"), stderr);
  assert.match(stderr, message);
}

test("by counts of different items", () => {
  const input = { a: { successes: 56, trials: 70 }, b: { successes: 48, trials: 80 } };
  const shown = parsed("--independent", "56/70", "48/80");
  assert.deepEqual(shown, {
    ...evenhand.compareIndependent(input), assumptions: evenhand.countsAssumptions("independent"),
  });
  assert.equal(shown.estimate, shown.difference);
  assert.equal(shown.n, 150);
  assert.equal(parsed("--independent", "56/70", "48/80", "--method", "newcombe", "--level", "0.9").level, 0.9);
  const all = parsed("--independent", "56/70", "48/80", "--method", "all");
  assert.deepEqual(all.map((result) => result.method), evenhand.independentMethods.map((entry) => entry.name));
  assert.match(cli(["compare", "--independent", "56/70", "48/80"]).stdout,
    /A is better than B by 20\.0 points \(95\u00a0% interval 5\.3 to 33\.8 points, p = 0\.0083\)/);
});

test("by counts of the same items", () => {
  const input = { both: 59, aOnly: 6, bOnly: 16, neither: 80 };
  const shown = parsed("--paired", "59,6,16,80");
  assert.deepEqual(shown, {
    ...evenhand.comparePaired(input), assumptions: evenhand.countsAssumptions("paired"),
  });
  assert.equal(shown.p, shown.midP);
  const { stdout } = cli(["compare", "--paired", "59,6,16,80", "--method", "all"]);
  assert.match(stdout, /B is better than A by 6\.2 points/);
  assert.match(stdout, /mid-P 0\.035, exact 0\.052, chi-square 0\.033/);
  assert.match(stdout, /bonett_price +-0\.1195 +-0\.0032/);
  assert.match(cli(["compare", "--paired", "120,0,0,44"]).stdout,
    /A and B are not told apart by these data: the difference is 0\.0 points/);
});

test("by file equals the library on the same text, from a path or from standard input", () => {
  const text = readFileSync(nine, "utf8");
  assert.deepEqual(parsed(nine), evenhand.compareTable(text));
  assert.deepEqual(JSON.parse(cli(["compare", "-", "--json"], text).stdout), evenhand.compareTable(text));
  assert.deepEqual(
    parsed(nine, "--cluster", "", "--baseline", "Otter-9B", "--correction", "bh", "--ranks", "holm", "--level", "0.9",
      "--exclude-system", "Rowan-3B", "--common-items"),
    evenhand.compareTable(text, {
      columns: { cluster: null }, baseline: "Otter-9B", correction: "bh", rankMethod: "holm", level: 0.9,
      excludeSystems: ["Rowan-3B"], commonItemsOnly: true,
    }));
  assert.deepEqual(parsed(nine, "--pair", "Otter-9B", "Poplar-8B"),
    evenhand.comparePair(text, { a: "Otter-9B", b: "Poplar-8B" }));
  assert.deepEqual(parsed(nine, "--systems", "Otter-9B,Poplar-8B", "--bounds", "0,1"),
    evenhand.compareTable(text, { systems: ["Otter-9B", "Poplar-8B"], bounds: { lower: 0, upper: 1 } }));
});

test("by file prints a table of systems, one of pairs, words, assumptions and the method", () => {
  const { stdout } = cli(["compare", nine]);
  for (const part of [/Kestrel-70B +400 +81\.3/, /1–4\n/, /Kestrel-70B - Juniper-72B +400 +1\.5/, /Neighbours only/,
    /In words/, /27 of 36 differences stand after the Holm correction/, /Could be the best: Kestrel-70B/,
    /cluster = "topic" \(guessed\)/, /Assumptions/, /Bell and McCaffrey/, /Mogstad/]) {
    assert.match(stdout, part);
  }
  assert.ok(!/NaN|undefined|Infinity|null/.test(stdout));
});

test("one pair: every method, and the unpaired analysis for contrast", () => {
  const { stdout } = cli(["compare", paired, "--pair", "tuned", "base"]);
  for (const part of [/mid-P 0\.0079, exact 0\.012/, /Tango score +2\.1 to 13\.6 points/,
    /pairs ignored: Welch t +−0\.9 to 16\.4 points +0\.080/, /tuned is better: 99\.6/]) {
    assert.match(stdout, part);
  }
});

test("bad counts and options are refused in the words that were typed", () => {
  refused([], /expected a FILE, --independent X\/N Y\/M, --paired BOTH,A,B,NEITHER or --runs/);
  refused(["--independent", "56/70"], /--independent: expected two counts such as 56\/70 48\/80/);
  refused(["--independent", "56/70", "81/80"], /--independent 81\/80: the count is larger than its total/);
  refused(["--independent", "5.5/70", "48/80"], /--independent 5\.5\/70: the value is not a count/);
  refused(["--independent", "0/0", "48/80"], /--independent 0\/0: there are no items/);
  refused(["--independent", "1/2", "1/2", "--method", "tango"], /--method: found "tango", expected one of miettinen_nurminen/);
  refused(["--paired", "1,2,3"], /--paired 1,2,3: expected four counts BOTH,A,B,NEITHER/);
  refused(["--paired", "1,2,3,-4"], /--paired 1,2,3,-4: the value is not a count/);
  refused(["--paired", "0,0,0,0"], /--paired 0,0,0,0: there are no items/);
  refused(["--paired", "1,2,3,4", "--level", "95"], /--level 95: the confidence level is out of range/);
  refused(["--paired", "1,2,3,4", "--independent", "1/2", "1/2"], /found --independent and --paired, expected one of them/);
  refused(["--paired", "1,2,3,4", nine], /besides the counts, expected nothing/);
  refused(["--paired", "1,2,3,4", "--baseline", "x"], /--baseline cannot be used with --paired/);
  refused([nine, "--method", "tango"], /--method cannot be used with a file/);
  refused([nine, paired], /found 2 files, expected one/);
  refused([nine, "--pair", "Otter-9B"], /--pair: expected the names of two systems/);
  refused([nine, "--pair", "Otter-9B", "nobody"], /no system "nobody" to compare. The systems are "Juniper-72B"/);
  refused([nine, "--bounds", "1"], /--bounds 1: expected the two ends of the scale/);
  refused([nine, "--bounds", "0,0.5"], /found outside the bounds; expected 0 to 0\.5/);
  refused([nine, "--correction", "fdr"], /--correction: found "fdr", expected one of holm/);
  refused([nine, "--baseline", "nobody"], /no system "nobody" to compare with/);
  refused([nine, "--item", "nope"], /nine-models\.csv: There is no column "nope" for the item/);
  refused([nine, "--level", "2"], /--level 2: the confidence level/);
  refused(["no-such-file.csv"], /no-such-file\.csv: cannot be read: there is no such file/);
});

test("names that would drive a terminal are printed harmlessly", () => {
  for (const args of [[], ["--pair", "b", "\u001b[31mred"]]) {
    const { stdout } = cli(["compare", "-", ...args],
      "item,system,score\nq1,\u001b[31mred,1\nq2,\u001b[31mred,0\nq1,b,1\nq2,b,1\n");
    assert.ok(!stdout.includes("\u001b"));
    assert.match(stdout, /\\u001b\[31mred/);
  }
});

test("reruns of one system and of two", () => {
  const a = [0.712, 0.698, 0.705, 0.721, 0.709];
  const b = [0.684, 0.701, 0.69, 0.695, 0.688, 0.697];
  const assumptions = evenhand.runsAssumptions;
  assert.deepEqual(parsed("--runs", a.join(",")), { ...evenhand.runsInterval({ scores: a }), assumptions });
  const both = parsed("--runs", a.join(","), b.join(","));
  assert.deepEqual(both, {
    runs: [evenhand.runsInterval({ scores: a }), evenhand.runsInterval({ scores: b })],
    difference: evenhand.meanDifference({ a, b }),
    assumptions,
  });
  const { stdout } = cli(["compare", "--runs", a.join(","), b.join(",")]);
  assert.match(stdout, /A is better than B by 0\.0165 \(95\u00a0% interval 0\.005721 to 0\.02728, p = 0\.0083\)/);
  assert.match(stdout, /the noise of the answers only/);
  refused(["--runs", "0.7"], /--runs 0\.7: there are too few; expected at least 2/);
  refused(["--runs", "0.7,x"], /--runs 0\.7,x: the value is not a finite number/);
  refused(["--runs", "0.7,0.7"], /--runs 0\.7,0\.7: all values are equal/);
  refused(["--runs"], /--runs: expected one or two lists/);
});

test("an open comparison of counts says what so many items could have shown", () => {
  assert.match(cli(["compare", "--paired", "74,21,11,34"]).stdout, /140 items show a\s+difference\s+of\s+11\.2 points with power/);
  assert.match(cli(["compare", "--independent", "5/10", "4/10"]).stdout, /10 and 10\s+items\s+show/);
});

test("pass@k and its kin of 0/1 reruns", () => {
  const right = [0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 4, 2, 0, 2, 1, 1, 4, 0, 4, 3, 0, 0, 4, 0, 2, 2, 0, 1, 2, 2, 0, 0,
    3, 4, 4, 3, 4, 1, 3, 2, 4, 1, 2, 2, 2, 1, 4, 4];
  const rows = right.flatMap((count, task) => [1, 2, 3, 4].map((trial) => `${task},agent,${trial},${Number(trial <= count)}`));
  const text = ["item,system,trial,score", ...rows].join("\n");
  const report = JSON.parse(cli(["compare", "-", "--k", "2", "--json"], text).stdout);
  assert.deepEqual(report, evenhand.compareTable(text, { k: 2 }));
  assert.deepEqual(report.samples.map((row) => [row.metric, row.estimate.toFixed(10)]),
    [["pass_at_k", "0.5666666667"], ["pass_hat_k", "0.2733333333"], ["maj_at_k", "0.4200000000"]]);
  assert.match(cli(["compare", "-", "--k", "2"], text).stdout, /agent +pass@2 +50 +56\.7\u00a0% +45\.3–68\.1/);
  const beyond = evenhand.compareTable(text, { k: 5 });
  assert.deepEqual(beyond.samples.map((row) => row.refusal), Array(3).fill("k_exceeds_samples"));
  const graded = evenhand.compareTable(text.replace(",1,1", ",1,0.5"), { k: 2 });
  assert.match(graded.issues.at(-1).message, /neither 0 nor 1; pass@k and its kin expect right or wrong/);
  const detail = evenhand.comparePair(`${text}\n${rows.map((row) => row.replace("agent", "other").replace(/.$/, "1"))
    .join("\n")}`, { a: "agent", b: "other" });
  assert.ok(detail.components.prediction > 0 && detail.components.paired);
});
