// Real files, read from EVENHAND_REAL_DATA; skipped visibly when it is unset.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { evenhand } from "./support.mjs";

const folder = process.env.EVENHAND_REAL_DATA;
const skip = folder ? false : "EVENHAND_REAL_DATA is not set: real-data test skipped";
const openqa = () => readFileSync(join(folder, "openqa", "openqa_nq301.csv"), "utf8");
const options = (judge) => ({
  columns: { judge, human: "human_final" }, excludeModels: ["UNMATCHED"], design: "subset",
});
const totals = (report) => report.models.reduce(
  (sum, row) => sum + row.items, 0);

test("OpenQA: rows, duplicates and blanks are as documented", { skip }, () => {
  const gpt4 = evenhand.correctTable(openqa(), options("judge_gpt4"));
  assert.equal(totals(gpt4), 3523);
  const count = (code) => gpt4.issues.find((issue) => issue.code === code)?.count;
  assert.equal(count("N_EXCLUDED"), 113);
  assert.equal(count("W_DUPLICATE"), 1);
  assert.equal(count("W_MISSING"), 3);
  assert.equal(totals(evenhand.correctTable(openqa(), options("judge_BEM"))), 3526);
  const shares = Object.fromEntries(gpt4.models.map((row) => [row.model, row.raw.estimate.toFixed(4)]));
  assert.equal(shares.FiD, "0.6067");
  assert.equal(shares["FiD-KD"], "0.6900");
  assert.equal(shares.R2D2, "0.6567");
  assert.equal(shares.EMDR2, "0.7454");
});

test("OpenQA, FiD with items 1 to 100 labelled: the published post-stratified interval", { skip }, () => {
  const [header, ...lines] = openqa().trim().split(/\r?\n/);
  const rows = lines.filter((line) => line.split(",")[1] === "FiD")
    .map((line) => {
      const cells = line.split(",");
      if (Number(cells[0].slice(-3)) > 100) cells[7] = "";
      return cells.join(",");
    });
  const expected = { judge_gpt4: [0.623189, 0.539806, 0.700002], judge_BEM: [0.634470, 0.551235, 0.708681] };
  for (const [judge, [estimate, lower, upper]] of Object.entries(expected)) {
    const [model] = evenhand.correctTable([header, ...rows].join("\n"),
      { columns: { judge, human: "human_final" }, design: "subset" }).models;
    assert.equal(model.corrected.estimate.toFixed(6), estimate.toFixed(6));
    assert.equal(model.corrected.lower.toFixed(6), lower.toFixed(6));
    assert.equal(model.corrected.upper.toFixed(6), upper.toFixed(6));
  }
});

test("OpenQA backtests: hidden truths lie within the intervals about as often as they should", { skip }, () => {
  const table = evenhand.readTable(openqa());
  for (const judge of ["judge_gpt4", "judge_BEM"]) {
    const { inside, compared } = evenhand.repeatedBacktest(
      table, { ...options(judge), backtest: { share: 0.8, seed: 1 } }, 40);
    assert.equal(compared, 480);
    assert.ok(inside / compared > 0.95, `${judge}: ${inside} of ${compared}`);
  }
});

test("OpenQA: five systems by human verdicts, on the questions they share", { skip }, () => {
  const report = evenhand.compareTable(openqa(), {
    columns: { system: "model", score: "human_final" }, excludeSystems: ["UNMATCHED"],
  });
  assert.equal(report.design.binary, true);
  assert.equal(report.systems.reduce((sum, row) => sum + row.n, 0), 3526);
});

test("OpenQA: a judge's kappa with people, their ceiling, and judges that err alike", { skip }, () => {
  const report = evenhand.rateTable(openqa(), {
    raters: ["judge_gpt4", "judge_BEM", "human1", "human2"], humans: ["human1", "human2"],
    columns: { gold: "human_final" }, excludeModels: ["UNMATCHED"],
  });
  const pair = (first, second) =>
    report.pairs.find((row) => row.first === first && row.second === second).agreement;
  const value = (agreement, name) =>
    agreement.coefficients.find(({ statistic }) => statistic === name).estimate.toFixed(6);
  const gpt4 = pair("human_final", "judge_gpt4");
  assert.equal(gpt4.items, 3523);
  assert.deepEqual(["cohen_kappa", "gwet_ac1", "mcc"].map((name) => value(gpt4, name)),
    ["0.676313", "0.749393", "0.679051"]);
  assert.ok(Number(value(pair("human1", "human2"), "cohen_kappa")) > 0.7);
  const residuals = report.votes.residuals.map(({ truth, correlation }) =>
    [report.classes[truth], correlation.toFixed(3)]);
  assert.deepEqual(residuals, [["pass", "0.643"], ["fail", "0.523"]]);
});

test("PandaLM: three people, and two judges of which one cannot be read everywhere", { skip }, () => {
  const text = readFileSync(join(folder, "pandalm", "pandalm_999.csv"), "utf8");
  const columns = { item: "item_id", model: null };
  const people = evenhand.rateTable(text, { raters: ["human1", "human2", "human3"], columns });
  assert.deepEqual(people.pairs.map(({ agreement }) => agreement.agreement.estimate.toFixed(6)),
    ["0.912913", "0.928929", "0.917918"]);
  assert.equal(people.fleiss.estimate.toFixed(6), "0.864175");
  assert.equal(people.alpha.estimate.toFixed(6), "0.864221");
  assert.deepEqual(people.classes, ["0", "1", "2"]);
  assert.deepEqual(people.consensus.prior.map((share) => share.toFixed(6)), ["0.105442", "0.422599", "0.471960"]);
  assert.equal(people.consensus.logLikelihood.toFixed(6), "-1507.947390");
  const judges = evenhand.rateTable(text, {
    raters: ["judge_gpt35", "judge_pandalm7b"], columns: { ...columns, gold: "human_majority" },
    classes: ["1", "0", "2"],
  });
  const [, pandalm] = judges.pairs;
  assert.equal(pandalm.agreement.coefficients[0].estimate.toFixed(6), "0.435355");
  assert.ok(judges.issues.some(({ code, column }) => code === "W_UNPARSED" && column === "judge_gpt35"));
});
