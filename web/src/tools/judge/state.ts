/** What a person can set in the judge tool, and how it is written into a link. */
import {
  correctionMethods, defaults, ppiConventions, sharings, subsetMethods,
  type BlankVerdicts, type ColumnRole, type CorrectionMethod, type PpiConvention, type Sharing,
} from "evenhand/bare";
import { LinkReader, LinkWriter } from "../../route.ts";

export type Mode = "table" | "counts";
/** The answers to "Where do your human labels come from?", in the order in which they are offered. */
export const labelsAnswers = ["subset", "external", "none", "known", "unsure"] as const;
export type LabelsAnswer = (typeof labelsAnswers)[number];
/** Of a table. Nobody is taken to have said what they were not asked. */
export type Labels = LabelsAnswer | "unanswered";
/** Columns that the user chose; null means none, absent means guessed. */
export type Columns = { readonly [role in ColumnRole]?: string | null };
export type CountsValues = Readonly<Record<string, string>>;

export interface Settings {
  readonly mode: Mode;
  readonly labels: Labels;
  readonly method: CorrectionMethod;
  /** Of counts with labels on a random subset. */
  readonly subsetMethod: CorrectionMethod;
  /** Whose form of prediction-powered inference. */
  readonly convention: PpiConvention;
  readonly level: number;
  readonly columns: Columns;
  readonly passWords: string;
  readonly failWords: string;
  /** What becomes of rows without a verdict. */
  readonly blank: BlankVerdicts;
  readonly countsDesign: LabelsAnswer;
  readonly counts: CountsValues;
  /** What is supposed of the judge where there are no labels. */
  readonly assumed: Assumed;
  /** The model of the table that is looked at where there are no labels; empty: the first. */
  readonly scored: string;
  /** The model that it is compared with; empty: none. */
  readonly rival: string;
  /** Whether the models of the table are compared. */
  readonly isCompared: boolean;
  /** Whose labels correct them then; empty: what the labels allow. */
  readonly sharing: Sharing | "";
  /** The column with groups of items; empty: items are independent. */
  readonly cluster: string;
  /** Whether the table is the worked example or the user's own. */
  readonly source: "example" | "own";
}

/** The counts of the worked example: Lee et al., arXiv 2511.21140. */
export const exampleCounts: CountsValues = {
  judgedCount: "400", judgedTotal: "1000",
  sensitivityCount: "180", sensitivityTotal: "200",
  specificityCount: "140", specificityTotal: "200",
  sensitivityRate: "0.9", specificityRate: "0.7",
  tp: "72", fn: "8", fp: "36", tn: "84",
  unlabelledCount: "430", unlabelledTotal: "800",
  otherCount: "370", otherTotal: "1000",
};

/** Percentages: what is no data of anyone, and so always in a link. Claims that nobody typed are
 *  suggested by the judge's rate. */
export const initialAssumed = {
  claim: "", seLow: "80", seHigh: "95", spLow: "80", spHigh: "95", supposed: "",
} as const satisfies Record<string, string>;
export type AssumedName = keyof typeof initialAssumed;
export type Assumed = Readonly<Record<AssumedName, string>>;

export const initialSettings: Settings = {
  mode: "table",
  labels: "subset",
  method: defaults.externalMethod,
  subsetMethod: defaults.subsetMethod,
  convention: defaults.ppiConvention,
  level: defaults.level,
  columns: {},
  passWords: "",
  failWords: "",
  blank: "drop",
  countsDesign: "external",
  counts: exampleCounts,
  assumed: initialAssumed,
  scored: "",
  rival: "",
  isCompared: false,
  sharing: "",
  cluster: "",
  source: "example",
};

/** Methods that a table or counts with labels from another set can ask for. */
export const externalMethods = correctionMethods.filter(
  ({ name }) => name !== "known" && !subsetMethods.includes(name));

const roles: readonly ColumnRole[] = ["item", "model", "judge", "human"];

export interface LinkData {
  /** The packed table, in table mode. */
  readonly table?: string | undefined;
  /** Whether the typed counts go into the link. */
  readonly counts?: boolean | undefined;
}

/** The hash of these settings; empty when nothing differs from how the page opens. */
export function encodeHash(settings: Settings, data: LinkData = {}): string {
  const link = new LinkWriter("judge");
  const base = initialSettings;
  link.put("mode", settings.mode, base.mode);
  link.put("source", settings.source, base.source);
  link.put("labels", settings.labels, base.labels);
  link.put("counts-from", settings.countsDesign, base.countsDesign);
  link.put("method", settings.method, base.method);
  link.put("subset-method", settings.subsetMethod, base.subsetMethod);
  link.put("convention", settings.convention, base.convention);
  link.put("level", String(settings.level), String(base.level));
  for (const role of roles) {
    const name = settings.columns[role];
    if (name !== undefined) link.put(role, name ?? "");
  }
  link.put("pass", settings.passWords, base.passWords);
  link.put("fail", settings.failWords, base.failWords);
  link.put("blank", settings.blank, base.blank);
  link.put("of", settings.scored, base.scored);
  link.put("against", settings.rival, base.rival);
  link.put("show", settings.isCompared ? "models" : "", "");
  link.put("sharing", settings.sharing, base.sharing);
  link.put("cluster", settings.cluster, base.cluster);
  const changed = Object.entries(settings.assumed).filter(([name, value]) =>
    value !== initialAssumed[name as AssumedName]);
  if (changed.length > 0) link.put("assume", JSON.stringify(Object.fromEntries(changed)));
  if (data.counts === true) link.put("counts", JSON.stringify(settings.counts));
  if (data.table !== undefined) link.put("data", data.table);
  return link.hash();
}

export interface DecodedHash {
  readonly settings: Settings;
  /** The packed table, still to be unpacked. */
  readonly data: string | undefined;
  /** What in the link was not understood, in words. */
  readonly problems: readonly string[];
}

export function decodeHash(hash: string): DecodedHash {
  const link = new LinkReader(hash);
  const base = initialSettings;
  const columns: { [role in ColumnRole]?: string | null } = {};
  for (const role of roles) {
    const name = link.text(role);
    if (name !== undefined) columns[role] = name === "" ? null : name;
  }
  return {
    settings: {
      mode: link.oneOf("mode", ["table", "counts"], base.mode),
      source: link.oneOf("source", ["example", "own"], base.source),
      labels: link.oneOf("labels", [...labelsAnswers, "unanswered"], base.labels),
      countsDesign: link.oneOf("counts-from", labelsAnswers, base.countsDesign),
      method: link.oneOf("method", externalMethods.map(({ name }) => name), base.method),
      subsetMethod: link.oneOf("subset-method", subsetMethods, base.subsetMethod),
      convention: link.oneOf("convention", ppiConventions.map(({ name }) => name), base.convention),
      level: link.number("level", base.level),
      columns,
      passWords: link.text("pass") ?? base.passWords,
      failWords: link.text("fail") ?? base.failWords,
      blank: link.oneOf("blank", ["drop", "fail", "pass"], base.blank),
      counts: link.values("counts", base.counts, "counts"),
      assumed: link.values("assume", base.assumed, "assumptions") as Assumed,
      scored: link.text("of") ?? base.scored,
      rival: link.text("against") ?? base.rival,
      isCompared: link.oneOf("show", ["", "models"], "") === "models",
      sharing: link.oneOf("sharing", ["", ...sharings.map(({ name }) => name)], base.sharing),
      cluster: link.text("cluster") ?? base.cluster,
    },
    data: link.text("data"),
    problems: link.problems,
  };
}
