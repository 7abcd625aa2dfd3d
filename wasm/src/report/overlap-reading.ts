/** What a report of contamination says in words. */
import {
  overlapScopeNotes, textRules,
  type OverlapBenchmark, type OverlapLevelCounts, type OverlapReport, type OverlapUnit,
} from "../generated/overlap.ts";
import { version } from "../generated/version.ts";
import { count, percent } from "./format.ts";
import { textOf } from "./words.ts";

const items = (number: number): string => `${count(number)} ${number === 1 ? "item" : "items"}`;

function countsOf(
  { levels }: OverlapBenchmark, unit: OverlapUnit, arm: string,
): OverlapLevelCounts | undefined {
  return levels.find((counts) => counts.unit === unit && counts.arm === arm);
}

function headline(report: OverlapReport, benchmark: OverlapBenchmark): string {
  const counts = countsOf(benchmark, "question", report.arms.at(-1)!);
  if (counts === undefined || counts.testable === 0) {
    return `${benchmark.name}: no question has enough text to be looked for.`;
  }
  const found = counts.partial + counts.full;
  const half = percent(report.thresholds.partial);
  return found === 0
    ? `${benchmark.name}: of ${items(counts.testable)} that can be tested, none has ${half} of its question in ` +
      "one document."
    : `${benchmark.name}: ${count(found)} of ${items(counts.testable)} that can be tested ` +
      `(${percent(counts.share!)}) ${found === 1 ? "has" : "have"} at least ${half} of the question in one ` +
      "document.";
}

function details(report: OverlapReport, benchmark: OverlapBenchmark): string[] {
  const last = report.arms.at(-1)!;
  const counts = countsOf(benchmark, "question", last);
  const before = countsOf(benchmark, "question", "unfiltered");
  const where = benchmark.found.find(({ arm }) => arm === last);
  const out: string[] = [];
  if (where !== undefined && where.questionAndAnswer > 0) {
    out.push(`With ${items(where.questionAndAnswer)} the answer stands close behind the question, so that ` +
      "both could be learned together.");
  }
  if (counts !== undefined && counts.trace > 0) {
    out.push(`${items(counts.trace)} share a passage with the corpus, but in no document half of the question.`);
  }
  if (counts !== undefined && before !== undefined && last !== "unfiltered") {
    const left = before.partial + before.full - counts.partial - counts.full;
    if (left > 0) {
      out.push(`${items(left)} would be counted as well if templates of the benchmark and boilerplate of the ` +
        "corpus were not left out.");
    }
  }
  if (counts !== undefined && counts.shortMatch > 0) {
    out.push(`${items(counts.shortMatch)} ${counts.shortMatch === 1 ? "was" : "were"} found, but the question is ` +
      "so short that it may stand anywhere: not counted.");
  }
  if (benchmark.untestable.length > 0) {
    out.push(`${items(benchmark.untestable.length)} cannot be tested: too little text, or none with letters.`);
  }
  if (where !== undefined && where.contextOnly > 0) {
    out.push(`Of ${items(where.contextOnly)} only the passage was found, which says nothing about the question.`);
  }
  return out;
}

/** The report in plain sentences, the headline of each benchmark first. */
export function overlapReading(report: OverlapReport): string[] {
  const { benchmarks } = report;
  const heads = benchmarks.map((benchmark) => headline(report, benchmark));
  return benchmarks.length === 1 ? [...heads, ...details(report, benchmarks[0]!)] : heads;
}

/** What the report cannot say. */
export const overlapScope = (report: OverlapReport): string[] =>
  report.scope.map((note) => textOf(overlapScopeNotes, note).detail);

/** The sentence for a paper. */
export function overlapMethod({ index, corpus, filter, thresholds, arms }: OverlapReport): string {
  const { settings } = index;
  const left = arms.at(-1) === "both_sides"
    ? `n-grams in at least ${filter.least} items or documents, and in at least one of ${filter.divisor}, were ` +
      "left out as templates or boilerplate, unless they lay in a run of most of the text"
    : "no n-grams of the corpus were left out as boilerplate";
  return `Exact overlap of ${items(index.items)} with ${count(corpus.total.documents)} documents ` +
    `(${count(corpus.total.tokens)} tokens) was found by comparing all runs of at least ${settings.n[0]} tokens ` +
    `(${textOf(textRules, settings.rule).title}; every match verified against the tokens themselves); ${left}. An ` +
    `item counts as contaminated when one document covers at least ${percent(thresholds.partial)} of its ` +
    `question's remaining tokens; computed with Evenhand ${version} (index ${index.digest.slice(0, 8)}).`;
}
