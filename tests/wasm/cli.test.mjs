// The command line: what it prints, what it refuses, and that --json is the library's object.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cli, evenhand, root } from "./support.mjs";

const example = join(root, "examples", "data", "judged-qa.csv");
const parsed = (...args) => {
  const { status, stdout, stderr } = cli([...args, "--json"]);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
};

function refused(args, ...messages) {
  const { status, stdout, stderr } = cli(args);
  assert.equal(status, 2, stdout);
  assert.equal(stdout, "");
  assert.ok(!stderr.includes("at file:"), stderr);
  for (const message of messages) assert.match(stderr, message);
}

test("--help behind a verb says what that verb does", () => {
  const whole = cli(["--help"]).stdout;
  for (const [args, first, others] of [
    [["interval", "--help"], /^  evenhand interval X\/N/, /evenhand judge/],
    [["judge", "table.csv", "-h"], /^  evenhand judge --judged/, /evenhand (interval|overlap)/],
    [["overlap", "scan", "--help"], /^  evenhand overlap scan INDEX PATH/, /evenhand overlap (index|merge)/],
    [["overlap", "--help"], /^  evenhand overlap index/, /evenhand judge/],
  ]) {
    const { status, stdout } = cli(args);
    assert.equal(status, 0);
    assert.match(stdout, first);
    assert.doesNotMatch(stdout, others);
    assert.ok(stdout.trimEnd().split("\n\n").every((part) => whole.includes(part)));
  }
  assert.equal(cli(["frobnicate", "--help"]).stdout, whole);
});

test("interval prints a sentence, a table of all methods, or JSON", () => {
  assert.equal(cli(["interval", "15/148"]).stdout,
    "15 of 148 = 10.1\u00a0%, 95\u00a0% interval 6.2–16.0\u00a0% (Wilson score).\n");
  assert.match(cli(["interval", "15/148", "--method", "all"]).stdout, /clopper_pearson +0\.0578 +0\.1617/);
  assert.deepEqual(parsed("interval", "15/148"),
    evenhand.proportionInterval({ successes: 15, trials: 148 }));
  assert.equal(parsed("interval", "15/148", "--method", "all").length, evenhand.proportionMethods.length);
  assert.equal(parsed("interval", "15/148", "--method", "clopper-pearson", "--level", "0.9").level, 0.9);
});

test("interval --against adds a test against a fixed rate", () => {
  assert.match(cli(["interval", "15/148", "--against", "0.15"]).stdout,
    /Against 15\.0\u00a0%, two-sided: exact p = 0\.1124, mid-P p = 0\.08884/);
  assert.deepEqual(parsed("interval", "15/148", "--against", "0.15").test,
    evenhand.proportionTest({ successes: 15, trials: 148, nullRate: 0.15 }));
  refused(["interval", "15/148", "--against", "1.5"], /--against 1\.5: the rate is out of range/);
});

test("judge by counts: the issue's own line", () => {
  const result = parsed("judge", "--judged", "400/1000", "--sensitivity", "180/200",
    "--specificity", "140/200", "--method", "lee2025");
  assert.equal(result.estimate, 0.16666666666666666);
  assert.ok(Math.abs(result.lower - 0.05635072484160894) < 1e-15);
  assert.ok(Math.abs(result.upper - 0.2627330257859588) < 1e-15);
  assert.deepEqual(result, evenhand.correctJudge({
    judged: { positive: 400, total: 1000 }, sensitivity: { correct: 180, total: 200 },
    specificity: { correct: 140, total: 200 }, method: "lee2025",
  }));
});

test("judge by counts: known rates, a random subset, the gate", () => {
  const known = parsed("judge", "--judged", "23/150", "--sensitivity", "0.96", "--specificity", "0.89",
    "--known-interval", "blaker");
  assert.equal(known.design, "known");
  assert.equal(known.proportionMethod, "blaker");
  assert.ok(known.flags.includes("se_sp_treated_as_known"));
  const subset = parsed("judge", "--confusion", "1,3,3,21", "--unlabelled", "40/248");
  assert.equal(subset.estimate.toFixed(6), "0.144928");
  assert.equal(subset.design, "subset");
  const weak = ["judge", "--judged", "40/248", "--sensitivity", "1/4", "--specificity", "21/24"];
  assert.equal(parsed(...weak).identified, false);
  assert.equal(parsed(...weak, "--no-gate").identified, true);
  assert.match(cli(weak).stdout, /cannot be told from these data: the\njudge is not shown to be better than chance/);
});

test("judge by file equals the library on the same text, from a path or from standard input", () => {
  const text = readFileSync(example, "utf8");
  for (const design of ["subset", "external"]) {
    const report = parsed("judge", example, "--design", design);
    assert.deepEqual(report, evenhand.correctTable(text, { design }));
    assert.deepEqual(Object.keys(report), ["judge", "design", "models", "issues", "diagnostics"]);
    assert.deepEqual(Object.keys(report.models[0]), ["model", "items", "labelled", "raw", "corrected",
      "sensitivity", "specificity", "youden", "notes"]);
  }
  const piped = cli(["judge", "-", "--design", "subset", "--json"], text);
  assert.deepEqual(JSON.parse(piped.stdout), evenhand.correctTable(text, { design: "subset" }));
});

test("judge by file prints the guess, a table, words, assumptions and the method", () => {
  const { stdout } = cli(["judge", example]);
  for (const part of [/item = "item" \(guessed\)/, /Dune-Chat-14B +400 +120/, /In words/, /Assumptions/,
    /Feldman\s+and\s+Cousins\s+1998/, /Before you believe it/, /Nobody said where the labels come from/]) {
    assert.match(stdout, part);
  }
  assert.ok(!/NaN|undefined|Infinity/.test(stdout));
});

test("backtest: corrected, interval and hidden truth side by side; repeats count", () => {
  const args = ["judge", example, "--design", "subset", "--backtest", "0.5", "--seed", "7"];
  const report = parsed(...args);
  for (const { backtest, corrected } of report.models) {
    assert.equal(backtest.inside, corrected.lower <= backtest.truth && backtest.truth <= corrected.upper);
  }
  assert.match(cli(args).stdout, /hidden truth +inside/);
  const repeated = parsed(...args, "--repeat", "20");
  assert.equal(repeated.compared, 120);
  assert.ok(repeated.inside >= 100, `${repeated.inside} of 120`);
  assert.match(cli([...args, "--repeat", "20"]).stdout, /20 backtests, seeds 7 to 26: \d+ of 120 hidden/);
});

test("bad counts are refused in the words that were typed", () => {
  const rest = ["--sensitivity", "180/200", "--specificity", "140/200"];
  refused(["interval", "150/148"], /interval 150\/148: the count is larger than its total; expected count <= total/);
  refused(["interval", "-1/148"], /interval -1\/148: the value is not a count; expected a whole number/);
  refused(["interval", "1.5/148"], /not a count/);
  refused(["interval", "NaN/148"], /not a finite number/);
  refused(["interval", "1/1e300"], /not a count/);
  refused(["interval", "0/0"], /there are no items/);
  refused(["interval", "15"], /found "15", expected a count such as 15\/148/);
  refused(["interval"], /expected one count/);
  refused(["interval", "1/2", "--level", "95"], /--level 95: the confidence level is out of range/);
  refused(["interval", "1/2", "--level", "-1"], /--level -1/);
  refused(["interval", "1/2", "--method", "wilsn"], /--method: found "wilsn", expected one of wilson, /);
  refused(["judge", "--judged", "5/4", ...rest], /--judged 5\/4: the count is larger/);
  refused(["judge", "--judged", "-5/4", ...rest], /--judged -5\/4: the value is not a count/);
  refused(["judge", "--judged", "400/1000", "--sensitivity", "1.5/2", "--specificity", "1/2"],
    /--sensitivity 1\.5\/2: the value is not a count/);
  refused(["judge", "--judged", "400/1000", "--sensitivity", "0.9", "--specificity", "1/2"],
    /mix a count with a rate/);
  refused(["judge", "--judged", "400/1000", "--sensitivity", "1.9", "--specificity", "0.5"],
    /--sensitivity 1\.9: the rate is out of range/);
  refused(["judge", "--judged", "400/1000"], /--sensitivity is missing/);
  refused(["judge", "--confusion", "1,2,3", "--unlabelled", "1/2"], /expected four counts TP,FN,FP,TN/);
  refused(["judge", "--confusion", "1,2,3,x", "--unlabelled", "1/2"], /--confusion 1,2,3,x: the value is not a finite/);
  refused(["judge", "--judged", "400/1000", ...rest, "--design", "subset"], /expected --confusion and --unlabelled/);
  refused(["judge", "--judged", "400/1000", ...rest, "--method", "poststrat"], /--method poststrat: this combination is not offered/);
});

test("options that this form of input does not use are refused, not ignored", () => {
  const counts = ["judge", "--judged", "1/2", "--sensitivity", "9/10", "--specificity", "9/10"];
  refused([...counts, "--known-interval", "blaker", "--item", "x"], /--known-interval, --item cannot be used with counts/);
  refused(["judge", "--confusion", "4,3,2,5", "--unlabelled", "3/10", "--judged", "1/2"], /--judged cannot be used with --confusion/);
  refused(["judge", example, "--unlabelled", "3/4"], /--unlabelled cannot be used with a file/);
  refused(["judge", "--judged", "1/2", "--sensitivity", ".9", "--specificity", ".9", "--no-gate"], /--no-gate cannot be used with rates/);
});

test("a very long table of models, and a very long string, are printed and read", () => {
  const many = Array.from({ length: 130_000 }, (_, i) => `q,${i},pass,`).join("\n");
  assert.equal(cli(["judge", "-"], `item,model,judge,human\n${many}\n`).status, 0);
  const long = JSON.stringify({ item: 12345678901234567890n.toString(), note: "x".repeat(12_000_000), judge: "pass", human: "pass" });
  assert.equal(cli(["judge", "-", "--json"], `${long}\n{"item":2,"judge":"fail","human":"fail"}\n`).status, 0);
});

test("a table of models corrected in different ways names each", () => {
  const rows = (model, labelled, total) => Array.from({ length: total }, (_, i) =>
    `q${i},${model},${i % 3 ? "pass" : "fail"},${i < labelled ? (i % 7 ? (i % 3 ? "pass" : "fail") : "fail") : ""}`);
  const { stdout } = cli(["judge", "-", "--design", "subset"],
    ["item,model,judge,human", ...rows("Own", 80, 200), ...rows("Borrower", 5, 200)].join("\n"));
  assert.match(stdout, /Own:\s+Judge\s+scores\s+were\s+corrected\s+by\s+post-stratification/);
  assert.match(stdout, /Borrower:\s+Judge\s+scores\s+were\s+corrected\s+by\s+the\s+Rogan-Gladen/);
  assert.match(stdout, /- Own: The labelled items are a simple random sample/);
});

test("bad files and options are refused", () => {
  refused(["judge", "no-such-file.csv"], /no-such-file\.csv: cannot be read: there is no such file; expected a CSV/);
  refused(["judge", root], /it is a folder/);
  refused(["judge", example, "--judge", "nope"], /no column "nope" for the judge's verdict. The columns are "item"/);
  refused(["judge", example, "--design", "known"], /expected external or subset/);
  refused(["judge", example, "--backtest", "2"], /--backtest 2: the share is out of range; expected a number above 0/);
  refused(["judge", example, "--backtest", "0.5", "--seed", "1.5"], /--seed 1\.5: the value is not a count/);
  refused(["judge", example, "--seed", "1"], /belong to --backtest/);
  refused(["judge", example, "--design", "subset", "--method", "lee2025"], /--method lee2025: this combination is not offered/);
  refused(["judge", "a", "b"], /found 2 files, expected one/);
  refused(["judge", example, "--judged", "1/2"], /a file and counts/);
  refused(["judge"], /expected a FILE/);
  refused(["judge", "--bogus"], /Unknown option '--bogus'/);
  refused(["frobnicate"], /unknown command "frobnicate"/);
  const { status, stderr } = cli(["judge", "-"], "");
  assert.equal(status, 2);
  assert.match(stderr, /The input is empty/);
});

test("names that would drive a terminal are printed harmlessly", () => {
  const { stdout } = cli(["judge", "-"], "item,model,judge,human\nq1,\u001b[31mred,pass,pass\nq2,\u001b[31mred,fail,fail\n");
  assert.ok(!stdout.includes("\u001b"));
  assert.match(stdout, /\\u001b\[31mred/);
});
