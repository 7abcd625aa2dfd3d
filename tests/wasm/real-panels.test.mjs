// Real ratings, read from EVENHAND_REAL_DATA; skipped visibly when it is unset. The numbers are those
// of judge.md 11.6, 11.10 and 11.11 that need the data themselves.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { evenhand, question, wasm } from "./support.mjs";

const folder = process.env.EVENHAND_REAL_DATA;
const skip = folder ? false : "EVENHAND_REAL_DATA is not set: real-data test skipped";
/** Rows of a file without quotes, as objects. */
const rows = (...path) => {
  const [header, ...lines] = readFileSync(join(folder, ...path), "utf8").trim().split(/\r?\n/)
    .map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index]])));
};
const answer = (call, request) => {
  const outcome = wasm(question({ call, request }));
  assert.equal(outcome.refused, undefined);
  return outcome.answer;
};
const shown = (value, digits = 6) => value.toFixed(digits);

test("PandaLM: three annotators agree, and their consensus is their majority", { skip }, () => {
  const pairs = rows("pandalm", "pandalm_999.csv");
  const humans = ["human1", "human2", "human3"];
  const classes = ["1", "0", "2"];
  const ratings = pairs.flatMap((row, item) =>
    humans.map((name, rater) => ({ item, rater, label: classes.indexOf(row[name]) })));
  const column = (name) => ratings.map((rating) => rating[name]);
  const panel = answer("panelConsensus", {
    item: column("item"), rater: column("rater"), label: column("label"),
    items: pairs.length, raters: 3, classes: 3,
  });
  assert.deepEqual(panel.pairs.map((pair) => shown(pair.agreement)), ["0.912913", "0.928929", "0.917918"]);
  assert.deepEqual(panel.prior.map((share) => shown(share)), ["0.422599", "0.105442", "0.471960"]);
  assert.equal(shown(panel.logLikelihood), "-1507.947390");
  assert.deepEqual(panel.consensus, pairs.map((row) => classes.indexOf(row.human_majority)));
  const values = { unit: column("item"), value: column("label") };
  assert.equal(shown(answer("fleissKappa", values).estimate), "0.864175");
  assert.equal(shown(answer("krippendorffAlpha", values).estimate), "0.864221");
});

/** OpenQA rows with both verdicts: no UNMATCHED, the first of equal keys, no blank verdict. */
const openqa = (judge) => {
  const seen = new Set();
  return rows("openqa", "openqa_nq301.csv").filter((row) => {
    const key = `${row.item_id} ${row.model}`;
    if (row.model === "UNMATCHED" || row[judge] === "" || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

test("OpenQA: rows of one question are not independent", { skip }, () => {
  const judged = openqa("judge_gpt4");
  const share = answer("effectiveShare", {
    values: judged.map((row) => Number(row.judge_gpt4 === "Yes")),
    clusters: judged.map((row) => Number(row.item_id.slice(-3))),
  });
  assert.equal(share.rows, 3523);
  assert.equal(share.clusters, 301);
  assert.equal(shown(share.share, 7), "0.6593812");
  assert.equal(shown(share.standardError, 8), "0.02024522");
  assert.equal(shown(share.designEffect, 4), "6.4291");
  assert.equal(shown(share.effectiveRows, 4), "547.9745");
  assert.equal(shown(share.t), "1.967903");
});

test("OpenQA: the judges err at equal rates on all models, and err together", { skip }, () => {
  const models = [...new Set(openqa("judge_gpt4").map((row) => row.model))];
  const printed = {
    judge_gpt4: ["3.087991", "0.989511", "7.016961", "0.797708"],
    judge_BEM: ["13.310548", "0.273514", "11.687696", "0.387570"],
  };
  for (const [judge, expected] of Object.entries(printed)) {
    const count = (truth, verdict) => models.map((model) => openqa(judge).filter((row) =>
      row.model === model && row.human_final === truth && row[judge] === verdict).length);
    const test = answer("calibrationHomogeneity", {
      tp: count("Yes", "Yes"), fn: count("Yes", "No"), fp: count("No", "Yes"), tn: count("No", "No"),
    });
    const { sensitivity, specificity } = test;
    assert.equal(sensitivity.df, 11);
    assert.deepEqual([sensitivity.g, sensitivity.gP, specificity.g, specificity.gP].map((v) => shown(v)), expected);
  }
  const both = openqa("judge_gpt4").filter((row) => row.judge_BEM !== "");
  const yes = (name) => both.map((row) => Number(row[name] === "Yes"));
  const votes = answer("effectiveVotes", {
    item: [...both.keys(), ...both.keys()],
    rater: [...both.map(() => 0), ...both.map(() => 1)],
    label: [...yes("judge_gpt4"), ...yes("judge_BEM")],
    items: both.length, raters: 2, classes: 2, gold: yes("human_final"),
  });
  assert.deepEqual(votes.residuals.map((pair) => shown(pair.correlation, 3)), ["0.523", "0.643"]);
});
