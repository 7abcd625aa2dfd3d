/** Tables for a spreadsheet. */
import type { CompareReport } from "evenhand/bare";
import { csvOf } from "../../parts/csv.ts";
import { ranksText } from "./model.ts";

export function systemsCsv({ systems }: CompareReport): string {
  return csvOf([
    ["system", "possible_ranks", "score", "lower", "upper", "items"],
    ...systems.map((row) =>
      [row.system, ranksText(row), row.estimate, row.lower, row.upper, row.n]),
  ]);
}

export function pairsCsv({ pairs }: CompareReport): string {
  return csvOf([
    ["a", "b", "items", "both", "only_a", "only_b", "neither", "difference", "lower", "upper", "p",
      "p_corrected", "simultaneous_lower", "simultaneous_upper", "verdict", "detectable", "items_needed"],
    ...pairs.map(({ a, b, n, counts, ...pair }) => [
      a, b, n, counts?.both, counts?.aOnly, counts?.bOnly, counts?.neither, pair.difference, pair.lower,
      pair.upper, pair.p, pair.pAdjusted, pair.simultaneousLower, pair.simultaneousUpper, pair.verdict,
      pair.detectable, pair.itemsNeeded,
    ]),
  ]);
}
