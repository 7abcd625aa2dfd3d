/** Groups of judged rows: several turns, samples or models of one item, named by a column. */
import { issues, type Issue } from "./issues.ts";
import { judgeIssues } from "./judge-issues.ts";
import type { Table } from "./table.ts";

export interface RowGroups {
  /** Group of each row, from 0 in the order of their first rows. */
  readonly group: Int32Array;
  readonly groups: number;
  /** A refusal when the column cannot be used. */
  readonly issues: readonly Issue[];
}

/**
 * The group of each of `rows` (indices among the table's), which belong to `items`. The rows of an
 * item with blank cells are a group of their own.
 */
export function readGroups(
  table: Table, rows: Int32Array, items: readonly string[], column: string,
): RowGroups {
  const refuse = (issue: Issue): RowGroups =>
    ({ group: new Int32Array(0), groups: 0, issues: [issue] });
  const at = table.header.indexOf(column);
  if (at < 0) return refuse(issues.unknownColumn("cluster", column, table.header));
  if (table.repeated.includes(column)) return refuse(issues.ambiguousColumn("cluster", column));
  const numbers = new Map<string, number>();
  const blank: number[] = [];
  const group = Int32Array.from(rows, (row, place) => {
    let name = (table.rows[row]![at] as string).trim();
    if (name === "") {
      blank.push(table.lines[row] as number);
      // No cell's name begins with a space: cells are trimmed.
      name = ` ${items[place]}`;
    }
    let number = numbers.get(name);
    if (number === undefined) numbers.set(name, number = numbers.size);
    return number;
  });
  return {
    group, groups: numbers.size,
    issues: blank.length > 0 ? [judgeIssues.blankRowGroups(column, blank)] : [],
  };
}

/** Groups of items: refused where rows of one item name two. `members` are places in `rows`. */
export function groupConflict(
  table: Table, rows: Int32Array, groups: RowGroups, column: string,
  members: readonly (readonly number[])[],
): Issue | undefined {
  const lines = members.flatMap((places) => places
    .filter((place) => groups.group[place] !== groups.group[places[0] as number])
    .map((place) => table.lines[rows[place] as number] as number));
  return lines.length > 0 ? issues.clusterConflict(column, lines) : undefined;
}
