/** The comparison's worker: reads tables and calls the package, away from the page's own thread. */
import {
  compareIndependent, comparePair, comparePaired, compareTable, guessScoreColumns,
  independentMethods, pairedMethods, readScores,
  type CompareOptions, type PairedDifferenceRequest,
} from "evenhand/bare";
import { serve, tableOf, type Held } from "../../serve.ts";
import type { Answer, Job, SameAnswer, TableAnswer } from "./protocol.ts";

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
    case "pair": return { kind: "pair", detail: comparePair(tableOf(job.source).table, job.options) };
    case "same": return same(job.input);
    case "different": return {
      kind: "different",
      results: independentMethods.map(({ name }) => compareIndependent({ ...job.input, method: name })),
    };
  }
});
