/** `evenhand parallel`: limits of parallel decoding, of right answers, list tasks and measured curves. */
import {
  analyseCurves, analyseParallel, curvesReading, distanceText, equalSchedules, informationNumber,
  InputError, isSymmetric, limitVerdicts, listTasks, outcomeColumns, parallelReading, partitionText,
  readAnswers, readPartition, readStrategy, shareText, tieRules,
  type Answers, type AnswersSource, type Bits, type InformationUnit, type MeasuredReport,
  type ParallelOptions, type ParallelReport, type Partition, type StrategyInput, type StrategyRow,
  type TokenRule,
} from "../index.ts";
import { difference, graded, percent, percentInterval } from "../report/format.ts";
import { textOf } from "../report/words.ts";
import {
  asTyped, choice, CliError, numberOf, onlyOptionsOf, parse, stringsJoined, withOptions, words,
  type Parsed,
} from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { json, section, textTable, wrapped } from "./render.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const list = { type: "string", multiple: true } as const;
const optionTypes = {
  strings: list, task: text, n: text, tokens: text, pad: flag, valid: text, scored: flag, steps: text,
  partition: text, strategy: list, ties: text, "value-ties": text, temperature: text, greedy: flag,
  seed: text, nats: flag, json: flag, curve: text, at: text, scale: text, "tokens-per-item": text,
} as const;

const analysis = ["steps", "partition", "strategy", "ties", "value-ties", "temperature", "greedy", "seed",
  "nats", "json", "valid", "tokens"];
/** The options of each form of input; any other is refused rather than ignored. */
const formOptions = {
  strings: [...analysis, "strings", "pad"],
  task: [...analysis, "task", "n", "scored"],
  file: [...analysis, "pad"],
  curve: ["curve", "at", "scale", "tokens-per-item", "json"],
} as const;
type Form = keyof typeof formOptions;

export function parallelCommand(args: readonly string[]): string {
  const options = parse(stringsJoined(args), optionTypes);
  const forms: Form[] = (["strings", "task", "curve"] as const).filter((name) => options.given.includes(name));
  const [file, ...extra] = options.positionals;
  if (file !== undefined) forms.push("file");
  if (forms.length !== 1 || extra.length > 0) {
    const found = [...forms.map((form) => (form === "file" ? file as string : `--${form}`)), ...extra];
    throw new CliError(
      `parallel: ${found.length === 0 ? "" : `found ${found.join(" and ")}, `}expected one FILE, ` +
        `--strings A B ..., --task NAME --n N or --curve FILE`);
  }
  const form = forms[0] as Form;
  onlyOptionsOf(formOptions[form], options, "parallel", form === "file" ? "a file" : `--${form}`);
  return form === "curve" ? measured(options) : analysed(form, file, options);
}

function tokenRule(options: Parsed): TokenRule | undefined {
  const given = options.text("tokens");
  if (given === undefined || given === "whitespace" || given === "characters") return given;
  if (given === "") throw new CliError(`--tokens "": expected whitespace, characters or a separator`);
  return { separator: given };
}

/** The steps of --partition, positions from 0. */
function partitionOf(options: Parsed): Partition | undefined {
  const given = options.text("partition");
  return given === undefined ? undefined : readPartition(given);
}

function strategiesOf(options: Parsed): StrategyInput[] | undefined {
  if (!options.given.includes("strategy")) return undefined;
  return options.texts("strategy").map((typed) => {
    const { strategy, problem } = readStrategy(typed);
    if (strategy === null) throw new CliError(`--strategy ${typed}: ${problem}`);
    return strategy;
  });
}

function temperatureOf(options: Parsed): number | undefined {
  if (!options.flag("greedy")) return options.number("temperature");
  if (options.given.includes("temperature")) {
    throw new CliError("parallel: found --greedy and --temperature, expected one of them");
  }
  return 0;
}

function fileAnswers(file: string, options: Parsed): Answers {
  const { text: content, issues } = readInput(file);
  const answers = readAnswers(content, { tokens: tokenRule(options), pad: options.flag("pad") });
  refuseUnread(file, [...issues, ...answers.issues]);
  return { ...answers, issues: [...issues, ...answers.issues] };
}

/** The answers of the form that was typed. */
function source(form: Form, file: string | undefined, options: Parsed): AnswersSource {
  if (form === "file") return fileAnswers(file as string, options);
  if (form === "strings") return options.texts("strings");
  const task = choice(options.text("task"), listTasks, "--task");
  const n = options.number("n");
  if (task === undefined || n === undefined) {
    throw new CliError("--task: --n is missing; see evenhand --help");
  }
  return { task, n };
}

function analysed(form: Form, file: string | undefined, options: Parsed): string {
  if (options.flag("nats") && options.flag("json")) {
    throw new CliError("parallel: --nats cannot be used with --json, whose numbers are always bits");
  }
  const valid = options.text("valid");
  if (valid !== undefined && options.flag("scored")) {
    throw new CliError("parallel: found --valid and --scored, expected one of them");
  }
  const given: ParallelOptions = {
    tokens: tokenRule(options),
    pad: options.flag("pad"),
    steps: options.number("steps"),
    partition: partitionOf(options),
    strategies: strategiesOf(options),
    positionTies: choice(options.text("ties"), tieRules, "--ties"),
    temperature: temperatureOf(options),
    valueTies: choice(options.text("value-ties"), tieRules, "--value-ties"),
    valid: valid === undefined ? undefined : fileAnswers(valid, options),
    scored: options.flag("scored"),
    seed: options.number("seed"),
  };
  const typed = {
    ...asTyped(options, ["partition", "temperature", "seed", "n"]),
    most: `--steps ${options.text("steps")}`,
    ...(options.given.includes("partition") && { steps: `--partition ${options.text("partition")}` }),
  };
  const report = withOptions(typed, () =>
    strategyNamed(() => analyseParallel(source(form, file, options), given)));
  refuseUnread(form === "file" ? file as string : `--${form}`, report.issues);
  return options.flag("json") ? json(report) : described(report, options.flag("nats") ? "nats" : "bits");
}

/** A refused strategy is told as it was typed. */
function strategyNamed<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InputError) || !error.argument.startsWith("strategies.")) throw error;
    const [, , ...argument] = error.argument.split(".");
    const [, reason] = /: (.*) \(received/s.exec(error.message) ?? [];
    throw new CliError(`--strategy ${String(error.received)}: ${argument.join(".")}: ${reason}`);
  }
}

/** Where only the sizes of steps matter, these. */
function scheduleText(partition: Partition, symmetric: boolean): string {
  if (!symmetric) return partitionText(partition);
  const sizes = partition.map((step) => step.length);
  return sizes.length > 8 ? `${sizes.slice(0, 7).join("+")}+...` : sizes.join("+");
}

function stepsTable(report: ParallelReport, unit: InformationUnit): string {
  const { frontier, schedules, decoding, tokens } = report;
  if (frontier.length === 0) return "";
  const symmetric = isSymmetric(report) && tokens !== 2;
  const optional = (value: number | null, write: (value: number) => string): string =>
    (value === null ? "-" : write(value));
  const rows = frontier.map((point, index) => {
    const schedule = schedules[index];
    return [
      String(point.steps), optional(point.bound, (bound) => informationNumber(bound, unit)),
      schedule === undefined ? "-" : shareText(schedule.accuracy),
      optional(point.fixed, shareText), optional(point.adaptive, shareText),
      schedule === undefined ? "-" : scheduleText(schedule.partition, symmetric),
    ];
  });
  const header = ["steps", `least loss (${unit})`,
    decoding.temperature === 1 ? "right" : "right (as decoded)", "best fixed", "best policy",
    symmetric ? "positions a step" : "reveal for the least loss"];
  return "\n" + textTable(header, rows) +
    (schedules.length === 0 ? "" : wrapped(equalSchedules));
}

interface OutcomeRow extends Omit<Partial<StrategyRow>, "strategy"> {
  readonly accuracy: number;
  readonly invalid: number | null;
  readonly tv: Bits | null;
  readonly klForward: Bits | null;
  readonly klReverse: Bits | null;
}

function outcomeTable(report: ParallelReport, unit: InformationUnit): string {
  const { oneStep, partition, strategies } = report;
  const number = (value: Bits | null | undefined, write: (value: number) => string): string =>
    (value === null || value === undefined ? "-" : value === "infinite" ? value : write(value));
  const information = (value: Bits | null): string =>
    (value === null ? "-" : informationNumber(value, unit));
  const row = (name: string, outcome: OutcomeRow): string[] => [
    name, shareText(outcome.accuracy), number(outcome.invalid, shareText), number(outcome.tv, distanceText),
    information(outcome.klForward), information(outcome.klReverse),
    number(outcome.meanSteps, graded), number(outcome.mostSteps, String),
    number(outcome.gap, (gap) => difference(gap, true)),
  ];
  const rows = [
    ...(oneStep === null ? [] : [row("all at once", { ...oneStep, meanSteps: 1, mostSteps: 1 })]),
    ...(partition === null ? [] : [row(`fixed=${partitionText(partition.partition)}`,
      { ...partition, mostSteps: partition.partition.length })]),
    ...strategies.map((strategy) =>
      row(strategy.exact ? strategy.strategy : `${strategy.strategy} (simulated)`, strategy)),
  ];
  if (rows.length === 0) return "";
  return "\n" + textTable(
    ["decoder", "right", "impossible", "TV", "KL(p||q)", "KL(q||p)", "steps", "most", "gap"], rows) +
    wrapped(outcomeColumns);
}

function conditionsTable(report: ParallelReport, unit: InformationUnit): string {
  if (report.conditions.length < 2) return "";
  const shown = report.conditions.slice(0, 20);
  const missing = report.conditions.length - shown.length;
  return "\n" + textTable(["condition", "tokens", "answers", "entropy", "total correlation"],
    shown.map((row) => [row.condition, String(row.tokens), String(row.outcomes),
      informationNumber(row.entropy, unit), informationNumber(row.totalCorrelation, unit)])) +
    (missing === 0 ? "" : wrapped(`--json has the other ${missing} conditions.`));
}

function described(report: ParallelReport, unit: InformationUnit): string {
  const amount = (value: number | null): string => (value === null ? "-" : informationNumber(value, unit));
  return (
    textTable(["", unit], [
      ["entropy", amount(report.entropy)],
      ["total correlation", amount(report.totalCorrelation)],
      ["dual total correlation", amount(report.dualTotalCorrelation)],
    ]) +
    conditionsTable(report, unit) + stepsTable(report, unit) + outcomeTable(report, unit) +
    section("In words", parallelReading(report, unit)) +
    section("Not computed", report.limits.map(({ message }) => message)) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", report.assumptions) +
    `\nMethod\n${wrapped(report.method)}`
  );
}

function measured(options: Parsed): string {
  const file = options.text("curve") as string;
  const { text: content, issues } = readInput(file);
  const at = options.text("at");
  const scale = options.text("scale");
  if (scale !== undefined && scale !== "percent" && scale !== "fraction") {
    throw new CliError(`--scale: found ${JSON.stringify(scale)}, expected percent or fraction`);
  }
  const typed = {
    accuracy: `--at ${at}`, tokens_per_item: `--tokens-per-item ${options.text("tokens-per-item")}`,
  };
  const once = withOptions(typed, () => analyseCurves(content, {
    at: at === undefined ? undefined : words(at).map(numberOf), scale,
    tokensPerItem: options.number("tokens-per-item"),
  }));
  const report: MeasuredReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  return options.flag("json") ? json(report) : describedCurves(report);
}

function describedCurves(report: MeasuredReport): string {
  const rows = report.curves.flatMap((curve) => curve.points.map((point) => [
    curve.method, curve.task === null ? "-" : `${curve.task.task}:${curve.task.n}`, curve.kind,
    graded(point.tokensPerStep), percent(point.accuracy),
    point.interval === null ? "-" : percentInterval(point.interval),
    point.limit === null ? "-" : percent(point.limit.limit),
    point.limit?.verdict == null ? "-" : textOf(limitVerdicts, point.limit.verdict).name,
  ]));
  return (
    textTable(["method", "task", "kind", "tokens per step", "accuracy", "interval", "limit",
      "verdict"], rows) +
    section("In words", curvesReading(report)) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", report.assumptions) +
    `\nMethod\n${wrapped(report.method)}`
  );
}
