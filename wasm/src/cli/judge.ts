/** `evenhand judge`: a judge's score corrected, from counts or from a table. */
import {
  assumptionsOf, correctionMethods, correctionNotes, correctJudge, correctKnown, correctSubset,
  correctTable, defaults, designs, groupedNotes, methodSentence, nameList, proportionMethods, readingOf,
  readTable, reportMethod, reportReading,
  type Correction, type Estimate, type JudgeReport, type TableOptions,
} from "../index.ts";
import { backtestShare, repeatedBacktest } from "../backtest.ts";
import { levelText, percent, percentInterval } from "../report/format.ts";
import {
  choice, CliError, columnName, fraction, numberOf, onlyOptionsOf, parse, withOptions, words,
  type Parsed,
} from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { json, section, textTable, wrapped } from "./render.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const optionTypes = {
  judged: text, sensitivity: text, specificity: text, confusion: text, unlabelled: text,
  "known-interval": text, item: text, model: text, judge: text, human: text, design: text,
  method: text, level: text, backtest: text, seed: text, repeat: text, "pass-words": text,
  "fail-words": text, "exclude-model": { type: "string", multiple: true },
  "no-gate": flag, json: flag,
} as const;

const always = ["level", "json"];
/** The options of each form of input; any other is refused rather than ignored. */
const formOptions = {
  file: [...always, "item", "model", "judge", "human", "design", "method", "no-gate", "backtest",
    "seed", "repeat", "pass-words", "fail-words", "exclude-model"],
  external: [...always, "judged", "sensitivity", "specificity", "design", "method", "no-gate"],
  known: [...always, "judged", "sensitivity", "specificity", "design", "method", "known-interval"],
  subset: [...always, "confusion", "unlabelled", "design", "method"],
} as const;

export function judgeCommand(args: readonly string[]): string {
  const options = parse(args, optionTypes);
  const counts = options.text("judged") ?? options.text("confusion");
  if (options.positionals.length > 1) {
    throw new CliError(`judge: found ${options.positionals.length} files, expected one`);
  }
  const [file] = options.positionals;
  if (file !== undefined && counts !== undefined) {
    throw new CliError("judge: found a file and counts, expected one or the other");
  }
  if (file !== undefined) return fromFile(file, options);
  if (counts === undefined) {
    throw new CliError("judge: expected a FILE, or --judged X/N with --sensitivity and --specificity");
  }
  const result = fromCounts(options);
  return options.flag("json") ? json(result) : describeCorrection(result);
}

/** What was typed for each argument of the library, for error messages. */
function typed(options: Parsed): Record<string, string | undefined> {
  const shown = (name: string): string | undefined => {
    const value = options.text(name);
    return value === undefined ? undefined : `--${name} ${value}`;
  };
  const judged = shown("judged");
  const unlabelled = shown("unlabelled");
  return {
    judged, positive: judged ?? unlabelled, total: judged ?? unlabelled, unlabelled,
    sensitivity: shown("sensitivity"), specificity: shown("specificity"),
    labelled: shown("confusion"), level: shown("level"), method: shown("method"),
    backtest: shown("backtest"), share: shown("backtest"), seed: shown("seed"),
    design: shown("design"),
  };
}

/** `--design`, defaulting to what the counts given imply. */
function designOf(options: Parsed, implied: string): string {
  const design = choice(options.text("design"), designs, "--design") ?? implied;
  if (design !== implied) {
    throw new CliError(
      `--design ${design}: these counts are of design ${implied}; expected ` +
        (design === "subset" ? "--confusion and --unlabelled"
          : design === "known" ? "rates such as --sensitivity 0.9 --specificity 0.8"
            : "counts such as --sensitivity 180/200 --specificity 140/200"));
  }
  return design;
}

function fromCounts(options: Parsed): Correction {
  const level = options.number("level");
  const method = choice(options.text("method"), correctionMethods, "--method");
  const given = typed(options);
  const need = (name: string): string => {
    const value = options.text(name);
    if (value === undefined) throw new CliError(`judge: --${name} is missing; see evenhand --help`);
    return value;
  };
  const methodMustBe = (only: string): void => {
    if (method !== undefined && method !== only) {
      throw new CliError(`--method ${method}: this design offers ${only} only`);
    }
  };

  if (options.text("confusion") !== undefined) {
    onlyOptionsOf(formOptions.subset, options, "judge", "--confusion");
    designOf(options, "subset");
    methodMustBe("poststrat");
    const cells = need("confusion").split(",").map(numberOf);
    if (cells.length !== 4) {
      throw new CliError(
        `--confusion: found ${JSON.stringify(need("confusion"))}, expected four counts TP,FN,FP,TN`);
    }
    const [tp, fn, fp, tn] = cells as [number, number, number, number];
    const { count, total } = fraction(need("unlabelled"), "--unlabelled");
    return withOptions(given, () =>
      correctSubset({ labelled: { tp, fn, fp, tn }, unlabelled: { positive: count, total }, level }));
  }

  const judged = fraction(need("judged"), "--judged");
  const rates = [need("sensitivity"), need("specificity")] as const;
  const asCounts = rates.filter((rate) => rate.includes("/")).length;
  if (asCounts === 1) {
    throw new CliError(
      `judge: --sensitivity ${rates[0]} and --specificity ${rates[1]} mix a count with a rate; ` +
        "expected two counts K/M, or two rates that are known without error");
  }
  if (asCounts === 0) {
    onlyOptionsOf(formOptions.known, options, "judge", "rates that are known without error");
    designOf(options, "known");
    methodMustBe("known");
    const proportionMethod =
      choice(options.text("known-interval"), proportionMethods, "--known-interval");
    return withOptions(given, () =>
      correctKnown({
        judged: { positive: judged.count, total: judged.total },
        sensitivity: numberOf(rates[0]), specificity: numberOf(rates[1]), proportionMethod, level,
      }));
  }
  onlyOptionsOf(formOptions.external, options, "judge", "counts of a labelled set");
  designOf(options, "external");
  const sensitivity = fraction(rates[0], "--sensitivity");
  const specificity = fraction(rates[1], "--specificity");
  return withOptions(given, () =>
    correctJudge({
      judged: { positive: judged.count, total: judged.total },
      sensitivity: { correct: sensitivity.count, total: sensitivity.total },
      specificity: { correct: specificity.count, total: specificity.total },
      method, level, gate: options.flag("no-gate") ? false : undefined,
    }));
}

const estimateText = (estimate: Estimate | null): string =>
  estimate === null ? "unknown" : `${percent(estimate.estimate)} [${percentInterval(estimate)}]`;

function describeCorrection(result: Correction): string {
  const { youden } = result;
  return (
    wrapped(readingOf({ raw: result.raw, corrected: result })) + "\n" +
    textTable(["", `estimate and ${levelText(result.level)} interval`], [
      ["judge's rate", estimateText(result.raw)],
      ["corrected", result.estimate === null
        ? "not identified [0.0–100.0 %]"
        : `${percent(result.estimate)} [${percentInterval(result)}]`],
      ["sensitivity", estimateText(result.sensitivity)],
      ["specificity", estimateText(result.specificity)],
      ["Youden's J", youden === null
        ? "unknown"
        : `${youden.estimate.toFixed(3)} [${youden.lower.toFixed(3)}–${youden.upper.toFixed(3)}]`],
    ]) +
    section("Notes", correctionNotes(result)) +
    section("Assumptions", assumptionsOf(result.design)) +
    `\nMethod\n${wrapped(methodSentence(result))}`
  );
}

function tableOptions(options: Parsed): TableOptions {
  const design = choice(options.text("design"), designs, "--design");
  if (design === "known") {
    throw new CliError("--design known: a file's labels are counted; expected external or subset");
  }
  const share = options.number("backtest");
  const seed = options.number("seed");
  if (share === undefined && (seed !== undefined || options.text("repeat") !== undefined)) {
    throw new CliError("--seed and --repeat belong to --backtest SHARE");
  }
  return {
    columns: {
      item: columnName(options, "item"), model: columnName(options, "model"),
      judge: columnName(options, "judge"), human: columnName(options, "human"),
    },
    excludeModels: options.texts("exclude-model"),
    passWords: words(options.text("pass-words")),
    failWords: words(options.text("fail-words")),
    design,
    method: choice(options.text("method"), correctionMethods, "--method"),
    level: options.number("level"),
    gate: options.flag("no-gate") ? false : undefined,
    backtest: share === undefined ? undefined : { share, seed },
  };
}

function fromFile(file: string, options: Parsed): string {
  onlyOptionsOf(formOptions.file, options, "judge", "a file");
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
    section("Notes", groupedNotes(report).map(({ text, models, all }) =>
      `${all ? "All models" : nameList(models)}: ${text}`)) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", method.assumptions) +
    `\nMethod\n${wrapped(method.sentence)}`
  );
}
