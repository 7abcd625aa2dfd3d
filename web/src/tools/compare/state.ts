/** What a person can set in the comparison, and how it is written into a link. */
import { defaults, multiplicities, scoreRoles, type Multiplicity, type ScoreRole } from "evenhand/bare";
import { LinkReader, LinkWriter } from "../../route.ts";
import type { Decoded } from "../../use-tool.ts";

export type Mode = "table" | "counts";
/** Whether the two systems of counts were run on the same items. */
export type CountsDesign = "same" | "different";
/** Columns that the user chose; null means none, absent means guessed. */
export type Columns = { readonly [role in ScoreRole]?: string | null };
export type CountsValues = Readonly<Record<string, string>>;

export interface Settings {
  readonly mode: Mode;
  /** Whether the table is the worked example or the user's own. */
  readonly source: "example" | "own";
  readonly columns: Columns;
  /** Systems that are left out. */
  readonly exclude: readonly string[];
  /** The one system that every other is compared with; null: all pairs. */
  readonly baseline: string | null;
  readonly correction: Multiplicity;
  readonly level: number;
  /** Only the items that every system has. */
  readonly isCommonOnly: boolean;
  /** The pair that is looked at; null: the first. */
  readonly pair: readonly [a: string, b: string] | null;
  readonly countsDesign: CountsDesign;
  readonly counts: CountsValues;
}

/** lm-evaluation-harness issue 3831: 220 items, unpaired p .080, McNemar's mid-P .008. */
export const harnessCounts: CountsValues = {
  both: "131", aOnly: "29", bOnly: "12", neither: "48",
  successesA: "160", trialsA: "220", successesB: "143", trialsB: "220",
};

export const initialSettings: Settings = {
  mode: "table", source: "example", columns: {}, exclude: [], baseline: null,
  correction: defaults.correction, level: defaults.level, isCommonOnly: false, pair: null,
  countsDesign: "same", counts: harnessCounts,
};

const roles = Object.keys(scoreRoles) as ScoreRole[];

export interface LinkData {
  /** The packed table, in table mode. */
  readonly table?: string | undefined;
  /** Whether the typed counts go into the link. */
  readonly counts?: boolean | undefined;
}

const list = (names: readonly string[]): string => JSON.stringify(names);

/** Names from a link; anything else is told and left aside. */
function names(link: LinkReader, key: string): readonly string[] | undefined {
  const text = link.text(key);
  if (text === undefined) return undefined;
  try {
    const given: unknown = JSON.parse(text);
    if (Array.isArray(given) && given.every((name) => typeof name === "string")) return given;
  } catch {
    // Told below.
  }
  link.problems.push(`The names under ${key} in this link could not be read.`);
  return undefined;
}

export function encodeHash(settings: Settings, data: LinkData = {}): string {
  const link = new LinkWriter("compare");
  const base = initialSettings;
  link.put("mode", settings.mode, base.mode);
  link.put("source", settings.source, base.source);
  for (const role of roles) {
    const name = settings.columns[role];
    if (name !== undefined) link.put(role, name ?? "");
  }
  if (settings.exclude.length > 0) link.put("exclude", list(settings.exclude));
  if (settings.baseline !== null) link.put("baseline", settings.baseline);
  link.put("correction", settings.correction, base.correction);
  link.put("level", String(settings.level), String(base.level));
  if (settings.isCommonOnly) link.put("items", "common");
  if (settings.pair !== null) link.put("pair", list(settings.pair));
  link.put("counts-from", settings.countsDesign, base.countsDesign);
  if (data.counts === true) link.put("counts", JSON.stringify(settings.counts));
  if (data.table !== undefined) link.put("data", data.table);
  return link.hash();
}

export function decodeHash(hash: string): Decoded<Settings> {
  const link = new LinkReader(hash);
  const base = initialSettings;
  const columns: { [role in ScoreRole]?: string | null } = {};
  for (const role of roles) {
    const name = link.text(role);
    if (name !== undefined) columns[role] = name === "" ? null : name;
  }
  const [a, b] = names(link, "pair") ?? [];
  return {
    settings: {
      mode: link.oneOf("mode", ["table", "counts"], base.mode),
      source: link.oneOf("source", ["example", "own"], base.source),
      columns,
      exclude: names(link, "exclude") ?? base.exclude,
      baseline: link.text("baseline") ?? base.baseline,
      correction: link.oneOf("correction", multiplicities.map(({ name }) => name), base.correction),
      level: link.number("level", base.level),
      isCommonOnly: link.oneOf("items", ["common", "all"], "all") === "common",
      pair: a === undefined || b === undefined ? base.pair : [a, b],
      countsDesign: link.oneOf("counts-from", ["same", "different"], base.countsDesign),
      counts: link.values("counts", base.counts, "counts"),
    },
    data: link.text("data"),
    problems: link.problems,
  };
}
