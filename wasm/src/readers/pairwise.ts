/** Table to pairs of models: on each item, who won with either shown first, and whom people prefer. */
import { issues, type Issue } from "./issues.ts";
import { judgeIssues } from "./judge-issues.ts";
import {
  columnRefusal, columnsText, itemNames, plain, RoleGuesses, type NamedColumns, type RoleColumns,
} from "./roles.ts";
import type { Table } from "./table.ts";
import { byUtf8 } from "./text.ts";
import { battleOutcome } from "./values.ts";

/** The columns of a table of pairs, with what a person calls them. */
export const pairwiseRoles = {
  item: "item", a: "first model", b: "second model", judge: "judge's verdict",
  swap: "judge's verdict in the other order", human: "human label", cluster: "cluster",
} as const;
export type PairwiseRole = keyof typeof pairwiseRoles;

export interface PairwiseReading {
  /** Columns by role; those left out are guessed (`swap` and `cluster` never), `null` means none. */
  readonly columns?: NamedColumns<PairwiseRole> | undefined;
  /**
   * What A, first or model_a mean in the column `swap`: the models as the row names them
   * (default), or their places as they were shown, which are exchanged there.
   */
  readonly swapWords?: "models" | "positions" | undefined;
  /** Models whose rows are left out. */
  readonly excludeModels?: readonly string[] | undefined;
}

/** Two models and their items, one entry for each item in every column. */
export interface ReadPair {
  /** First in the UTF-8 order of names. */
  readonly a: string;
  readonly b: string;
  readonly items: readonly string[];
  /** Verdict with A shown first: 0 A, 1 tie, 2 B, -1 could not be read, -2 not shown. */
  readonly aFirst: Int32Array;
  readonly bFirst: Int32Array;
  /** Whom people prefer, in the same numbers; -1 not labelled. */
  readonly human: Int32Array;
  /** Null when items are independent. */
  readonly clusters: Int32Array | null;
}

export interface Pairwise {
  readonly roles: RoleColumns<PairwiseRole>;
  /** By the names of A and B. */
  readonly pairs: readonly ReadPair[];
  readonly issues: readonly Issue[];
}

/** How the models are called when no columns name them. */
export const unnamedModels = ["A", "B"] as const;

// In the order in which they are claimed.
const names: Readonly<Partial<Record<PairwiseRole, readonly string[]>>> = {
  human: ["human", "humanwinner", "humanlabel", "humanmajority", "humanpreference", "gold", "goldlabel",
    "expert", "annotator"],
  item: itemNames,
  a: ["modela", "model1", "systema", "system1", "generator1", "left"],
  b: ["modelb", "model2", "systemb", "system2", "generator2", "right"],
  judge: ["winner", "g1winner", "judge", "verdict", "judgement", "judgment", "preference", "outcome",
    "decision", "label"],
};

/** Guesses the columns that were not named. */
export function guessPairwiseColumns(table: Table, options: PairwiseReading = {}): RoleColumns<PairwiseRole> {
  const guesses = new RoleGuesses(table.header, pairwiseRoles, options.columns);
  for (const [role, list] of Object.entries(names) as [PairwiseRole, readonly string[]][]) {
    const others = role === "judge" ? guesses.free().filter((name) => plain(name).startsWith("judge")) : [];
    guesses.claim(role, [...guesses.called(list), ...others]);
  }
  return guesses.roles;
}

/** Cells of a column that are blank or none of the words, by line. */
class Oddities {
  readonly blank: number[] = [];
  readonly strange: number[] = [];
  readonly words = new Set<string>();

  note(cell: string, line: number, outcome: number | undefined): void {
    if (outcome === -1) this.blank.push(line);
    if (outcome !== undefined) return;
    this.strange.push(line);
    if (this.words.size < 20) this.words.add(cell.trim());
  }
}

/** One item of a pair as it is gathered from rows. */
interface Item {
  aFirst: number;
  bFirst: number;
  human: number;
  cluster: string;
}

/** Numbers of outcomes, both bad being a tie, as verdicts on the models of a row. */
const verdicts = [0, 2, 1, 1] as const;

/**
 * Turns a table into pairs. A row is one presentation, the model of the first column shown first;
 * with a column `swap` it is both. Never throws: an issue of severity `refuse` means no pairs.
 */
export function readPairwise(table: Table, options: PairwiseReading = {}): Pairwise {
  const roles = guessPairwiseColumns(table, options);
  const found: Issue[] = [...table.issues];
  const refuse = (...refusals: readonly Issue[]): Pairwise =>
    ({ roles, pairs: [], issues: [...found, ...refusals] });
  if (table.rows.length === 0) return refuse();
  const refusal = columnRefusal(table, roles, pairwiseRoles);
  if (refusal !== undefined) return refuse(refusal);
  if (roles.judge === null) return refuse(judgeIssues.noWinnerColumn(table.header));
  if ((roles.a === null) !== (roles.b === null)) {
    return refuse(judgeIssues.oneModelColumn((roles.a ?? roles.b) as string, table.header));
  }
  found.push(issues.roles(`Columns: ${columnsText(roles, pairwiseRoles, options.columns)}.`));
  if (roles.item === null) found.push(issues.rowNumbers());
  if (roles.a === null) found.push(judgeIssues.unnamedModels(unnamedModels));
  const place = (role: PairwiseRole): number =>
    (roles[role] === null ? -1 : table.header.indexOf(roles[role]));
  const [itemAt, aAt, bAt, judgeAt, swapAt, humanAt, clusterAt] =
    (["item", "a", "b", "judge", "swap", "human", "cluster"] as const).map(place) as
      [number, number, number, number, number, number, number];
  const isByPlace = options.swapWords === "positions";
  if (swapAt >= 0) found.push(judgeIssues.swapWords(roles.swap as string, isByPlace));

  const excluded = new Set(options.excludeModels);
  const met = new Set<string>();
  const odd = { judge: new Oddities(), swap: new Oddities(), human: new Oddities() };
  const noModel = new Map<PairwiseRole, number[]>([["a", []], ["b", []]]);
  const noItem: number[] = [];
  const alone: number[] = [];
  const repeats: number[] = [];
  const humanConflicts: number[] = [];
  const clusterConflicts: number[] = [];
  let conflicts = 0;
  let excludedRows = 0;
  const pairs = new Map<string, { a: string; b: string; items: Map<string, Item> }>();

  for (const [index, row] of table.rows.entries()) {
    const line = table.lines[index] as number;
    const cell = (at: number): string => row[at] as string;
    const [first, second] = aAt < 0 ? unnamedModels : [cell(aAt).trim(), cell(bAt).trim()];
    if (first === "" || second === "") {
      noModel.get(first === "" ? "a" : "b")!.push(line);
      continue;
    }
    met.add(first).add(second);
    if (excluded.has(first) || excluded.has(second)) {
      ++excludedRows;
      continue;
    }
    if (first === second) {
      alone.push(line);
      continue;
    }
    const name = itemAt < 0 ? String(index) : cell(itemAt).trim();
    if (name === "") {
      noItem.push(line);
      continue;
    }
    const isTurned = byUtf8(first, second) > 0;
    const [a, b] = isTurned ? [second, first] : [first, second];
    const key = JSON.stringify([a, b]);
    let pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, pair = { a, b, items: new Map() });
    const read = (column: keyof typeof odd, at: number, exchanged: boolean): number => {
      const outcome = battleOutcome(cell(at), first, second);
      odd[column].note(cell(at), line, outcome);
      if (outcome === undefined || outcome === -1) return -1;
      // What names a model means it, wherever it was shown.
      const isName = aAt >= 0 && outcome < 2 && cell(at).trim() === (outcome === 0 ? first : second);
      const verdict = verdicts[outcome] as number;
      return isTurned !== (exchanged && !isName) ? 2 - verdict : verdict;
    };
    const cluster = clusterAt < 0 ? "" : cell(clusterAt).trim() || ` ${name}`;
    let item = pair.items.get(name);
    if (item === undefined) {
      pair.items.set(name, item = { aFirst: -2, bFirst: -2, human: -1, cluster });
    } else if (item.cluster !== cluster) {
      clusterConflicts.push(line);
    }
    const show = (side: "aFirst" | "bFirst", verdict: number): boolean => {
      if (item[side] === -2) {
        item[side] = verdict;
        return true;
      }
      if (item[side] !== verdict) ++conflicts;
      return false;
    };
    const verdict = read("judge", judgeAt, false);
    const isNew = [show(isTurned ? "bFirst" : "aFirst", verdict)];
    if (swapAt >= 0) isNew.push(show(isTurned ? "aFirst" : "bFirst", read("swap", swapAt, isByPlace)));
    if (!isNew.includes(true)) repeats.push(line);
    if (humanAt >= 0) {
      const human = read("human", humanAt, false);
      if (item.human === -1) item.human = human;
      else if (human !== -1 && human !== item.human) humanConflicts.push(line);
    }
  }

  for (const name of excluded) {
    if (!met.has(name)) return refuse(issues.unknownName("model", name, "to exclude", [...met]));
  }
  if (excludedRows > 0) found.push(issues.excluded("row", [...excluded], excludedRows));
  for (const [role, lines] of noModel) {
    if (lines.length > 0) found.push(issues.blankNames("model", roles[role] as string, lines));
  }
  if (alone.length > 0) found.push(judgeIssues.modelsAlone(alone));
  if (noItem.length > 0) found.push(issues.blankNames("item", roles.item as string, noItem));
  for (const column of ["judge", "swap"] as const) {
    const { blank, strange, words } = odd[column];
    if (blank.length > 0) found.push(judgeIssues.blankWinnerCells(roles[column] as string, blank));
    if (strange.length > 0) {
      found.push(judgeIssues.strangeWinnerCells(roles[column] as string, strange, [...words],
        "verdicts that could not be read"));
    }
  }
  if (odd.human.strange.length > 0) {
    found.push(judgeIssues.strangeWinnerCells(roles.human as string, odd.human.strange, [...odd.human.words],
      "not labelled"));
  }
  if (repeats.length > 0) found.push(judgeIssues.repeatedPairs(repeats, conflicts));
  if (humanConflicts.length > 0) found.push(judgeIssues.labelConflict(roles.human as string, humanConflicts));
  if (clusterConflicts.length > 0) {
    return refuse(issues.clusterConflict(roles.cluster as string, clusterConflicts));
  }
  if (pairs.size === 0) return refuse(issues.noUsableRows());
  return {
    roles,
    pairs: [...pairs.values()]
      .sort((x, y) => byUtf8(x.a, y.a) || byUtf8(x.b, y.b))
      .map(({ a, b, items }) => columnsOf(a, b, items, clusterAt >= 0)),
    issues: found,
  };
}

/** Items as columns, by name, so that the order of rows changes nothing, not even a last digit. */
function columnsOf(
  a: string, b: string, items: ReadonlyMap<string, Item>, isGrouped: boolean,
): ReadPair {
  const sorted = [...items.keys()].sort(byUtf8);
  const list = sorted.map((name) => items.get(name) as Item);
  const numbers = new Map<string, number>();
  const groupOf = ({ cluster }: Item): number => {
    let number = numbers.get(cluster);
    if (number === undefined) numbers.set(cluster, number = numbers.size);
    return number;
  };
  const column = (of: (item: Item) => number): Int32Array => Int32Array.from(list, of);
  return {
    a, b,
    items: sorted,
    aFirst: column((item) => item.aFirst),
    bFirst: column((item) => item.bFirst),
    human: column((item) => item.human),
    clusters: isGrouped ? column(groupOf) : null,
  };
}
