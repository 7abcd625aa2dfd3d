/** The tool's settings, and how a link carries them. Files are never part of a link. */
import {
  documentUnits, overlapDefinitions, type OverlapDefinition,
} from "evenhand/overlap/bare";
import { LinkReader, LinkWriter } from "../../route.ts";
import type { Decoded } from "../../use-tool.ts";
import type { CorpusOptions } from "./protocol.ts";

/** Thresholds that the person moved, by definition. */
export type Thresholds = { readonly [definition in OverlapDefinition]?: number };

export interface Settings {
  readonly source: "example" | "own";
  /** Whose way of cutting text into tokens the scan uses. */
  readonly definition: OverlapDefinition;
  readonly documents: CorpusOptions["documents"];
  readonly textField: string;
  /** What stands before the short answer at the end of a long one; empty: nothing does. */
  readonly answerSplit: string;
  /** From which share of a question in one document on it counts as contaminated. */
  readonly partial: number;
  readonly full: number;
  readonly thresholds: Thresholds;
  /** The definition whose threshold and items are shown. */
  readonly shown: OverlapDefinition;
  /** Whether the corpus has more shards than were given. */
  readonly isPart: boolean;
  /** The column of the scores whose strata are compared, and a model of reference; empty: none. */
  readonly strata: string;
  readonly reference: string;
  /** The column of the scores with the items' dates; empty: the first one. */
  readonly dates: string;
  /** Items dated later, such as 2023-09-30, are new; empty: they are not split. */
  readonly cutoff: string;
  readonly level: number;
}

export const initialSettings: Settings = {
  source: "example", definition: "evenhand", documents: "by-name", textField: "text",
  answerSplit: "", partial: 0.5, full: 0.8, thresholds: {}, shown: "evenhand", isPart: false,
  strata: "", reference: "", dates: "", cutoff: "", level: 0.95,
};

/** A whole date; while one is typed its year is not yet one of ours. */
export const isCutoff = (text: string): boolean =>
  /^(?:19|20)\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

const definitionNames = overlapDefinitions.map(({ name }) => name);
const documentNames = ["by-name", ...documentUnits.map(({ name }) => name)] as const;

export function encodeHash(settings: Settings): string {
  const link = new LinkWriter("overlap");
  const base = initialSettings;
  link.put("source", settings.source, base.source);
  link.put("scan", settings.definition, base.definition);
  link.put("documents", settings.documents, base.documents);
  link.put("text", settings.textField, base.textField);
  link.put("split", settings.answerSplit, base.answerSplit);
  link.put("partial", String(settings.partial), String(base.partial));
  link.put("full", String(settings.full), String(base.full));
  link.put("shown", settings.shown, base.shown);
  link.put("part", settings.isPart ? "yes" : "no", "no");
  link.put("strata", settings.strata, base.strata);
  link.put("reference", settings.reference, base.reference);
  link.put("dates", settings.dates, base.dates);
  link.put("cutoff", settings.cutoff, base.cutoff);
  link.put("level", String(settings.level), String(base.level));
  for (const [name, value] of Object.entries(settings.thresholds)) link.put(`t-${name}`, String(value));
  return link.hash();
}

export function decodeHash(hash: string): Decoded<Settings> {
  const link = new LinkReader(hash);
  const base = initialSettings;
  const thresholds: { [definition in OverlapDefinition]?: number } = {};
  for (const name of definitionNames) {
    const value = link.number(`t-${name}`, NaN);
    if (value >= 0 && value <= 1) thresholds[name] = value;
  }
  const share = (key: string, fallback: number): number => {
    const value = link.number(key, fallback);
    if (value > 0 && value <= 1) return value;
    link.problems.push(`The link says ${key} = ${JSON.stringify(link.text(key)?.slice(0, 60))}, ` +
      `which is no share above 0 and up to 1; ${fallback} was taken.`);
    return fallback;
  };
  const partial = share("partial", base.partial);
  return {
    settings: {
      source: link.oneOf("source", ["example", "own"], base.source),
      definition: link.oneOf("scan", definitionNames, base.definition),
      documents: link.oneOf("documents", documentNames, base.documents),
      textField: link.text("text") ?? base.textField,
      answerSplit: link.text("split") ?? base.answerSplit,
      partial,
      full: Math.max(partial, share("full", base.full)),
      thresholds,
      shown: link.oneOf("shown", definitionNames, base.shown),
      isPart: link.oneOf("part", ["yes", "no"], "no") === "yes",
      strata: link.text("strata") ?? base.strata,
      reference: link.text("reference") ?? base.reference,
      dates: link.text("dates") ?? base.dates,
      cutoff: link.text("cutoff") ?? base.cutoff,
      level: link.number("level", base.level),
    },
    data: undefined,
    problems: link.problems,
  };
}
