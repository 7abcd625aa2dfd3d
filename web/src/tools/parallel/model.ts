/** The tool without its view: settings to jobs and commands, answers to words and pictures. */
import {
  positionScores, readStrategy, strategyRules, tieRules,
  type InformationCurve, type MeasuredReport, type NamedPairMap, type ParallelReport, type SizeSchedule, type StrategyInput,
  type StrategyRow, type TokenRule,
} from "evenhand/bare";
import type { FrontierPoint, HeatMap, InformationBar, MeasuredMark, StrategyMark } from "../../chart/rows.ts";
import { numberOf, option, quoted, quotedFile } from "../../parts/words.ts";
import type { Source } from "../../source.ts";
import { answersOfPreset, isTask } from "./presets.ts";
import type { AnalysisJob, Target } from "./protocol.ts";
import type { Settings } from "./state.ts";

export function tokenRule({ tokens, separator }: Settings): TokenRule {
  return tokens === "separator" ? { separator } : tokens;
}

/** What stands between the tokens of an answer that is written out. */
export const glueOf = ({ tokens, separator }: Settings): string =>
  (tokens === "characters" ? "" : tokens === "separator" ? separator : " ");

/** Undefined while there are no answers to work on. */
export function targetOf(settings: Settings, source: Source | undefined): Target | undefined {
  const read = { tokens: tokenRule(settings), pad: settings.isPadded };
  if (settings.source === "own") return source && { ...read, source };
  const { preset } = settings;
  return isTask(preset)
    ? { ...read, task: { task: preset, n: numberOf(settings.n) } }
    : { ...read, answers: answersOfPreset(preset) };
}

/** "2.5" percent as 0.025, exactly: the digits are moved, nothing is divided. */
const shareOf = (text: string): number => numberOf(text.trim() === "" ? "" : `${text.trim()}e-2`);

export function analysisJob(settings: Settings, source: Source | undefined): AnalysisJob | undefined {
  const target = targetOf(settings, source);
  return target && {
    ...target, kind: "analysis", temperature: numberOf(settings.temperature), strategies: settings.strategies,
    curve: settings.curve, at: shareOf(settings.at), scale: settings.scale === "guessed" ? undefined : settings.scale,
  };
}

/** The command that gives the same result. */
export function commandOf(settings: Settings, source: Source | undefined): string {
  const { preset, n, tokens, separator, isPadded, temperature, strategies } = settings;
  const input = settings.source === "own" ? [quotedFile(source?.name ?? "")]
    : isTask(preset) ? ["--task", preset, "--n", quoted(n)]
      : ["--strings", ...answersOfPreset(preset).map(quoted)];
  const isTyped = settings.source === "own" || !isTask(preset);
  return [
    "npx evenhand parallel", ...input,
    ...(!isTyped || tokens === "whitespace" ? [] : option("tokens", tokens === "characters" ? tokens : separator)),
    ...(isTyped && isPadded ? ["--pad"] : []),
    ...(numberOf(temperature) === 1 ? [] : numberOf(temperature) === 0 ? ["--greedy"] : option("temperature", temperature)),
    ...strategies.flatMap((strategy) => option("strategy", strategy)),
  ].join(" ");
}

const blanks: ReadonlyMap<string, string> = new Map([["", "(empty)"], [" ", "␣"], ["\t", "⇥"], ["\n", "⏎"]]);

/** A token as it is shown; null stands for all that are not listed. */
export const tokenText = (token: string | null): string => (token === null ? "all others" : blanks.get(token) ?? token);

/** An answer written out; what was never revealed is a gap. */
export const answerText = (tokens: readonly (string | null)[], glue: string): string =>
  tokens.map((token) => token ?? "…").join(glue);

export const positionName = (position: number): string => `position ${position + 1}`;

/** "1, 3 → 2, 4" */
export const partitionWords = (partition: readonly (readonly number[])[]): string =>
  partition.map((step) => step.map((position) => position + 1).join(", ")).join(" → ");

export interface HeatMaps {
  readonly joint: HeatMap;
  readonly product: HeatMap;
  readonly change: HeatMap;
  /** The strongest value of the first two, and of the third. */
  readonly most: number;
  readonly mostChange: number;
}

export function heatMaps(map: NamedPairMap): HeatMaps {
  const rows = map.firstTokens.map(tokenText);
  const columns = map.secondTokens.map(tokenText);
  const of = (values: readonly number[]): HeatMap => ({
    rows, columns,
    cells: values.map((value, at) => ({
      row: Math.floor(at / columns.length), column: at % columns.length, value, possible: map.possible[at]!,
    })),
  });
  const change = map.product.map((value, at) => value - map.joint[at]!);
  return {
    joint: of(map.joint), product: of(map.product), change: of(change),
    most: Math.max(...map.joint, ...map.product), mostChange: Math.max(...change.map((value) => Math.abs(value))),
  };
}

export function informationBars({ curve }: InformationCurve, { sizes }: SizeSchedule): InformationBar[] {
  let first = 0;
  return sizes.flatMap((size, step) => {
    const floor = curve[first]!;
    const bars = curve.slice(first, first + size).map((value, index) =>
      ({ position: first + index + 1, value, floor, step: step + 1 }));
    first += size;
    return bars;
  });
}

const titleOf = <Name extends string>(
  texts: readonly { readonly name: Name; readonly title: string }[], name: Name,
): string => texts.find((text) => text.name === name)!.title;

/** "top 2 by confidence", "confidence threshold 0.9"; the text itself when it is no strategy. */
export function strategyTitle(text: string): string {
  const { strategy } = readStrategy(text);
  if (strategy === null) return text;
  const { rule, k, sizes, parameter, score, inclusive, block, positionTies } = strategy;
  const main = rule === "top_k"
    ? `top ${sizes?.join(" + ") ?? k ?? 1}, ${score === "random" || score === "left_to_right" ? "" : "by "}` +
      titleOf(positionScores, score ?? "confidence")
    : `${titleOf(strategyRules, rule)} ${parameter ?? ""}`;
  return [
    main, ...(inclusive === true ? ["equality passes"] : []), ...(block === undefined ? [] : [`blocks of ${block}`]),
    ...(positionTies === undefined ? [] : [titleOf(tieRules, positionTies)]),
  ].join(", ");
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

export interface KeyedStrategy {
  /** Its letter in the picture. */
  readonly key: string;
  readonly title: string;
  readonly result: StrategyRow;
}

export const strategyRows = ({ strategies }: ParallelReport): KeyedStrategy[] =>
  strategies.map((result, index) =>
    ({ key: letters[index] ?? String(index + 1), title: strategyTitle(result.strategy), result }));

/** What was measured on the answers that are shown, or on no task that is named. */
export function measuredMarks(measured: MeasuredReport | null, { tokens, task }: ParallelReport): MeasuredMark[] {
  if (measured === null || tokens === null || tokens === 0) return [];
  const curves = measured.curves.filter((curve) => curve.task === null ||
    (task !== null && curve.task.task === task.task && curve.task.n === task.n));
  return curves.flatMap(({ method, points }) => points.map(({ tokensPerStep, accuracy, interval }) =>
    ({ method, steps: tokens / tokensPerStep, accuracy, interval })));
}

/** Steps that are the same in every run are not said to be a mean. */
export const strategyMarks = (report: ParallelReport): StrategyMark[] =>
  strategyRows(report).map(({ key, title, result: { meanSteps, mostSteps, accuracy } }) =>
    ({ key, name: title, meanSteps: meanSteps ?? mostSteps, mostSteps, accuracy }));

export const frontierPoints = ({ frontier }: ParallelReport): FrontierPoint[] =>
  frontier.map(({ steps, fixed, adaptive, accuracyBound }) => ({ steps, fixed, adaptive, bound: accuracyBound }));

export interface Watched {
  readonly value: string;
  readonly title: string;
  readonly strategy: StrategyInput;
}

/** What the player can show: everything at once, the best schedules, and the strategies. */
export function watchable(report: ParallelReport, length: number): Watched[] {
  const all = Array.from({ length }, (_, position) => position);
  const isCommon = report.tokens === length;
  return [
    { value: "all", title: "everything at once", strategy: { rule: "fixed", partition: [all] } },
    ...report.schedules.filter(({ steps }) => steps > 1 && isCommon).map(({ steps, partition }): Watched => ({
      value: `best-${steps}`, title: `best schedule of ${steps} steps: ${partitionWords(partition).slice(0, 60)}`,
      strategy: { rule: "fixed", partition },
    })),
    ...report.strategies.flatMap(({ strategy: text }): Watched[] => {
      const { strategy } = readStrategy(text);
      return strategy === null ? [] : [{ value: text, title: strategyTitle(text), strategy }];
    }),
  ];
}
