/** Tables for a spreadsheet. */
import type { CompareReport } from "evenhand/bare";
import { ranksText } from "./model.ts";

type Value = string | number | null | undefined;

/** Numbers as they are. A text that a spreadsheet would take for a formula is led by an apostrophe. */
function cell(value: Value): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const lines = (rows: readonly (readonly Value[])[]): string =>
  `${rows.map((row) => row.map(cell).join(",")).join("\n")}\n`;

export function systemsCsv({ systems }: CompareReport): string {
  return lines([
    ["system", "possible_ranks", "score", "lower", "upper", "items"],
    ...systems.map((row) =>
      [row.system, ranksText(row), row.estimate, row.lower, row.upper, row.n]),
  ]);
}

export function pairsCsv({ pairs }: CompareReport): string {
  return lines([
    ["a", "b", "items", "both", "only_a", "only_b", "neither", "difference", "lower", "upper", "p",
      "p_corrected", "simultaneous_lower", "simultaneous_upper", "verdict", "detectable", "items_needed"],
    ...pairs.map(({ a, b, n, counts, ...pair }) => [
      a, b, n, counts?.both, counts?.aOnly, counts?.bOnly, counts?.neither, pair.difference, pair.lower,
      pair.upper, pair.p, pair.pAdjusted, pair.simultaneousLower, pair.simultaneousUpper, pair.verdict,
      pair.detectable, pair.itemsNeeded,
    ]),
  ]);
}
