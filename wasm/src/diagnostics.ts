/** What a judge's table says against believing its corrected scores. */
import { call } from "./engine.ts";
import { diagnoseJudgementsCall } from "./generated/contrast.ts";
import type { Issue } from "./readers/issues.ts";
import { readJudgements, type Judgements } from "./readers/judgements.ts";
import { readTable, type Table } from "./readers/table.ts";
import { byUtf8 } from "./readers/text.ts";
import { diagnosticsOf, tableFindingTitles, type Diagnostic } from "./report/diagnostics.ts";
import { percent, percentInterval } from "./report/format.ts";
import { nameList } from "./report/words.ts";
import {
  askedFor, correctRows, scoresOf, type Asked, type ScoreReport, type TableOptions,
} from "./table.ts";

/** Above this share of missing verdicts they are more than a note. */
const severeBlanks = 0.02;

/** Scores with every missing verdict counted as failed, and as passed. */
interface BlankExtremes {
  readonly failed: Judgements;
  readonly passed: Judgements;
}

/** The hull of both extremes for the model that they move most. */
function blankDiagnostic(
  rows: Judgements, extremes: BlankExtremes, asked: Asked,
): Diagnostic {
  const blank = extremes.failed.verdict.length - rows.verdict.length;
  const share = blank / extremes.failed.verdict.length;
  const failed = new Map(correctRows(extremes.failed, asked)
    .map(({ corrected }, index) => [extremes.failed.models[index]!, corrected]));
  const hulls = correctRows(extremes.passed, asked).flatMap(({ corrected }, index) => {
    const name = extremes.passed.models[index]!;
    const low = failed.get(name)!;
    if (low.estimate === null || corrected.estimate === null) return [];
    const [least, most] = [low.estimate, corrected.estimate].sort((a, b) => a - b) as [number, number];
    return [{
      name, by: most - least, estimate: { lower: least, upper: most },
      interval: {
        lower: Math.min(low.lower, corrected.lower), upper: Math.max(low.upper, corrected.upper),
      },
    }];
  }).filter(({ by }) => by > 0).sort((a, b) => b.by - a.by);
  const worst = hulls[0];
  return {
    code: "blank_verdicts",
    severity: share > severeBlanks ? "warn" : "note",
    title: tableFindingTitles.blank_verdicts,
    detail: "",
    evidence: `${blank} of ${extremes.failed.verdict.length} answers (${percent(share)}) have no verdict ` +
      "that could be read, and were left out." +
      (worst === undefined ? "" : ` Counted as failed or as passed they put ` +
        `${rows.models.length === 1 ? "the score" : worst.name} at ` +
        `${percent(worst.estimate.lower)} or at ${percent(worst.estimate.upper)} ` +
        `(interval ${percentInterval(worst.interval)})` +
        `${hulls.length > 1 ? ", and move others less" : ""}.`),
    models: rows.models.length === 1 ? [] : hulls.map(({ name }) => name),
  };
}

/** Versions of the judge that the labelled rows have and the others do not, or the other way round. */
function staleDiagnostics(table: Table, rows: Judgements): Diagnostic[] {
  return rows.versions.flatMap((name): Diagnostic[] => {
    const at = table.header.indexOf(name);
    const labelled = new Set<string>();
    const others = new Set<string>();
    rows.rows.forEach((index, row) => {
      const version = (table.rows[index]![at] as string).trim();
      if (version !== "") (rows.human[row] === -1 ? others : labelled).add(version);
    });
    const isSame = labelled.size === others.size && [...labelled].every((version) => others.has(version));
    if (isSame || labelled.size === 0 || others.size === 0) return [];
    const values = (versions: ReadonlySet<string>): string =>
      nameList([...versions].sort(byUtf8).map((version) => JSON.stringify(version)));
    return [{
      code: "calibration_stale", severity: "warn", title: tableFindingTitles.calibration_stale,
      detail: "A judge errs in other ways once it, or its prompt, is changed. Label some rows of the " +
        "version that is evaluated, and see whether the older labels predict them.",
      evidence: `In ${JSON.stringify(name)} the labelled rows have ${values(labelled)}, the others ` +
        `${values(others)}.`,
      models: [],
    }];
  });
}

function duplicateDiagnostics(issues: readonly Issue[]): Diagnostic[] {
  return issues.filter(({ code }) => code === "W_DUPLICATE").map(({ message }) => ({
    code: "duplicate_keys", severity: "warn", title: tableFindingTitles.duplicate_keys,
    detail: "", evidence: message, models: [],
  }));
}

const order = { stop: 0, warn: 1, note: 2 } as const;

/** The rows with missing verdicts put at both ends; undefined when none was left out. */
function blankExtremes(
  table: Table, options: TableOptions, kept: Judgements,
): BlankExtremes | undefined {
  const isMissing = kept.issues.some(({ code, column }) =>
    (code === "W_MISSING" || code === "W_UNPARSED") && column === kept.roles.judge);
  if (!isMissing || (options.blankVerdicts ?? "drop") !== "drop") return undefined;
  return {
    failed: readJudgements(table, { ...options, blankVerdicts: "fail" }),
    passed: readJudgements(table, { ...options, blankVerdicts: "pass" }),
  };
}

/** A table's scores with what speaks against them. */
export interface JudgeReport extends ScoreReport {
  /** Worst first; of a backtest nothing is looked for. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What a table says against believing `correctScores` of it, worst first.
 * @throws InputError for options out of range.
 */
export function diagnoseTable(input: string | Table, options: TableOptions = {}): Diagnostic[] {
  const table = typeof input === "string" ? readTable(input) : input;
  return findingsOf(table, readJudgements(table, options), options);
}

/** The same of a table's rows that were read with these options. */
function findingsOf(table: Table, rows: Judgements, options: TableOptions): Diagnostic[] {
  if (rows.verdict.length === 0) return [];
  const asked = askedFor(options, rows);
  const { item, model, verdict, human, models } = rows;
  const found = call(diagnoseJudgementsCall, {
    ...asked, model, verdict, human, models: models.length, item,
  });
  const extremes = blankExtremes(table, options, rows);
  return [
    ...diagnosticsOf(found, models),
    ...(extremes === undefined ? [] : [blankDiagnostic(rows, extremes, asked)]),
    ...staleDiagnostics(table, rows),
    ...duplicateDiagnostics(rows.issues),
  ].sort((a, b) => order[a.severity] - order[b.severity]);
}

/**
 * Reads a table (text, or as `readTable` gave it), corrects every model's score, and looks for what
 * speaks against believing it.
 *
 * Input that cannot be read gives no models and an issue of severity `refuse`.
 * @throws InputError for options out of range.
 */
export function correctTable(input: string | Table, options: TableOptions = {}): JudgeReport {
  const table = typeof input === "string" ? readTable(input) : input;
  const rows = readJudgements(table, options);
  return {
    ...scoresOf(rows, options),
    diagnostics: options.backtest === undefined ? findingsOf(table, rows, options) : [],
  };
}
