// `evenhand plan`: the specification's numbers (section 8), and what is refused.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cli, close, evenhand, root } from "./support.mjs";

const data = (name) => join(root, "examples", "data", name);
const parsed = (line) => {
  const { status, stdout, stderr } = cli(["plan", ...line.split(" "), "--json"]);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
};

function refused(line, message) {
  const { status, stdout, stderr } = cli(["plan", ...line.split(" ")]);
  assert.equal(status, 2, stdout);
  assert.equal(stdout, "");
  assert.ok(!stderr.includes("at file:"), stderr);
  assert.match(stderr, message);
}

test("the published and specified numbers", () => {
  const numbers = [
    ["paired --effect 0.05 --discordance 0.2", "items", "625.5473178"],
    ["paired --items 500 --discordance 0.1", "effect", "0.0395270519"],
    ["independent --rates 0.70,0.75", "itemsPerSystem", "1250.7167334"],
    ["independent --rate 0.2 --effect 0.05", "itemsPerSystem", "1030.2192831"],
    ["independent --items 164 --rate 0.5", "effect", "0.1546916655"],
    [`mean --effect 0.03 --between ${1 / 9}`, "items", "968.9974981"],
    [`mean --effect 0.03 --between ${1 / 9} --within ${1 / 6} --samples 2`, "items", "2422.4937452"],
    [`mean --effect 0.03 --between ${1 / 9} --within ${1 / 6}`, "items", "3875.9899923"],
    [`mean --items 164 --between ${1 / 9}`, "effect", "0.0729223505"],
    ["precision --half-width 0.03", "items", "1067.0718947"],
    ["runs --sd 0.01 --runs 5", "effect", "0.0202062816"],
  ];
  for (const [line, field, expected] of numbers) {
    assert.ok(close(parsed(line)[field], Number(expected), 1e-8, 0), line);
  }
  const plan = evenhand.planPairedProportions(
    { effect: 0.05, discordance: 0.2, power: 0.9, level: 0.99, designEffect: 2 });
  assert.deepEqual(
    parsed("paired --effect 0.05 --discordance 0.2 --power 0.9 --level 0.99 --design-effect 2"),
    { ...plan, assumptions: evenhand.planAssumptions(plan) });
});

test("names of the prototype are no forms of the command", () => {
  for (const name of ["toString", "constructor", "__proto__"]) {
    refused(`${name} --items 5`, new RegExp(`${name}: cannot be read: there is no such file`));
  }
});

test("without a discordance the usual ones are shown, if they are possible", () => {
  assert.deepEqual(parsed("paired --items 500").map((plan) => plan.discordance), [0.05, 0.1, 0.2, 0.3]);
  assert.deepEqual(parsed("paired --effect 0.1").map((plan) => plan.discordance), [0.2, 0.3]);
  refused("paired --effect 0.4", /--effect 0\.4: say with --discordance which share/);
  assert.match(cli(["plan", "paired", "--effect", "0.05"]).stdout, /20\.0\u00a0% +626/);
});

test("from a table of two systems", () => {
  const plan = parsed(`${data("lm-eval-paired.csv")} --effect 0.05`);
  assert.equal(plan.discordance, 41 / 220);
  assert.equal(plan.itemsCeiling, 583);
  // As many items as there are show about what the comparison itself says that they show: a plan
  // is a normal approximation, the comparison uses Student's quantiles.
  const grouped = parsed(`${data("nine-models.csv")} --pair Larch-34B Otter-9B --items 400`);
  const { pair } = evenhand.comparePair(readFileSync(data("nine-models.csv"), "utf8"),
    { a: "Larch-34B", b: "Otter-9B" });
  assert.ok(grouped.effect < pair.detectable && close(grouped.effect, pair.detectable, 0.05, 0), `${grouped.effect} ${pair.detectable}`);
  refused(`${data("nine-models.csv")} --items 400`, /found 9 systems, expected two, or --pair A B/);
  refused(`${data("nine-models.csv")} --items 400 --pair Larch-34B nobody`, /--pair Larch-34B nobody: expected two of Kestrel-70B/);
});

test("a sentence, and the method with its source", () => {
  const { stdout } = cli(["plan", "runs", "--sd", "0.01", "--effect", "0.02"]);
  assert.match(stdout, /To find a difference of 0\.02 with power 80\u00a0% at the 95\u00a0% level takes 6 reruns of each system/);
  assert.match(cli(["plan", "paired", "--items", "3", "--discordance", "0.01"]).stdout, /no possible difference/);
  assert.match(cli(["plan", "mean", "--items", "164", "--between", "0.1"]).stdout, /Miller 2024/);
});

test("what is missing or impossible is refused in the words that were typed", () => {
  refused("paired", /expected either --effect or --items/);
  refused("paired --effect 0.1 --items 5", /expected either --effect or --items/);
  refused("paired --effect 0.3 --discordance 0.2", /the plan asks for something impossible/);
  refused("paired --effect 0 --discordance 0.2", /--effect 0: the plan asks for something impossible/);
  refused("paired --effect x --discordance 0.2", /--effect x: the value is not a finite number/);
  refused("paired --effect 0.1 --discordance 0.2 --power 1.5", /--power 1\.5/);
  refused("paired --effect 0.1 --discordance 0.2 --level 2", /--level 2: the confidence level/);
  refused("paired --effect 0.1 --discordance 0.2 --design-effect 0", /--design-effect 0/);
  refused("paired --effect 0.1 --sd 1", /--sd cannot be used with paired/);
  refused("independent --rates 0.7", /--rates 0\.7: expected two rates/);
  refused("independent --rates 0.7,0.7", /--rates 0\.7,0\.7: the plan asks/);
  refused("independent --effect 0.1", /--rate is missing/);
  refused("mean --effect 0.1", /--between is missing/);
  refused("mean --effect 0.1 --between -1", /--between -1: the plan asks/);
  refused("precision", /--half-width is missing/);
  refused("runs --runs 5", /--sd is missing/);
  refused("runs --runs 1 --sd 1", /--runs 1/);
  refused("nowhere.csv --effect 0.1", /nowhere\.csv: cannot be read/);
});
