/** Scores of systems by the items of an index, and what their table says of the items besides. */
import { impactIssues, type ItemColumnRole } from "./impact-issues.ts";
import { issues, type Issue } from "./issues.ts";
import {
  guessScoreColumns, readScores, scoreRoles, type ScoreColumns, type ScoreOptions, type ScoreRole,
  type Scores,
} from "./scores.ts";
import type { Table } from "./table.ts";
import { isMissing } from "./values.ts";

/** For every item of the index its score; undefined without one. */
export type ItemScores = readonly (number | undefined)[];

export interface ScoredItems {
  readonly columns: ScoreColumns;
  /** In the order of their names; none when the table was refused. */
  readonly systems: readonly string[];
  /** For each system. */
  readonly scores: readonly ItemScores[];
  readonly issues: readonly Issue[];
}

export const isRefused = (found: readonly Issue[]): boolean =>
  found.some(({ severity }) => severity === "refuse");

/** Items by id; an id that two benchmarks of the index have names neither. */
function itemsById(ids: readonly string[]): { byId: Map<string, number>; ambiguous: Set<string> } {
  const byId = new Map<string, number>();
  const ambiguous = new Set<string>();
  for (const [item, id] of ids.entries()) {
    if (byId.has(id)) ambiguous.add(id);
    byId.set(id, item);
  }
  return { byId, ambiguous };
}

/** Lines that score an item of a system once more, in whatever run. */
function repeatedLines({ system, item, line, systems, issues: found }: Scores): number[] {
  const seen = new Set<number>();
  const again = [...line].filter((_, at) => {
    const key = (item[at] as number) * systems.length + (system[at] as number);
    return seen.has(key) || !seen.add(key);
  });
  const dropped = found.find(({ code }) => code === issues.duplicates("system", [], 0).code);
  return [...dropped?.lines ?? [], ...again].sort((a, b) => a - b);
}

/** A table without some columns: what describes items is no system's score. */
function withoutColumns(table: Table, columns: readonly string[]): Table {
  const isKept = (_: string, at: number): boolean => !columns.includes(table.header[at] as string);
  return {
    ...table, header: table.header.filter(isKept), rows: table.rows.map((row) => row.filter(isKept)),
  };
}

/** A column that describes items, and as what. */
export interface DescribingColumn {
  readonly column: string;
  readonly role: ItemColumnRole;
}

/** Why columns cannot describe items: one holds something else. */
function takenColumn(
  describing: readonly DescribingColumn[], { roles }: ScoreColumns,
): Issue | undefined {
  for (const { column, role } of describing) {
    const owner = (Object.keys(roles) as ScoreRole[]).find((name) => roles[name] === column);
    if (owner !== undefined) return issues.sameColumn(column, scoreRoles[owner], role);
  }
  return undefined;
}

/** Joins scores with items by id. `describing`: columns that hold no scores. */
export function scoredItems(
  table: Table, ids: readonly string[], describing: readonly DescribingColumn[], options: ScoreOptions,
): ScoredItems {
  // Clusters have no part in this: a column that might hold them is one of strata.
  const asked: ScoreOptions = { ...options, columns: { cluster: null, ...options.columns } };
  const taken = takenColumn(describing, guessScoreColumns(table, asked));
  const read = readScores(withoutColumns(table, describing.map(({ column }) => column)), asked);
  const { columns, systems } = read;
  const refuse = (...refusal: readonly Issue[]): ScoredItems =>
    ({ columns, systems: [], scores: [], issues: [...read.issues, ...refusal] });
  if (taken !== undefined) return { columns, systems: [], scores: [], issues: [taken] };
  if (isRefused(read.issues)) return refuse();

  const { byId, ambiguous } = itemsById(ids);
  const itemNumbers = read.items.map((name) => byId.get(name));
  const linesOf = (isWrong: (item: number) => boolean): number[] =>
    [...read.line].filter((_, at) => isWrong(read.item[at] as number));
  const unknown = linesOf((item) => itemNumbers[item] === undefined);
  if (unknown.length > 0) {
    return refuse(issues.unknownItems(
      read.items.filter((_, item) => itemNumbers[item] === undefined), ids.slice(0, 3), unknown));
  }
  const unclear = linesOf((item) => ambiguous.has(read.items[item] as string));
  if (unclear.length > 0) {
    return refuse(issues.ambiguousItems(read.items.filter((name) => ambiguous.has(name)), unclear));
  }
  const repeated = repeatedLines(read);
  if (repeated.length > 0) return refuse(issues.scoredTwice(repeated));

  const scores = systems.map(() => new Array<number | undefined>(ids.length).fill(undefined));
  for (const [at, value] of read.score.entries()) {
    const item = itemNumbers[read.item[at] as number] as number;
    (scores[read.system[at] as number] as (number | undefined)[])[item] = value;
  }
  return { columns, systems, scores, issues: read.issues };
}

// ---- What a table says of its items besides --------------------------------------------------------

/** What a column says of an item. */
export interface ItemCell {
  readonly text: string;
  readonly line: number;
}

/** The first filled cell of each item, by its name, and lines that contradict it. */
function cellsOf(table: Table, { roles: { item } }: ScoreColumns, column: string) {
  const itemAt = item === null ? -1 : table.header.indexOf(item);
  const columnAt = table.header.indexOf(column);
  const cells = new Map<string, ItemCell>();
  const mixed: number[] = [];
  for (const [index, row] of table.rows.entries()) {
    const name = itemAt < 0 ? String(index) : (row[itemAt] as string).trim();
    const text = (row[columnAt] as string).trim();
    if (name === "" || isMissing(text)) continue;
    const line = table.lines[index] as number;
    const before = cells.get(name);
    if (before === undefined) cells.set(name, { text, line });
    else if (before.text !== text) mixed.push(line);
  }
  return { cells, mixed };
}

/** Columns that could describe items. */
export interface DescribingColumns {
  /** Those that say the same of several items. */
  readonly stratumColumns: readonly string[];
  /** Those that hold nothing but dates. */
  readonly dateColumns: readonly string[];
}

/** Columns that say one thing of each item, by what they could be used for. */
export function describingColumns(table: Table, columns: ScoreColumns): DescribingColumns {
  const taken = new Set([...Object.values(columns.roles), ...(columns.wide ?? [])]);
  const stratumColumns: string[] = [];
  const dateColumns: string[] = [];
  for (const column of table.header) {
    if (taken.has(column) || table.repeated.includes(column)) continue;
    const { cells, mixed } = cellsOf(table, columns, column);
    if (mixed.length > 0) continue;
    const texts = [...new Set([...cells.values()].map(({ text }) => text))];
    if (texts.length > 1 && texts.length < cells.size) stratumColumns.push(column);
    if (texts.length > 0 && texts.every((text) => dayRange(text) !== undefined)) dateColumns.push(column);
  }
  return { stratumColumns, dateColumns };
}

/** A column that describes items. */
export interface ItemColumn {
  /** For every item of the index; undefined where nothing is said. */
  readonly cells: readonly (ItemCell | undefined)[];
  readonly issues: readonly Issue[];
}

/** What a column says of the items; items with a score that it leaves out are counted. */
export function itemColumn(
  table: Table, ids: readonly string[], { columns, scores }: ScoredItems,
  { column, role }: DescribingColumn,
): ItemColumn {
  const refuse = (refusal: Issue): ItemColumn => ({ cells: [], issues: [refusal] });
  if (!table.header.includes(column)) return refuse(issues.unknownColumn(role, column, table.header));
  if (table.repeated.includes(column)) return refuse(issues.ambiguousColumn(role, column));
  const { cells, mixed } = cellsOf(table, columns, column);
  if (mixed.length > 0) return refuse(impactIssues.mixedColumn(role, column, mixed));
  if (cells.size === 0) return refuse(impactIssues.emptyColumn(role, column));
  const ofItems = ids.map((id) => cells.get(id));
  const without = ofItems.filter((cell, item) =>
    cell === undefined && scores.some((of) => of[item] !== undefined)).length;
  return {
    cells: ofItems, issues: without > 0 ? [impactIssues.itemsWithout(role, column, without)] : [],
  };
}

// ---- Dates -------------------------------------------------------------------------------------------

/** Days since 1970, the first and the last that a date may mean. */
interface DayRange {
  readonly first: number;
  readonly last: number;
}

const millisecondsADay = 86_400_000;
const dateForm = /^((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?$/;

/** Reads 2023-09-30 (a time behind it is ignored), 2023-09 and 2023; undefined for anything else. */
function dayRange(text: string): DayRange | undefined {
  const [, year, month, day] = dateForm.exec(text) ?? [];
  if (year === undefined) return undefined;
  const at = (months: number, days: number): number =>
    Date.UTC(Number(year), months, days) / millisecondsADay;
  const months = Number(month ?? 1);
  const first = at(months - 1, Number(day ?? 1));
  // A 31st of September would be another month's first.
  const isReal = new Date(first * millisecondsADay).toISOString().startsWith(text.slice(0, 10));
  if (!isReal) return undefined;
  return { first, last: day !== undefined ? first : month !== undefined ? at(months, 0) : at(12, 0) };
}

/** Days of items and of a cutoff. */
export interface ItemDays {
  /** Items with a later day are after it. */
  readonly cutoff: number;
  /** For every item; null without a date that tells before from after. */
  readonly days: readonly (number | null)[];
  readonly issues: readonly Issue[];
}

/** Reads the dates of a column. Of a cutoff that is a month or a year the last day counts. */
export function itemDays(
  column: string, cells: readonly (ItemCell | undefined)[], cutoff: string,
): ItemDays {
  const end = dayRange(cutoff.trim())?.last;
  if (end === undefined) return { cutoff: 0, days: [], issues: [impactIssues.strangeCutoff(cutoff)] };
  const strange: ItemCell[] = [];
  let open = 0;
  const days = cells.map((cell) => {
    if (cell === undefined) return null;
    const range = dayRange(cell.text);
    if (range === undefined) {
      strange.push(cell);
      return null;
    }
    if (range.first > end || range.last <= end) return range.first;
    ++open;
    return null;
  });
  if (strange.length > 0) {
    return { cutoff: end, days: [], issues: [impactIssues.strangeDates(
      column, [...new Set(strange.map(({ text }) => text))], strange.map(({ line }) => line))] };
  }
  return { cutoff: end, days, issues: open > 0 ? [impactIssues.openDates(column, open)] : [] };
}
