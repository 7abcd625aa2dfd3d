/** `evenhand overlap report --scores`: what the overlap did to the scores of a table. */
import {
  adjustedLines, bucketLines, bucketRuleReading, bucketsReading, chronologicalCaution,
  chronologicalReading, figuresReading, filledRows, impactAssumptions, impactCaution, impactMethod,
  impactReading, overlapDefinitions, overlapImpact, referenceAssumption, referenceReading, scanReading,
  stratifiedReading,
  type OverlapDefinition, type OverlapEvaluation, type OverlapImpact, type OverlapRuleChoice,
  type SystemImpact,
} from "../overlap-index.ts";
import { readTable } from "../readers/table.ts";
import { count, levelText } from "../report/format.ts";
import { textOf } from "../report/words.ts";
import { CliError, withOptions, type Parsed } from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { section, textTable, wrapped } from "./render.ts";

/** Options that say something of scores. */
const scoreOptions = ["level", "figures", "strata", "reference", "dates", "cutoff"] as const;

/** What the overlap by one definition did to the scores of a file; undefined without one. */
export function impactOf(
  options: Parsed, evaluation: OverlapEvaluation, choice: OverlapRuleChoice,
): OverlapImpact | undefined {
  const file = options.text("scores");
  if (file === undefined) {
    const stranger = scoreOptions.find((name) => options.given.includes(name));
    if (stranger !== undefined) throw new CliError(`--${stranger}: expected --scores FILE beside it`);
    return undefined;
  }
  const column = options.text("dates");
  const cutoff = options.text("cutoff");
  if ((column === undefined) !== (cutoff === undefined)) {
    throw new CliError("--dates COLUMN and --cutoff DATE go together: one of them is missing");
  }
  const level = options.number("level");
  const { text, issues } = readInput(file);
  const impact = withOptions({ level: `--level ${options.text("level")}` }, () => overlapImpact({
    evaluation, choice, table: readTable(text), level, strata: options.text("strata"),
    reference: options.texts("reference"),
    ...(column !== undefined && cutoff !== undefined && { dates: { column, cutoff } }),
  }));
  refuseUnread(file, [...issues, ...impact.issues]);
  return impact;
}

/** Indented, as tables below sentences are. */
const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? "" : `\n${textTable(header, rows)}`;

function bucketTable({ buckets }: SystemImpact): string {
  if (buckets === null) return "";
  const rows = filledRows(buckets).flatMap((row) =>
    bucketLines(row, buckets.binary).map(({ title, items, mean, z, zFp }, place) =>
      [place === 0 ? `${row.length} tokens` : "", title, items, mean, z, zFp]));
  return table(["matches of", "bucket", "items", "mean", "Z", "Z, exact variance"], rows);
}

function adjustedTable(system: SystemImpact, impact: OverlapImpact): string {
  const level = levelText(system.cleanDirty?.level ?? 0);
  return table(["scores", "items", "dirty − clean", `${level} interval`, "EPG", "odds ratio"],
    adjustedLines(system, impact).map(({ title, items, difference, interval, epg, oddsRatio }) =>
      [title, items, difference, interval, epg, oddsRatio]));
}

function systemText(impact: OverlapImpact, of: SystemImpact, definition: string, buckets: boolean): string {
  const { system, cleanDirty, thresholds, unscored, stratified, referenced, chronological } = of;
  const adjusted = [
    ...(stratified === null ? [] : stratifiedReading(stratified)),
    ...(referenced === null ? []
      : referenced.cleanDirty === null ? ["No item has a score of every reference system."]
        : referenceReading(referenced.cleanDirty, cleanDirty?.binary ?? false)),
  ];
  return section(`Scores of ${system}, by ${definition}`, [
    ...(cleanDirty === null ? ["No item has a score."]
      : [...impactReading(cleanDirty), ...figuresReading(cleanDirty)]),
    ...(thresholds === null ? [] : scanReading(thresholds)),
    ...(unscored > 0 ? [`Items without a score: ${count(unscored)}.`] : []),
  ]) +
    (buckets && of.buckets !== null
      ? section(`Scores of ${system} in Llama 2's buckets`, bucketsReading(of.buckets)) + bucketTable(of) : "") +
    section(`Scores of ${system}, adjusted for difficulty`, adjusted) + adjustedTable(of, impact) +
    (chronological === null ? "" : section(`Scores of ${system} by date`, chronologicalReading(chronological)));
}

/** The same for a terminal, with ordinary spaces. Llama 2's buckets only when they are asked for. */
export function impactText(impact: OverlapImpact, name: OverlapDefinition, figures: boolean): string {
  const { systems, unmeasured, bucketRule, reference, issues } = impact;
  const definition = textOf(overlapDefinitions, name).title;
  const buckets = figures || name === "llama2";
  const first = <Key extends keyof SystemImpact>(key: Key): SystemImpact[Key] | null =>
    systems.map((system) => system[key]).find((value) => value !== null) ?? null;
  const cleanDirty = first("cleanDirty");
  const chronological = first("chronological");
  const text = systems.map((system) => systemText(impact, system, definition, buckets)).join("") +
    `\n${wrapped(impactCaution)}` +
    (chronological === null ? "" : wrapped(chronologicalCaution)) +
    (buckets ? bucketRuleReading(bucketRule).map((sentence) => wrapped(sentence)).join("") : "") +
    (unmeasured > 0 ? wrapped(`Items that this definition cannot measure are left out: ${count(unmeasured)}.`) : "") +
    section("What was read", issues.map(({ message }) => message)) +
    section("Assumptions about the scores",
      [...impactAssumptions, ...(reference.length > 0 ? [referenceAssumption] : [])]) +
    (cleanDirty === null ? "" : `\nMethod\n${wrapped(impactMethod(cleanDirty, {
      buckets: buckets ? first("buckets") : null, stratified: first("stratified"),
      referenced: first("referenced"), chronological,
    }))}`);
  return text.replaceAll("\u00a0", " ");
}
