/** `evenhand plan`: how many items or reruns a comparison needs, and what so many would show. */
import {
  compareTable, detectableMeanDifference, detectablePairedProportions, detectableProportions,
  detectableRuns, planHalfWidth, planMeanDifference, planMethod, planPairedProportions,
  planAssumptions, planProportions, planProportionsBaseline, planReading, planRuns, readTable,
  type PairRow, type Plan,
} from "../index.ts";
import { count, difference, percent } from "../report/format.ts";
import {
  CliError, columnName, numberOf, onlyOptionsOf, pairJoined, parse, withOptions, type Parsed,
} from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { json, textTable, wrapped } from "./render.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const optionTypes = {
  effect: text, items: text, discordance: text, rates: text, rate: text, between: text, within: text,
  samples: text, "half-width": text, sd: text, runs: text, power: text, level: text,
  "design-effect": text, json: flag, item: text, system: text, score: text, cluster: text,
  pair: { type: "string", multiple: true },
} as const;

const always = ["power", "level", "design-effect", "json"];
/** The options of each form; any other is refused rather than ignored. */
const formOptions = {
  paired: [...always, "effect", "items", "discordance"],
  independent: [...always, "rates", "rate", "effect", "items"],
  mean: [...always, "effect", "items", "between", "within", "samples"],
  precision: ["level", "design-effect", "json", "half-width", "rate"],
  runs: ["power", "level", "json", "sd", "runs", "effect"],
  file: [...always, "effect", "items", "pair", "item", "system", "score", "cluster"],
} as const;
type Form = keyof typeof formOptions;

/** Shares of discordant items to look at when nothing is known. */
const usualDiscordances = [0.05, 0.1, 0.2, 0.3] as const;

export function planCommand(args: readonly string[]): string {
  const options = parse(pairJoined(args), optionTypes);
  const [first, ...extra] = options.positionals;
  if (first === undefined || extra.length > 0) {
    throw new CliError(
      "plan: expected one of paired, independent, mean, precision, runs, or a FILE");
  }
  const form: Form = Object.hasOwn(formOptions, first) ? first as Form : "file";
  onlyOptionsOf(formOptions[form], options, "plan", form === "file" ? "a file" : form);
  switch (form) {
    case "paired": return paired(options);
    case "independent": return independent(options);
    case "mean": return mean(options);
    case "precision": return precision(options);
    case "runs": return runs(options);
    case "file": return fromFile(first, options);
  }
}

/** Which argument of the library each option is. */
const argumentOf: Readonly<Record<string, readonly string[]>> = {
  between: ["betweenVariance"], within: ["withinA", "withinB"], samples: ["samplesA", "samplesB"],
  "half-width": ["halfWidth"], "design-effect": ["designEffect"], items: ["items", "itemsPerSystem"],
  rates: ["rateA", "rateB"],
};

/** Runs `action`; a refusal of the core is told in the words of the command line. */
function asked<T>(options: Parsed, action: () => T): T {
  return withOptions(Object.fromEntries(options.given.flatMap((name) =>
    (argumentOf[name] ?? [name]).map((argument) => [argument, `--${name} ${options.text(name)}`]))),
  action);
}

function target(options: Parsed): {
  power: number | undefined; level: number | undefined; designEffect: number | undefined;
} {
  return {
    power: options.number("power"), level: options.number("level"),
    designEffect: options.number("design-effect"),
  };
}

/** A number that has to be given. */
function needed(options: Parsed, name: string, form: string): number {
  const value = options.number(name);
  if (value === undefined) throw new CliError(`plan ${form}: --${name} is missing; see evenhand --help`);
  return value;
}

/** Exactly one of two options: the effect to find, or the number that there is. */
function question(options: Parsed, size: "items" | "runs", form: string): {
  effect: number | undefined; size: number | undefined;
} {
  const given = { effect: options.number("effect"), size: options.number(size) };
  if ((given.effect === undefined) === (given.size === undefined)) {
    throw new CliError(`plan ${form}: expected either --effect or --${size}`);
  }
  return given;
}

function described(options: Parsed, plan: Plan, effect?: number, size?: number): string {
  if (options.flag("json")) return json({ ...plan, assumptions: planAssumptions(plan) });
  return wrapped(planReading(plan, { effect, size })) + `\nMethod\n${wrapped(planMethod(plan))}`;
}

function paired(options: Parsed): string {
  const { effect, size } = question(options, "items", "paired");
  const plan = (discordance: number): Plan => (effect === undefined
    ? detectablePairedProportions({ items: size as number, discordance, ...target(options) })
    : planPairedProportions({ effect, discordance, ...target(options) }));
  const known = options.number("discordance");
  if (known !== undefined) return described(options, asked(options, () => plan(known)), effect, size);
  // A difference cannot be larger than the share of items on which the systems differ.
  const possible = usualDiscordances.filter((share) => !(Math.abs(effect ?? 0) >= share));
  if (possible.length === 0) {
    throw new CliError(
      `--effect ${options.text("effect")}: say with --discordance which share of the items exactly ` +
        `one of the systems gets right; it is larger than the effect`);
  }
  const plans = asked(options, () => possible.map((discordance) => ({ discordance, ...plan(discordance) })));
  if (options.flag("json")) {
    return json(plans.map((each) => ({ ...each, assumptions: planAssumptions(each) })));
  }
  return (
    wrapped("It depends on the share of items that exactly one of the systems gets right; say which " +
      "with --discordance, or take it from a table with plan FILE.") + "\n" +
    textTable(["discordance", effect === undefined ? "detectable" : "items"], plans.map((row) => [
      percent(row.discordance), sizeOf(row)])) +
    `\nMethod\n${wrapped(planMethod(plans[0] as Plan))}`
  );
}

/** The number that a plan is about, for a table. */
function sizeOf(plan: Plan): string {
  if ("itemsCeiling" in plan) return count(plan.itemsCeiling);
  if ("effect" in plan) return plan.effect === null ? "-" : `${difference(plan.effect, true)} points`;
  return "-";
}

function independent(options: Parsed): string {
  const rates = options.text("rates")?.split(",").map(numberOf);
  if (rates !== undefined) {
    const [rateA, rateB] = rates as [number, number];
    if (rates.length !== 2 || options.given.some((name) => ["rate", "effect", "items"].includes(name))) {
      throw new CliError(
        `--rates ${options.text("rates")}: expected two rates such as 0.70,0.75, and neither --rate, ` +
          `--effect nor --items`);
    }
    const plan = asked(options, () => planProportions({ rateA, rateB, ...target(options) }));
    return described(options, plan, rateA - rateB);
  }
  const { effect, size } = question(options, "items", "independent");
  if (effect !== undefined) {
    const rate = needed(options, "rate", "independent");
    return described(options,
      asked(options, () => planProportionsBaseline({ rate, effect, ...target(options) })), effect);
  }
  const rate = options.number("rate") ?? 0.5;
  return described(options, asked(options, () =>
    detectableProportions({ itemsPerSystem: size as number, rate, ...target(options) })), effect, size);
}

function mean(options: Parsed): string {
  const { effect, size } = question(options, "items", "mean");
  const within = options.number("within");
  // Without another word every item is answered once.
  const samples = options.number("samples") ?? (within === undefined ? undefined : 1);
  const variances = {
    betweenVariance: needed(options, "between", "mean"),
    withinA: within, withinB: within, samplesA: samples, samplesB: samples,
  };
  return described(options, asked(options, () => (effect === undefined
    ? detectableMeanDifference({ items: size as number, ...variances, ...target(options) })
    : planMeanDifference({ effect, ...variances, ...target(options) }))), effect, size);
}

function precision(options: Parsed): string {
  const halfWidth = needed(options, "half-width", "precision");
  return described(options, asked(options, () => planHalfWidth({
    halfWidth, rate: options.number("rate"), level: options.number("level"),
    designEffect: options.number("design-effect"),
  })), halfWidth);
}

function runs(options: Parsed): string {
  const { effect, size } = question(options, "runs", "runs");
  const given = {
    sd: needed(options, "sd", "runs"), power: options.number("power"), level: options.number("level"),
  };
  return described(options, asked(options, () => (effect === undefined
    ? detectableRuns({ runs: size as number, ...given })
    : planRuns({ effect, ...given }))), effect, size);
}

/** The two systems of a table: those named, or the only ones. */
function pairOf(file: string, options: Parsed): PairRow {
  const { text: content, issues } = readInput(file);
  const report = asked(options, () => compareTable(readTable(content), {
    columns: {
      item: columnName(options, "item"), system: columnName(options, "system"),
      score: columnName(options, "score"), cluster: columnName(options, "cluster"),
    },
  }));
  refuseUnread(file, [...issues, ...report.issues]);
  const [a, b] = options.texts("pair");
  if (a === undefined && report.pairs.length !== 1) {
    throw new CliError(`${file}: found ${report.systems.length} systems, expected two, or --pair A B`);
  }
  const pair = a === undefined ? report.pairs[0] : report.pairs.find((row) =>
    (row.a === a && row.b === b) || (row.a === b && row.b === a));
  if (pair === undefined) {
    throw new CliError(
      `--pair ${a} ${b}: expected two of ${report.systems.map((row) => row.system).join(", ")}`);
  }
  return pair;
}

function fromFile(file: string, options: Parsed): string {
  const { effect, size } = question(options, "items", file);
  const pair = pairOf(file, options);
  const { counts, standardError, n } = pair;
  if (counts !== null) {
    const discordance = (counts.aOnly + counts.bOnly) / n;
    const plan = asked(options, () => (effect === undefined
      ? detectablePairedProportions({ items: size as number, discordance, ...target(options) })
      : planPairedProportions({ effect, discordance, ...target(options) })));
    if (options.flag("json")) return json({ discordance, ...plan, assumptions: planAssumptions(plan) });
    return wrapped(`Exactly one of ${pair.a} and ${pair.b} is right on ${percent(discordance)} of ` +
      `${count(n)} items.`) + described(options, plan, effect, size);
  }
  if (standardError === null) {
    throw new CliError(`${file}: the scores of ${pair.a} and ${pair.b} give no standard error to plan with`);
  }
  // The squared standard error is the variance of one item's difference, clusters included, over n.
  const betweenVariance = standardError * standardError * n;
  const plan = asked(options, () => (effect === undefined
    ? detectableMeanDifference({ items: size as number, betweenVariance, ...target(options) })
    : planMeanDifference({ effect, betweenVariance, ...target(options) })));
  if (options.flag("json")) {
    return json({ betweenVariance, ...plan, assumptions: planAssumptions(plan) });
  }
  return wrapped(`The difference of ${pair.a} and ${pair.b} varies over items with a variance of ` +
    `${betweenVariance.toPrecision(4)}.`) + described(options, plan, effect, size);
}
