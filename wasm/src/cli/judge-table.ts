/** `evenhand judge FILE`: every model of a table. */
import {
  correctionMethods, correctTable, defaults, diagnosticSentence, groupedNotes, nameList,
  ppiConventions, readTable, reportMethod, reportReading, type Estimate, type JudgeReport,
  type TableOptions,
} from "../index.ts";
import { backtestShare, repeatedBacktest } from "../backtest.ts";
import { levelText, percent, percentInterval } from "../report/format.ts";
import { choice, CliError, columnName, onlyOptionsOf, withOptions, type Parsed } from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { always, readingOptionNames, readingOptions, tableDesign, typed } from "./judge-options.ts";
import { json, section, textTable, wrapped } from "./render.ts";

/** Any other option is refused rather than ignored. */
const tableOptionNames = [...always, ...readingOptionNames, "design", "method", "convention", "no-gate",
  "backtest", "seed", "repeat", "version-column"];

function tableOptions(options: Parsed): TableOptions {
  const share = options.number("backtest");
  const seed = options.number("seed");
  if (share === undefined && (seed !== undefined || options.text("repeat") !== undefined)) {
    throw new CliError("--seed and --repeat belong to --backtest SHARE");
  }
  return {
    ...readingOptions(options),
    versions: columnName(options, "version-column"),
    design: tableDesign(options),
    method: choice(options.text("method"), correctionMethods, "--method"),
    convention: choice(options.text("convention"), ppiConventions, "--convention"),
    level: options.number("level"),
    gate: options.flag("no-gate") ? false : undefined,
    backtest: share === undefined ? undefined : { share, seed },
  };
}

export function judgeTable(file: string, options: Parsed): string {
  onlyOptionsOf(tableOptionNames, options, "judge", "a file");
  const { text: content, issues } = readInput(file);
  const given = tableOptions(options);
  const table = readTable(content);
  const repeat = options.number("repeat");
  if (repeat !== undefined && !(Number.isInteger(repeat) && repeat >= 1 && repeat <= 100_000)) {
    throw new CliError(
      `--repeat ${options.text("repeat")}: expected a whole number from 1 to 100000`);
  }
  const once = withOptions(typed(options), () => correctTable(table, given));
  const report: JudgeReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  if (repeat !== undefined) {
    const runs = repeatedBacktest(table, given, repeat);
    if (options.flag("json")) return json(runs);
    return (
      wrapped(`${repeat} backtests, seeds ${runs.firstSeed} to ${runs.firstSeed + repeat - 1}: ` +
        `${runs.inside} of ${runs.compared} hidden truths ` +
        (runs.compared === 0 ? "" : `(${percent(runs.inside / runs.compared)}) `) +
        `lie within their ${levelText(given.level ?? defaults.level)} intervals.` +
        refusals(repeat * runs.models.length - runs.compared)) + "\n" +
      textTable(["model", "inside", "of", "share"], runs.models.map((model) => [
        model.model, String(model.inside), String(model.compared),
        model.compared === 0 ? "-" : percent(model.inside / model.compared)])));
  }
  return options.flag("json") ? json(report) : describeReport(report);
}

/** How many comparisons there were none of. */
function refusals(count: number): string {
  return count === 0 ? "" : ` ${count} more could not be compared: not identified, or no rows.`;
}

function describeReport(report: JudgeReport): string {
  const backtest = report.models.some((row) => row.backtest !== undefined);
  const header = ["model", "items", "labels", "judge says", "corrected", "interval", "sensitivity",
    "specificity", ...(backtest ? ["hidden truth", "inside"] : [])];
  const rate = (estimate: Estimate | null): string =>
    estimate === null ? "-" : percent(estimate.estimate);
  const rows = report.models.map((row) => [
    row.model, String(row.items), String(row.labelled), rate(row.raw),
    row.corrected.estimate === null ? "unknown" : percent(row.corrected.estimate),
    percentInterval(row.corrected), rate(row.sensitivity), rate(row.specificity),
    ...(backtest
      ? [row.backtest?.truth == null ? "-" : percent(row.backtest.truth),
        row.backtest?.inside == null ? "-" : row.backtest.inside ? "yes" : "NO"]
      : []),
  ]);
  const share = backtestShare(report);
  const first = report.models[0]!;
  const method = reportMethod(report);
  return (
    textTable(header, rows) +
    (share === undefined ? "" : `\n${share.inside} of ${share.compared} hidden truths lie within ` +
      `their ${levelText(first.corrected.level)} intervals.` +
      `${refusals(report.models.length - share.compared)}\n`) +
    section("In words", reportReading(report)) +
    section("Before you believe it", report.diagnostics.map(diagnosticSentence)) +
    section("Notes", groupedNotes(report).map(({ text, models, all }) =>
      `${all ? "All models" : nameList(models)}: ${text}`)) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", method.assumptions) +
    `\nMethod\n${wrapped(method.sentence)}`
  );
}
