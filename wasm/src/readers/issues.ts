/** What a reader noticed. Every message is written here, once. */
import type { BlankVerdicts } from "./judgements.ts";
import { padToken } from "./tokens.ts";

/** `refuse`: nothing was read; `warn`: rows were left out or changed; `note`: an inference. */
export type Severity = "refuse" | "warn" | "note";

export interface Issue {
  readonly severity: Severity;
  readonly code: string;
  /** A sentence that names what was found and what was expected. */
  readonly message: string;
  /** Rows, values or labels concerned. */
  readonly count: number;
  /** Up to five physical lines of the input, from 1. */
  readonly lines?: readonly number[] | undefined;
  /** The column concerned, by its name. */
  readonly column?: string | undefined;
}

export const few = 5;

/** What a place in the input is counted in: lines of a text, answers of a list. */
export type PlaceUnit = "line" | "answer";

/** "line 3", "lines 3, 7, 9, ..."; a line is named once, however much is wrong with it. */
export function at(lines: readonly number[], unit: PlaceUnit = "line"): string {
  const different = [...new Set(lines)];
  const shown = different.slice(0, few).join(", ");
  const more = different.length > few ? `, and ${different.length - few} more` : "";
  return `${different.length === 1 ? unit : `${unit}s`} ${shown}${more}`;
}

/** The same at the beginning of a sentence. */
function startingAt(lines: readonly number[], unit: PlaceUnit): string {
  const text = at(lines, unit);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function quoted(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value))
    .join(", ");
}

/** "column "a"", "columns "a", "b"" */
export function inColumns(columns: readonly string[]): string {
  const more = columns.length > few ? `, and ${columns.length - few} more` : "";
  return `column${columns.length === 1 ? "" : "s"} ${quoted(columns.slice(0, few))}${more}`;
}

export function issue(
  severity: Severity, code: string, message: string,
  more: { lines?: readonly number[]; column?: string; count?: number } = {},
): Issue {
  const { lines, column } = more;
  return {
    severity, code, message, count: more.count ?? lines?.length ?? 1,
    ...(lines !== undefined && { lines: [...new Set(lines)].slice(0, few) }),
    ...(column !== undefined && { column }),
  };
}

export const counted = (count: number, unit: string): string =>
  `${count} ${unit}${count === 1 ? "" : "s"}`;
export const rows = (count: number): string => counted(count, "row");
export const verb = (count: number): string => (count === 1 ? "was" : "were");
/** Words that say who won. */
export const winnerWords = "model_a, model_b, tie, tie (bothbad), A, B, A>B, B>A";

/** What became of so many rows without a verdict. */
export function consequence(count: number, policy: BlankVerdicts = "drop"): string {
  if (policy === "drop") return `${verb(count)} left out`;
  return `${count === 1 ? "counts" : "count"} as ${policy === "fail" ? "failed" : "passed"}`;
}

export const issues = {
  empty: (): Issue =>
    issue("refuse", "E_EMPTY", "The input is empty. Expected a table with a header and rows."),
  noRows: (header: readonly string[]): Issue =>
    issue("refuse", "E_NO_ROWS",
      `The table has a header (${quoted(header.slice(0, 8))}) but no rows.`),
  tooLarge: (bytes: number, limit: number): Issue =>
    issue("refuse", "E_TOO_LARGE",
      `${(bytes / 2 ** 20).toFixed(0)} MiB is more than this reader takes (${limit / 2 ** 20} MiB).`),
  tooManyColumns: (count: number, limit: number): Issue =>
    issue("refuse", "E_TOO_LARGE", `${count} columns are more than this reader takes (${limit}).`),
  binary: (what: string, advice: string): Issue =>
    issue("refuse", "E_BINARY", `This is ${what}, not a table. ${advice}`),
  encoding: (): Issue =>
    issue("warn", "W_ENCODING", "The input is not valid UTF-8; it was read as Windows-1252."),
  quote: (line: number): Issue =>
    issue("refuse", "E_QUOTE", `A quote opened on line ${line} is never closed.`, { lines: [line] }),
  strayQuote: (line: number): Issue =>
    issue("refuse", "E_QUOTE",
      `Line ${line}: text follows a closing quote. Expected a separator; a quote inside a quoted ` +
      `field is written twice ("").`, { lines: [line] }),
  json: (line: number, what: string): Issue =>
    issue("refuse", "E_JSON", `Line ${line} is not valid JSON: ${what}.`, { lines: [line] }),
  jsonShape: (line: number, found: string): Issue =>
    issue("refuse", "E_JSON",
      `Line ${line}: found ${found}, expected an object such as ` +
      `{"item": "q1", "model": "A", "judge": "pass", "human": "pass"}.`, { lines: [line] }),
  truncated: (line: number): Issue =>
    issue("warn", "W_TRUNCATED", `The last line (${line}) is cut short and was left out.`,
      { lines: [line] }),
  raggedAll: (bad: number, total: number, found: number, expected: number): Issue =>
    issue("refuse", "E_RAGGED",
      `${bad} of ${total} data rows have ${found} fields; the header has ${expected}. A separator ` +
      `is missing or the header has a name too many. Nothing was read.`, { count: bad }),
  ragged: (lines: readonly number[], expected: number): Issue =>
    issue("warn", "W_RAGGED",
      `${rows(lines.length)} ${verb(lines.length)} left out for a wrong number of fields ` +
      `(${at(lines)}); expected ${expected} as in the header.`, { lines, count: lines.length }),
  blankRows: (count: number): Issue =>
    issue("note", "N_BLANK_ROWS", `${rows(count)} without any content ${verb(count)} skipped.`,
      { count }),
  duplicateColumn: (name: string): Issue =>
    issue("warn", "W_DUPLICATE_COLUMN",
      `The header names the column ${JSON.stringify(name)} more than once; later ones are called ` +
      `${JSON.stringify(`${name} (2)`)} and so on.`, { column: name }),
  delimiter: (name: string): Issue =>
    issue("note", "N_DELIMITER", `Fields are separated by ${name}.`),
  unknownColumn: (role: string, name: string, header: readonly string[]): Issue =>
    issue("refuse", "E_COLUMN",
      `There is no column ${JSON.stringify(name)} for the ${role}. The columns are ` +
      `${quoted(header.slice(0, 30))}.`, { column: name }),
  ambiguousColumn: (role: string, name: string): Issue =>
    issue("refuse", "E_COLUMN",
      `The column ${JSON.stringify(name)} for the ${role} occurs more than once in the header. ` +
      `Rename one of them.`, { column: name }),
  sameColumn: (name: string, first: string, second: string): Issue =>
    issue("refuse", "E_COLUMN",
      `The column ${JSON.stringify(name)} is named for both the ${first} and the ${second}. ` +
      `Expected two different columns.`, { column: name }),
  noVerdictColumn: (header: readonly string[], expected: string): Issue =>
    issue("refuse", "E_NO_ROLE",
      `No column could be taken as the judge's verdict. The columns are ` +
      `${quoted(header.slice(0, 30))}; name the one that holds ${expected}.`),
  roles: (text: string): Issue => issue("note", "N_ROLES", text),
  rowNumbers: (): Issue =>
    issue("note", "N_ROW_ITEMS",
      "No column names the items, so every row counts as an item of its own."),
  noVerdicts: (column: string, values: readonly string[], expected: string): Issue =>
    issue("refuse", "E_NO_VERDICTS",
      `No value of column ${JSON.stringify(column)} could be read as a verdict (found ` +
      `${quoted(values)}; expected ${expected}). Say which words mean what.`, { column }),
  blankVerdicts: (
    column: string, lines: readonly number[], total: number, policy?: BlankVerdicts,
  ): Issue =>
    issue("warn", "W_MISSING",
      `${lines.length} of ${rows(total)} ${consequence(lines.length, policy)}: no verdict in column ` +
      `${JSON.stringify(column)} (${at(lines)}).`, { lines, column, count: lines.length }),
  unparsed: (
    column: string, lines: readonly number[], values: readonly string[], expected: string,
    consequence: string,
  ): Issue =>
    issue("warn", "W_UNPARSED",
      `Column ${JSON.stringify(column)}, ${at(lines)}: found ${quoted(values.slice(0, few))}, ` +
      `expected ${expected}. ${rows(lines.length)} ${consequence}.`, { lines, column, count: lines.length }),
  blankNames: (role: "model" | "system" | "item", column: string, lines: readonly number[]): Issue =>
    issue("warn", `W_NO_${role.toUpperCase()}`,
      `${rows(lines.length)} ${verb(lines.length)} left out: no ${role} in column ` +
      `${JSON.stringify(column)} (${at(lines)}).`, { lines, column, count: lines.length }),
  duplicates: (
    role: "model" | "system", lines: readonly number[], conflicts: number,
  ): Issue =>
    issue("warn", "W_DUPLICATE",
      `${rows(lines.length)} ${verb(lines.length)} left out as repeating an item and ${role} already ` +
      `read (${at(lines)}); the first was kept` +
      (conflicts > 0 ? `, though ${conflicts} of the repeats say something else.` : "."),
      { lines, count: lines.length }),
  unknownItems: (names: readonly string[], known: readonly string[], lines: readonly number[]): Issue =>
    issue("refuse", "E_ITEM",
      `${counted(names.length, "item")} of the scores ${names.length === 1 ? "is" : "are"} not in the ` +
      `benchmark: ${quoted(names.slice(0, few))} (${at(lines)}); its items are called ${quoted(known)} and ` +
      "so on.", { lines, count: names.length }),
  ambiguousItems: (names: readonly string[], lines: readonly number[]): Issue =>
    issue("refuse", "E_ITEM",
      `More than one benchmark has an item called ${quoted(names.slice(0, few))} (${at(lines)}). Give the ` +
      "benchmarks one by one, or ids that differ.", { lines, count: names.length }),
  scoredTwice: (lines: readonly number[]): Issue =>
    issue("refuse", "E_DUPLICATE",
      `An item has more than one score of the same system (${at(lines)}). Expected one score for each; ` +
      "average runs first.", { lines }),
  excluded: (unit: "row" | "score", names: readonly string[], count: number): Issue =>
    issue("note", "N_EXCLUDED", `${counted(count, unit)} of ${quoted(names)} left out as asked.`,
      { count }),
  unknownName: (
    role: "model" | "system", name: string, purpose: string, names: readonly string[],
  ): Issue =>
    issue("refuse", `E_${role.toUpperCase()}`,
      `There is no ${role} ${JSON.stringify(name)} ${purpose}. The ${role}s are ` +
      `${quoted(names.slice(0, 30))}.`),
  noUsableRows: (): Issue =>
    issue("refuse", "E_NO_ROWS", "No row is left: see the other messages for why."),
  noHumanColumn: (): Issue =>
    issue("warn", "W_NO_LABELS",
      "No column holds human labels, so no score can be corrected. Name one, with blanks where an " +
      "item is not labelled."),
  noLabels: (column: string): Issue =>
    issue("warn", "W_NO_LABELS",
      `Column ${JSON.stringify(column)} holds no label, so no score can be corrected.`, { column }),
  oneClass: (column: string, only: "right" | "wrong", count: number): Issue =>
    issue("warn", "W_ONE_CLASS",
      `All ${count} labels in column ${JSON.stringify(column)} say ${only}. The judge's ` +
      `${only === "right" ? "specificity" : "sensitivity"} cannot be estimated from them.`,
      { column, count }),
  unlabelledModels: (models: readonly string[]): Issue =>
    issue("warn", "W_UNLABELLED_MODEL",
      `${models.length === 1 ? "1 model has" : `${models.length} models have`} no label of its own ` +
      `(${quoted(models.slice(0, few))}); all models' labels were used instead.`,
      { count: models.length }),
  designAssumed: (): Issue =>
    issue("note", "N_DESIGN",
      "Nobody said where the labels come from, so the safe answer was taken: from another set " +
      "(external). If the labelled items were picked at random from these very items, say so " +
      "(subset): its intervals are narrower."),
  everyLabelled: (): Issue =>
    issue("note", "N_DESIGN",
      "Every judged row has a human label, so the labelled items are the evaluated items (subset): " +
      "the corrected score is in essence the humans' own. A backtest shows how close the judge " +
      "would have come with fewer labels."),
  tooManyToRate: (count: number, limit: number): Issue =>
    issue("note", "N_RATINGS",
      `${count} models are too many for ratings on one scale (at most ${limit}); the win rates are ` +
      `there.`, { count }),
  backtestUnlabelled: (count: number): Issue =>
    issue("note", "N_BACKTEST",
      `${rows(count)} without a label took no part in the backtest: there is no truth to compare ` +
      `with.`, { count }),
  noScoreColumn: (header: readonly string[]): Issue =>
    issue("refuse", "E_NO_ROLE",
      `No column could be taken as the scores. The columns are ${quoted(header.slice(0, 30))}; name ` +
      `the one that holds the scores of every system, or those that hold one system's scores each.`),
  noItemColumn: (header: readonly string[]): Issue =>
    issue("refuse", "E_NO_ROLE",
      `No column names the items, so nothing tells which scores belong to the same item. The ` +
      `columns are ${quoted(header.slice(0, 30))}; name the one that holds the items.`),
  systemColumns: (text: string, systems: readonly string[], guessed: boolean): Issue =>
    issue("note", "N_ROLES",
      `Columns: ${text}; one system each in ${inColumns(systems)}${guessed ? " (guessed)" : ""}.`),
  noScores: (columns: readonly string[], values: readonly string[]): Issue =>
    issue("refuse", "E_NO_VERDICTS",
      `No value of ${inColumns(columns)} could be read as a score (found ${quoted(values)}; expected ` +
      `numbers, pass/fail, yes/no, true/false, correct/incorrect or C/I). Say which words mean pass ` +
      `and which mean fail.`),
  blankScores: (columns: readonly string[], lines: readonly number[], total: number): Issue =>
    issue("warn", "W_MISSING",
      `${lines.length} of ${counted(total, "score")} ${verb(lines.length)} left out: blank in ` +
      `${inColumns(columns)} (${at(lines)}).`, { lines, count: lines.length }),
  strangeScores: (
    columns: readonly string[], lines: readonly number[], values: readonly string[],
  ): Issue =>
    issue("warn", "W_UNPARSED",
      `In ${inColumns(columns)}, ${at(lines)}: found ${quoted(values.slice(0, few))}, expected ` +
      `numbers, pass/fail, yes/no, true/false, correct/incorrect or C/I. ` +
      `${counted(lines.length, "score")} ${verb(lines.length)} left out.`,
      { lines, count: lines.length }),
  decimalComma: (columns: readonly string[]): Issue =>
    issue("note", "N_DECIMAL_COMMA", `The comma is the decimal sign in ${inColumns(columns)}.`),
  percent: (count: number, total: number): Issue =>
    count === total
      ? issue("note", "N_PERCENT", "Percentages were divided by 100.", { count })
      : issue("warn", "W_MIXED_PERCENT",
        `${count} of ${counted(total, "score")} have a percent sign and were divided by 100; the ` +
        `others were taken as they are.`, { count }),
  emptySystems: (systems: readonly string[]): Issue =>
    issue("warn", "W_NO_SCORES",
      `${counted(systems.length, "system")} without any score ${verb(systems.length)} left out ` +
      `(${quoted(systems.slice(0, few))}).`, { count: systems.length }),
  clusterConflict: (column: string, lines: readonly number[]): Issue =>
    issue("refuse", "E_CLUSTER",
      `Column ${JSON.stringify(column)}, ${at(lines)}: the cluster is not the one given for the same ` +
      `item before. Expected one cluster for each item; name another column, or say that there is ` +
      `none.`, { lines, column, count: lines.length }),
  blankClusters: (column: string, count: number): Issue =>
    issue("warn", "W_NO_CLUSTER",
      `${counted(count, "item")} without a cluster in column ${JSON.stringify(column)} ${verb(count)} ` +
      `taken as a cluster each.`, { column, count }),
  notBinary: (lines: readonly number[]): Issue =>
    issue("refuse", "E_NOT_BINARY",
      `${counted(lines.length, "score")} (${at(lines)}) ${verb(lines.length)} found to be neither 0 ` +
      `nor 1; pass@k and its kin expect right or wrong answers.`, { lines, count: lines.length }),
  noPair: (a: string, b: string): Issue =>
    issue("refuse", "E_PAIR",
      `${JSON.stringify(a)} and ${JSON.stringify(b)} are no pair of this comparison. Expected two ` +
      `different systems, one of them the baseline if there is one.`),
  tooManySystems: (count: number, limit: number): Issue =>
    issue("refuse", "E_TOO_LARGE",
      `${count} systems have too many pairs to list (at most ${limit} systems). Name one of them as ` +
      `the baseline.`),
  outOfBounds: (lines: readonly number[], lower: number, upper: number): Issue =>
    issue("refuse", "E_BOUNDS",
      `${counted(lines.length, "score")} (${at(lines)}) ${verb(lines.length)} found outside the ` +
      `bounds; expected ${lower} to ${upper}.`, { lines, count: lines.length }),
  missingTasks: (tasks: readonly string[], total: number): Issue =>
    issue("refuse", "E_INCOMPLETE",
      `${counted(tasks.length, "task")} of ${total} lack a score of some system ` +
      `(${quoted(tasks.slice(0, few))}). Expected every system on every task; complete the table, ` +
      `or have only common tasks used.`, { count: tasks.length }),
  tasksLeftOut: (tasks: readonly string[]): Issue =>
    issue("warn", "W_INCOMPLETE",
      `${counted(tasks.length, "task")} ${verb(tasks.length)} left out as asked: some system has no ` +
      `score there (${quoted(tasks.slice(0, few))}).`, { count: tasks.length }),
  notComparable: (why: string, expected: string): Issue =>
    issue("refuse", "E_NOT_COMPARABLE",
      `These scores cannot be compared: ${why}. Expected ${expected}.`),
  tooFewForRanks: (tasks: number, systems: number): Issue =>
    issue("refuse", "E_TOO_FEW",
      `${counted(tasks, "common task")} and ${counted(systems, "system")} are too few to compare ranks. ` +
      `Expected at least two of each.`),
  noBattleColumns: (header: readonly string[]): Issue =>
    issue("refuse", "E_NO_ROLE",
      `No columns could be taken as the two systems and the winner. The columns are ` +
      `${quoted(header.slice(0, 30))}; name all three.`),
  strangeWinners: (
    column: string, lines: readonly number[], values: readonly string[],
  ): Issue =>
    issue("warn", "W_UNPARSED",
      `Column ${JSON.stringify(column)}, ${at(lines)}: found ${quoted(values.slice(0, few))}, expected ` +
      `${winnerWords} or a system's name. ` +
      `${counted(lines.length, "battle")} ${verb(lines.length)} left out.`,
      { lines, column, count: lines.length }),
  blankWinners: (column: string, lines: readonly number[]): Issue =>
    issue("warn", "W_MISSING",
      `${counted(lines.length, "battle")} ${verb(lines.length)} left out: no winner in column ` +
      `${JSON.stringify(column)} (${at(lines)}).`, { lines, column, count: lines.length }),
  battlesAlone: (lines: readonly number[]): Issue =>
    issue("warn", "W_SAME_SYSTEM",
      `${counted(lines.length, "battle")} of a system with itself ${verb(lines.length)} left out ` +
      `(${at(lines)}).`, { lines, count: lines.length }),
  blankBattleClusters: (column: string, lines: readonly number[]): Issue =>
    issue("warn", "W_NO_CLUSTER",
      `${counted(lines.length, "battle")} without a cluster in column ${JSON.stringify(column)} ` +
      `${verb(lines.length)} taken as a cluster each (${at(lines)}).`,
      { lines, column, count: lines.length }),
  emptyAnswers: (): Issue =>
    issue("refuse", "E_EMPTY",
      "The input is empty. Expected right answers, one a line, or a table or JSON of them."),
  noAnswers: (): Issue =>
    issue("refuse", "E_EMPTY", "There is no answer. Expected at least one right answer."),
  noSupport: (condition: string): Issue =>
    issue("refuse", "E_EMPTY",
      `The condition ${quoted([condition])} has no answer. Expected at least one for each condition.`),
  answersJson: (line: number, what: string): Issue =>
    issue("refuse", "E_JSON",
      `Line ${line} is not valid JSON: ${what}. Input that begins with [ or { is read as JSON; ` +
      `answers that do so by chance can be given as a JSON list of texts.`, { lines: [line] }),
  answersShape: (where: string, found: string, expected: string): Issue =>
    issue("refuse", "E_JSON", `${where}: found ${found}, expected ${expected}.`),
  answersRagged: (lines: readonly number[], columns: number): Issue =>
    issue("refuse", "E_RAGGED",
      `A row with another number of fields than the header was found (${at(lines)}); expected ` +
      `${columns} fields as in the header, since leaving rows out would change the distribution.`,
      { lines, count: lines.length }),
  answersRead: (lines: number, how: string): Issue =>
    issue("note", "N_ANSWERS", `${counted(lines, "answer")} read, ${how}.`, { count: lines }),
  blankLines: (count: number): Issue =>
    issue("note", "N_BLANK_ROWS", `${counted(count, "blank line")} ${verb(count)} skipped.`, { count }),
  unusedNames: (names: readonly string[]): Issue =>
    issue("warn", "W_UNUSED",
      `${names.length === 1 ? "The column or key" : "The columns or keys"} ` +
      `${quoted(names.slice(0, few))} ${names.length === 1 ? "is" : "are"} not used; known are text, ` +
      `tokens, y1, y2, ..., weight, p, x and x_weight.`, { count: names.length }),
  bothWeights: (): Issue =>
    issue("refuse", "E_COLUMN",
      "There are both p and weight. Expected one: p for probabilities, which sum to 1, or weight " +
      "for any weights."),
  tokenColumns: (found: readonly string[]): Issue =>
    issue("refuse", "E_COLUMN",
      `The columns of tokens are ${quoted(found.slice(0, 8))}; expected y1, y2, ... without a gap.`),
  blankToken: (column: string, lines: readonly number[]): Issue =>
    issue("refuse", "E_MISSING",
      `Column ${quoted([column])}, ${at(lines)}: found a blank before a further token, expected a ` +
      `token.`, { lines, column, count: lines.length }),
  notWeight: (
    name: string, place: number, unit: PlaceUnit, found: string, why: "not_finite" | "negative_weight",
  ): Issue =>
    issue("refuse", `E_${why.toUpperCase()}`,
      `${startingAt([place], unit)}, ${name}: found ${found}, expected a finite number of at least 0.`,
      { lines: [place], column: name }),
  zeroWeights: (condition: string | null): Issue =>
    issue("refuse", "E_ZERO_TOTAL_WEIGHT",
      `All weights ${condition === null ? "" : `of condition ${quoted([condition])} `}are 0. Expected ` +
      `at least one above 0.`),
  zeroConditions: (): Issue =>
    issue("refuse", "E_ZERO_TOTAL_WEIGHT",
      "All conditions have the weight 0. Expected at least one above 0."),
  weightlessAnswers: (lines: readonly number[], unit: PlaceUnit): Issue =>
    issue("note", "N_ZERO_WEIGHT",
      `${counted(lines.length, "answer")} of weight 0 ${verb(lines.length)} left out ` +
      `(${at(lines, unit)}).`, { lines, count: lines.length }),
  weightMissing: (lines: readonly number[], unit: PlaceUnit): Issue =>
    issue("note", "N_WEIGHT",
      `${counted(lines.length, "answer")} without a weight ${verb(lines.length)} given the weight 1 ` +
      `(${at(lines, unit)}).`, { lines, count: lines.length }),
  mergedAnswers: (lines: readonly number[], unit: PlaceUnit): Issue =>
    issue("note", "N_MERGED",
      `${counted(lines.length, "answer")} ${verb(lines.length)} merged with an equal one, the weights ` +
      `added (${at(lines, unit)}).`, { lines, count: lines.length }),
  repeatedRow: (line: number, first: number, unit: PlaceUnit): Issue =>
    issue("refuse", "E_DUPLICATE_ROW",
      `${startingAt([line], unit)}: found the same sequence as in ${unit} ${first}, expected each ` +
      `once, since p is its probability. Use weight instead of p to have equal ones added.`,
      { lines: [line] }),
  probabilitySum: (sum: number, condition: string | null): Issue =>
    issue("refuse", "E_PROBABILITY_SUM",
      `The probabilities p ${condition === null ? "" : `of condition ${quoted([condition])} `}sum to ` +
      `${sum}; expected 1 to within 0.000001. Use weight instead of p to have them normalised.`),
  renormalised: (sum: number, condition: string | null): Issue =>
    issue("warn", "W_RENORMALISED",
      `The probabilities p ${condition === null ? "" : `of condition ${quoted([condition])} `}sum to ` +
      `${sum}; they were divided by it.`),
  unequalLengths: (
    lengths: readonly { readonly length: number; readonly count: number; readonly first: number }[],
    unit: PlaceUnit, condition: string | null,
  ): Issue =>
    issue("refuse", "E_UNEQUAL_LENGTHS",
      `The answers ${condition === null ? "" : `of condition ${quoted([condition])} `}differ in ` +
      `length: ` + lengths.slice(0, 8).map(({ length, count, first }) =>
        `${counted(length, "token")} in ${counted(count, "answer")} (first in ${unit} ${first})`)
        .join(", ") + (lengths.length > 8 ? `, and ${lengths.length - 8} more lengths` : "") +
      `. Expected one length; or have shorter answers filled with the token ${padToken} (pad), ` +
      `which then counts as any other token.`, { lines: lengths.map(({ first }) => first) }),
  padded: (lines: readonly number[], unit: PlaceUnit): Issue =>
    issue("warn", "W_PADDED",
      `${counted(lines.length, "answer")} ${verb(lines.length)} filled with ${padToken} as asked ` +
      `(${at(lines, unit)}); it counts as any other token.`, { lines, count: lines.length }),
  noTokens: (lines: readonly number[], unit: PlaceUnit): Issue =>
    issue("refuse", "E_EMPTY",
      `${startingAt(lines, unit)}: found an answer without tokens, expected at least one.`,
      { lines, count: lines.length }),
  tooLong: (length: number, limit: number): Issue =>
    issue("refuse", "E_TOO_LARGE",
      `An answer has ${length} tokens; expected at most ${limit}. Divide it into fewer, larger tokens.`),
  tooManySequences: (limit: number): Issue =>
    issue("refuse", "E_TOO_MANY_SEQUENCES",
      `There are more than ${limit} different answers. Expected at most so many; take a sample of ` +
      `them, or a named task, whose limits have closed forms.`),
  conditionRepeated: (name: string): Issue =>
    issue("refuse", "E_CONDITION",
      `The condition ${quoted([name])} occurs more than once. Expected each x once.`),
  conditionWeight: (name: string, line: number): Issue =>
    issue("refuse", "E_CONDITION",
      `Line ${line}: the x_weight of ${quoted([name])} is not the one given before. Expected one ` +
      `weight for each x.`, { lines: [line], column: "x_weight" }),
  unknownTask: (found: string, known: readonly string[]): Issue =>
    issue("refuse", "E_TASK",
      `Found the task ${quoted([found])}, expected one of ${known.join(", ")}.`),
  taskSize: (found: string): Issue =>
    issue("refuse", "E_TASK", `Found ${found} for n, expected the number of items, at least 1.`),
  validUnused: (lines: readonly number[], unit: PlaceUnit): Issue =>
    issue("warn", "W_VALID",
      `${counted(lines.length, "valid answer")} (${at(lines, unit)}) can never be drawn from the ` +
      `right answers and ${verb(lines.length)} not used.`, { lines, count: lines.length }),
  validNone: (): Issue =>
    issue("warn", "W_VALID",
      "No answer of the distribution is in the list of valid ones, so nothing counts as right."),
  noCurveColumns: (missing: readonly string[], header: readonly string[]): Issue =>
    issue("refuse", "E_NO_ROLE",
      `No column holds the ${missing.join(" or the ")}. The columns are ` +
      `${quoted(header.slice(0, 30))}; expected method, tokens_per_step, accuracy and, if known, ` +
      `n_items, task and kind.`),
  notNumber: (column: string, line: number, found: string, expected: string): Issue =>
    issue("refuse", "E_UNPARSED",
      `Column ${quoted([column])}, line ${line}: found ${found === "" ? "a blank" : quoted([found])}, ` +
      `expected ${expected}.`, { lines: [line], column }),
  accuracyScale: (column: string): Issue =>
    issue("refuse", "E_SCALE",
      `All values of column ${quoted([column])} are 0 or 1, so they may be percentages or fractions. ` +
      `Say which.`, { column }),
  accuracyRead: (scale: "percent" | "fraction", guessed: boolean): Issue =>
    issue("note", "N_SCALE",
      `The accuracies were read as ${scale === "percent" ? "percentages" : "fractions"}` +
      `${guessed ? " (guessed: " + (scale === "percent" ? "some exceed 1" : "none exceeds 1") + ")" : ""}.`),
  curveKind: (name: string, kind: string): Issue =>
    issue("note", "N_KIND",
      `${quoted([name])} was read as a curve of kind ${kind} (guessed: its tokens per step are ` +
      `${kind === "fixed" ? "whole numbers" : "not all whole numbers"}).`),
  curveConflict: (column: string, line: number, name: string): Issue =>
    issue("refuse", "E_KIND",
      `Column ${quoted([column])}, line ${line}: found another kind for ${quoted([name])} than before, ` +
      `expected one for each curve.`, { lines: [line], column }),
  noCommonItems: (): Issue =>
    issue("refuse", "E_NO_COMMON_ITEMS",
      "No item was scored for every system, so none is left to compare all of them on."),
} as const;
