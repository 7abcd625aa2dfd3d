/** Table to ratings: a column for each rater, a row for each item, or item and model. */
import { limits } from "../generated/shared.ts";
import { issues, type Issue } from "./issues.ts";
import { raterIssues } from "./rater-issues.ts";
import {
  columnRefusal, columnsText, itemNames, RoleGuesses, systemNames,
  type NamedColumns, type RoleColumns,
} from "./roles.ts";
import type { Table } from "./table.ts";
import { byUtf8 } from "./text.ts";
import { hasDecimalComma, numberIn, verdictReader, type VerdictReader } from "./values.ts";

/** The columns that a table of ratings has besides its raters, with what a person calls them. */
export const raterRoles = { item: "item", model: "model", gold: "gold labels" } as const;
export type RaterRole = keyof typeof raterRoles;

export interface RaterOptions {
  /** The column of each rater. */
  readonly raters: readonly string[];
  /** Item and model are guessed when left out, gold labels are not; `null` means none. */
  readonly columns?: NamedColumns<RaterRole> | undefined;
  /** Models whose rows are left out. */
  readonly excludeModels?: readonly string[] | undefined;
  /** All classes in their order, the positive one of two first. Default: as found. */
  readonly classes?: readonly string[] | undefined;
  /** Further words that mean pass or fail. */
  readonly passWords?: readonly string[] | undefined;
  readonly failWords?: readonly string[] | undefined;
}

/** `verdicts`: pass or fail; `numbers`; `names`: classes without an order; `ordered`: as named. */
export type RatingKind = "verdicts" | "numbers" | "names" | "ordered";

/** What was rated. */
export interface RatedUnit {
  readonly item: string;
  /** Null without a column of models. */
  readonly model: string | null;
}

/** Ratings ready for the core. */
export interface RaterTable {
  readonly roles: RoleColumns<RaterRole>;
  readonly raters: readonly string[];
  readonly kind: RatingKind;
  /** In order; of two the positive one first. */
  readonly classes: readonly string[];
  /** What has a rating or a gold label, in the order of the input. */
  readonly units: readonly RatedUnit[];
  // One entry for each rating.
  readonly unit: Int32Array;
  readonly rater: Int32Array;
  /** Number of the class. */
  readonly label: Int32Array;
  /** Numbers as they are, 1 for pass and 0 for fail, else the place of the class. */
  readonly value: Float64Array;
  /** Class of each unit, -1 where unknown. */
  readonly gold: Int32Array;
  readonly issues: readonly Issue[];
}

/** Mostly of a kind: so many of a hundred cells; the others are left out and told. */
const mostlyPercent = 95;

const verdictClasses = ["pass", "fail"] as const;

/** How the cells of a table are read. */
interface Reading {
  readonly kind: RatingKind;
  /** Undefined: not a rating. */
  readonly read: (cell: string) => number | string | undefined;
  readonly expected: string;
}

function chooseReading(
  cells: readonly string[], verdict: VerdictReader, options: RaterOptions, decimalComma: boolean,
): Reading {
  const { classes } = options;
  const number = (cell: string): number | undefined => numberIn(cell, decimalComma);
  if (classes !== undefined) {
    const numbers = classes.map(number);
    const areNumbers = numbers.every((value) => value !== undefined);
    const known = new Set<number | string | undefined>(areNumbers ? numbers : classes);
    const value = areNumbers ? number : (cell: string): string => cell.trim();
    return {
      kind: areNumbers ? "numbers" : "ordered",
      read: (cell) => (known.has(value(cell)) ? value(cell) : undefined),
      expected: `one of ${classes.join(", ")}`,
    };
  }
  const share = (fits: (cell: string) => boolean): number =>
    100 * cells.reduce((sum, cell) => sum + Number(fits(cell)), 0) / cells.length;
  const isVerdict = (cell: string): boolean => verdict(cell) !== undefined;
  const isNumber = (cell: string): boolean => number(cell) !== undefined;
  const verdicts: Reading =
    { kind: "verdicts", read: verdict, expected: "pass/fail, yes/no, true/false, correct/incorrect, C/I or 1/0" };
  const [passing, numeric] = [share(isVerdict), share(isNumber)];
  if (passing === 100) return verdicts;
  // Numbers besides 0 and 1 are no strange verdicts, but further classes.
  if (numeric >= mostlyPercent) return { kind: "numbers", read: number, expected: "numbers" };
  const stranger = cells.some((cell) => !isVerdict(cell) && isNumber(cell));
  if (passing >= mostlyPercent && !stranger) return verdicts;
  return { kind: "names", read: (cell) => cell.trim(), expected: "names of classes" };
}

/** The classes of what was read, in order. */
function classesOf(
  reading: Reading, values: ReadonlySet<number | string>, options: RaterOptions, decimalComma: boolean,
): (number | string)[] {
  if (reading.kind === "verdicts") return [1, 0];
  if (options.classes !== undefined) {
    return reading.kind === "numbers"
      ? options.classes.map((name) => numberIn(name, decimalComma)!) : [...options.classes];
  }
  return reading.kind === "numbers"
    ? [...values as Set<number>].sort((a, b) => a - b) : [...values as Set<string>].sort(byUtf8);
}

/** The cells of one column that were no ratings. */
interface Strange {
  readonly lines: number[];
  readonly values: Set<string>;
}

/**
 * Turns a table into ratings. Never throws: an issue of severity `refuse` means that there are none.
 * Blank cells are no ratings; unreadable ones, and repeated items, are left out and counted.
 */
export function readRatings(table: Table, options: RaterOptions): RaterTable {
  const { raters } = options;
  const guesses = new RoleGuesses(table.header, raterRoles, options.columns);
  const free = (names: readonly string[]): string[] =>
    guesses.called(names).filter((name) => !raters.includes(name));
  guesses.claim("model", free(systemNames));
  guesses.claim("item", free(itemNames));
  const { roles } = guesses;
  const found: Issue[] = [...table.issues];
  const nothing = new Int32Array(0);
  const refuse = (...refusals: readonly Issue[]): RaterTable => ({
    roles, raters, kind: "names", classes: [], units: [], unit: nothing, rater: nothing, label: nothing,
    value: new Float64Array(0), gold: nothing, issues: [...found, ...refusals],
  });
  if (table.rows.length === 0) return refuse();
  const columns = roles.gold === null ? raters : [...raters, roles.gold];
  const refusal = columnRefusal(table, roles, raterRoles) ?? ratersRefusal(table, raters, roles);
  if (refusal !== undefined) return refuse(refusal);
  if (columns.length < 2) return refuse(raterIssues.tooFewRaters(raters));
  if (raters.length > limits.mostPanelRaters) {
    return refuse(raterIssues.tooManyRaters(raters.length, limits.mostPanelRaters));
  }

  const named = { ...options.columns, gold: roles.gold };
  found.push(issues.roles(`Columns: ${columnsText(roles, raterRoles, named)}; raters ` +
    `${raters.map((name) => JSON.stringify(name)).join(", ")}.`));
  if (roles.item === null) found.push(issues.rowNumbers());
  const columnOf = (name: string | null): number => (name === null ? -1 : table.header.indexOf(name));
  const [itemAt, modelAt] = [columnOf(roles.item), columnOf(roles.model)];
  const at = columns.map(columnOf);

  const verdict = verdictReader(options.passWords, options.failWords);
  const isBlank = (cell: string): boolean =>
    verdict(cell) === -1 && options.classes?.includes(cell.trim()) !== true;
  const filled = table.rows.flatMap((row) =>
    at.map((column) => row[column] as string).filter((cell) => !isBlank(cell)));
  const decimalComma = hasDecimalComma(filled);
  if (decimalComma) found.push(issues.decimalComma(columns));
  const reading = chooseReading(filled, verdict, options, decimalComma);

  const excluded = new Set(options.excludeModels);
  const models = new Set<string>();
  let excludedRows = 0;
  const blank: number[] = [];
  const strange = columns.map((): Strange => ({ lines: [], values: new Set() }));
  const noItem: number[] = [];
  const noModel: number[] = [];
  const repeats: number[] = [];
  const seen = new Map<string, Set<string>>();
  const units: RatedUnit[] = [];
  const kept = { unit: [] as number[], column: [] as number[], rating: [] as (number | string)[] };
  let cells = 0;
  for (const [index, row] of table.rows.entries()) {
    const line = table.lines[index] as number;
    const item = itemAt < 0 ? String(index + 1) : (row[itemAt] as string).trim();
    const model = modelAt < 0 ? "" : (row[modelAt] as string).trim();
    if (item === "" || (modelAt >= 0 && model === "")) {
      (item === "" ? noItem : noModel).push(line);
      continue;
    }
    models.add(model);
    if (excluded.has(model)) {
      ++excludedRows;
      continue;
    }
    let ofModel = seen.get(model);
    if (ofModel === undefined) seen.set(model, ofModel = new Set());
    if (ofModel.has(item)) {
      repeats.push(line);
      continue;
    }
    ofModel.add(item);
    let rated = false;
    for (const [column, place] of at.entries()) {
      const cell = row[place] as string;
      ++cells;
      if (isBlank(cell)) {
        blank.push(line);
        continue;
      }
      const rating = reading.read(cell);
      if (rating === undefined) {
        const { lines, values } = strange[column]!;
        lines.push(line);
        if (values.size < 20) values.add(cell.trim());
        continue;
      }
      rated = true;
      kept.unit.push(units.length);
      kept.column.push(column);
      kept.rating.push(rating);
    }
    if (rated) units.push({ item, model: modelAt < 0 ? null : model });
  }

  for (const name of excluded) {
    if (!models.has(name)) return refuse(issues.unknownName("model", name, "to exclude", [...models]));
  }
  if (excludedRows > 0) found.push(issues.excluded("row", [...excluded], excludedRows));
  if (noModel.length > 0) found.push(issues.blankNames("model", roles.model as string, noModel));
  if (noItem.length > 0) found.push(issues.blankNames("item", roles.item as string, noItem));
  if (repeats.length > 0) found.push(raterIssues.repeatedUnits(repeats));
  if (blank.length > 0) found.push(raterIssues.blankRatings(columns, blank, cells));
  for (const [column, { lines, values }] of strange.entries()) {
    if (lines.length > 0) {
      found.push(raterIssues.strangeRatings(columns[column]!, lines, [...values], reading.expected));
    }
  }
  if (kept.rating.length === 0) return refuse(raterIssues.noRatings(columns, reading.expected));

  const order = classesOf(reading, new Set(kept.rating), options, decimalComma);
  if (options.classes !== undefined && (order.length < 2 || new Set(order).size < order.length)) {
    return refuse(raterIssues.badClasses(options.classes));
  }
  const classes = reading.kind === "verdicts" ? [...verdictClasses] : order.map(String);
  if (classes.length < 2) return refuse(raterIssues.oneValue(classes[0]!));
  found.push(raterIssues.ratingsRead(kindText(reading.kind, classes), options.classes === undefined));
  const place = new Map(order.map((rating, index) => [rating, index]));
  const gold = new Int32Array(units.length).fill(-1);
  const ratings = { unit: [] as number[], rater: [] as number[], label: [] as number[], value: [] as number[] };
  for (const [index, rating] of kept.rating.entries()) {
    const [unit, column, label] = [kept.unit[index]!, kept.column[index]!, place.get(rating)!];
    if (column === raters.length) {
      gold[unit] = label;
      continue;
    }
    ratings.unit.push(unit);
    ratings.rater.push(column);
    ratings.label.push(label);
    ratings.value.push(typeof rating === "number" ? rating : label);
  }
  return {
    roles, raters, kind: reading.kind, classes, units,
    unit: Int32Array.from(ratings.unit), rater: Int32Array.from(ratings.rater),
    label: Int32Array.from(ratings.label), value: Float64Array.from(ratings.value),
    gold, issues: found,
  };
}

function kindText(kind: RatingKind, classes: readonly string[]): string {
  if (kind === "verdicts") return "verdicts, pass or fail";
  const shown = classes.slice(0, 8).map((name) => (kind === "numbers" ? name : JSON.stringify(name)));
  const more = classes.length > 8 ? `, and ${classes.length - 8} more` : "";
  return `${kind === "numbers" ? "numbers" : kind === "ordered" ? "classes in this order" : "classes"}: ` +
    shown.join(", ") + more;
}

/** Why the raters' columns cannot be used. */
function ratersRefusal(
  table: Table, raters: readonly string[], roles: RoleColumns<RaterRole>,
): Issue | undefined {
  const taken = new Set(Object.values(roles).filter((name) => name !== null));
  for (const name of raters) {
    if (!table.header.includes(name)) return issues.unknownColumn("rater", name, table.header);
    if (table.repeated.includes(name)) return issues.ambiguousColumn("rater", name);
    if (taken.has(name)) return raterIssues.raterTwice(name);
    taken.add(name);
  }
  return undefined;
}
