/** `evenhand compare`: two systems from counts, or all systems of a table. */
import {
  battleMethods, battlesAssumptions, battlesMethod, battlesReading, compareBattles,
  compareIndependent, compareMethod, compareNotes, comparePair, comparePaired, compareReading,
  compareTable, compareTasks, countsAssumptions, countsMethod, detectablePairedProportions,
  detectableProportions, errorCodes, independentMethods, independentReading, InputError, meanDifference, meanMethods, meansReading, multiplicities, nameList, noteTexts,
  pairedMethods, pairedReading, pairReading, planReading, rankMethods, readTable, runsAssumptions, runsInterval,
  runsMethod, runsReading, samplesTitle, tasksMethod, tasksReading, verdictOf,
  type BattlesOptions, type BattlesReport, type CompareDesign, type CompareOptions,
  type CompareReport, type DetectableEffect, type EnumText, type Interval, type PairDetail, type PairedDifference,
  type PairRow, type ProportionDifference, type ScoreOptions, type SystemRow, type TasksOptions,
  type TasksReport,
} from "../index.ts";
import {
  count, decimal, difference, differenceInterval, percent, percentInterval, pValue, scoreInterval,
  scoreText,
} from "../report/format.ts";
import {
  choice, CliError, columnName, fraction, numberOf, onlyOptionsOf, pairJoined, parse, withOptions,
  words, type Parsed,
} from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { json, section, textTable, wrapped } from "./render.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const list = { type: "string", multiple: true } as const;
const optionTypes = {
  independent: flag, paired: text, method: text, level: text, json: flag,
  item: text, system: text, score: text, cluster: text, run: text, systems: text,
  "exclude-system": list, "pass-words": text, "fail-words": text, baseline: text,
  correction: text, ranks: text, "common-items": flag, bounds: text, pair: list, tasks: flag,
  k: text, runs: flag, battles: flag, a: text, b: text, winner: text, anchor: text,
} as const;

const always = ["level", "json"];
/** The options of each form of input; any other is refused rather than ignored. */
const formOptions = {
  independent: [...always, "independent", "method"],
  paired: [...always, "paired", "method"],
  file: [...always, "item", "system", "score", "cluster", "run", "systems", "exclude-system",
    "pass-words", "fail-words", "baseline", "correction", "ranks", "common-items", "bounds", "pair",
    "k"],
  battles: [...always, "battles", "a", "b", "winner", "cluster", "method", "anchor", "exclude-system"],
  runs: [...always, "runs"],
  tasks: [...always, "tasks", "item", "system", "score", "systems", "exclude-system", "pass-words",
    "fail-words", "common-items"],
} as const;

/** More pairs than this are listed as JSON only; the table then shows neighbours. */
const mostPairRows = 10;

export function compareCommand(args: readonly string[]): string {
  const options = parse(pairJoined(args), optionTypes);
  const forms = ["independent", "paired", "runs", "tasks", "battles"]
    .filter((name) => options.given.includes(name));
  if (forms.length > 1) {
    throw new CliError(
      `compare: found ${forms.map((name) => `--${name}`).join(" and ")}, expected one of them`);
  }
  switch (forms[0]) {
    case "independent": return independent(options);
    case "paired": return paired(options);
    case "runs": return reruns(options);
    case "tasks": return fromTasks(fileOf(options), options);
    case "battles": return fromBattles(fileOf(options), options);
    default: return fromFile(fileOf(options), options);
  }
}

function fileOf(options: Parsed): string {
  const [file, ...extra] = options.positionals;
  if (file === undefined) {
    throw new CliError(
      "compare: expected a FILE, --independent X/N Y/M, --paired BOTH,A,B,NEITHER or --runs X,X,...");
  }
  if (extra.length > 0) {
    throw new CliError(`compare: found ${extra.length + 1} files, expected one`);
  }
  return file;
}

/** What was typed for each argument of the library, for error messages. */
function typed(options: Parsed): Record<string, string | undefined> {
  return Object.fromEntries(["level", "bounds", "method", "k"].map((name) => {
    const value = options.text(name);
    return [name, value === undefined ? undefined : `--${name} ${value}`];
  }));
}

/** The method asked for, or every one. */
function methodsOf<Name extends string>(
  options: Parsed, texts: readonly EnumText<Name>[],
): readonly (Name | undefined)[] {
  return options.text("method") === "all"
    ? texts.map((entry) => entry.name)
    : [choice(options.text("method"), texts, "--method")];
}

function independent(options: Parsed): string {
  onlyOptionsOf(formOptions.independent, options, "compare", "--independent");
  const [first, second, ...extra] = options.positionals;
  if (first === undefined || second === undefined || extra.length > 0) {
    throw new CliError("--independent: expected two counts such as 56/70 48/80");
  }
  const [a, b] = [first, second].map((given) => {
    const { count: successes, total: trials } = fraction(given, "--independent");
    return { successes, trials };
  }) as [{ successes: number; trials: number }, { successes: number; trials: number }];
  const given = { ...typed(options), a: `--independent ${first}`, b: `--independent ${second}` };
  const level = options.number("level");
  const results = withOptions(given, () => methodsOf(options, independentMethods).map((method) =>
    compareIndependent({ a, b, method, level })));
  if (options.flag("json")) return json(results.length === 1 ? results[0] : results);
  const result = results[0] as ProportionDifference;
  const share = (name: string, counts: { successes: number; trials: number }): string =>
    `${name}: ${counts.successes} of ${counts.trials} = ${percent(counts.successes / counts.trials)}`;
  return (
    wrapped(`${share("A", a)}; ${share("B", b)}.`) +
    wrapped(independentReading(result)) +
    reach(result, Math.min(a.trials, b.trials), () => detectableProportions({
      itemsPerSystem: Math.min(a.trials, b.trials),
      rate: (a.successes + b.successes) / (a.trials + b.trials), level,
    })) +
    wrapped(`Probability that A is better: ${percent(result.probabilityABetter)} (uniform priors).`) +
    intervalsTable(results, independentMethods) +
    section("Notes", noteTexts(result.notes)) +
    section("Assumptions", countsAssumptions("independent")) +
    `\nMethod\n${wrapped(countsMethod(result))}`
  );
}

function paired(options: Parsed): string {
  onlyOptionsOf(formOptions.paired, options, "compare", "--paired");
  if (options.positionals.length > 0) {
    throw new CliError(
      `--paired: found ${options.positionals.join(" ")} besides the counts, expected nothing`);
  }
  const cells = (options.text("paired") as string).split(",").map(numberOf);
  const shown = `--paired ${options.text("paired")}`;
  if (cells.length !== 4) {
    throw new CliError(`${shown}: expected four counts BOTH,A,B,NEITHER`);
  }
  const [both, aOnly, bOnly, neither] = cells as [number, number, number, number];
  const given = {
    ...typed(options), counts: shown, both: shown, aOnly: shown, bOnly: shown, neither: shown,
  };
  const level = options.number("level");
  const results = withOptions(given, () => methodsOf(options, pairedMethods).map((method) =>
    comparePaired({ both, aOnly, bOnly, neither, method, level })));
  if (options.flag("json")) return json(results.length === 1 ? results[0] : results);
  const result = results[0] as PairedDifference;
  return (
    wrapped(`${count(result.n)} items: both right ${both}, only A ${aOnly}, only B ${bOnly}, neither ` +
      `${neither}.`) +
    wrapped(pairedReading(result)) +
    reach(result, result.n, () => detectablePairedProportions(
      { items: result.n, discordance: (aOnly + bOnly) / result.n, level })) +
    wrapped(testsOf(result, "A")) +
    intervalsTable(results, pairedMethods) +
    section("Notes", noteTexts(result.notes)) +
    section("Assumptions", countsAssumptions("paired")) +
    `\nMethod\n${wrapped(countsMethod(result))}`
  );
}

function reruns(options: Parsed): string {
  onlyOptionsOf(formOptions.runs, options, "compare", "--runs");
  const [first, second, ...extra] = options.positionals;
  if (first === undefined || extra.length > 0) {
    throw new CliError("--runs: expected one or two lists of scores such as 0.712,0.698,0.705");
  }
  const level = options.number("level");
  const lists = [first, second].filter((given) => given !== undefined);
  const [a, b] = lists.map((given) => given.split(",").map(numberOf)) as [number[], number[]?];
  const results = lists.map((given, index) =>
    withOptions({ ...typed(options), scores: `--runs ${given}` },
      () => runsInterval({ scores: [a, b][index] as number[], level })));
  const welch = b === undefined ? null
    : withOptions({ ...typed(options), a: `--runs ${first}`, b: `--runs ${second}` },
      () => meanDifference({ a, b, level }));
  if (options.flag("json")) return json(welch === null ? results[0] : { runs: results, difference: welch });
  const names = welch === null ? ["the system"] : ["A", "B"];
  return (
    results.map((result, index) =>
      runsReading(result, names[index]).map((sentence) => wrapped(sentence)).join("")).join("") +
    (welch === null ? "" : wrapped(meansReading(welch))) +
    section("Notes", noteTexts([...new Set(results.flatMap((result) => result.notes))])) +
    section("Assumptions", runsAssumptions) +
    `\nMethod\n${wrapped(runsMethod(results[0]!.level, results.length))}`
  );
}

/** Where a comparison is open: what so many items could have shown, if a plan can say. */
function reach(
  result: ProportionDifference | PairedDifference, size: number, detectable: () => DetectableEffect,
): string {
  if (["a_better", "b_better"].includes(verdictOf(result))) return "";
  try {
    return wrapped(planReading(detectable(), { size }));
  } catch (error) {
    // Such as no discordant item, or a rate of 0 or 1: there is nothing to plan with.
    if (error instanceof InputError) return "";
    throw error;
  }
}

function testsOf(result: PairedDifference, a: string): string {
  const chiSquare = result.chiSquareP === null ? "" : `, chi-square ${pValue(result.chiSquareP)}`;
  return `McNemar's test, two-sided p: mid-P ${pValue(result.midP)}, exact ` +
    `${pValue(result.exactP)}${chiSquare}. Probability that ${a} is better: ` +
    `${percent(result.probabilityABetter)} (Dirichlet prior).`;
}

/** Several intervals for one difference; nothing when there is just one. */
function intervalsTable<Name extends string>(
  results: readonly (Interval & { readonly method: Name })[], texts: readonly EnumText<Name>[],
): string {
  if (results.length === 1) return "";
  return "\n" + textTable(["method", "lower", "upper", ""], results.map((result) => [
    result.method, decimal(result.lower), decimal(result.upper), titleOf(texts, result.method)]));
}

function titleOf<Name extends string>(texts: readonly EnumText<Name>[], name: Name): string {
  return texts.find((entry) => entry.name === name)!.title;
}

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

function fromFile(file: string, options: Parsed): string {
  onlyOptionsOf(formOptions.file, options, "compare", "a file");
  const given = tableOptions(options);
  const { text: content, issues } = readInput(file);
  const table = readTable(content);
  const [a, b] = options.texts("pair");
  if (a !== undefined && b !== undefined) {
    const once = withOptions(typed(options), () => comparePair(table, { ...given, a, b }));
    const detail: PairDetail = { ...once, issues: [...issues, ...once.issues] };
    refuseUnread(file, detail.issues);
    return options.flag("json") ? json(detail) : describePair(detail);
  }
  const once = withOptions(typed(options), () => compareTable(table, given));
  const report: CompareReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  return options.flag("json") ? json(report) : describeReport(report);
}

function fromTasks(file: string, options: Parsed): string {
  onlyOptionsOf(formOptions.tasks, options, "compare", "--tasks");
  const { text: content, issues } = readInput(file);
  const given: TasksOptions = {
    ...scoreOptions(options),
    columns: taskColumns(options),
    commonItemsOnly: options.flag("common-items"),
    level: options.number("level"),
  };
  const once = withOptions(typed(options), () => compareTasks(content, given));
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

function fromBattles(file: string, options: Parsed): string {
  onlyOptionsOf(formOptions.battles, options, "compare", "--battles");
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
  const once = withOptions(typed(options), () => compareBattles(content, given));
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
  return "\n" + textTable(["system", "metric", "problems", "estimate", "interval"], samples.map((row) => [
    row.system, samplesTitle(row), String(row.problems), row.estimate === null ? "-" : percent(row.estimate),
    row.lower === null || row.upper === null
      ? (row.refusal === null ? "-" : titleOf(errorCodes, row.refusal))
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
    add(titleOf(pairedMethods, result.method), result, result.method === "tango" ? result.midP : null);
  }
  for (const result of means) add(`paired: ${titleOf(meanMethods, result.method)}`, result, result.p);
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
    (first === undefined ? "" : wrapped(testsOf(first, pair.a))) +
    (rows.length === 0 ? "" : "\n" + textTable([`${pair.a} - ${pair.b}`, "interval", "p"], rows)) +
    section("Notes", noteTexts(pair.notes)) +
    section("What was read", detail.issues.map((issue) => issue.message)) +
    section("Assumptions", design.assumptions)
  );
}
