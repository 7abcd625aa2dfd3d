// Scores a scan of the yardstick's corpus: which documents it flags, by the default definition.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const options = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 };

/** A document is flagged when it has half of an item. */
export const threshold = 0.5;
const thresholds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const arms = { unfiltered: "no filter", both: "document-frequency filter" };

/**
 * {documents, report}: what every document with a hit has of its best item, in both arms, and
 * evenhand-scan's report.
 * @param programs folder of a native build
 * @param partials folder that `evenhand-scan scan` wrote
 */
export function scoreYardstick({ programs, index, partials }) {
  const scanner = join(programs, "core", "scan", "evenhand-scan");
  const sum = join(partials, "..", "sum-of-yardstick.partial");
  execFileSync(scanner, ["merge", partials, "-o", sum], options);
  const lines = execFileSync(join(programs, "tests", "evenhand_overlap_documents"),
    [index, sum, sum.replace(/\.partial$/, ".hits.jsonl")], options);
  return {
    documents: lines.trim().split("\n").map((line) => JSON.parse(line)),
    report: JSON.parse(execFileSync(scanner, ["report", index, sum, "--json"], options)),
  };
}

/** Coverage of each document of the labelled corpus; 0 without a hit. */
function coverages(corpus, documents, arm) {
  const found = new Map(documents.map((document) => [document.line, document[arm]]));
  return corpus.map((_, place) => found.get(place + 1) ?? 0);
}

/** Rephrased documents are what text overlap does not claim to find: they are in no score. */
const scored = ({ family }) => family !== "rephrased";

/** {precision, recall, f1, falsePositives} at a threshold. */
export function rates(corpus, documents, arm, at = threshold) {
  const coverage = coverages(corpus, documents, arm);
  const count = (label) => corpus.filter((document, place) =>
    scored(document) && document.label === label && coverage[place] >= at).length;
  const [right, wrong] = [count(1), count(0)];
  const positives = corpus.filter((document) => scored(document) && document.label === 1).length;
  const [precision, recall] = [right + wrong === 0 ? null : right / (right + wrong), right / positives];
  const f1 = precision === null ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1, falsePositives: wrong };
}

/** [{family, form, documents, flagged: {unfiltered, both}}] in the order of the corpus. */
export function byForm(corpus, documents) {
  const rows = new Map();
  const coverage = Object.fromEntries(Object.keys(arms).map((arm) => [arm, coverages(corpus, documents, arm)]));
  corpus.forEach(({ family, form }, place) => {
    const key = `${family} ${form}`;
    if (!rows.has(key)) rows.set(key, { family, form, documents: 0, flagged: { unfiltered: 0, both: 0 } });
    const row = rows.get(key);
    row.documents += 1;
    for (const arm of Object.keys(arms)) row.flagged[arm] += Number(coverage[arm][place] >= threshold);
  });
  return [...rows.values()];
}

/** The scores as text: each arm, each family and form, and precision and recall by threshold. */
export function tableOfScores(corpus, { documents }) {
  const number = (value) => (value === null ? "-" : value.toFixed(3)).padStart(9);
  const lines = [`${"arm".padEnd(30)}precision   recall       F1  false positives`];
  for (const [arm, title] of Object.entries(arms)) {
    const { precision, recall, f1, falsePositives } = rates(corpus, documents, arm);
    lines.push(title.padEnd(30) + number(precision) + number(recall) + number(f1) + String(falsePositives).padStart(17));
  }
  lines.push("", `${"flagged".padEnd(30)}documents  no filter  with filter`);
  for (const { family, form, documents: all, flagged } of byForm(corpus, documents)) {
    lines.push(`${family}, ${form}`.padEnd(30) + String(all).padStart(9) + String(flagged.unfiltered).padStart(11) +
      String(flagged.both).padStart(13));
  }
  lines.push("", "threshold".padEnd(38) + thresholds.map((at) => at.toFixed(1).padStart(6)).join(""));
  for (const [arm, title] of Object.entries(arms)) {
    for (const rate of ["precision", "recall"]) {
      lines.push(`${title}, ${rate}`.padEnd(38) + thresholds.map((at) =>
        (rates(corpus, documents, arm, at)[rate] ?? 0).toFixed(2).padStart(6)).join(""));
    }
  }
  return lines.join("\n");
}
