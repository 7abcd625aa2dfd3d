/** What was noticed when scores were set against overlap. Every message is written here, once. */
import { at, counted, few, issue, quoted, verb, type Issue } from "./issues.ts";

/** What a column of a table of scores says of each item. */
export type ItemColumnRole = "stratum" | "date";

export const impactIssues = {
  noOverlap: (definition: string, why: string): Issue =>
    issue("refuse", "E_DEFINITION",
      `By ${definition} no item of this scan is known to be clean or dirty. ${why} Choose another ` +
      "definition."),
  mixedColumn: (role: ItemColumnRole, column: string, lines: readonly number[]): Issue =>
    issue("refuse", "E_ITEM_COLUMN",
      `Column ${quoted([column])}, ${at(lines)}: the ${role} is not the one given for the same item before. ` +
      `Expected one ${role} for each item.`, { lines, column, count: lines.length }),
  emptyColumn: (role: ItemColumnRole, column: string): Issue =>
    issue("refuse", "E_ITEM_COLUMN",
      `Column ${quoted([column])} is blank for every item. Expected one ${role} for each item.`, { column }),
  itemsWithout: (role: ItemColumnRole, column: string, items: number): Issue =>
    issue("warn", "W_ITEM_COLUMN",
      `${counted(items, "item")} without a ${role} in column ${quoted([column])} ${verb(items)} left out of what ` +
      "uses it.", { column, count: items }),
  strangeDates: (column: string, values: readonly string[], lines: readonly number[]): Issue =>
    issue("refuse", "E_DATE",
      `Column ${quoted([column])}, ${at(lines)}: found ${quoted(values.slice(0, few))}, expected dates such as ` +
      "2023-09-30, 2023-09 or 2023, or nothing.", { lines, column, count: lines.length }),
  strangeCutoff: (text: string): Issue =>
    issue("refuse", "E_DATE",
      `The cutoff is ${quoted([text])}, expected a date such as 2023-09-30, 2023-09 or 2023.`),
  openDates: (column: string, items: number): Issue =>
    issue("warn", "W_DATE",
      `${counted(items, "item")} with a month or a year that holds the cutoff (column ${quoted([column])}) ` +
      `${verb(items)} taken as undated: a day is needed to tell before from after.`, { column, count: items }),
} as const;
