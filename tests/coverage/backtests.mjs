// Backtests on real judges: labels are hidden at random, scores corrected with the rest, and the
// intervals compared with what was hidden. Reads the folder EVENHAND_REAL_DATA, whose files are not
// part of the project, and writes core/methods/backtests.md. Run by `./dev backtests [SEEDS]`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { correctClassTable, correctScores, defaults, readTable } from "../../wasm/dist/index.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = process.env.EVENHAND_REAL_DATA;
if (!folder) {
  console.error("EVENHAND_REAL_DATA is not set: there are no real judges to look at");
  process.exit(1);
}
const seeds = Number(process.argv[2] ?? 200);
const hiddenShare = 0.8;

class Tally {
  inside = 0;
  compared = 0;
  refused = 0;
  width = 0;
  add(lower, upper, truth) {
    this.compared += 1;
    this.inside += Number(lower <= truth && truth <= upper);
    this.width += upper - lower;
  }
  row(...names) {
    const share = this.compared === 0 ? "–" : `${((100 * this.inside) / this.compared).toFixed(1)} %`;
    const width = this.compared === 0 ? "–" : `${((100 * this.width) / this.compared).toFixed(1)}`;
    return `| ${[...names, this.inside, this.compared, share, width, this.refused].join(" | ")} |`;
  }
}

const head = (...names) => [
  `| ${[...names, "inside", "compared", "share", "mean width, points", "not identified"].join(" | ")} |`,
  `|${"---|".repeat(names.length)}---:|---:|---:|---:|---:|`,
];

// OpenQA: twelve models, two judges, every answer labelled by people.
const methods = [
  ["external", defaults.externalMethod], ["external", "unified"], ["external", "score_sc"],
  ["external", "lr_truncated"], ["external", "lee2025"], ["external", "beta_jeffreys"],
  ["subset", "poststrat"], ["subset", "ppi"], ["subset", "ppi_pp"], ["subset", "eif"], ["subset", "mle"],
];
const openqa = readTable(readFileSync(join(folder, "openqa", "openqa_nq301.csv"), "utf8"));
const openqaRows = [];
for (const judge of ["judge_gpt4", "judge_BEM"]) {
  for (const [design, method] of methods) {
    const tally = new Tally();
    for (let seed = 1; seed <= seeds; ++seed) {
      const { models } = correctScores(openqa, {
        columns: { judge, human: "human_final" }, excludeModels: ["UNMATCHED"], design, method,
        backtest: { share: hiddenShare, seed },
      });
      for (const { corrected, backtest } of models) {
        if (corrected.identified) tally.add(corrected.lower, corrected.upper, backtest.truth);
        else tally.refused += 1;
      }
    }
    openqaRows.push(tally.row(judge.replace("judge_", ""), design, `\`${method}\``));
  }
}

// PandaLM: 999 pairs, preferences with ties, the majority of three people; hidden as above.
const [header, ...lines] = readFileSync(join(folder, "pandalm", "pandalm_999.csv"), "utf8").trim().split(/\r?\n/);
const columns = header.split(",");
const cells = lines.map((line) => line.split(","));
const at = (name) => columns.indexOf(name);
const worth = { 1: 1, 0: 0.5, 2: 0 };
/** A choice of rows by a 31-bit generator: the first ones of a shuffle. */
function chosen(count, seed) {
  let state = seed;
  const order = Array.from({ length: cells.length }, (_, row) => row);
  for (let i = order.length - 1; i > 0; --i) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const j = Math.floor(((state >>> 8) / 2 ** 23) * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return new Set(order.slice(0, count));
}
const mean = (rows) => rows.reduce((sum, row) => sum + worth[row[at("human_majority")]], 0) / rows.length;
const pandaRows = [];
for (const judge of ["judge_pandalm7b", "judge_gpt35"]) {
  for (const design of ["external", "subset"]) {
    for (const shown of [200, 500]) {
      const tally = new Tally();
      for (let seed = 1; seed <= seeds; ++seed) {
        const labelled = chosen(shown, seed);
        const text = ["item,judge,human", ...cells.map((row, index) =>
          `${row[0]},${row[at(judge)]},${labelled.has(index) ? row[at("human_majority")] : ""}`)].join("\n");
        const { models } = correctClassTable(text, { classes: ["1", "0", "2"], values: [1, 0.5, 0], design });
        const usable = cells.filter((row, index) =>
          row[at(judge)] in worth && (design === "subset" || !labelled.has(index)));
        const found = models[0].mean;
        if (found.estimate === null) tally.refused += 1;
        else tally.add(found.lower, found.upper, mean(usable));
      }
      pandaRows.push(tally.row(judge.replace("judge_", ""), design, shown));
    }
  }
}

writeFileSync(join(root, "core", "methods", "backtests.md"), `# Backtests on real judges

Written by \`./dev backtests ${seeds}\` from data that are not part of the project (EVENHAND_REAL_DATA).
Nominal level 95 %. "Compared" counts the scores that were identified, over ${seeds} seeds; the seeds hide
labels of the same answers again and again, so they are not independent trials.

What to expect. In design external the truth is the human share of the hidden answers, a sample too:
an interval for their population covers it a little more often than it covers the population's. In design
subset it is the human share of all answers, a part of which the interval has seen; so more than 95 % is
as it should be. Less than 95 % in design external is what a judge gives whose error rates differ
between the answers that calibrate and those that are scored.

## OpenQA

Twelve systems on 301 questions (ehsk/OpenQA-eval), two judges: GPT-4, and BEM, a classifier. ${100 * hiddenShare} % of
every system's labels are hidden; systems with fewer than 10 labels of a class left borrow error rates from
all systems.

${[...head("judge", "design", "method"), ...openqaRows].join("\n")}

## PandaLM

999 pairs of answers with ties (WeOpenML/PandaLM), two judges against the majority of three people; the
win score (a tie counts one half) is corrected by classes: design external by inverting the confusion
matrix, with Dirichlet intervals; design subset by post-stratification on the verdict. Verdicts that name no
class are dropped, which leaves 974 pairs for GPT-3.5. Its column for ties hardly ever says what people
say, so that its matrix can rarely be inverted: that is what "not identified" means here, and the reason
why labels on a random subset are the design to choose for such a judge.

${[...head("judge", "design", "labels shown"), ...pandaRows].join("\n")}
`);
