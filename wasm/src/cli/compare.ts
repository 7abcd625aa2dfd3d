/** `evenhand compare`: two systems from counts, or all systems of a table. */
import {
  compareIndependent, compareMethod, compareNotes, comparePair, comparePaired, compareReading,
  compareTable, countsAssumptions, countsMethod, independentMethods, independentReading, meanMethods,
  multiplicities, nameList, noteTexts, pairedMethods, pairedReading, pairReading, rankMethods,
  readTable,
  type CompareDesign, type CompareOptions, type CompareReport, type EnumText, type Interval,
  type PairDetail, type PairedDifference, type PairRow, type ProportionDifference, type SystemRow,
} from "../index.ts";
import {
  count, decimal, difference, differenceInterval, percent, pValue, scoreInterval, scoreText,
} from "../report/format.ts";
import {
  choice, CliError, columnName, fraction, numberOf, onlyOptionsOf, parse, withOptions, words,
  type Parsed,
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
  correction: text, ranks: text, "common-items": flag, bounds: text, pair: list,
} as const;

const always = ["level", "json"];
/** The options of each form of input; any other is refused rather than ignored. */
const formOptions = {
  independent: [...always, "independent", "method"],
  paired: [...always, "paired", "method"],
  file: [...always, "item", "system", "score", "cluster", "run", "systems", "exclude-system",
    "pass-words", "fail-words", "baseline", "correction", "ranks", "common-items", "bounds", "pair"],
} as const;

/** More pairs than this are listed as JSON only; the table then shows neighbours. */
const mostPairRows = 10;

export function compareCommand(args: readonly string[]): string {
  const options = parse(pairJoined(args), optionTypes);
  const forms = ["independent", "paired"].filter((name) => options.given.includes(name));
  if (forms.length > 1) {
    throw new CliError("compare: found --independent and --paired, expected one or the other");
  }
  if (forms[0] === "independent") return independent(options);
  if (forms[0] === "paired") return paired(options);
  const [file, ...extra] = options.positionals;
  if (file === undefined) {
    throw new CliError(
      "compare: expected a FILE, --independent X/N Y/M, or --paired BOTH,A,B,NEITHER");
  }
  if (extra.length > 0) {
    throw new CliError(`compare: found ${extra.length + 1} files, expected one`);
  }
  return fromFile(file, options);
}

/** `--pair A B` as two values of one option: names may hold any separator. */
function pairJoined(args: readonly string[]): string[] {
  const at = args.indexOf("--pair");
  if (at < 0) return [...args];
  const names = args.slice(at + 1, at + 3);
  if (names.length < 2) throw new CliError("--pair: expected the names of two systems");
  return [...args.slice(0, at), ...names.map((name) => `--pair=${name}`), ...args.slice(at + 3)];
}

/** What was typed for each argument of the library, for error messages. */
function typed(options: Parsed): Record<string, string | undefined> {
  return Object.fromEntries(["level", "bounds", "method"].map((name) => {
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
    wrapped(testsOf(result, "A")) +
    intervalsTable(results, pairedMethods) +
    section("Notes", noteTexts(result.notes)) +
    section("Assumptions", countsAssumptions("paired")) +
    `\nMethod\n${wrapped(countsMethod(result))}`
  );
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

function tableOptions(options: Parsed): CompareOptions {
  return {
    columns: {
      item: columnName(options, "item"), system: columnName(options, "system"),
      score: columnName(options, "score"), cluster: columnName(options, "cluster"),
      run: columnName(options, "run"),
    },
    systems: options.text("systems") === undefined ? undefined : words(options.text("systems")),
    excludeSystems: options.texts("exclude-system"),
    passWords: words(options.text("pass-words")),
    failWords: words(options.text("fail-words")),
    level: options.number("level"),
    correction: choice(options.text("correction"), multiplicities, "--correction"),
    rankMethod: choice(options.text("ranks"), rankMethods, "--ranks"),
    baseline: options.text("baseline"),
    commonItemsOnly: options.flag("common-items"),
    bounds: boundsOf(options),
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

function describeReport(report: CompareReport): string {
  const design = report.design as CompareDesign;
  return (
    systemsTable(report, design) + pairsTable(report, design) +
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
