/** What the reader of ratings noticed. Every message is written here, once. */
import { at, counted, few, inColumns, issue, quoted, rows, verb, type Issue } from "./issues.ts";

export const raterIssues = {
  tooFewRaters: (names: readonly string[]): Issue =>
    issue("refuse", "E_RATERS",
      `Found ${counted(names.length, "rater")}${names.length === 0 ? "" : ` (${quoted(names)})`}, expected ` +
      `the columns of two or more, or of one and the gold labels.`),
  tooManyRaters: (count: number, limit: number): Issue =>
    issue("refuse", "E_RATERS", `Found ${count} raters, expected at most ${limit}.`),
  raterTwice: (name: string): Issue =>
    issue("refuse", "E_COLUMN",
      `The column ${quoted([name])} is named more than once. Expected different columns for the raters, ` +
      `the gold labels, the item and the model.`, { column: name }),
  unknownRater: (name: string, raters: readonly string[]): Issue =>
    issue("refuse", "E_RATERS",
      `${quoted([name])} is said to be a person, but is no rater. The raters are ${quoted(raters)}.`),
  ratingsRead: (text: string, guessed: boolean): Issue =>
    issue("note", "N_CLASSES", `Ratings were read as ${text}${guessed ? " (guessed)" : ""}.`),
  blankRatings: (columns: readonly string[], lines: readonly number[], total: number): Issue =>
    issue("note", "N_BLANK_RATINGS",
      `${lines.length} of ${counted(total, "cell")} hold no rating: blank in ${inColumns(columns)} ` +
      `(${at(lines)}).`, { lines, count: lines.length }),
  strangeRatings: (
    column: string, lines: readonly number[], values: readonly string[], expected: string,
  ): Issue =>
    issue("warn", "W_UNPARSED",
      `Column ${quoted([column])}, ${at(lines)}: found ${quoted(values.slice(0, few))}, expected ` +
      `${expected}. ${counted(lines.length, "rating")} ${verb(lines.length)} left out.`,
      { lines, column, count: lines.length }),
  repeatedUnits: (lines: readonly number[]): Issue =>
    issue("warn", "W_DUPLICATE",
      `${rows(lines.length)} ${verb(lines.length)} left out as repeating an item and model already read ` +
      `(${at(lines)}); the first was kept.`, { lines, count: lines.length }),
  oneValue: (value: string): Issue =>
    issue("refuse", "E_ONE_CLASS",
      `All ratings are ${quoted([value])}. Expected two different ones at least; without them agreement ` +
      `beyond chance has no meaning.`),
  badClasses: (names: readonly string[]): Issue =>
    issue("refuse", "E_CLASSES",
      `Found the classes ${quoted(names.slice(0, 30))}; expected two different ones at least, each once.`),
  noRatings: (columns: readonly string[], expected: string): Issue =>
    issue("refuse", "E_NO_ROWS",
      `No cell of ${inColumns(columns)} holds a rating; expected ${expected}.`),
  manyClasses: (count: number, limit: number): Issue =>
    issue("warn", "W_CLASSES",
      `${count} different ratings are too many for tables of two raters and for a panel (at most ` +
      `${limit}); Krippendorff's alpha is given alone.`, { count }),
  noOrder: (metric: string): Issue =>
    issue("refuse", "E_METRIC",
      `The metric ${metric} is for ${metric === "ordinal" ? "numbers, or classes in a given order"
        : "numbers"}; these ratings are names. Expected nominal` +
      `${metric === "ordinal" ? ", or the classes in their order" : ""}.`),
} as const;
