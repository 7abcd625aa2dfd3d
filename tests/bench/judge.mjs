// Judging: one interval, a large leaderboard with its diagnostics, a large panel, and Python tools
// that correct or compare judge scores on the same columns.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as functionsByName from "../../wasm/dist/generated/functions.js";
import { correctJudge, correctTable, panelConsensus } from "../../wasm/dist/index.js";

const { functions } = functionsByName;

/** A 31-bit generator with a full period: the same columns in every run. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) / 2 ** 23;
  };
}

/** Verdicts of a judge with sensitivity .9 and specificity .85 on one model; a tenth is labelled. */
function judgedColumns(items) {
  const draw = chance(7);
  const [verdict, human] = [new Int32Array(items), new Int32Array(items)];
  for (let item = 0; item < items; ++item) {
    const right = draw() < 0.6;
    verdict[item] = Number(draw() < (right ? 0.9 : 0.15));
    human[item] = draw() < 0.1 ? Number(right) : -1;
  }
  return { verdict, human };
}

/** A leaderboard as a person would paste it; a tenth of the items is labelled. */
export function judgedTable(models, items) {
  const draw = chance(11);
  const lines = ["item,model,judge,human"];
  for (let item = 0; item < items; ++item) {
    for (let model = 0; model < models; ++model) {
      const right = draw() < 0.3 + (0.5 * model) / models;
      const verdict = draw() < (right ? 0.9 : 0.15) ? "pass" : "fail";
      lines.push(`q${item},model-${model},${verdict},${item % 10 === 0 ? (right ? "correct" : "incorrect") : ""}`);
    }
  }
  return lines.join("\n");
}

function panelColumns(items, raters) {
  const draw = chance(13);
  const [item, rater, label] = [0, 1, 2].map(() => new Int32Array(items * raters));
  for (let i = 0; i < items; ++i) {
    const truth = draw() < 0.4;
    for (let r = 0; r < raters; ++r) {
      const at = i * raters + r;
      [item[at], rater[at]] = [i, r];
      label[at] = Number(draw() < 0.7 + 0.025 * r ? truth : !truth);
    }
  }
  return { item, rater, label, items, raters, classes: 2 };
}

const seconds = (run) => {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e9;
};
const fastest = (rounds, run) => Math.min(...Array.from({ length: rounds }, () => seconds(run)));

/** The seconds of each Python tool; undefined where they cannot be installed. */
function pythonTools(root, columns, ratings) {
  const folder = join(root, "build", "bench-judge-python");
  const python = join(folder, "bin", "python");
  try {
    if (!existsSync(python)) execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
    execFileSync(python, ["-m", "pip", "install", "--quiet", "-r",
      join(root, "tests", "bench", "judge_tools.txt")], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return JSON.parse(execFileSync(python, [join(root, "tests", "bench", "judge_tools.py")], {
    encoding: "utf8",
    input: JSON.stringify({ verdict: [...columns.verdict], human: [...columns.human], ratings }),
  }));
}

/**
 * @param root folder of the project
 * @param native seconds of one call of the core, natively: (signature, request, calls)
 * @param wasm the same in WebAssembly
 */
export function judgeBench(root, native, wasm) {
  console.log("\nJudging");
  const counts = {
    judged: { positive: 400, total: 1000 },
    sensitivity: { correct: 180, total: 200 },
    specificity: { correct: 140, total: 200 },
  };
  const repeat = 200;
  const one = fastest(9, () => {
    for (let i = 0; i < repeat; ++i) correctJudge(counts);
  }) / repeat;
  console.log(`one corrected default interval by the API, wasm: ${(1e3 * one).toFixed(2)} ms`);
  const board = judgedTable(50, 5000);
  console.log("50 models x 5,000 items from text to corrected scores and diagnostics, wasm: " +
    `${fastest(3, () => correctTable(board)).toFixed(2)} s`);
  const panel = panelColumns(100_000, 10);
  console.log(`Dawid-Skene, 100,000 items x 10 raters, wasm: ${fastest(3, () => panelConsensus(panel)).toFixed(2)} s`);

  const columns = judgedColumns(5000);
  const draw = chance(17);
  const ratings = [0, 1, 2].map(() => Array.from({ length: 400 }, () => Number(draw() < 0.5)));
  const tools = pythonTools(root, columns, ratings);
  if (tools === undefined) {
    console.log("SKIPPED: Python tools (no Python with venv and pip here)");
    return;
  }
  const rows = { model: new Int32Array(5000), ...columns, models: 1 };
  const corrected = (design, method) => ["correctLeaderboard", { ...rows, design, method }, 200];
  const table = [[0, 0], [0, 0]];
  columns.human.forEach((human, item) => {
    if (human >= 0) ++table[1 - human][1 - columns.verdict[item]];
  });
  const units = ratings[0].map((_, unit) => unit);
  const alpha = {
    unit: Int32Array.from([...units, ...units, ...units]), value: Float64Array.from(ratings.flat()),
    resamples: 99,
  };
  // Each tool against the same estimator where there is one, else against the default.
  const pairs = [
    ["truescore rogan_gladen_estimate", "external, lr_truncated", ...corrected("external", "lr_truncated")],
    ["truescore ppi_estimate", "subset, ppi_pp", ...corrected("subset", "ppi_pp")],
    ["ppi-python ppi_mean_ci", "subset, ppi_pp", ...corrected("subset", "ppi_pp")],
    ["cje-eval calibrated_mean_ci", "subset, poststrat", ...corrected("subset", "poststrat")],
    ["truescore judge_agreement", "rater_agreement", "raterAgreement", { table: Float64Array.from(table.flat()) }, 200],
    ["truescore krippendorff_alpha", "krippendorff_alpha, with 99 resamples", "krippendorffAlpha", alpha, 5],
  ];
  console.log(`Python tools on 5,000 verdicts, 500 labels (${Object.entries(tools.versions)
    .map(([name, version]) => `${name} ${version}`).join(", ")}): times slower than evenhand`);
  for (const [tool, ours, name, request, calls] of pairs) {
    const [fast, slow] = [native, wasm].map((time) => time(functions[name], request, calls));
    const theirs = tools.seconds[tool];
    console.log(`${tool.padEnd(34)} ${(1e6 * theirs).toFixed(0).padStart(9)} us   ${ours.padEnd(38)}` +
      `native ${(theirs / fast).toFixed(0).padStart(6)}, wasm ${(theirs / slow).toFixed(0).padStart(6)}`);
  }
}
