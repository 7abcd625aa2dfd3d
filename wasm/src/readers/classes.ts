/** Table to verdicts and labels of several classes or grades. */
import { InputError } from "../errors.ts";
import { limits } from "../generated/shared.ts";
import { readJudgedRows, type Judgements, type ReadingOptions } from "./judgements.ts";
import type { Table } from "./table.ts";
import { numberIn, wordNumbers, wordReader } from "./values.ts";

/** A class by its name, with further words that mean it in the verdict and the human column. */
export interface ClassWords {
  readonly name: string;
  readonly words?: readonly string[] | undefined;
}

export type ClassReadingOptions = Omit<ReadingOptions, "passWords" | "failWords" | "blankVerdicts">;

/** Rows whose `verdict` and `human` are numbers of classes. */
export interface ClassRows extends Judgements {
  /** Worth of each number of `human`: of the classes first, then of labels between two grades. */
  readonly worth: readonly number[];
}

/** Refuses classes that cannot be told apart by their words. */
function wordsOf(argument: string, classes: readonly ClassWords[]): ReturnType<typeof wordNumbers> {
  if (classes.length < 2) throw new InputError("too_few", argument, classes.length, 2);
  if (classes.length > limits.mostClasses) {
    throw new InputError("value_out_of_range", argument, classes.length);
  }
  const read = wordNumbers(classes.map(({ name, words = [] }) => [name, ...words]));
  if (read.twice !== undefined) throw new InputError("value_out_of_range", argument, read.twice);
  if (read.numbers.has("")) throw new InputError("value_out_of_range", argument, "");
  return read;
}

const expectedText = (classes: readonly ClassWords[]): string => {
  const names = classes.map(({ name }) => name);
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)!}`;
};

/**
 * Verdicts and labels as numbers of `classes`. With `strays`, a verdict that is none of their words
 * is the number after the last class; else its row is left out.
 * @throws InputError ("classes") for too few or too many of them, and for a word of two.
 */
export function readClasses(
  table: Table, options: ClassReadingOptions, classes: readonly ClassWords[], strays: boolean,
): ClassRows {
  const read = wordReader(wordsOf("classes", classes));
  const rows = readJudgedRows(table, options, {
    verdict: read, human: read, expected: expectedText(classes),
    ...(strays && { stray: classes.length }),
  });
  return { ...rows, worth: classes.map(() => 0) };
}

/**
 * The same for grades, lowest first. With `between`, labels may also be numbers between two grades,
 * such as means of several people's grades.
 * @throws InputError ("grades") also for grades that do not rise.
 */
export function readGrades(
  table: Table, options: ClassReadingOptions, grades: readonly number[], strays: boolean, between: boolean,
): ClassRows {
  grades.forEach((grade, index) => {
    if (!Number.isFinite(grade) || (index > 0 && !(grade > grades[index - 1]!))) {
      throw new InputError("value_out_of_range", "grades", grade);
    }
  });
  const classes = grades.map((grade) => ({ name: String(grade) }));
  const read = wordReader(wordsOf("grades", classes));
  const worth = [...grades];
  const numbers = new Map<number, number>();
  const human = (cell: string): number | undefined => {
    const known = read(cell);
    if (known !== undefined || !between) return known;
    const value = numberIn(cell, false);
    if (value === undefined || value < grades[0]! || value > grades.at(-1)!) return undefined;
    let number = numbers.get(value);
    if (number === undefined) {
      numbers.set(value, number = worth.length);
      worth.push(value);
    }
    return number;
  };
  const rows = readJudgedRows(table, options, {
    verdict: read, human, expected: expectedText(classes), ...(strays && { stray: grades.length }),
  });
  return { ...rows, worth };
}
