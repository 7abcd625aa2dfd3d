/** Table to judged rows: which column is what, what its values mean, and what was left out. */
import { consequence, issues, type Issue } from "./issues.ts";
import {
  columnRefusal, columnsText, isMostly, itemNames, plain, RoleGuesses, systemNames,
  type NamedColumns, type RoleColumns,
} from "./roles.ts";
import type { Table } from "./table.ts";
import { byUtf8 } from "./text.ts";
import { verdictReader, type VerdictReader } from "./values.ts";

/** A cell's number: -1 when it is missing, undefined for what is none of the words. */
export type CellReader = (cell: string) => number | undefined;

/** How the cells of a table of verdicts and labels are read. */
export interface CellReaders {
  readonly verdict: CellReader;
  readonly human: CellReader;
  /** What to expect, for messages. */
  readonly expected: string;
  /** What a verdict that is none of the words counts as; absent: its row is left out. */
  readonly stray?: number | undefined;
}

export const passOrFail = "pass/fail, yes/no, true/false, correct/incorrect, C/I or 1/0";

/** The columns that a judge's table has, with what a person calls them. */
export const columnRoles = {
  item: "item", model: "model", judge: "judge's verdict", human: "human label",
} as const;
export type ColumnRole = keyof typeof columnRoles;

/** The column of each role, by name; null where there is none. */
export type Roles = RoleColumns<ColumnRole>;

export interface ReadingOptions {
  /** Columns by role; those left out are guessed, `null` means that there is none. */
  readonly columns?: NamedColumns<ColumnRole> | undefined;
  /** Models whose rows are left out. */
  readonly excludeModels?: readonly string[] | undefined;
  /** Further words that mean pass or fail, in both the verdict and the human column. */
  readonly passWords?: readonly string[] | undefined;
  readonly failWords?: readonly string[] | undefined;
  /**
   * Column that tells which judge or prompt gave the verdict, such as its version or date; those
   * called judge_version, judge_model_version or prompt_version are found, `null` means none.
   */
  readonly versions?: string | null | undefined;
  /** What a missing or unreadable verdict counts as; such rows are left out by default. */
  readonly blankVerdicts?: BlankVerdicts | undefined;
}

/** What is done with rows without a verdict. */
export type BlankVerdicts = "drop" | "fail" | "pass";

/** Judged rows ready for the core, in the order of the input; models numbered by sorted name. */
export interface Judgements {
  readonly roles: Roles;
  /** Columns with the version of the judge or its prompt. */
  readonly versions: readonly string[];
  readonly models: readonly string[];
  /** Each row's item. */
  readonly items: readonly string[];
  /** Number of each row's item, from 0 in the order of appearance. */
  readonly item: Int32Array;
  /** Index of each row among the table's. */
  readonly rows: Int32Array;
  readonly model: Int32Array;
  readonly verdict: Int32Array;
  readonly human: Int32Array;
  readonly issues: readonly Issue[];
}

/** Stands for the model when no column names one. */
export const onlyModel = "(all rows)";

const judgeNames = ["verdict", "judgement", "judgment", "judgeverdict", "judge", "judgelabel",
  "grader", "evaluator", "acceptable", "passed", "pass", "decision", "correct", "iscorrect",
  "correctness", "label", "score"];
const humanNames = ["human", "humanlabel", "humanjudgement", "humanjudgment", "humanfinal",
  "humanmajority", "humaneval", "gold", "goldlabel", "groundtruthlabel", "groundtruth", "expert",
  "annotator", "human1", "annotator1", "rater1"];

const versionNames = ["judgeversion", "judgemodelversion", "judgepromptversion", "promptversion"];
const isVersion = (name: string): boolean => versionNames.includes(plain(name));

function versionColumns(
  { header, repeated }: Table, { versions }: ReadingOptions,
): readonly string[] {
  if (versions === null) return [];
  return versions === undefined
    ? header.filter((name) => isVersion(name) && !repeated.includes(name)) : [versions];
}

/** Columns of `names` that could hold the judge's verdict, best first. */
function verdictColumns(table: Table, read: CellReader, names: readonly string[]): string[] {
  const rank = (name: string): number => {
    const known = judgeNames.indexOf(plain(name));
    // A judge that is named in the header, such as judge_gpt4, comes after the plain names.
    return known >= 0 ? known : /^judge[ _:-]/i.test(name) ? 100 : -1;
  };
  const isVerdict = (cell: string): boolean | "missing" => {
    const meaning = read(cell);
    return meaning === -1 ? "missing" : meaning !== undefined;
  };
  return names
    .filter((name) => rank(name) >= 0 && !isVersion(name) && isMostly(table, name, isVerdict))
    .sort((a, b) => rank(a) - rank(b));
}

/** Guesses the roles that were not named. Never takes one column twice. */
export function guessRoles(table: Table, options: ReadingOptions = {}): Roles {
  return assignRoles(table, options, verdictReader(options.passWords, options.failWords)).roles;
}

interface Assignment {
  readonly roles: Roles;
  /** Further columns that hold verdicts of a judge. */
  readonly others: readonly string[];
}

function assignRoles(table: Table, options: ReadingOptions, read: CellReader): Assignment {
  const guesses = new RoleGuesses(table.header, columnRoles, options.columns);
  // The human column is claimed before the verdict, which may go by a looser name.
  guesses.claim("human", guesses.called(humanNames));
  guesses.claim("model", guesses.called(systemNames));
  guesses.claim("item", guesses.called(itemNames));
  const candidates = verdictColumns(table, read, guesses.free());
  guesses.claim("judge", candidates);
  const { roles } = guesses;
  return { roles, others: candidates.filter((name) => name !== roles.judge) };
}

function rolesNote(
  roles: Roles, options: ReadingOptions, others: readonly string[], versions: readonly string[],
): Issue {
  const quoted = (names: readonly string[]): string =>
    names.map((name) => JSON.stringify(name)).join(", ");
  const more = (others.length > 0 ? ` Verdicts are also in ${quoted(others)}.` : "") +
    (versions.length > 0 ? ` Versions of the judge are in ${quoted(versions)}.` : "");
  return issues.roles(`Columns: ${columnsText(roles, columnRoles, options.columns)}.${more}`);
}

/** Reads the cells of one column with `read`, keeping the lines of what could not be read. */
class VerdictColumn {
  readonly blank: number[] = [];
  readonly unparsed: number[] = [];
  readonly strange = new Set<string>();
  readonly #read: CellReader;
  readonly #stray: number;

  constructor(read: CellReader, stray = -1) {
    this.#read = read;
    this.#stray = stray;
  }

  value(cell: string, line: number): number {
    const meaning = this.#read(cell);
    if (meaning === undefined) {
      this.unparsed.push(line);
      if (this.strange.size < 20) this.strange.add(cell.trim());
      return this.#stray;
    }
    if (meaning === -1) this.blank.push(line);
    return meaning;
  }
}

/** Numbers of names, from 0 in the order of appearance. */
class Names {
  readonly texts: string[] = [];
  /** By the cell as it stands, so that each is trimmed once. */
  readonly #numbers = new Map<string, number>();

  /** -1 when the cell is blank. */
  number(cell: string): number {
    let number = this.#numbers.get(cell);
    if (number === undefined) {
      const name = cell.trim();
      if (name === "") number = -1;
      else number = name === cell ? this.texts.push(name) - 1 : this.number(name);
      this.#numbers.set(cell, number);
    }
    return number;
  }
}

const nothing = new Int32Array(0);

/**
 * Turns a table into judged rows. Never throws: an issue of severity `refuse` means no rows.
 * Rows without a verdict, item or model and repeated (item, model) keys are left out and counted.
 */
export function readJudgements(table: Table, options: ReadingOptions = {}): Judgements {
  const read: VerdictReader = verdictReader(options.passWords, options.failWords);
  return readJudgedRows(table, options, { verdict: read, human: read, expected: passOrFail });
}

/** The same for verdicts and labels in other words; their numbers are those of `cells`. */
export function readJudgedRows(table: Table, options: ReadingOptions, cells: CellReaders): Judgements {
  const { expected } = cells;
  const { roles, others } = assignRoles(table, options, cells.verdict);
  const versions = versionColumns(table, options);
  const found: Issue[] = [...table.issues];
  const refuse = (...refusals: readonly Issue[]): Judgements => ({
    roles, versions, models: [], items: [], item: nothing, rows: nothing, model: nothing,
    verdict: nothing, human: nothing, issues: [...found, ...refusals],
  });
  if (table.rows.length === 0) return refuse();

  const refusal = columnRefusal(table, roles, columnRoles) ??
    versions.map((name) => columnRefusal(table, { version: name }, { version: "judge's version" }))
      .find((issue) => issue !== undefined);
  if (refusal !== undefined) return refuse(refusal);
  if (roles.judge === null) return refuse(issues.noVerdictColumn(table.header, expected));
  found.push(rolesNote(roles, options, others, versions));
  if (roles.item === null) found.push(issues.rowNumbers());

  const columnOf = (role: ColumnRole): number =>
    roles[role] === null ? -1 : table.header.indexOf(roles[role]);
  const [itemAt, modelAt, judgeAt, humanAt] =
    (["item", "model", "judge", "human"] as const).map(columnOf) as [number, number, number, number];

  const excluded = new Set(options.excludeModels ?? []);
  const blankVerdict = { drop: undefined, fail: 0, pass: 1 }[options.blankVerdicts ?? "drop"];
  const verdicts = new VerdictColumn(cells.verdict, cells.stray);
  const labels = new VerdictColumn(cells.human);
  const noModel: number[] = [];
  const noItem: number[] = [];
  const repeats: number[] = [];
  let conflicts = 0;
  let excludedRows = 0;
  const models = new Names();
  const items = new Names();
  // For every model the kept rows so far, by item.
  const places: number[][] = [];
  const column = (): Int32Array => new Int32Array(table.rows.length);
  const kept = { row: column(), item: column(), model: column(), verdict: column(), human: column() };
  let count = 0;

  for (let index = 0; index < table.rows.length; ++index) {
    const row = table.rows[index] as readonly string[];
    const line = table.lines[index] as number;
    const model = models.number(modelAt < 0 ? onlyModel : row[modelAt] as string);
    if (model === -1) {
      noModel.push(line);
      continue;
    }
    if (excluded.size > 0 && excluded.has(models.texts[model] as string)) {
      ++excludedRows;
      continue;
    }
    const itemCell = itemAt < 0 ? String(index) : row[itemAt] as string;
    if (itemCell.trim() === "") {
      noItem.push(line);
      continue;
    }
    const given = verdicts.value(row[judgeAt] as string, line);
    const human = humanAt < 0 ? -1 : labels.value(row[humanAt] as string, line);
    const verdict = given === -1 ? blankVerdict : given;
    if (verdict === undefined) continue;
    const item = items.number(itemCell);
    const ofModel = (places[model] ??= []);
    const first = ofModel[item];
    if (first !== undefined) {
      repeats.push(line);
      const label = kept.human[first];
      // A label is not lost because the row without it came first.
      if (kept.verdict[first] === verdict && label === -1) kept.human[first] = human;
      else if (kept.verdict[first] !== verdict || (human !== -1 && label !== human)) ++conflicts;
      continue;
    }
    ofModel[item] = count;
    kept.row[count] = index;
    kept.item[count] = item;
    kept.model[count] = model;
    kept.verdict[count] = verdict;
    kept.human[count] = human;
    ++count;
  }

  for (const name of excluded) {
    if (!models.texts.includes(name)) {
      return refuse(issues.unknownName("model", name, "to exclude", models.texts));
    }
  }
  if (excludedRows > 0) found.push(issues.excluded("row", [...excluded], excludedRows));
  if (noModel.length > 0) found.push(issues.blankNames("model", roles.model as string, noModel));
  if (noItem.length > 0) found.push(issues.blankNames("item", roles.item as string, noItem));
  if (verdicts.blank.length > 0) {
    found.push(issues.blankVerdicts(
      roles.judge, verdicts.blank, table.rows.length, options.blankVerdicts));
  }
  if (verdicts.unparsed.length > 0) {
    const { length } = verdicts.unparsed;
    found.push(issues.unparsed(roles.judge, verdicts.unparsed, [...verdicts.strange], expected,
      cells.stray === undefined ? consequence(length, options.blankVerdicts)
        : `${length === 1 ? "was" : "were"} kept as a verdict that names no class`));
  }
  if (labels.unparsed.length > 0) {
    found.push(issues.unparsed(roles.human as string, labels.unparsed, [...labels.strange], expected,
      labels.unparsed.length === 1 ? "counts as not labelled" : "count as not labelled"));
  }
  if (repeats.length > 0) found.push(issues.duplicates("model", repeats, conflicts));
  if (count === 0) {
    return refuse(verdicts.unparsed.length > 0
      ? issues.noVerdicts(roles.judge, [...verdicts.strange].slice(0, 5), expected)
      : issues.noUsableRows());
  }

  const names = models.texts.filter((name) => !excluded.has(name)).sort(byUtf8);
  const numbers = new Map(names.map((name, number) => [name, number]));
  const sorted = Int32Array.from(models.texts, (name) => numbers.get(name) ?? -1);
  const item = kept.item.slice(0, count);
  return {
    roles,
    versions,
    models: names,
    items: Array.from(item, (number) => items.texts[number] as string),
    item,
    rows: kept.row.slice(0, count),
    model: kept.model.slice(0, count).map((number) => sorted[number] as number),
    verdict: kept.verdict.slice(0, count),
    human: kept.human.slice(0, count),
    issues: found,
  };
}

/** The same rows sorted by item, so that a seed picks the same ones whatever the input's order. */
export function sortedByItem(judgements: Judgements): Judgements {
  const { items } = judgements;
  const order = Uint32Array.from(items, (_, row) => row)
    .sort((a, b) => byUtf8(items[a] as string, items[b] as string));
  const sorted = (column: Int32Array): Int32Array =>
    Int32Array.from(order, (row) => column[row] as number);
  return {
    ...judgements,
    items: Array.from(order, (row) => items[row] as string),
    item: sorted(judgements.item),
    rows: sorted(judgements.rows),
    model: sorted(judgements.model),
    verdict: sorted(judgements.verdict),
    human: sorted(judgements.human),
  };
}

/** What the labels of the read rows lack, as issues. */
export function labelIssues(judgements: Judgements): Issue[] {
  const { roles, human, model, models } = judgements;
  if (roles.human === null) return [issues.noHumanColumn()];
  const right = human.reduce((sum, label) => sum + Number(label === 1), 0);
  const wrong = human.reduce((sum, label) => sum + Number(label === 0), 0);
  if (right + wrong === 0) return [issues.noLabels(roles.human)];
  if (right === 0) return [issues.oneClass(roles.human, "wrong", wrong)];
  if (wrong === 0) return [issues.oneClass(roles.human, "right", right)];
  const labelled = new Set<number>();
  human.forEach((label, row) => {
    if (label !== -1) labelled.add(model[row] as number);
  });
  const bare = models.filter((_, index) => !labelled.has(index));
  return bare.length > 0 ? [issues.unlabelledModels(bare)] : [];
}
