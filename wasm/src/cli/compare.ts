/** `evenhand compare`: two systems from counts, or all systems of a table. */
import {
  compareIndependent, comparePaired, countsAssumptions, countsMethod, independentMethods,
  independentReading, meanDifference, meansReading, noteTexts, pairedMethods, pairedReading,
  runsAssumptions, runsInterval, runsMethod, runsReading, testsReading,
  type EnumText, type Interval, type PairedDifference, type ProportionDifference,
} from "../index.ts";
import { count, decimal, percent } from "../report/format.ts";
import { textOf } from "../report/words.ts";
import {
  asTyped, choice, CliError, fraction, numberOf, onlyOptionsOf, pairJoined, parse, withOptions,
  type Parsed,
} from "./args.ts";
import { fromBattles, fromFile, fromTasks } from "./compare-table.ts";
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
  runs: [...always, "runs"],
} as const;

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
  const given = { ...asTyped(options, ["level", "method"]), a: `--independent ${first}`, b: `--independent ${second}` };
  const level = options.number("level");
  const results = withOptions(given, () => methodsOf(options, independentMethods).map((method) =>
    compareIndependent({ a, b, method, level })));
  if (options.flag("json")) return jsonOf(results, countsAssumptions("independent"));
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
    ...asTyped(options, ["level", "method"]), counts: shown, both: shown, aOnly: shown, bOnly: shown, neither: shown,
  };
  const level = options.number("level");
  const results = withOptions(given, () => methodsOf(options, pairedMethods).map((method) =>
    comparePaired({ both, aOnly, bOnly, neither, method, level })));
  if (options.flag("json")) return jsonOf(results, countsAssumptions("paired"));
  const result = results[0] as PairedDifference;
  return (
    wrapped(`${count(result.n)} items: both right ${both}, only A ${aOnly}, only B ${bOnly}, neither ` +
      `${neither}.`) +
    wrapped(pairedReading(result)) +
    wrapped(testsReading(result, "A")) +
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
    withOptions({ ...asTyped(options, ["level", "method"]), scores: `--runs ${given}` },
      () => runsInterval({ scores: [a, b][index] as number[], level })));
  const welch = b === undefined ? null
    : withOptions({ ...asTyped(options, ["level", "method"]), a: `--runs ${first}`, b: `--runs ${second}` },
      () => meanDifference({ a, b, level }));
  if (options.flag("json")) {
    return welch === null
      ? jsonOf(results, runsAssumptions)
      : json({ runs: results, difference: welch, assumptions: runsAssumptions });
  }
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

/** One result, or a list of them, each with what must be true for it to hold. */
function jsonOf(results: readonly object[], assumptions: readonly string[]): string {
  const [first, ...more] = results.map((result) => ({ ...result, assumptions }));
  return json(more.length === 0 ? first : [first, ...more]);
}

/** Several intervals for one difference; nothing when there is just one. */
function intervalsTable<Name extends string>(
  results: readonly (Interval & { readonly method: Name })[], texts: readonly EnumText<Name>[],
): string {
  if (results.length === 1) return "";
  return "\n" + textTable(["method", "lower", "upper", ""], results.map((result) => [
    result.method, decimal(result.lower), decimal(result.upper), textOf(texts, result.method).title]));
}
