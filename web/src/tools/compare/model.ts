/** The comparison without its view: settings to requests, answers to what is shown. */
import {
  defaults, difference, differenceInterval, independentMethods, meanMethods, pairedMethods,
  type CompareDesign, type CompareOptions, type CompareReport, type PairDetail, type PairRow,
  type ProportionDifference, type SystemRow,
} from "evenhand/bare";
import type { DifferenceRow, LeaderRow } from "../../chart/rows.ts";
import type { Hints } from "../../parts/issues.tsx";
import { columnOptions, numberOf, option, quoted, quotedFile } from "../../parts/words.ts";
import type { DifferentJob, SameAnswer, SameJob } from "./protocol.ts";
import type { Settings } from "./state.ts";

/** The same options as the command line makes of `commandOf`, so that the results are equal. */
export function compareOptions(settings: Settings): CompareOptions {
  const { columns, exclude, baseline, correction, level, isCommonOnly } = settings;
  return {
    columns, level, correction,
    ...(exclude.length > 0 && { excludeSystems: exclude }),
    ...(baseline !== null && { baseline }),
    ...(isCommonOnly && { commonItemsOnly: true }),
  };
}

/** The command that gives the same result. */
export function commandOf(settings: Settings, file: string): string {
  const { columns, exclude, baseline, correction, level, isCommonOnly } = settings;
  return [
    "npx evenhand compare", quotedFile(file),
    ...columnOptions(columns),
    ...exclude.flatMap((name) => option("exclude-system", name)),
    ...(baseline === null ? [] : option("baseline", baseline)),
    ...(correction === defaults.correction ? [] : option("correction", correction)),
    ...(level === defaults.level ? [] : option("level", String(level))),
    ...(isCommonOnly ? ["--common-items"] : []),
  ].join(" ");
}

/** The fields of counts, by design, with what the package calls them in an error. */
export interface CountsField {
  readonly label: string;
  readonly hint: string;
  /** Names of the values: one number, or a count and its total. */
  readonly names: readonly [string] | readonly [string, string];
  readonly arguments: readonly string[];
}

export const countsFields: Readonly<Record<Settings["countsDesign"], readonly CountsField[]>> = {
  same: [
    { label: "Both right", hint: "", names: ["both"], arguments: ["both"] },
    { label: "Only A right", hint: "", names: ["aOnly"], arguments: ["aOnly"] },
    { label: "Only B right", hint: "", names: ["bOnly"], arguments: ["bOnly"] },
    { label: "Neither right", hint: "", names: ["neither"], arguments: ["neither"] },
  ],
  different: [
    { label: "A", hint: "items A got right, of all it was given", names: ["successesA", "trialsA"],
      arguments: ["a", "a.successes", "a.trials"] },
    { label: "B", hint: "items B got right, of all it was given", names: ["successesB", "trialsB"],
      arguments: ["b", "b.successes", "b.trials"] },
  ],
};

export function countsJob({ countsDesign, counts, level }: Settings): SameJob | DifferentJob {
  const value = (name: string): number => numberOf(counts[name]);
  return countsDesign === "same"
    ? { kind: "same", input: {
      both: value("both"), aOnly: value("aOnly"), bOnly: value("bOnly"), neither: value("neither"), level,
    } }
    : { kind: "different", input: {
      a: { successes: value("successesA"), trials: value("trialsA") },
      b: { successes: value("successesB"), trials: value("trialsB") }, level,
    } };
}

/** The command for counts. */
export function countsCommandOf({ countsDesign, counts, level }: Settings): string {
  const given = countsDesign === "same"
    ? option("paired", ["both", "aOnly", "bOnly", "neither"].map((name) => counts[name]).join(","))
    : ["--independent", ...["A", "B"].map((side) =>
      quoted(`${counts[`successes${side}`]}/${counts[`trials${side}`]}`))];
  return ["npx evenhand compare", ...given,
    ...(level === defaults.level ? [] : ["--level", quoted(String(level))])].join(" ");
}

/** What a person can do on this page about an issue. */
export const hints: Hints = {
  E_EMPTY: "Paste rows with a header, or open the example to see what they look like.",
  E_NO_ROWS: "Add at least one row below the header.",
  E_TOO_LARGE: "Choose a baseline under “Which systems”, or leave some systems out.",
  E_BINARY: "Export the table as CSV first.",
  E_QUOTE: "Close the quote, or write quotes inside a field twice.",
  E_JSON: "Give one JSON object per line, or a list of objects.",
  E_RAGGED: "Check the header and the separator, then paste again.",
  E_COLUMN: "Choose the right columns under “Columns”.",
  E_NO_ROLE: "Choose the columns under “Columns”.",
  E_NO_VERDICTS: "Choose another score column under “Columns”.",
  E_CLUSTER: "Choose another cluster column under “Columns”, or none.",
  E_SYSTEM: "Choose again under “Which systems”.",
  E_NO_COMMON_ITEMS: "Allow each pair its own items under “Level, correction, items”.",
  W_DUPLICATE: "If these are reruns, choose the column that numbers them under “Columns”.",
};

/** "1–4": never one number alone where others remain possible. */
export const ranksText = ({ rank }: Pick<SystemRow, "rank">): string =>
  (rank === null ? "" : rank.lower === rank.upper ? String(rank.lower) : `${rank.lower}–${rank.upper}`);

export function leaderRows(report: CompareReport): LeaderRow[] {
  return report.systems.map((row) => ({
    name: row.system, estimate: row.estimate, lower: row.lower, upper: row.upper, ranks: ranksText(row),
  }));
}

/** What a cell of the matrix says, from the point of view of its row. */
export type Standing = "better" | "worse" | "open" | "disagree" | "none";

export interface Cell {
  /** A is the row's system, B the column's. */
  readonly a: string;
  readonly b: string;
  readonly standing: Standing;
  /** A - B; null without common items. */
  readonly difference: number | null;
}

const standings: Readonly<Record<PairRow["verdict"], Standing>> = {
  a_better: "better", b_better: "worse", not_told_apart: "open", inconclusive: "disagree",
};
const mirrored: Readonly<Record<Standing, Standing>> = {
  better: "worse", worse: "better", open: "open", disagree: "disagree", none: "none",
};

/** Signs and words, so that colour is never alone. */
export const standingTexts: Readonly<Record<Standing, { readonly sign: string; readonly text: string }>> = {
  better: { sign: "▲", text: "the row is better, also after correction" },
  worse: { sign: "▼", text: "the row is worse, also after correction" },
  open: { sign: "?", text: "not told apart by these data" },
  disagree: { sign: "?!", text: "interval and test disagree: counts as not told apart" },
  none: { sign: "–", text: "cannot be compared" },
};

export interface Matrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Undefined where a system meets itself. */
  readonly cells: readonly (readonly (Cell | undefined)[])[];
}

/** All pairs seen from both sides; with a baseline, every system against it. */
export function matrixOf(report: CompareReport): Matrix {
  const known = new Map<string, Map<string, Cell>>();
  const put = (cell: Cell): void => {
    const row = known.get(cell.a) ?? new Map<string, Cell>();
    known.set(cell.a, row.set(cell.b, cell));
  };
  for (const { a, b, difference: by, lower, verdict } of report.pairs) {
    const standing = lower === null ? "none" : standings[verdict];
    put({ a, b, standing, difference: by });
    put({ a: b, b: a, standing: mirrored[standing], difference: by === null ? null : 0 - by });
  }
  const names = report.systems.map(({ system }) => system);
  const baseline = report.design?.baseline ?? null;
  const rows = baseline === null ? names : names.filter((name) => name !== baseline);
  const columns = baseline === null ? names : [baseline];
  return {
    rows, columns, cells: rows.map((row) => columns.map((column) => known.get(row)?.get(column))),
  };
}

/** "+4.5", "−1.2": a difference with its sign. */
export const signed = (value: number, binary: boolean): string =>
  `${value > 0 ? "+" : ""}${difference(value, binary)}`;

/** The pair that is looked at: the chosen one, or the first. */
export function shownPair(
  report: CompareReport, chosen: Settings["pair"],
): readonly [string, string] | undefined {
  const isThere = chosen !== null && report.pairs.some(({ a, b }) =>
    (a === chosen[0] && b === chosen[1]) || (a === chosen[1] && b === chosen[0]));
  if (isThere) return chosen;
  const [first] = report.pairs;
  return first && [first.a, first.b];
}

const titleOf = (list: readonly { readonly name: string; readonly title: string }[], name: string): string =>
  list.find((entry) => entry.name === name)?.title ?? name;

const isWald = (method: string): boolean => method === "wald";

const limits = (row: { readonly difference: number; readonly lower: number; readonly upper: number }):
  Pick<DifferenceRow, "estimate" | "lower" | "upper"> =>
  ({ estimate: row.difference, lower: row.lower, upper: row.upper });

/** Two systems on the same items by every paired method, and by ignoring the pairs. */
function pairedRows(
  shares: readonly SameAnswer["results"][number][], unpaired: ProportionDifference | null,
): DifferenceRow[] {
  return [
    ...shares.map((row): DifferenceRow => ({
      ...limits(row), name: titleOf(pairedMethods, row.method), kind: isWald(row.method) ? "wrong" : "other",
    })),
    ...(unpaired === null ? [] : [{
      ...limits(unpaired), name: "pairs ignored", kind: "wrong" as const,
    }]),
  ];
}

/** Every interval of a pair: the one to read, all pairs together, other methods, pairs ignored. */
export function pairRows(
  { pair, shares, means, bootstrap, unpaired }: PairDetail, design: CompareDesign,
): DifferenceRow[] {
  if (pair === null || pair.difference === null || pair.lower === null || pair.upper === null) return [];
  const { difference: estimate, lower, upper, simultaneousLower, simultaneousUpper } = pair;
  const main = pair.method === "tango" ? titleOf(pairedMethods, "tango") : titleOf(meanMethods, pair.method);
  const others = pair.method === "tango"
    ? pairedRows(shares.filter(({ method }) => method !== "tango"), unpaired.shares)
    : [
      ...means.filter(({ method }) => method !== pair.method).map((row): DifferenceRow =>
        ({ ...limits(row), name: titleOf(meanMethods, row.method), kind: "other" })),
      ...(bootstrap === null ? [] : [{
        ...limits({ ...bootstrap, difference: bootstrap.estimate }), name: "bootstrap", kind: "other" as const }]),
      ...(unpaired.means === null ? [] : [{
        ...limits(unpaired.means), name: "pairs ignored", kind: "wrong" as const }]),
    ];
  return [
    { name: main, estimate, lower, upper, kind: "main" },
    ...(design.comparisons > 1 && simultaneousLower !== null && simultaneousUpper !== null
      ? [{ name: `all ${design.comparisons} at once`, estimate, lower: simultaneousLower,
        upper: simultaneousUpper, kind: "other" as const }] : []),
    ...others,
  ];
}

export const sameRows = ({ results, unpaired }: SameAnswer): DifferenceRow[] =>
  pairedRows(results, unpaired).map((row, index) => (index === 0 ? { ...row, kind: "main" } : row));

export function differentRows(results: readonly ProportionDifference[]): DifferenceRow[] {
  return results.map((row, index) => ({
    ...limits(row), name: titleOf(independentMethods, row.method),
    kind: index === 0 ? "main" : isWald(row.method) ? "wrong" : "other",
  }));
}

export const limitsText = (row: DifferenceRow, binary: boolean): string =>
  differenceInterval(row, binary).replace(" points", "");

export const tickText = (value: number, binary: boolean): string =>
  (binary ? `${value > 0 ? "+" : ""}${Math.round(100 * value)}`.replace("-", "−")
    : difference(value, false));
