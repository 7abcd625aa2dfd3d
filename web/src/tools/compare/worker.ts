/** The comparison's worker: reads tables and calls the package, away from the page's own thread. */
import {
  compareIndependent, comparePair, comparePaired, compareTable, guessScoreColumns,
  independentMethods, InputError, meanInterval, pairedMethods, readScores,
  type CompareOptions, type MeanInterval, type PairedDifferenceRequest, type PairOptions, type Table,
} from "evenhand/bare";
import { serve, tableOf, type Held } from "../../serve.ts";
import type { Answer, Job, PairAnswer, SameAnswer, TableAnswer } from "./protocol.ts";

const previewRows = 4;

function table({ table: read, decoding }: Held, options: CompareOptions): TableAnswer {
  const report = compareTable(read, options);
  const { excludeSystems, ...all } = options;
  return {
    kind: "table",
    report: { ...report, issues: [...decoding, ...report.issues] },
    header: read.header,
    preview: read.rows.slice(0, previewRows),
    rows: read.rows.length,
    columns: guessScoreColumns(read, options),
    names: excludeSystems === undefined || excludeSystems.length === 0
      ? report.systems.map(({ system }) => system) : readScores(read, all).systems,
    effective: report.design === null || report.design.clusters === null || report.design.repeated
      ? null : effectiveItems(read, options),
  };
}

/** One interval for each system that its clusters allow, with its effective number of items. */
function effectiveItems(table: Table, options: CompareOptions): MeanInterval[] {
  const scores = readScores(table, options);
  return scores.systems.flatMap((_, system) => {
    const rows = [...scores.system.keys()].filter((row) => scores.system[row] === system);
    try {
      return [meanInterval({
        values: rows.map((row) => scores.score[row]!),
        clusters: rows.map((row) => scores.clusters![scores.item[row]!]!),
        level: options.level,
      })];
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  });
}

function pair(table: Table, options: PairOptions): PairAnswer {
  const detail = comparePair(table, options);
  const isGrouped = detail.pair !== null && detail.design?.clusters != null;
  return {
    kind: "pair", detail,
    ungrouped: isGrouped
      ? comparePair(table, { ...options, columns: { ...options.columns, cluster: null } }) : null,
  };
}

function same(input: PairedDifferenceRequest): SameAnswer {
  const results = pairedMethods.map(({ name }) => comparePaired({ ...input, method: name }));
  const { both, aOnly, bOnly, neither, level } = input;
  const trials = both + aOnly + bOnly + neither;
  return {
    kind: "same", results,
    unpaired: compareIndependent({
      a: { successes: both + aOnly, trials }, b: { successes: both + bOnly, trials }, level,
    }),
  };
}

serve((job: Job): Answer => {
  switch (job.kind) {
    case "table": return table(tableOf(job.source), job.options);
    case "pair": return pair(tableOf(job.source).table, job.options);
    case "same": return same(job.input);
    case "different": return {
      kind: "different",
      results: independentMethods.map(({ name }) => compareIndependent({ ...job.input, method: name })),
    };
  }
});
