/** A table of verdicts of several classes or grades, corrected: shares, and their mean worth. */
import { correctClasses, correctGrades } from "./contrast.ts";
import { InputError } from "./errors.ts";
import type { ClassCorrection } from "./generated/contrast.ts";
import type { Calibration, CorrectionMethod, Design } from "./generated/judge.ts";
import type { Agreement, CategoryCorrection } from "./generated/labels.ts";
import { defaults, limits } from "./generated/shared.ts";
import { correctCategories, raterAgreement } from "./labels.ts";
import {
  readClasses, readGrades, type ClassReadingOptions, type ClassRows, type ClassWords,
} from "./readers/classes.ts";
import { issues, type Issue } from "./readers/issues.ts";
import { judgeIssues } from "./readers/judge-issues.ts";
import { readTable, type Table } from "./readers/table.ts";
import { classNotes } from "./report/classes.ts";

interface ClassTableOptions extends ClassReadingOptions {
  /**
   * Where the labels come from. Default: `defaults.design`, or `subset` when every row is
   * labelled, with a note that says so.
   */
  readonly design?: Extract<Design, "external" | "subset"> | undefined;
  /** Verdicts that name no class: their rows are left out, or they are a verdict of their own. */
  readonly garbage?: "drop" | "class" | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

export interface NamedClassOptions extends ClassTableOptions {
  /** In an order of your choice; a name alone, or with further words that mean the class. */
  readonly classes: readonly (string | ClassWords)[];
  /**
   * What the classes are worth, for the mean. Default: their names where these are numbers that
   * rise or fall; else there is no mean.
   */
  readonly values?: readonly number[] | undefined;
}

export interface GradeTableOptions extends ClassTableOptions {
  /** Rising numbers. */
  readonly grades: readonly number[];
  /** Also the share of grades from this one. */
  readonly cut?: number | undefined;
}

/** One class or grade, or neighbouring grades that the labels do not tell apart. */
export interface ClassRow {
  readonly class: string;
  /** Labels that calibrated. */
  readonly labels: number;
  /** Share of its verdict among the evaluated items. */
  readonly judge: number | null;
  /** Null when not identified. */
  readonly estimate: number | null;
  readonly lower: number;
  readonly upper: number;
}

/** A mean worth, or the share of grades from a cut. */
export interface ClassMean {
  /** Of the verdicts as they are; null without any that names a class. */
  readonly judge: number | null;
  /** Null when not identified. */
  readonly estimate: number | null;
  readonly lower: number;
  readonly upper: number;
}

export interface ModelClasses {
  readonly model: string;
  /** Rows with a verdict. */
  readonly items: number;
  readonly labelled: number;
  /** Rows that were evaluated: those without a label (external), or all. */
  readonly evaluated: number;
  /** Whose labels calibrated. */
  readonly calibration: Calibration;
  /** Those labels: a row for each class, in it the verdicts, that of no class last if kept. */
  readonly confusion: readonly (readonly number[])[];
  /** Evaluated items by verdict. */
  readonly verdicts: readonly number[];
  readonly classes: readonly ClassRow[];
  /** Null when the classes have no worth. */
  readonly mean: ClassMean | null;
  /** Null when no cut was asked for. */
  readonly fromCut: ClassMean | null;
  /** In design `external`: all that the core says. Null in `subset`, and without items or labels. */
  readonly external: ClassCorrection | null;
  /** In design `subset`: the mean, or the share of the first class when there is none. */
  readonly subset: CategoryCorrection | null;
  /** Verdicts and labels of the calibrating rows; null without any. */
  readonly agreement: Agreement | null;
  /** What to know before believing the numbers, in words. */
  readonly notes: readonly string[];
}

export interface ClassReport {
  /** Name of the column that holds the verdicts; null when nothing could be read. */
  readonly judge: string | null;
  readonly design: Design;
  readonly level: number;
  readonly method: CorrectionMethod | "dirichlet";
  readonly classes: readonly string[];
  /** What the classes are worth; null when nobody said. */
  readonly values: readonly number[] | null;
  readonly graded: boolean;
  readonly cut: number | null;
  /** By name. */
  readonly models: readonly ModelClasses[];
  readonly issues: readonly Issue[];
}

/** The question, with its options checked. */
interface Asked {
  readonly names: readonly string[];
  readonly values: readonly number[] | null;
  readonly graded: boolean;
  /** Number of the first grade that counts; null without a cut. */
  readonly cut: number | null;
  /** Kinds of verdict: the classes, and perhaps one that names none. */
  readonly kinds: number;
  readonly level: number | undefined;
}

const isGraded = (options: NamedClassOptions | GradeTableOptions): options is GradeTableOptions =>
  "grades" in options && options.grades !== undefined;

function asked(options: NamedClassOptions | GradeTableOptions): Asked {
  const extra = options.garbage === "class" ? 1 : 0;
  if (isGraded(options)) {
    const { grades, cut, level } = options;
    const at = cut === undefined ? null : grades.indexOf(cut);
    if (at !== null && at < 1) throw new InputError("value_out_of_range", "cut", cut);
    if (extra === 1 && options.design !== "subset") {
      throw new InputError("unsupported", "garbage", options.garbage);
    }
    return {
      names: grades.map(String), values: grades, graded: true, cut: at, kinds: grades.length + extra, level,
    };
  }
  const names = options.classes.map((entry) => (typeof entry === "string" ? entry : entry.name));
  const numbers = names.map((name) => (name.trim() === "" ? Number.NaN : Number(name)));
  const isOrdered = [1, -1].some((sign) => numbers.every((value, index) =>
    Number.isFinite(value) && (index === 0 || sign * (value - numbers[index - 1]!) > 0)));
  const values = options.values ?? (isOrdered ? numbers : null);
  if (values !== null && values.length !== names.length) {
    throw new InputError("length_mismatch", "values", values);
  }
  if (values?.every(Number.isFinite) === false) throw new InputError("not_finite", "values", values);
  return { names, values, graded: false, cut: null, kinds: names.length + extra, level: options.level };
}

/** Rows of some models, counted. */
interface ClassCounts {
  readonly confusion: number[][];
  /** Of the rows without a label. */
  readonly unlabelled: number[];
  /** Verdict and label of each labelled row. */
  readonly verdict: number[];
  readonly human: number[];
}

function emptyCounts({ names, kinds }: Asked): ClassCounts {
  return {
    confusion: names.map(() => Array<number>(kinds).fill(0)), unlabelled: Array<number>(kinds).fill(0),
    verdict: [], human: [],
  };
}

function countRows(rows: ClassRows, asked: Asked): { own: ClassCounts[]; all: ClassCounts } {
  const own = rows.models.map(() => emptyCounts(asked));
  const all = emptyCounts(asked);
  rows.verdict.forEach((verdict, row) => {
    const human = rows.human[row] as number;
    for (const counts of [own[rows.model[row] as number]!, all]) {
      if (human === -1) {
        ++counts.unlabelled[verdict]!;
        continue;
      }
      counts.verdict.push(verdict);
      counts.human.push(human);
      // A label between two grades belongs to no row of the matrix.
      if (human < asked.names.length) ++counts.confusion[human]![verdict]!;
    }
  });
  return { own, all };
}

const total = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0);

/** Mean worth of verdicts as they are, those that name no class left out. */
function judgesMean(verdicts: readonly number[], worth: readonly number[]): number | null {
  const named = total(verdicts.slice(0, worth.length));
  return named === 0 ? null
    : total(worth.map((value, kind) => value * verdicts[kind]!)) / named;
}

/** 1 for the grades from the cut. */
const fromCutOf = (names: readonly string[], cut: number): number[] =>
  names.map((_, index) => Number(index >= cut));

type Numbers = Omit<ModelClasses,
  "model" | "items" | "labelled" | "calibration" | "agreement" | "notes" | "confusion">;

function unknownClasses(
  { names, values, cut }: Asked, verdicts: readonly number[], labels: readonly number[],
): Numbers {
  const evaluated = total(verdicts);
  const judged = (worth: readonly number[], lower: number, upper: number): ClassMean =>
    ({ judge: judgesMean(verdicts, worth), estimate: null, lower, upper });
  return {
    evaluated, verdicts,
    classes: names.map((name, index) => ({
      class: name, labels: labels[index]!, judge: evaluated === 0 ? null : verdicts[index]! / evaluated,
      estimate: null, lower: 0, upper: 1,
    })),
    mean: values === null ? null : judged(values, Math.min(...values), Math.max(...values)),
    fromCut: cut === null ? null : judged(fromCutOf(names, cut), 0, 1),
    external: null, subset: null,
  };
}

/** What became of a merged grade's neighbours: "1–2". */
function mergedNames(names: readonly string[], merged: readonly number[], classes: number): string[] {
  return Array.from({ length: classes }, (_, part) => {
    const first = merged.indexOf(part);
    const last = merged.lastIndexOf(part);
    return first === last ? names[first]! : `${names[first]!}–${names[last]!}`;
  });
}

function externally(asked: Asked, confusion: readonly number[][], verdicts: readonly number[]): Numbers {
  const { names, values, graded, cut, level } = asked;
  const nothing = unknownClasses(asked, verdicts, confusion.map(total));
  if (nothing.evaluated === 0) return nothing;
  // Shares do not depend on what classes are worth.
  const data = { confusion, verdicts, values: values ?? names.map((_, index) => Number(index === 0)), level };
  const found = graded ? correctGrades(data) : { correction: correctClasses(data), merged: null };
  const { correction, merged } = found;
  const called = merged === null ? names : mergedNames(names, merged, correction.classes.length);
  // The judge's own mean is that of its grades, also where some of them had to be merged.
  const score = ({ score: found }: ClassCorrection, unknown: ClassMean): ClassMean =>
    (found === null ? unknown : {
      judge: unknown.judge, estimate: found.estimate, lower: found.lower, upper: found.upper,
    });
  return {
    ...nothing,
    classes: correction.classes.map(({ labels, judge, estimate, lower, upper }, index) =>
      ({ class: called[index]!, labels, judge, estimate, lower, upper })),
    mean: nothing.mean && score(correction, nothing.mean),
    fromCut: nothing.fromCut &&
      score(correctGrades({ ...data, cut: cut as number }).correction, nothing.fromCut),
    external: correction,
  };
}

function bySubset(asked: Asked, counts: ClassCounts, worth: readonly number[]): Numbers {
  const { names, values, cut, level } = asked;
  const { unlabelled, verdict, human, confusion } = counts;
  const verdicts = [...unlabelled];
  for (const kind of verdict) ++verdicts[kind]!;
  const nothing = unknownClasses(asked, verdicts, confusion.map(total));
  if (verdict.length === 0) return nothing;
  const of = (truth: (label: number) => number, lower: number, upper: number): CategoryCorrection =>
    correctCategories({ verdict, truth: human.map(truth), unlabelled, lower, upper, level });
  const shares = names.map((_, index) => of((label) => Number(label === index), 0, 1));
  const mean = (judged: ClassMean, { estimate, lower, upper }: CategoryCorrection): ClassMean =>
    ({ judge: judged.judge, estimate, lower, upper });
  const { mean: range } = nothing;
  const ofAll = range === null || range.lower === range.upper ? null
    : of((label) => (values as readonly number[])[label] ?? worth[label]!, range.lower, range.upper);
  return {
    ...nothing,
    classes: nothing.classes.map((row, index) => {
      const { estimate, lower, upper } = shares[index]!;
      return { ...row, estimate, lower, upper };
    }),
    mean: nothing.mean && ofAll && mean(nothing.mean, ofAll),
    fromCut: nothing.fromCut && mean(nothing.fromCut,
      of((label) => Number(worth[label]! >= worth[cut as number]!), 0, 1)),
    subset: ofAll ?? shares[0]!,
  };
}

/**
 * Reads a table (text, or as `readTable` gave it) and corrects every model's shares of classes or
 * grades. External labels: a model's labelled rows calibrate and the others are evaluated; a model
 * with too few labels of some class borrows all models'. Labels on a random subset: every share and
 * mean by post-stratification on the verdict.
 *
 * Input that cannot be read gives no models and an issue of severity `refuse`.
 * @throws InputError for options out of range or that do not go together.
 */
export function correctClassTable(
  input: string | Table, options: NamedClassOptions | GradeTableOptions,
): ClassReport {
  const table = typeof input === "string" ? readTable(input) : input;
  const ask = asked(options);
  const strays = options.garbage === "class";
  const rows = isGraded(options)
    ? readGrades(table, options, options.grades, strays, options.design === "subset")
    : readClasses(table, options, options.classes.map((entry) =>
      (typeof entry === "string" ? { name: entry } : entry)), strays);
  const found: Issue[] = [...rows.issues];
  const isEveryLabelled = rows.human.every((label) => label !== -1);
  const design = options.design ?? (isEveryLabelled ? "subset" : defaults.design);
  const report = (models: readonly ModelClasses[]): ClassReport => ({
    judge: rows.roles.judge, design, level: options.level ?? defaults.level,
    method: design === "subset" ? "poststrat" : "dirichlet",
    classes: ask.names, values: ask.values, graded: ask.graded,
    cut: ask.cut === null ? null : (ask.values as readonly number[])[ask.cut]!,
    models, issues: found,
  });
  if (rows.verdict.length === 0) return report([]);
  const { own, all } = countRows(rows, ask);
  if (rows.roles.human === null) found.push(issues.noHumanColumn());
  else if (all.verdict.length === 0) found.push(issues.noLabels(rows.roles.human));
  if (options.design === undefined) {
    found.push(design === "subset" ? issues.everyLabelled() : issues.designAssumed());
  }
  if (ask.values === null) found.push(judgeIssues.noClassValues());
  const isEnough = ({ confusion }: ClassCounts): boolean =>
    confusion.every((labels) => total(labels) >= limits.enoughLabelsPerClass);
  return report(rows.models.map((model, index): ModelClasses => {
    const counts = own[index]!;
    const labelled = counts.verdict.length;
    const isOwn = design === "subset" || isEnough(counts) || labelled === all.verdict.length;
    const { confusion } = isOwn ? counts : all;
    const numbers = design === "subset" ? bySubset(ask, counts, rows.worth)
      : externally(ask, confusion, counts.unlabelled);
    const square = confusion.map((labels) => labels.slice(0, ask.names.length));
    const partial = {
      model, items: labelled + total(counts.unlabelled), labelled, confusion, ...numbers,
      calibration: (isOwn ? (labelled > 0 ? "own" : "none") : "pooled") as Calibration,
      agreement: total(square.map(total)) === 0 ? null
        : raterAgreement({ table: square, level: options.level }),
    };
    return { ...partial, notes: classNotes(partial) };
  }));
}
