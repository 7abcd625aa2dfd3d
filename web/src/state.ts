/** What a person can set, and how it is written into a link. Only the hash is used: browsers do
 *  not send it to servers. */
import {
  correctionMethods, defaults, type ColumnRole, type CorrectionMethod,
} from "evenhand/bare";

export type Mode = "table" | "counts";
/** The answer to "Where do your human labels come from?" */
export type Labels = "subset" | "external" | "unsure";
export type CountsDesign = "external" | "subset" | "known";
/** Columns that the user chose; null means none, absent means guessed. */
export type Columns = { readonly [role in ColumnRole]?: string | null };
export type CountsValues = Readonly<Record<string, string>>;

export interface Settings {
  readonly mode: Mode;
  readonly labels: Labels;
  readonly method: CorrectionMethod;
  readonly level: number;
  readonly columns: Columns;
  readonly passWords: string;
  readonly failWords: string;
  readonly countsDesign: CountsDesign;
  readonly counts: CountsValues;
  /** Whether the table is the worked example or the user's own. */
  readonly source: "example" | "own";
}

/** The counts of the worked example: Lee et al., arXiv 2511.21140. */
export const exampleCounts: CountsValues = {
  judgedCount: "400", judgedTotal: "1000",
  sensitivityCount: "180", sensitivityTotal: "200",
  specificityCount: "140", specificityTotal: "200",
  sensitivityRate: "0.9", specificityRate: "0.7",
  tp: "90", fn: "10", fp: "30", tn: "70",
  unlabelledCount: "320", unlabelledTotal: "800",
};

export const initialSettings: Settings = {
  mode: "table",
  labels: "subset",
  method: defaults.externalMethod,
  level: defaults.level,
  columns: {},
  passWords: "",
  failWords: "",
  countsDesign: "external",
  counts: exampleCounts,
  source: "example",
};

/** Methods that a table or counts with labels from another set can ask for. */
export const externalMethods = correctionMethods.filter(
  ({ name }) => name !== "known" && name !== "poststrat");

const version = "1";
const roles: readonly ColumnRole[] = ["item", "model", "judge", "human"];

export interface LinkData {
  /** The packed table, in table mode. */
  readonly table?: string | undefined;
  /** Whether the typed counts go into the link. */
  readonly counts?: boolean | undefined;
}

/** The hash of these settings; empty when nothing differs from how the page opens. */
export function encodeHash(settings: Settings, data: LinkData = {}): string {
  const parts = new URLSearchParams();
  const put = (name: string, value: string, fallback: string): void => {
    if (value !== fallback) parts.set(name, value);
  };
  const base = initialSettings;
  put("mode", settings.mode, base.mode);
  put("source", settings.source, base.source);
  put("labels", settings.labels, base.labels);
  put("counts-from", settings.countsDesign, base.countsDesign);
  put("method", settings.method, base.method);
  put("level", String(settings.level), String(base.level));
  for (const role of roles) {
    const name = settings.columns[role];
    if (name !== undefined) parts.set(role, name ?? "");
  }
  put("pass", settings.passWords, base.passWords);
  put("fail", settings.failWords, base.failWords);
  if (data.counts === true) parts.set("counts", JSON.stringify(settings.counts));
  if (data.table !== undefined) parts.set("data", data.table);
  const text = parts.toString();
  return text === "" ? "" : `#v=${version}&${text}`;
}

export interface DecodedHash {
  readonly settings: Settings;
  /** The packed table, still to be unpacked. */
  readonly data: string | undefined;
  /** What in the link was not understood, in words. */
  readonly problems: readonly string[];
}

function decodeCounts(text: string): CountsValues | undefined {
  try {
    const values: unknown = JSON.parse(text);
    if (typeof values !== "object" || values === null) return undefined;
    const known = Object.keys(exampleCounts);
    const pairs = Object.entries(values).filter(
      (pair): pair is [string, string] => known.includes(pair[0]) && typeof pair[1] === "string");
    return { ...exampleCounts, ...Object.fromEntries(pairs) };
  } catch {
    return undefined;
  }
}

/** Reads a hash; what it does not understand keeps its first setting and is told. */
export function decodeHash(hash: string): DecodedHash {
  const text = hash.replace(/^#/, "");
  const parts = new URLSearchParams(text);
  // A hash without a version is an anchor within the page.
  if (!parts.has("v")) return { settings: initialSettings, data: undefined, problems: [] };
  if (parts.get("v") !== version) {
    return {
      settings: initialSettings, data: undefined,
      problems: ["This link was made by another version of Evenhand and was not read."],
    };
  }
  const problems: string[] = [];
  const oneOf = <Name extends string>(key: string, names: readonly Name[], fallback: Name): Name => {
    const value = parts.get(key);
    if (value === null) return fallback;
    const found = names.find((name) => name === value);
    if (found === undefined) {
      problems.push(`The link says ${key} = ${JSON.stringify(value.slice(0, 60))}, which is not ` +
        `one of ${names.join(", ")}; ${fallback} was taken.`);
    }
    return found ?? fallback;
  };
  const base = initialSettings;
  const columns: { [role in ColumnRole]?: string | null } = {};
  for (const role of roles) {
    const name = parts.get(role);
    if (name !== null) columns[role] = name === "" ? null : name;
  }
  const counts = parts.get("counts");
  const decodedCounts = counts === null ? base.counts : decodeCounts(counts);
  if (decodedCounts === undefined) problems.push("The counts in this link could not be read.");
  const data = parts.get("data") ?? undefined;
  return {
    settings: {
      mode: oneOf("mode", ["table", "counts"], base.mode),
      source: oneOf("source", ["example", "own"], base.source),
      labels: oneOf("labels", ["subset", "external", "unsure"], base.labels),
      countsDesign: oneOf("counts-from", ["external", "subset", "known"], base.countsDesign),
      method: oneOf("method", externalMethods.map(({ name }) => name), base.method),
      // Out of range is for the package to refuse, with its own words.
      level: parts.has("level") ? Number(parts.get("level")) : base.level,
      columns,
      passWords: parts.get("pass") ?? base.passWords,
      failWords: parts.get("fail") ?? base.failWords,
      counts: decodedCounts ?? base.counts,
    },
    data,
    problems,
  };
}
