// `evenhand parallel`: what it prints, what it refuses, and that --json is the library's object.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cli, evenhand, root } from "./support.mjs";

const data = (name) => join(root, "examples", "data", name);
const cities = ["New York", "New Orleans", "Mexico City", "Panama City"];
const parsed = (...args) => {
  const { status, stdout, stderr } = cli(["parallel", ...args, "--json"]);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
};
const plain = (object) => JSON.parse(JSON.stringify(object));

function refused(args, message, input) {
  const { status, stdout, stderr } = cli(["parallel", ...args], input);
  assert.equal(status, 2, stdout);
  assert.equal(stdout, "");
  assert.ok(!stderr.includes("at file:") && !stderr.includes("undefined"), stderr);
  assert.match(stderr, message);
}

test("strings, a file and standard input equal the library", () => {
  const report = parsed("--strings", ...cities);
  assert.deepEqual(report, plain(evenhand.analyseParallel(cities)));
  assert.equal(report.oneStep.klReverse, "infinite");
  const file = data("parallel-cities.txt");
  const text = readFileSync(file, "utf8");
  assert.deepEqual(parsed(file), plain(evenhand.analyseParallel(text)));
  assert.deepEqual(JSON.parse(cli(["parallel", "-", "--json"], text).stdout), parsed(file));
  for (const name of ["parallel-joint.csv", "parallel-conditions.csv"]) {
    assert.deepEqual(parsed(data(name)), plain(evenhand.analyseParallel(readFileSync(data(name), "utf8"))));
  }
  // Strings may stand anywhere, and may look like numbers or options.
  assert.equal(parsed("--steps", "1", "--strings", ...cities).frontier.length, 1);
  assert.equal(parsed("--strings", "-1 x", "y z", "--tokens", "whitespace").outcomes, 2);
  assert.equal(parsed("--strings=--a b", "--strings=c d").outcomes, 2);
});

test("options equal those of the library", () => {
  const { readStrategy } = evenhand;
  assert.deepEqual(
    parsed("--strings", "ab", "ba", "c", "--tokens", "characters", "--pad", "--partition", "2;1", "--strategy", "top-k=1,random",
      "--strategy", "threshold=0.5,inclusive", "--ties", "random", "--temperature", "0.5", "--seed", "3", "--steps", "2"),
    plain(evenhand.analyseParallel(["ab", "ba", "c"], {
      tokens: "characters", pad: true, partition: [[1], [0]], positionTies: "random", temperature: 0.5, seed: 3, steps: 2,
      strategies: [readStrategy("top-k=1,random").strategy, readStrategy("threshold=0.5,inclusive").strategy],
    })));
  assert.deepEqual(parsed("--strings", "a/b", "b/a", "--tokens", "/", "--greedy", "--value-ties", "first"),
    plain(evenhand.analyseParallel(["a/b", "b/a"], { tokens: { separator: "/" }, temperature: 0, valueTies: "first" })));
  assert.deepEqual(parsed("--task", "replace-random", "--n", "6"), plain(evenhand.analyseParallel({ task: "replace_random", n: 6 })));
  assert.deepEqual(parsed("--task", "shuffle", "--n", "3", "--scored"), plain(evenhand.analyseParallel({ task: "shuffle", n: 3 }, { scored: true })));
  const report = JSON.parse(cli(["parallel", data("parallel-cities.txt"), "--valid", "-", "--json"], "New York\n").stdout);
  assert.ok(Math.abs(report.oneStep.accuracy - 0.125) < 1e-12 && report.restricted);
});

test("the text shows the tables, the words and the method", () => {
  const { stdout } = cli(["parallel", "--strings", ...cities]);
  for (const part of [/total correlation +1\n/, /1 +1 +50\.0\u00a0% +50\.0\u00a0% +50\.0\u00a0% +1,2\n/,
    /all at once +50\.0\u00a0% +50\.0\u00a0% +0\.5 +1 +infinite +1 +1/, /must lose 1 bit: 50\.0\u00a0% of the samples/, /\nMethod\nTotal correlation/]) {
    assert.match(stdout, part);
  }
  assert.match(cli(["parallel", "--strings", ...cities, "--nats"]).stdout, /least loss \(nats\)[^]*0\.6931/);
  assert.match(cli(["parallel", "--task", "shuffle", "--n", "8"]).stdout, /total correlation +8\.701/);
  assert.match(cli(["parallel", "--task", "insert-random", "--n", "40"]).stdout, /Not computed\n- The strategy/);
  assert.match(cli(["parallel", data("parallel-conditions.csv")]).stdout, /condition +tokens[^]*Flip a coin +1 +2/);
});

test("measured curves", () => {
  const file = data("parallel-curve.csv");
  assert.deepEqual(parsed("--curve", file), plain(evenhand.analyseCurves(readFileSync(file, "utf8"))));
  assert.deepEqual(parsed("--curve", file, "--at", "0.5,0.9", "--tokens-per-item", "2").curves[0].tokensPerStepAt.map(({ accuracy }) => accuracy), [0.5, 0.9]);
  const { stdout } = cli(["parallel", "--curve", file]);
  assert.match(stdout, /biased-top-k +shuffle:6 +fixed +2 +74\.5\u00a0% +68\.0–80\.0\u00a0% +37\.0\u00a0% +above/);
  assert.match(stdout, /threshold keeps 80\u00a0% up to 3\.3 tokens per step/);
  refused(["--curve", file, "--at", "80"], /--at 80: the rate is out of range/);
  refused(["--curve", file, "--at", "x"], /--at x: /);
  refused(["--curve", file, "--tokens-per-item", "0"], /--tokens-per-item 0: /);
  refused(["--curve", file, "--scale", "both"], /--scale: found "both", expected percent or fraction/);
  refused(["--curve", file, "--pad"], /--pad cannot be used with --curve/);
  refused(["--curve", "-"], /Column "accuracy", line 2: found "x"/, "tokens_per_step,accuracy\n1,x\n");
});

test("bad input is refused in the words that were typed", () => {
  refused([], /expected one FILE, --strings A B \.\.\., --task NAME --n N or --curve FILE/);
  refused(["a.txt", "b.txt"], /found a\.txt and b\.txt, expected one FILE/);
  refused(["--strings", "a b", "--task", "sort", "--n", "3"], /found --strings and --task, expected one/);
  refused(["--strings"], /--strings: expected right answers/);
  refused(["--strings", "--json"], /--strings: expected right answers/);
  refused(["--strings", "a b", "c"], /--strings: The answers differ in length: 1 token in 1 answer \(first in answer 2\), 2 tokens[^]*\(pad\)/);
  refused(["--strings", ""], /--strings: Answer 1: found an answer without tokens/);
  refused(["-"], /^evenhand: -: The input is empty/, "");
  refused(["-"], /-: Line 3, weight: found "x", expected a finite number/, "text,weight\na b,1\nb a,x\n");
  refused(["-"], /sum to 0\.9; expected 1/, "y1,p\na,0.5\nb,0.4\n");
  refused(["no-such-file.txt"], /cannot be read: there is no such file/);
  refused(["--task", "juggle", "--n", "3"], /--task: found "juggle", expected one of copy, replace_index/);
  refused(["--task", "shuffle"], /--n is missing/);
  refused(["--task", "shuffle", "--n", "0"], /--task: Found 0 for n, expected the number of items/);
  refused(["--task", "shuffle", "--n", "2.5"], /Found 2\.5 for n/);
  refused(["--task", "shuffle", "--n", "9", "--pad"], /--pad cannot be used with --task/);
  refused(["--strings", ...cities, "--scored"], /--scored cannot be used with --strings/);
  refused(["--strings", ...cities, "--n", "3"], /--n cannot be used with --strings/);
  refused(["--strings", ...cities, "--partition", "1"], /--partition 1: the steps are not an ordered partition/);
  refused(["--strings", ...cities, "--partition", "1,x"], /--partition 1,x: the steps are not an ordered partition/);
  refused(["--strings", ...cities, "--partition", "0,1"], /--partition 0,1: the steps are not/);
  refused(["--strings", ...cities, "--steps", "0"], /--steps 0: the value is not one of the allowed ones/);
  refused(["--strings", ...cities, "--temperature", "-1"], /--temperature -1: the value is not one/);
  refused(["--strings", ...cities, "--temperature", "1", "--greedy"], /found --greedy and --temperature/);
  refused(["--strings", ...cities, "--strategy", "best=2"], /--strategy best=2: found "best=2", expected one of top-k=/);
  refused(["--strings", ...cities, "--strategy", "top-k=0"], /--strategy top-k=0: k: the value is not one/);
  refused(["--strings", ...cities, "--strategy", "threshold=2"], /--strategy threshold=2: parameter: /);
  refused(["--strings", ...cities, "--ties", "last"], /--ties: found "last", expected one of random, first/);
  refused(["--strings", ...cities, "--tokens", ""], /--tokens "": expected whitespace, characters or a separator/);
  refused(["--strings", ...cities, "--nats", "--json"], /--nats cannot be used with --json/);
  refused(["--strings", ...cities, "--seed", "-1"], /--seed -1: the seed is out of range/);
  refused(["--strings", ...cities, "--level", "0.9"], /--level/);
});

test("tokens that would drive a terminal are printed harmlessly", () => {
  const { stdout } = cli(["parallel", "-"], "\u001b[31mred a\nb \u001b[31mred\nc a\n");
  assert.ok(!stdout.includes("\u001b"));
});
