/** Backtests over many seeds: how often hidden truths lie within the intervals. */
import { defaults } from "./generated/shared.ts";
import { correctScores, type ScoreReport, type TableOptions } from "./table.ts";
import type { Table } from "./readers/table.ts";

export interface BacktestTally {
  /** Hidden truths that lay within their intervals. */
  readonly inside: number;
  /** Hidden truths that could be compared. */
  readonly compared: number;
}

export interface RepeatedBacktest extends BacktestTally {
  readonly firstSeed: number;
  readonly repeats: number;
  readonly models: readonly (BacktestTally & { readonly model: string })[];
}

/** Counts one report's comparisons; undefined when it is no backtest. */
export function backtestShare(report: ScoreReport): BacktestTally | undefined {
  const outcomes = report.models.flatMap((row) => row.backtest ?? []);
  if (outcomes.length === 0) return undefined;
  const compared = outcomes.filter((outcome) => outcome.inside !== null);
  return { inside: compared.filter((outcome) => outcome.inside).length, compared: compared.length };
}

/** Repeats a backtest with `repeats` consecutive seeds. */
export function repeatedBacktest(
  table: Table, options: TableOptions, repeats: number,
): RepeatedBacktest {
  const { share = 0.8, seed = defaults.seed } = options.backtest ?? {};
  const models = new Map<string, { inside: number; compared: number }>();
  for (let run = 0; run < repeats; ++run) {
    const report = correctScores(table, { ...options, backtest: { share, seed: seed + run } });
    for (const row of report.models) {
      const tally = models.get(row.model) ?? { inside: 0, compared: 0 };
      models.set(row.model, tally);
      if (row.backtest?.inside == null) continue;
      tally.compared += 1;
      tally.inside += Number(row.backtest.inside);
    }
  }
  const rows = [...models].map(([model, tally]) => ({ model, ...tally }))
    .sort((a, b) => (a.model < b.model ? -1 : 1));
  return {
    firstSeed: seed,
    repeats,
    inside: rows.reduce((sum, row) => sum + row.inside, 0),
    compared: rows.reduce((sum, row) => sum + row.compared, 0),
    models: rows,
  };
}
