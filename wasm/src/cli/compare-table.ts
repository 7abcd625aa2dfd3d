/** `evenhand compare FILE`: all systems of a table, two of them, tasks or battles. */
import {
  battleMethods, battlesAssumptions, battlesMethod, battlesReading, compareBattles, compareMethod,
  compareNotes, comparePair, compareReading, compareTable, compareTasks, errorCodes, meanMethods,
  multiplicities, nameList, noteTexts, pairedMethods, pairReading, rankMethods, readTable,
  samplesTitle, tasksMethod, tasksReading, testsReading,
  type BattlesOptions, type BattlesReport, type CompareDesign, type CompareOptions,
  type CompareReport, type Interval, type PairDetail, type PairRow, type ScoreOptions,
  type SystemRow, type TasksOptions, type TasksReport,
} from "../index.ts";
import {
  count, difference, differenceInterval, percent, percentInterval, pValue, scoreInterval, scoreText,
} from "../report/format.ts";
import { textOf } from "../report/words.ts";
import {
  asTyped, choice, CliError, columnName, numberOf, onlyOptionsOf, withOptions, words, type Parsed,
} from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { json, section, textTable, wrapped } from "./render.ts";

// The options of each form of input; any other is refused rather than ignored.
const always = ["level", "json", "exclude-system"];
const scores = [...always, "item", "system", "score", "systems", "pass-words", "fail-words",
  "common-items"];
const fileOptions = [...scores, "cluster", "run", "baseline", "correction", "ranks", "bounds", "pair", "k"];
const taskOptions = [...scores, "tasks"];
const battleOptions = [...always, "battles", "a", "b", "winner", "cluster", "method", "anchor"];

/** Options whose values the core checks. */
const valueOptions = ["level", "bounds", "k"];

/** More pairs than this are listed as JSON only; the table then shows neighbours. */
const mostPairRows = 10;

function boundsOf(options: Parsed): Interval | undefined {
  const given = options.text("bounds");
  if (given === undefined) return undefined;
  const ends = given.split(",").map(numberOf);
  const [lower, upper] = ends as [number, number];
  if (ends.length !== 2 || !(lower < upper)) {
    throw new CliError(`--bounds ${given}: expected the two ends of the scale, such as 0,1`);
  }
  return { lower, upper };
}

function scoreOptions(options: Parsed): Omit<ScoreOptions, "columns"> {
  return {
    systems: options.text("systems") === undefined ? undefined : words(options.text("systems")),
    excludeSystems: options.texts("exclude-system"),
    passWords: words(options.text("pass-words")),
    failWords: words(options.text("fail-words")),
  };
}

function taskColumns(options: Parsed): NonNullable<TasksOptions["columns"]> {
  return {
    item: columnName(options, "item"), system: columnName(options, "system"),
    score: columnName(options, "score"),
  };
}

function tableOptions(options: Parsed): CompareOptions {
  return {
    ...scoreOptions(options),
    columns: {
      ...taskColumns(options), cluster: columnName(options, "cluster"), run: columnName(options, "run"),
    },
    level: options.number("level"),
    correction: choice(options.text("correction"), multiplicities, "--correction"),
    rankMethod: choice(options.text("ranks"), rankMethods, "--ranks"),
    baseline: options.text("baseline"),
    commonItemsOnly: options.flag("common-items"),
    bounds: boundsOf(options),
    k: options.number("k"),
  };
}

export function fromFile(file: string, options: Parsed): string {
  onlyOptionsOf(fileOptions, options, "compare", "a file");
  const given = tableOptions(options);
  const { text: content, issues } = readInput(file);
  const table = readTable(content);
  const [a, b] = options.texts("pair");
  if (a !== undefined && b !== undefined) {
    const once = withOptions(asTyped(options, valueOptions), () => comparePair(table, { ...given, a, b }));
    const detail: PairDetail = { ...once, issues: [...issues, ...once.issues] };
    refuseUnread(file, detail.issues);
    return options.flag("json") ? json(detail) : describePair(detail);
  }
  const once = withOptions(asTyped(options, valueOptions), () => compareTable(table, given));
  const report: CompareReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  return options.flag("json") ? json(report) : describeReport(report);
}

export function fromTasks(file: string, options: Parsed): string {
  onlyOptionsOf(taskOptions, options, "compare", "--tasks");
  const { text: content, issues } = readInput(file);
  const given: TasksOptions = {
    ...scoreOptions(options),
    columns: taskColumns(options),
    commonItemsOnly: options.flag("common-items"),
    level: options.number("level"),
  };
  const once = withOptions(asTyped(options, valueOptions), () => compareTasks(content, given));
  const report: TasksReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  if (options.flag("json")) return json(report);
  return (
    textTable(["system", "average rank"],
      report.systems.map((row) => [row.system, row.averageRank.toFixed(2)])) + "\n" +
    textTable(["pair", "tasks differing", "p", "corrected"], report.pairs.map((pair) => [
      `${pair.a} - ${pair.b}`, String(pair.nonZero), pValue(pair.p), pValue(pair.pAdjusted)])) +
    section("In words", tasksReading(report)) +
    section("Notes", noteTexts(report.design!.notes)) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    `\nMethod\n${wrapped(tasksMethod(report))}`
  );
}

export function fromBattles(file: string, options: Parsed): string {
  onlyOptionsOf(battleOptions, options, "compare", "--battles");
  const { text: content, issues } = readInput(file);
  const given: BattlesOptions = {
    columns: {
      a: columnName(options, "a"), b: columnName(options, "b"),
      winner: columnName(options, "winner"), cluster: columnName(options, "cluster"),
    },
    excludeSystems: options.texts("exclude-system"),
    method: choice(options.text("method"), battleMethods, "--method"),
    anchor: options.text("anchor"),
    level: options.number("level"),
  };
  const once = withOptions(asTyped(options, valueOptions), () => compareBattles(content, given));
  const report: BattlesReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  if (options.flag("json")) return json(report);
  const rating = (value: number): string => value.toFixed(0);
  return (
    (report.systems.length === 0 ? ""
      : textTable(["system", "battles", "rating", "interval"], report.systems.map((row) => [
        row.system, String(row.battles), rating(row.rating),
        `${rating(row.ratingLower)}–${rating(row.ratingUpper)}`])) + "\n" +
        textTable(["pair", "strength", "interval", "p", "corrected"], report.pairs.map((pair) => [
          `${pair.a} - ${pair.b}`, difference(pair.difference, false),
          differenceInterval(pair, false), pValue(pair.p), pValue(pair.pAdjusted)]))) +
    section("In words", battlesReading(report)) +
    section("Notes", noteTexts(report.design!.notes)) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", battlesAssumptions(report)) +
    `\nMethod\n${wrapped(battlesMethod(report))}`
  );
}

function systemsTable(report: CompareReport, design: CompareDesign): string {
  const hasRanks = report.systems.some((row) => row.rank !== null);
  const rows = report.systems.map((row) => [
    row.system, String(row.n), scoreText(row.estimate, design.binary), intervalOf(row, design),
    ...(hasRanks ? [row.rank === null ? "-" : rankText(row)] : []),
  ]);
  return textTable(["system", "items", "score", "interval", ...(hasRanks ? ["ranks"] : [])], rows);
}

function intervalOf(row: SystemRow, design: CompareDesign): string {
  const { lower, upper } = row;
  return lower === null || upper === null ? "-" : scoreInterval({ lower, upper }, design.binary);
}

function rankText({ rank }: SystemRow): string {
  const { lower, upper } = rank!;
  return lower === upper ? String(lower) : `${lower}–${upper}`;
}

/** The pairs of the table: all of them if they are few, otherwise those that stand side by side. */
function pairsShown(report: CompareReport, design: CompareDesign): readonly PairRow[] {
  if (design.baseline !== null || report.pairs.length <= mostPairRows) return report.pairs;
  const next = new Map(report.systems.map((row, index) =>
    [row.system, report.systems[index + 1]?.system]));
  return report.pairs.filter((pair) => next.get(pair.a) === pair.b);
}

function pairsTable(report: CompareReport, design: CompareDesign): string {
  if (report.pairs.length === 0) return "";
  const { binary } = design;
  const shown = pairsShown(report, design);
  const isCorrected = design.comparisons > 1;
  const header = ["pair", "items", "difference", "interval", "p", ...(isCorrected ? ["corrected"] : []),
    "detectable", "better"];
  const number = (value: number | null, write: (value: number) => string): string =>
    (value === null ? "-" : write(value));
  const rows = shown.map((pair) => [
    `${pair.a} - ${pair.b}`, String(pair.n),
    number(pair.difference, (value) => difference(value, binary)),
    pair.lower === null || pair.upper === null ? "-"
      : `${difference(pair.lower, binary)} to ${difference(pair.upper, binary)}`,
    number(pair.p, pValue),
    ...(isCorrected ? [number(pair.pAdjusted, pValue)] : []),
    number(pair.detectable, (value) => difference(value, binary)),
    pair.verdict === "a_better" ? pair.a : pair.verdict === "b_better" ? pair.b : "-",
  ]);
  const missing = report.pairs.length - shown.length;
  return "\n" + textTable(header, rows) + (missing === 0 ? "" : wrapped(
    `Neighbours only: --json has the other ${missing} pairs, --pair A B shows one of them.`));
}

function samplesTable({ samples }: CompareReport): string {
  if (samples === undefined) return "";
  const header = ["system", "metric", "problems", "estimate", "interval"];
  return "\n" + textTable(header, samples.map((row) => [
    row.system, samplesTitle(row), String(row.problems),
    row.estimate === null ? "-" : percent(row.estimate),
    row.lower === null || row.upper === null
      ? (row.refusal === null ? "-" : textOf(errorCodes, row.refusal).title)
      : percentInterval({ lower: row.lower, upper: row.upper })]));
}

function describeReport(report: CompareReport): string {
  const design = report.design as CompareDesign;
  return (
    systemsTable(report, design) + pairsTable(report, design) + samplesTable(report) +
    section("In words", compareReading(report)) +
    section("Notes", compareNotes(report).map(({ text: note, about }) =>
      (about.length === 0 ? note : `${nameList(about)}: ${note}`))) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", design.assumptions) +
    `\nMethod\n${wrapped(compareMethod(report))}`
  );
}

function describePair(detail: PairDetail): string {
  const [pair, design] = [detail.pair as PairRow, detail.design as CompareDesign];
  const { binary } = design;
  const { shares, means, signFlip, wilcoxon, bootstrap, unpaired } = detail;
  const rows: string[][] = [];
  const add = (method: string, interval: Interval | null, p: number | null): void => {
    rows.push([method,
      interval === null ? "-" : differenceInterval(interval, binary), p === null ? "-" : pValue(p)]);
  };
  for (const result of shares) {
    add(textOf(pairedMethods, result.method).title, result, result.method === "tango" ? result.midP : null);
  }
  for (const result of means) add(`paired: ${textOf(meanMethods, result.method).title}`, result, result.p);
  if (bootstrap !== null) add("bootstrap BCa", bootstrap, null);
  if (signFlip !== null) add("sign flips", null, signFlip.p);
  if (wilcoxon !== null) add("Wilcoxon signed ranks", null, wilcoxon.p);
  if (unpaired.shares !== null) {
    add("pairs ignored: Miettinen-Nurminen", unpaired.shares, unpaired.shares.p);
  }
  if (unpaired.means !== null) add("pairs ignored: Welch t", unpaired.means, unpaired.means.p);
  const [first] = shares;
  const { counts } = pair;
  return (
    wrapped(pairReading(pair, design)) +
    (counts === null ? "" : wrapped(
      `${count(pair.n)} items: both right ${counts.both}, only ${pair.a} ${counts.aOnly}, only ` +
        `${pair.b} ${counts.bOnly}, neither ${counts.neither}.`)) +
    (first === undefined ? "" : wrapped(testsReading(first, pair.a))) +
    (rows.length === 0 ? "" : "\n" + textTable([`${pair.a} - ${pair.b}`, "interval", "p"], rows)) +
    section("Notes", noteTexts(pair.notes)) +
    section("What was read", detail.issues.map((issue) => issue.message)) +
    section("Assumptions", design.assumptions)
  );
}
