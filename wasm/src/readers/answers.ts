/**
 * Text, JSON or plain values to right answers: sequences of tokens with weights, one distribution
 * for each condition, numbered for the core. Never throws: an issue of severity `refuse` means that
 * there are none.
 */
import type { TargetColumns } from "../generated/parallel.ts";
import { limits } from "../generated/shared.ts";
import { collectValue } from "./answer-json.ts";
import type { CollectedAnswers, ConditionRows } from "./answer-rows.ts";
import { collectText } from "./answer-text.ts";
import { issues, type Issue, type PlaceUnit } from "./issues.ts";
import { padToken, type TokenRule } from "./tokens.ts";

/** A right answer: a text to be divided into tokens, its tokens, or one of these with a weight. */
export type AnswerInput =
  | string
  | readonly (string | number)[]
  | { readonly text: string; readonly weight?: number | undefined }
  | { readonly tokens: readonly (string | number)[]; readonly weight?: number | undefined };

/** A row of a joint table; the probabilities `p` sum to 1. */
export interface SupportRow {
  readonly tokens: readonly (string | number)[];
  readonly p: number;
}

/** Right answers of one condition. */
export type ConditionInput =
  & { readonly x?: string | undefined; readonly weight?: number | undefined }
  & ({ readonly support: readonly SupportRow[] } | { readonly answers: readonly AnswerInput[] });

/** Right answers as plain values; JSON text of the same form is read alike. */
export type AnswersInput =
  | readonly AnswerInput[]
  | { readonly answers: readonly AnswerInput[] }
  | { readonly support: readonly SupportRow[] }
  | { readonly conditions: readonly ConditionInput[] }
  | { readonly task: string; readonly n: number };

export interface AnswerOptions {
  /** How texts become tokens. Default: `"whitespace"`. */
  readonly tokens?: TokenRule | undefined;
  /** Whether answers shorter than others are filled with `<pad>`. Default: they are refused. */
  readonly pad?: boolean | undefined;
}

/** Right answers ready for the core. */
export interface Answers {
  /** Tokens by their numbers, in the order in which they first appear. */
  readonly vocabulary: readonly string[];
  /** Names of the conditions (prompts); a single "" when there is only one without a name. */
  readonly conditions: readonly string[];
  /** The rows as they were read, equal ones not yet merged; null when nothing could be read. */
  readonly target: TargetColumns | null;
  /** Physical line, or number in a list, of each row. */
  readonly places: Int32Array;
  readonly unit: PlaceUnit;
  /** A named task that was asked for instead of answers. */
  readonly task: { readonly name: string; readonly n: number } | null;
  readonly issues: readonly Issue[];
}

/** How far from 1 probabilities may sum: as they are, and to be divided by their sum. */
const exactSum = 1e-9;
const nearSum = 1e-6;

/** Lines that something was done to, for one message each. */
interface Remarks {
  readonly padded: number[];
  readonly merged: number[];
  readonly weightless: number[];
}

const startOf = ({ ends }: ConditionRows, row: number): number => (row === 0 ? 0 : ends[row - 1] as number);

/** A sum of probabilities without the rounding errors of adding them one by one (Neumaier). */
function sumOf(values: readonly number[]): number {
  let sum = 0;
  let rest = 0;
  for (const value of values) {
    const next = sum + value;
    rest += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + rest;
}

/** Makes all rows as long as the longest, if that is asked for; a refusal if they differ. */
function level(
  rows: ConditionRows, collected: CollectedAnswers, pad: boolean, padded: number[],
  name: string | null,
): { tokens: readonly number[]; length: number } | Issue {
  const lengths = new Map<number, { length: number; count: number; first: number }>();
  rows.ends.forEach((end, row) => {
    const length = end - startOf(rows, row);
    const known = lengths.get(length);
    if (known === undefined) lengths.set(length, { length, count: 1, first: rows.places[row] as number });
    else ++known.count;
  });
  const found = [...lengths.values()].sort((a, b) => a.length - b.length);
  const longest = found.at(-1)!.length;
  if (longest === 0) return issues.noTokens(rows.places, collected.unit);
  if (longest > limits.mostPositions) return issues.tooLong(longest, limits.mostPositions);
  if (found.length === 1) return { tokens: rows.tokens, length: longest };
  if (!pad) return issues.unequalLengths(found, collected.unit, name);
  const filler = collected.vocabulary.of(padToken);
  const tokens: number[] = [];
  rows.ends.forEach((end, row) => {
    const start = startOf(rows, row);
    for (let at = start; at < end; ++at) tokens.push(rows.tokens[at] as number);
    if (end - start < longest) padded.push(rows.places[row] as number);
    for (let at = end - start; at < longest; ++at) tokens.push(filler);
  });
  return { tokens, length: longest };
}

/** How many sequences are different, or what is wrong with their weights or probabilities. */
function checkWeights(
  rows: ConditionRows, sequences: readonly string[], collected: CollectedAnswers,
  remarks: Remarks, name: string | null,
): number | Issue {
  const { unit } = collected;
  const { joint } = rows;
  if (rows.weights.every((weight) => weight === 0)) return issues.zeroWeights(name);
  const first = new Map<string, number>();
  for (const [row, sequence] of sequences.entries()) {
    const place = rows.places[row] as number;
    const known = first.get(sequence);
    if (known !== undefined && joint) return issues.repeatedRow(place, known, unit);
    const isWeightless = rows.weights[row] === 0;
    if (isWeightless) remarks.weightless.push(place);
    else if (known !== undefined) remarks.merged.push(place);
    if (known === undefined && (joint || !isWeightless)) first.set(sequence, place);
  }
  if (!joint) return first.size;
  const sum = sumOf(rows.weights);
  // Decimals such as 0.999999 have rounding errors of their own.
  if (!(Math.abs(sum - 1) <= nearSum + 1e-12)) return issues.probabilitySum(sum, name);
  if (Math.abs(sum - 1) > exactSum) collected.issues.push(issues.renormalised(sum, name));
  return first.size;
}

/** The lists of all conditions, one after the other. */
function int32Column(lists: readonly (readonly number[])[]): Int32Array {
  const column = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    column.set(list, at);
    at += list.length;
  }
  return column;
}

/** Everything that was collected as columns, or why it cannot be used. */
function columnsOf(collected: CollectedAnswers, pad: boolean): Answers {
  const { unit } = collected;
  const conditions = [...collected.conditions.values()];
  const remarks: Remarks = { padded: [], merged: [], weightless: [] };
  const refuse = (refusal: Issue): Answers => ({ ...nothing(unit), issues: [...collected.issues, refusal] });
  if (conditions.length === 0) return refuse(issues.noAnswers());
  const tokens: (readonly number[])[] = [];
  const lengths: number[] = [];
  let distinct = 0;
  for (const rows of conditions) {
    const name = conditions.length === 1 ? null : rows.name;
    if (rows.ends.length === 0) {
      return refuse(name === null ? issues.noAnswers() : issues.noSupport(name));
    }
    const levelled = level(rows, collected, pad, remarks.padded, name);
    if ("severity" in levelled) return refuse(levelled);
    const { length } = levelled;
    const sequences = rows.ends.map((_, row) =>
      levelled.tokens.slice(row * length, (row + 1) * length).join());
    const checked = checkWeights(rows, sequences, collected, remarks, name);
    if (typeof checked !== "number") return refuse(checked);
    distinct += checked;
    if (distinct > limits.mostSequences) return refuse(issues.tooManySequences(limits.mostSequences));
    tokens.push(levelled.tokens);
    lengths.push(length);
  }
  const weights = conditions.map(({ weight }) => weight ?? 1);
  if (weights.every((weight) => weight === 0)) return refuse(issues.zeroConditions());
  const { padded, merged, weightless } = remarks;
  if (padded.length > 0) collected.issues.push(issues.padded(padded, unit));
  if (merged.length > 0) collected.issues.push(issues.mergedAnswers(merged, unit));
  if (weightless.length > 0) collected.issues.push(issues.weightlessAnswers(weightless, unit));
  return {
    vocabulary: collected.vocabulary.tokens(),
    conditions: conditions.map(({ name }) => name),
    target: {
      tokens: int32Column(tokens),
      weights: Float64Array.from(conditions.flatMap((rows) => rows.weights)),
      sequences: Int32Array.from(conditions, (rows) => rows.ends.length),
      lengths: Int32Array.from(lengths),
      ...(conditions.some(({ weight }) => weight !== undefined) && {
        conditionWeights: Float64Array.from(weights),
      }),
    },
    places: int32Column(conditions.map((rows) => rows.places)),
    unit,
    task: null,
    issues: collected.issues,
  };
}

function nothing(unit: PlaceUnit): Answers {
  return {
    vocabulary: [], conditions: [], target: null, places: new Int32Array(0), unit, task: null, issues: [],
  };
}

/**
 * Reads right answers: a text (one answer a line, a table with a header, or JSON), or values of the
 * form that JSON has. A table has the columns `text` or `y1`, `y2`, ..., and `weight` or `p`; with
 * `x` it has a distribution for each condition, weighted by `x_weight`.
 */
export function readAnswers(input: string | AnswersInput, options: AnswerOptions = {}): Answers {
  const rule = options.tokens ?? "whitespace";
  const collected = typeof input === "string"
    ? collectText(input, rule) : collectValue(input, rule, "from a list");
  if ("severity" in collected) return { ...nothing("line"), issues: [collected] };
  if (collected.task !== null) {
    return { ...nothing(collected.unit), task: collected.task, issues: collected.issues };
  }
  return columnsOf(collected, options.pad ?? false);
}

/**
 * The same answers, of which only those of `valid` count as right. A list of valid answers without
 * conditions holds for every condition; one with conditions, for those of the same name.
 */
export function withValid(answers: Answers, valid: Answers): Answers {
  const { target } = answers;
  if (target === null || valid.target === null) {
    return { ...answers, target: null, issues: [...answers.issues, ...valid.issues] };
  }
  const numbers = new Map(answers.vocabulary.map((token, number) => [token, number]));
  const filler = numbers.get(padToken);
  const wanted = valid.conditions.map(() => new Map<string, number>());
  forEachRow(valid.target, (condition, row, tokens) => {
    const known = Array.from(tokens, (token) => numbers.get(valid.vocabulary[token] as string));
    wanted[condition]!.set(known.join(), valid.places[row] as number);
  });
  const used = new Set<number>();
  const isValid = new Int32Array(target.weights.length);
  const byName = new Map(valid.conditions.map((name, condition) => [name, condition]));
  forEachRow(target, (condition, row, tokens) => {
    const place = valid.conditions.length === 1 && valid.conditions[0] === ""
      ? 0 : byName.get(answers.conditions[condition] as string);
    const list = place === undefined ? undefined : wanted[place];
    // A valid answer need not be filled as those of the distribution are.
    let end = tokens.length;
    let found = list?.get(tokens.join());
    while (found === undefined && end > 1 && tokens[end - 1] === filler) {
      found = list?.get(tokens.subarray(0, --end).join());
    }
    if (found === undefined) return;
    used.add(found);
    isValid[row] = 1;
  });
  const found = [...answers.issues, ...valid.issues.filter(({ severity }) => severity !== "note")];
  const unused = [...valid.places].filter((place) => !used.has(place));
  if (used.size === 0) found.push(issues.validNone());
  else if (unused.length > 0) found.push(issues.validUnused(unused, valid.unit));
  return { ...answers, target: { ...target, valid: isValid }, issues: found };
}

/** Every row of the columns with its condition and its tokens. */
export function forEachRow(
  target: TargetColumns, action: (condition: number, row: number, tokens: Int32Array) => void,
): void {
  let row = 0;
  let at = 0;
  target.sequences.forEach((count, condition) => {
    const length = target.lengths[condition] as number;
    for (const end = row + count; row < end; ++row, at += length) {
      action(condition, row, target.tokens.subarray(at, at + length));
    }
  });
}
