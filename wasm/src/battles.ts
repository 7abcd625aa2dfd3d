/** Strengths of systems from a table of battles. */
import { adjustPValues } from "./compare.ts";
import { call } from "./engine.ts";
import { InputError } from "./errors.ts";
import {
  fitBattlesCall,
  type BattleFit, type BattleMethod, type BattlePair, type BattleSystem,
} from "./generated/compare.ts";
import { errorCodes, limits } from "./generated/shared.ts";
import { readBattles, type BattleOptions, type Battles } from "./readers/battles.ts";
import { issues, type Issue } from "./readers/issues.ts";
import { readTable, type Table } from "./readers/table.ts";

export interface BattlesOptions extends BattleOptions {
  /** Default: `davidson` with ties, `bradley_terry` without. */
  readonly method?: BattleMethod | undefined;
  /** Name of the system whose rating is 1000. Default: the mean rating is. */
  readonly anchor?: string | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

export interface BattleSystemRow extends BattleSystem {
  readonly system: string;
}

/** Two systems by name, A being the stronger; the difference is A - B. */
export interface BattlePairRow extends Omit<BattlePair, "a" | "b"> {
  readonly a: string;
  readonly b: string;
  /** Corrected by Holm's method for the number of pairs. */
  readonly pAdjusted: number;
}

export interface BattlesDesign extends Omit<BattleFit, "systems" | "pairs" | "groups"> {
  /** When `not_connected`: systems that have a common scale, by name; none beat one of an earlier group. */
  readonly groups?: readonly (readonly string[])[] | undefined;
  /** Name of the system whose rating is 1000; null when the mean rating is. */
  readonly anchor: string | null;
}

export interface BattlesReport {
  /** Strongest first, then by name; empty unless fitted. */
  readonly systems: readonly BattleSystemRow[];
  /** In the order of `systems`. */
  readonly pairs: readonly BattlePairRow[];
  /** Null when nothing could be read. */
  readonly design: BattlesDesign | null;
  readonly issues: readonly Issue[];
}

/** What the core makes of the battles, or why it makes nothing of them. */
function fit(battles: Battles, options: BattlesOptions): BattleFit | Issue {
  const { systems, a, b, outcome, clusters } = battles;
  const anchor = options.anchor === undefined ? undefined : systems.indexOf(options.anchor);
  if (anchor === -1) {
    return issues.unknownName("system", options.anchor as string, "to be the anchor", systems);
  }
  if (systems.length > limits.mostBattleSystems) {
    return issues.tooManySystems(systems.length, limits.mostBattleSystems);
  }
  try {
    return call(fitBattlesCall, {
      a, b, outcome, systems: systems.length, clusters: clusters ?? undefined, anchor,
      method: options.method, level: options.level,
    });
  } catch (error) {
    if (!(error instanceof InputError) || ["level", "method"].includes(error.argument)) throw error;
    const { title, detail } = errorCodes.find((entry) => entry.name === error.code)!;
    return issues.notComparable(title, detail);
  }
}

/** The pair with the stronger system first. */
function turned(pair: BattlePairRow): BattlePairRow {
  if (pair.difference >= 0) return pair;
  return {
    ...pair, a: pair.b, b: pair.a,
    difference: -pair.difference, lower: 0 - pair.upper, upper: 0 - pair.lower,
  };
}

/**
 * Reads a table of battles (text, or as `readTable` gave it) and fits the systems' strengths.
 *
 * Input that cannot be read gives no systems and an issue of severity `refuse`; battles that allow
 * no common scale give a design whose status says so.
 * @throws InputError for options out of range.
 */
export function compareBattles(
  input: string | Table, options: BattlesOptions = {},
): BattlesReport {
  const table = typeof input === "string" ? readTable(input) : input;
  const battles = readBattles(table, options);
  const nothing = { systems: [], pairs: [], design: null };
  if (battles.outcome.length === 0) return { ...nothing, issues: battles.issues };
  const result = fit(battles, options);
  if ("severity" in result) return { ...nothing, issues: [...battles.issues, result] };
  const names = battles.systems;
  const { systems, pairs, groups, ...design } = result;
  const adjusted = pairs.length === 0 ? [] : adjustPValues({ p: pairs.map((pair) => pair.p) }).adjusted;
  const rows = systems
    .map((system, index) => ({ system: names[index] as string, ...system }))
    .sort((a, b) => b.strength - a.strength);
  const place = new Map(rows.map((row, index) => [row.system, index]));
  const key = (pair: BattlePairRow): number =>
    (place.get(pair.a) as number) * rows.length + (place.get(pair.b) as number);
  return {
    systems: rows,
    pairs: pairs
      .map((pair, index) => turned({
        ...pair, a: names[pair.a] as string, b: names[pair.b] as string,
        pAdjusted: adjusted[index] as number,
      }))
      .sort((x, y) => key(x) - key(y)),
    design: {
      ...design,
      ...(groups !== undefined && {
        groups: [...new Set(groups)].sort((a, b) => a - b).map((group) =>
          names.filter((_, system) => groups[system] === group)),
      }),
      anchor: options.anchor ?? null,
    },
    issues: battles.issues,
  };
}
