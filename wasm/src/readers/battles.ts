/** Table to battles: two systems and the winner in every row. */
import { issues, type Issue } from "./issues.ts";
import { columnRefusal, columnsText, RoleGuesses, type NamedColumns, type RoleColumns } from "./roles.ts";
import type { Table } from "./table.ts";
import { byUtf8 } from "./text.ts";
import { battleOutcome } from "./values.ts";

/** The columns that a table of battles has, with what a person calls them. */
export const battleRoles = {
  a: "first system", b: "second system", winner: "winner", cluster: "cluster",
} as const;
export type BattleRole = keyof typeof battleRoles;

export interface BattleOptions {
  /** Columns by role; those left out are guessed, `null` means that there is none. */
  readonly columns?: NamedColumns<BattleRole> | undefined;
  /** Systems whose battles are left out. */
  readonly excludeSystems?: readonly string[] | undefined;
}

/** Battles ready for the core; systems are numbered in the UTF-8 order of their names. */
export interface Battles {
  readonly roles: RoleColumns<BattleRole>;
  readonly systems: readonly string[];
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Numbers of `battleOutcomes`. */
  readonly outcome: Int32Array;
  /** Null when battles are independent. */
  readonly clusters: Int32Array | null;
  readonly issues: readonly Issue[];
}

const names: Readonly<Record<BattleRole, readonly string[]>> = {
  a: ["modela", "model1", "systema", "system1", "generator1", "playera", "player1", "a", "left"],
  b: ["modelb", "model2", "systemb", "system2", "generator2", "playerb", "player2", "b", "right",
    "opponent", "baseline"],
  winner: ["winner", "outcome", "verdict", "preference", "result", "judgement", "judgment",
    "decision", "label"],
  cluster: ["cluster", "group", "session", "sessionid", "promptid", "questionid", "prompt",
    "question"],
};

/** Guesses the columns that were not named. */
export function guessBattleColumns(table: Table, options: BattleOptions = {}): RoleColumns<BattleRole> {
  const guesses = new RoleGuesses(table.header, battleRoles, options.columns);
  for (const role of ["a", "b", "winner", "cluster"] as const) {
    guesses.claim(role, guesses.called(names[role]));
  }
  return guesses.roles;
}

/**
 * Turns a table into battles. Never throws: an issue of severity `refuse` means that there are none.
 * Rows without a winner or a system are left out and counted.
 */
export function readBattles(table: Table, options: BattleOptions = {}): Battles {
  const roles = guessBattleColumns(table, options);
  const found: Issue[] = [...table.issues];
  const nothing = new Int32Array(0);
  const refuse = (...refusals: readonly Issue[]): Battles => ({
    roles, systems: [], a: nothing, b: nothing, outcome: nothing, clusters: null,
    issues: [...found, ...refusals],
  });
  if (table.rows.length === 0) return refuse();
  const refusal = columnRefusal(table, roles, battleRoles);
  if (refusal !== undefined) return refuse(refusal);
  const { winner } = roles;
  if (roles.a === null || roles.b === null || winner === null) {
    return refuse(issues.noBattleColumns(table.header));
  }
  found.push(issues.roles(`Columns: ${columnsText(roles, battleRoles, options.columns)}.`));
  const [aAt, bAt, winnerAt, clusterAt] = [roles.a, roles.b, winner, roles.cluster].map((name) =>
    (name === null ? -1 : table.header.indexOf(name))) as [number, number, number, number];

  const excluded = new Set(options.excludeSystems);
  const noSystem = new Map<string, number[]>([[roles.a, []], [roles.b, []]]);
  const alone: number[] = [];
  const blank: number[] = [];
  const strangeLines: number[] = [];
  const strange = new Set<string>();
  const bare: number[] = [];
  let excludedRows = 0;
  const met = new Set<string>();
  const kept = { a: [] as string[], b: [] as string[], outcome: [] as number[], cluster: [] as string[] };
  for (const [index, row] of table.rows.entries()) {
    const line = table.lines[index] as number;
    const [a, b] = [(row[aAt] as string).trim(), (row[bAt] as string).trim()];
    if (a === "" || b === "") {
      noSystem.get(a === "" ? roles.a : roles.b)!.push(line);
      continue;
    }
    met.add(a).add(b);
    if (excluded.has(a) || excluded.has(b)) {
      ++excludedRows;
      continue;
    }
    if (a === b) {
      alone.push(line);
      continue;
    }
    const outcome = battleOutcome(row[winnerAt] as string, a, b);
    if (outcome === undefined) {
      strangeLines.push(line);
      if (strange.size < 20) strange.add((row[winnerAt] as string).trim());
      continue;
    }
    if (outcome === -1) {
      blank.push(line);
      continue;
    }
    kept.a.push(a);
    kept.b.push(b);
    kept.outcome.push(outcome);
    if (clusterAt >= 0) {
      const cluster = (row[clusterAt] as string).trim();
      if (cluster === "") bare.push(line);
      // The name of a cluster of one begins with a space, which no cell does: cells are trimmed.
      kept.cluster.push(cluster || ` ${line}`);
    }
  }

  for (const name of excluded) {
    if (!met.has(name)) return refuse(issues.unknownName("system", name, "to exclude", [...met]));
  }
  if (excludedRows > 0) found.push(issues.excluded("row", [...excluded], excludedRows));
  for (const [column, lines] of noSystem) {
    if (lines.length > 0) found.push(issues.blankNames("system", column, lines));
  }
  if (alone.length > 0) found.push(issues.battlesAlone(alone));
  if (blank.length > 0) found.push(issues.blankWinners(winner, blank));
  if (strangeLines.length > 0) {
    found.push(issues.strangeWinners(winner, strangeLines, [...strange]));
  }
  if (bare.length > 0) found.push(issues.blankBattleClusters(roles.cluster as string, bare));
  if (kept.outcome.length === 0) return refuse(issues.noUsableRows());

  const numbered = (list: readonly string[]): Map<string, number> =>
    new Map([...new Set(list)].sort(byUtf8).map((name, index) => [name, index]));
  const systems = numbered([...kept.a, ...kept.b]);
  const clusters = numbered(kept.cluster);
  const column = (list: readonly string[], numbers: ReadonlyMap<string, number>): Int32Array =>
    Int32Array.from(list, (name) => numbers.get(name) as number);
  return {
    roles,
    systems: [...systems.keys()],
    a: column(kept.a, systems),
    b: column(kept.b, systems),
    outcome: Int32Array.from(kept.outcome),
    clusters: clusterAt < 0 ? null : column(kept.cluster, clusters),
    issues: found,
  };
}
