/** What the tool says in other forms: a command, a table. */
import type { EnumText, OverlapApplication, OverlapRule, OverlapRuleChoice } from "evenhand/overlap/bare";
import { csvOf } from "../../parts/csv.ts";
import { option, quotedFile } from "../../parts/words.ts";
import { initialSettings, isCutoff, type Settings } from "./state.ts";
import type { Files, Found } from "./use-overlap.ts";

/** The title of an enumerator. */
export const titleOf = <Name extends string>(list: readonly EnumText<Name>[], name: Name): string =>
  list.find((entry) => entry.name === name)!.title;

/** What is asked for to have a rule again: the page changes nothing but thresholds. */
export const choiceOf = ({ definition, threshold }: OverlapRule): OverlapRuleChoice =>
  ({ definition, threshold });

/** The commands that give the same report. */
export function commandOf(settings: Settings, { benchmarks, corpus, scores }: Files, { rule }: OverlapApplication): string {
  const { definition, documents, textField, answerSplit, partial, full, isPart, strata, reference, dates, cutoff, level } = settings;
  const base = initialSettings;
  const folder = (name: string): string => name.split("/")[0]!;
  const shards = [...new Set(corpus.map(({ name }) => (corpus.length > 8 ? folder(name) : name)))];
  const index = [
    "evenhand overlap index", ...benchmarks.map(({ name }) => quotedFile(name)), "-o benchmark.index",
    ...(definition === "evenhand" ? [] : option("definition", definition)),
    ...(answerSplit === "" ? [] : option("answer-split", answerSplit)),
  ];
  const scan = [
    "evenhand overlap scan benchmark.index", ...shards.map(quotedFile), "-o found",
    ...(documents === "by-name" ? [] : option("doc", documents)),
    ...(textField === "text" ? [] : option("text-field", textField)),
  ];
  // The first definition is the one that scores are compared by.
  const isMoved = rule.definition === "evenhand" ? partial !== base.partial
    : settings.thresholds[rule.definition] !== undefined;
  const report = [
    "evenhand overlap report benchmark.index found",
    ...(partial === base.partial ? [] : option("partial-from", String(partial))),
    ...(full === base.full ? [] : option("full-from", String(full))),
    ...(isPart ? ["--incomplete"] : []),
    ...(rule.definition === "evenhand" && !isMoved ? [] : option("definition", rule.definition)),
    ...(isMoved ? option("option", `threshold=${rule.threshold}`) : []),
    ...(scores === "" ? [] : [
      "--scores scores.csv --figures",
      ...(strata === "" ? [] : option("strata", strata)),
      ...(reference === "" ? [] : option("reference", reference)),
      ...(dates === "" || !isCutoff(cutoff) ? [] : [...option("dates", dates), ...option("cutoff", cutoff)]),
      ...(level === base.level ? [] : option("level", String(level))),
    ]),
  ];
  return [index, scan, report]
    .map((words) => words.join(" ")).join("\n");
}

/** Items of which anything was found, as CSV. */
export function findingsCsv({ report: { findings } }: Found, application: OverlapApplication): string {
  const column = application.columns[0];
  const header = ["benchmark", "item", "level", application.rule.definition, "flagged", "longest_run", "tokens",
    "shard", "document", "may_be_no_leak"];
  const rows = findings.map((finding) => {
    const [first] = finding.units;
    const outcome = column?.outcomes[finding.item];
    return [finding.benchmark, finding.id, finding.level, column?.values[finding.item] ?? "",
      outcome === "flagged" || outcome === "dirty" ? "yes" : "no", first?.longest ?? "", first?.tokens ?? "",
      first?.bestDocument.shard ?? "", first?.bestDocument.line ?? "", finding.families.join(" ")];
  });
  return csvOf([header, ...rows]);
}
