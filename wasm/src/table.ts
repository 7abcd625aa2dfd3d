/** A judge's table, corrected: every model's raw and corrected score. */
import { call } from "./engine.ts";
import {
  correctLeaderboardCall,
  type Backtest, type BacktestOutcome, type Correction, type CorrectionMethod, type Design,
  type LeaderboardRequest, type ModelCorrection, type PpiConvention,
} from "./generated/judge.ts";
import { defaults, type Estimate } from "./generated/shared.ts";
import { subsetMethods } from "./judge.ts";
import { issues, type Issue } from "./readers/issues.ts";
import {
  labelIssues, readJudgements, sortedByItem, type Judgements, type ReadingOptions,
} from "./readers/judgements.ts";
import { readTable, type Table } from "./readers/table.ts";
import { modelNotes } from "./report/judge.ts";

export interface TableOptions extends ReadingOptions {
  /**
   * Where the labels come from. Default: `defaults.design`, or `subset` when every row is
   * labelled, with a note that says so.
   */
  readonly design?: Extract<Design, "external" | "subset"> | undefined;
  /** A method of the design. Default: `defaults.externalMethod` or `defaults.subsetMethod`. */
  readonly method?: CorrectionMethod | undefined;
  /** Whose form of `ppi` or `ppi_pp`. Default: `defaults.ppiConvention`. */
  readonly convention?: PpiConvention | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
  /** Refuse unless the judge is shown to beat chance. Default: true (`lee2025`: false). */
  readonly gate?: boolean | undefined;
  /** Hide this share of the labels, correct with the rest, compare. */
  readonly backtest?: Backtest | undefined;
}

/** A correction without what the model's row already says. */
export type CorrectedScore = Omit<Correction, "raw" | "sensitivity" | "specificity" | "youden">;

export interface ModelRow {
  readonly model: string;
  /** Rows with a verdict. */
  readonly items: number;
  /** Rows whose label the correction could see. */
  readonly labelled: number;
  /** Share the judge passes of the rows that are evaluated; null when no row has a verdict. */
  readonly raw: Estimate | null;
  readonly corrected: CorrectedScore;
  readonly sensitivity: Estimate | null;
  readonly specificity: Estimate | null;
  readonly youden: Estimate | null;
  /** What to know before believing the number, in words. */
  readonly notes: readonly string[];
  readonly backtest?: BacktestOutcome | undefined;
}

/** The scores of a table, before anyone has asked what speaks against them. */
export interface ScoreReport {
  /** Name of the column that holds the verdicts; null when nothing could be read. */
  readonly judge: string | null;
  readonly design: Design;
  /** Best corrected score first; models that are not identified last. */
  readonly models: readonly ModelRow[];
  readonly issues: readonly Issue[];
}

function modelRow(name: string, result: ModelCorrection): ModelRow {
  const { raw: _, sensitivity, specificity, youden, ...corrected } = result.corrected;
  return {
    model: name,
    items: result.items,
    labelled: result.labelled,
    raw: result.raw,
    corrected,
    sensitivity,
    specificity,
    youden,
    notes: modelNotes(result),
    ...(result.backtest !== undefined && { backtest: result.backtest }),
  };
}

/** Best first; what is not identified goes last, in the order of names. */
function byScore(a: ModelRow, b: ModelRow): number {
  return (b.corrected.estimate ?? -1) - (a.corrected.estimate ?? -1);
}

/** How a correction of rows is asked for, the rows apart. */
export type Asked = Omit<LeaderboardRequest, "model" | "verdict" | "human" | "models">;

export function correctRows(rows: Judgements, asked: Asked): readonly ModelCorrection[] {
  const { model, verdict, human, models } = rows;
  return call(correctLeaderboardCall, { ...asked, model, verdict, human, models: models.length });
}

/** The design that was asked for, or the one that the method or the labels imply. */
export function designOfTable(options: TableOptions, rows: Judgements): "external" | "subset" {
  const { design, method } = options;
  const ofSubset = method === undefined
    ? rows.human.every((label) => label !== -1)
    : subsetMethods.includes(method);
  return design ?? (ofSubset ? "subset" : "external");
}

/** The correction that the options ask for, the backtest apart. */
export function askedFor(options: TableOptions, rows: Judgements): Asked {
  const { method, convention, level, gate } = options;
  return { design: designOfTable(options, rows), method, convention, level, gate };
}

/**
 * Reads a table (text, or as `readTable` gave it) and corrects every model's score.
 *
 * Input that cannot be read gives no models and an issue of severity `refuse`.
 * @throws InputError for options out of range.
 */
export function correctScores(input: string | Table, options: TableOptions = {}): ScoreReport {
  const table = typeof input === "string" ? readTable(input) : input;
  return scoresOf(readJudgements(table, options), options);
}

/** The same of rows that were read with these options. */
export function scoresOf(read: Judgements, options: TableOptions): ScoreReport {
  const judgements = options.backtest === undefined ? read : sortedByItem(read);
  const asked = askedFor(options, judgements);
  const design = asked.design ?? defaults.design;
  const found: Issue[] = [...judgements.issues];
  if (judgements.verdict.length === 0) {
    return { judge: judgements.roles.judge, design, models: [], issues: found };
  }
  found.push(...labelIssues(judgements));
  if (options.design === undefined) {
    found.push(design === "subset" ? issues.everyLabelled() : issues.designAssumed());
  }
  if (options.backtest !== undefined) {
    const bare = judgements.human.reduce((sum, label) => sum + Number(label === -1), 0);
    if (bare > 0) found.push(issues.backtestUnlabelled(bare));
  }
  const results = correctRows(judgements, { ...asked, backtest: options.backtest });
  return {
    judge: judgements.roles.judge,
    design,
    models: results.map((result, index) => modelRow(judgements.models[index]!, result)).sort(byScore),
    issues: found,
  };
}
