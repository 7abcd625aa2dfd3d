/**
 * Table to scores of systems on items. A long table has a row for each score, with a column that
 * names the system; a wide one has a row for each item and a column for each system.
 */
import { issues, type Issue } from "./issues.ts";
import {
  columnRefusal, columnsText, isMostly, itemNames, plain, RoleGuesses, systemNames,
  type NamedColumns, type RoleColumns,
} from "./roles.ts";
import type { Table } from "./table.ts";
import { byUtf8 } from "./text.ts";
import { hasDecimalComma, scoreReader, type ScoreReader } from "./values.ts";

/** The columns that a table of scores has, with what a person calls them. */
export const scoreRoles = {
  item: "item", system: "system", score: "score", cluster: "cluster", run: "run",
} as const;
export type ScoreRole = keyof typeof scoreRoles;

export interface ScoreOptions {
  /** Columns by role; those left out are guessed, `null` means that there is none. */
  readonly columns?: NamedColumns<ScoreRole> | undefined;
  /** Of a wide table: the columns that hold one system's scores each. Default: guessed. */
  readonly systems?: readonly string[] | undefined;
  /** Systems whose scores are left out. */
  readonly excludeSystems?: readonly string[] | undefined;
  /** Further words that mean 1 or 0. */
  readonly passWords?: readonly string[] | undefined;
  readonly failWords?: readonly string[] | undefined;
  /** Names by which the item column is guessed, in lower case without signs. Default: of items. */
  readonly itemNames?: readonly string[] | undefined;
}

/** Where a table's scores are. */
export interface ScoreColumns {
  readonly roles: RoleColumns<ScoreRole>;
  /** Of a wide table: the columns that hold one system's scores each; null when it is long. */
  readonly wide: readonly string[] | null;
}

/** Scores ready for the core. Systems and items are numbered in the UTF-8 order of their names. */
export interface Scores {
  readonly columns: ScoreColumns;
  readonly systems: readonly string[];
  readonly items: readonly string[];
  // One entry for each score that was read.
  readonly system: Int32Array;
  readonly item: Int32Array;
  readonly score: Float64Array;
  /** Physical line of each score. */
  readonly line: Int32Array;
  /** Cluster of each item; null when the table has none. */
  readonly clusters: Int32Array | null;
  readonly issues: readonly Issue[];
}

/** Stands for the system when no column names one. */
export const onlySystem = "(all rows)";

const scoreNames = ["score", "verdict", "correct", "iscorrect", "correctness", "passed", "pass",
  "acceptable", "judgement", "judgment", "decision", "rating", "value", "accuracy", "acc",
  "exactmatch", "success", "reward", "result", "label"];
const clusterNames = ["cluster", "group", "category", "subset", "topic", "document", "source",
  "dataset"];
const runNames = ["run", "epoch", "seed", "trial", "repeat"];
/** Numbers under these names describe an item or a run; they are no system's scores. */
const attributeNames = ["suite", "shots", "fewshot", "nshot", "revision", "seed", "size", "params",
  "family", "organization", "license", "date", "ci", "tag", "source", "level", "difficulty",
  "length", "year"];

/** The cells of a column; none when there is no such column. */
function cellsOf(table: Table, column: string): string[] {
  const at = table.header.indexOf(column);
  return at < 0 ? [] : table.rows.map((row) => row[at] as string);
}

function columnReader(table: Table, column: string, options: ScoreOptions): ScoreReader {
  const { passWords, failWords } = options;
  return scoreReader(passWords, failWords, hasDecimalComma(cellsOf(table, column)));
}

/** How many different values a column has, blanks apart. */
function distinct(table: Table, column: string): number {
  return new Set(cellsOf(table, column).map((cell) => cell.trim()).filter((cell) => cell !== "")).size;
}

/** Guesses where the scores are, as far as `options` do not say. Never takes one column twice. */
export function guessScoreColumns(table: Table, options: ScoreOptions = {}): ScoreColumns {
  const guesses = new RoleGuesses(table.header, scoreRoles, options.columns);
  const { roles } = guesses;
  const holdsScores = (column: string): boolean => {
    const read = columnReader(table, column, options);
    return isMostly(table, column, (cell) => {
      const score = read(cell);
      return score === null ? "missing" : score !== undefined;
    });
  };
  const named = new Set(options.systems);
  const unnamed = (columns: readonly string[]): string[] => columns.filter((name) => !named.has(name));
  guesses.claim("item", unnamed(guesses.called(options.itemNames ?? itemNames)));
  guesses.claim("run", unnamed(guesses.called(runNames)));
  const items = roles.item === null ? table.rows.length : distinct(table, roles.item);
  // A column in which all items are alike, or all differ, groups nothing.
  guesses.claim("cluster", unnamed(guesses.called(clusterNames)).filter((name) => {
    const clusters = distinct(table, name);
    return clusters > 1 && clusters < items;
  }));
  if (options.systems !== undefined) return { roles, wide: options.systems };
  guesses.claim("system", guesses.called(systemNames));
  if (roles.system !== null) {
    const able = guesses.free().filter(holdsScores);
    const known = guesses.called(scoreNames).filter((name) => able.includes(name));
    guesses.claim("score", known.length > 0 || able.length !== 1 ? known : able);
  }
  if (roles.system !== null || roles.score !== null) return { roles, wide: null };
  return {
    roles,
    wide: guesses.free()
      .filter((name) => !attributeNames.includes(plain(name)) && holdsScores(name)),
  };
}

/** The scores of some columns, with what could not be read of them. */
class ScoreCells {
  readonly blank: number[] = [];
  readonly strangeLines: number[] = [];
  readonly strange = new Set<string>();
  total = 0;
  read = 0;
  percentages = 0;

  /** The score in a cell; undefined when there is none. */
  value(cell: string, read: ScoreReader, line: number): number | undefined {
    ++this.total;
    const score = read(cell);
    if (score === undefined) {
      this.strangeLines.push(line);
      if (this.strange.size < 20) this.strange.add(cell.trim());
      return undefined;
    }
    if (score === null) {
      this.blank.push(line);
      return undefined;
    }
    ++this.read;
    if (cell.trimEnd().endsWith("%")) ++this.percentages;
    return score;
  }
}

/** Numbers for names, in the order in which they come. */
class Numbering {
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) this.#numbers.set(name, number = this.#numbers.size);
    return number;
  }

  names(): string[] {
    return [...this.#numbers.keys()];
  }
}

/** Numbers of the names that are kept, in the order of the names. */
function inOrder(names: readonly string[], isKept: (number: number) => boolean): number[] {
  return names.map((_, number) => number).filter(isKept)
    .sort((a, b) => byUtf8(names[a] as string, names[b] as string));
}

/** Entries of a column in a new order: a number is replaced by its place there. */
function placed(column: readonly number[], order: readonly number[]): Int32Array {
  const place = new Map(order.map((number, index) => [number, index]));
  return Int32Array.from(column, (number) => place.get(number) as number);
}

/**
 * A file of the allowed size has fewer items and runs than this, so both make one number that a
 * double holds exactly.
 */
const mostNames = 2 ** 26;

/**
 * Turns a table into scores. Never throws: an issue of severity `refuse` means that there are none.
 * Blank and unreadable scores, scores without item or system and repeats are left out and counted.
 */
export function readScores(table: Table, options: ScoreOptions = {}): Scores {
  const columns = guessScoreColumns(table, options);
  const { roles, wide } = columns;
  const found: Issue[] = [...table.issues];
  const refuse = (...refusals: readonly Issue[]): Scores => ({
    columns, systems: [], items: [], system: new Int32Array(0), item: new Int32Array(0),
    score: new Float64Array(0), line: new Int32Array(0), clusters: null,
    issues: [...found, ...refusals],
  });
  if (table.rows.length === 0) return refuse();
  const refusal = columnRefusal(table, roles, scoreRoles) ?? wide
    ?.map((name) => columnRefusal(table, { ...roles, score: name }, scoreRoles))
    .find((issue) => issue !== undefined);
  if (refusal !== undefined) return refuse(refusal);
  const scoreColumns = wide ?? [roles.score].filter((name) => name !== null);
  if (scoreColumns.length === 0) return refuse(issues.noScoreColumn(table.header));
  const text = columnsText(roles, scoreRoles, options.columns);
  found.push(wide === null
    ? issues.roles(`Columns: ${text}.`)
    : issues.systemColumns(text, wide, options.systems === undefined));
  if (roles.item === null) {
    if (roles.system !== null) return refuse(issues.noItemColumn(table.header));
    found.push(issues.rowNumbers());
  }

  const columnOf = (name: string | null): number => (name === null ? -1 : table.header.indexOf(name));
  const [itemAt, systemAt, clusterAt, runAt] =
    [roles.item, roles.system, roles.cluster, roles.run].map(columnOf) as
      [number, number, number, number];
  const sources = scoreColumns.map((name) =>
    ({ name, at: columnOf(name), read: columnReader(table, name, options) }));
  const commas = scoreColumns.filter((name) => hasDecimalComma(cellsOf(table, name)));
  if (commas.length > 0) found.push(issues.decimalComma(commas));

  const excluded = new Set(options.excludeSystems);
  const cells = new ScoreCells();
  const noSystem: number[] = [];
  const noItem: number[] = [];
  const strays: number[] = [];
  const repeats: number[] = [];
  let conflicts = 0;
  let excludedScores = 0;
  const systems = new Numbering();
  const items = new Numbering();
  const runs = new Numbering();
  const clusterOf: string[] = [];
  // For every system the scores kept so far, by item and run.
  const seen: Map<number, number>[] = [];
  const kept = {
    system: [] as number[], item: [] as number[], score: [] as number[], line: [] as number[],
  };

  for (const [index, row] of table.rows.entries()) {
    const line = table.lines[index] as number;
    const name = itemAt < 0 ? String(index) : (row[itemAt] as string).trim();
    if (name === "") {
      noItem.push(line);
      continue;
    }
    const named = systemAt < 0 ? undefined : (row[systemAt] as string).trim();
    if (named === "") {
      noSystem.push(line);
      continue;
    }
    const item = items.of(name);
    const run = runAt < 0 ? 0 : runs.of((row[runAt] as string).trim());
    if (clusterAt >= 0) {
      const cluster = (row[clusterAt] as string).trim();
      const before = clusterOf[item] ?? "";
      if (before === "") clusterOf[item] = cluster;
      else if (cluster !== "" && cluster !== before) strays.push(line);
    }
    for (const source of sources) {
      const systemName = named ?? (wide === null ? onlySystem : source.name);
      const system = systems.of(systemName);
      if (excluded.has(systemName)) {
        ++excludedScores;
        continue;
      }
      const score = cells.value(row[source.at] as string, source.read, line);
      if (score === undefined) continue;
      const scored = seen[system] ??= new Map();
      const key = item + mostNames * run;
      const first = scored.get(key);
      if (first !== undefined) {
        repeats.push(line);
        if (kept.score[first] !== score) ++conflicts;
        continue;
      }
      scored.set(key, kept.score.length);
      kept.system.push(system);
      kept.item.push(item);
      kept.score.push(score);
      kept.line.push(line);
    }
  }

  const systemList = systems.names();
  for (const name of excluded) {
    if (!systemList.includes(name)) {
      return refuse(issues.unknownName("system", name, "to exclude", systemList));
    }
  }
  if (excludedScores > 0) found.push(issues.excluded("score", [...excluded], excludedScores));
  if (noSystem.length > 0) {
    found.push(issues.blankNames("system", roles.system as string, noSystem));
  }
  if (noItem.length > 0) found.push(issues.blankNames("item", roles.item as string, noItem));
  if (cells.blank.length > 0) {
    found.push(issues.blankScores(scoreColumns, cells.blank, cells.total));
  }
  if (cells.strangeLines.length > 0) {
    found.push(issues.strangeScores(scoreColumns, cells.strangeLines, [...cells.strange]));
  }
  if (cells.percentages > 0) found.push(issues.percent(cells.percentages, cells.read));
  if (repeats.length > 0) found.push(issues.duplicates("system", repeats, conflicts));
  if (strays.length > 0) return refuse(issues.clusterConflict(roles.cluster as string, strays));
  if (kept.score.length === 0) {
    return refuse(cells.strange.size > 0
      ? issues.noScores(scoreColumns, [...cells.strange].slice(0, 5))
      : issues.noUsableRows());
  }
  const empty = systemList.filter((name, system) => !excluded.has(name) && seen[system] === undefined);
  if (empty.length > 0) found.push(issues.emptySystems(empty));

  const itemList = items.names();
  const scoredItems = new Set(kept.item);
  const systemOrder = inOrder(systemList, (system) => seen[system] !== undefined);
  const itemOrder = inOrder(itemList, (item) => scoredItems.has(item));
  let clusters: Int32Array | null = null;
  if (roles.cluster !== null) {
    const numbers = new Numbering();
    let bare = 0;
    clusters = Int32Array.from(itemOrder, (item) =>
      // The name of a cluster of one begins with a space, which no cell does: cells are trimmed.
      numbers.of(clusterOf[item] || ` ${++bare}`));
    if (bare > 0) found.push(issues.blankClusters(roles.cluster, bare));
  }
  return {
    columns,
    systems: systemOrder.map((system) => systemList[system] as string),
    items: itemOrder.map((item) => itemList[item] as string),
    system: placed(kept.system, systemOrder),
    item: placed(kept.item, itemOrder),
    score: Float64Array.from(kept.score),
    line: Int32Array.from(kept.line),
    clusters,
    issues: found,
  };
}
