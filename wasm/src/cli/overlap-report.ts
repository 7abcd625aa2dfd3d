/** `evenhand overlap report`: what partials and hit records say of the benchmarks. */
import {
  countUnits, fieldRules, gramMultiplicities, impactAssumptions, impactCaution, impactMethod,
  impactReading, overlapDefinitions, overlapImpact, overlapMetrics, overlapReport, overlapReportText,
  overlapUnits, percentileRules, scanReading, shortUnitRules, spanLengthRules, substringRules,
  thresholdComparisons,
  type OverlapDefinition, type OverlapFullReport, type OverlapImpact,
} from "../overlap-index.ts";
import { readTable } from "../readers/table.ts";
import { count } from "../report/format.ts";
import { textOf } from "../report/words.ts";
import { choice, CliError, withOptions, type Parsed } from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { section, wrapped } from "./render.ts";
import { chosen, inputBytes, say, wholeNumber, type Choosable } from "./overlap-options.ts";
import { findHits, hitLines, sumOfFiles } from "./overlap-partials.ts";

/** What `--option` may set. */
const choosable: Choosable = {
  metric: overlapMetrics, n: "number", synthetic: "boolean", unit: overlapUnits, fields: fieldRules,
  threshold: "number", upperThreshold: "number", comparison: thresholdComparisons,
  shortUnits: shortUnitRules, mincount: "number", mincountUnit: countUnits, mostCount: "number",
  dfUnit: countUnits, llamaLen: spanLengthRules, skipCounts: "boolean",
  multiplicity: gramMultiplicities, percentile: percentileRules, substrings: substringRules,
  seed: "number",
};

/** What the first definition's overlap did to the scores of a file. */
function impactOf(file: string, { definitions, ids }: OverlapFullReport, level: number | undefined): OverlapImpact {
  const { text, issues } = readInput(file);
  const impact = withOptions({ level: `--level ${level}` }, () =>
    overlapImpact({ ids, application: definitions[0]!, table: readTable(text), level }));
  refuseUnread(file, [...issues, ...impact.issues]);
  return impact;
}

/** The same for a terminal: sentences with ordinary spaces. */
function impactText({ systems, unmeasured, issues }: OverlapImpact, definition: OverlapDefinition): string {
  const { title } = textOf(overlapDefinitions, definition);
  const plain = (sentences: readonly string[]): string[] =>
    sentences.map((sentence) => sentence.replaceAll("\u00a0", " "));
  const of = systems.map(({ system, cleanDirty, thresholds, unscored }) => section(
    `Scores of ${system}, by ${title}`, plain([
      ...(cleanDirty === null ? ["No item has a score."] : impactReading(cleanDirty)),
      ...(thresholds === null ? [] : scanReading(thresholds)),
      ...(unscored > 0 ? [`Items without a score: ${count(unscored)}.`] : []),
    ])));
  const first = systems.find(({ cleanDirty }) => cleanDirty !== null)?.cleanDirty;
  return of.join("") + `\n${wrapped(impactCaution)}` +
    (unmeasured > 0 ? wrapped(`Items that this definition cannot measure are left out: ${count(unmeasured)}.`) : "") +
    section("What was read", issues.map(({ message }) => message)) +
    section("Assumptions about the scores", impactAssumptions) +
    (first === null || first === undefined ? "" : `\nMethod\n${wrapped(impactMethod(first).replaceAll("\u00a0", " "))}`);
}

export function reportVerb(options: Parsed): string {
  const [indexPath, ...paths] = options.positionals;
  if (indexPath === undefined || paths.length === 0) {
    throw new CliError("overlap report: expected the file of an index, and partials or folders of them");
  }
  const partial = options.number("partial-from");
  const full = options.number("full-from");
  if (partial !== undefined && full !== undefined && partial > full) {
    throw new CliError("--partial-from is larger than --full-from");
  }
  const least = wholeNumber(options, "frequent-least", 1);
  const divisor = wholeNumber(options, "frequent-divisor", 1);
  const items = wholeNumber(options, "items", 0) ?? 20;
  const rule = Object.fromEntries(options.texts("option").map((option) => chosen(option, choosable)));
  const names = options.texts("definition").map((name) =>
    choice(name, overlapDefinitions, "--definition") as OverlapDefinition);
  const wanted = names.length > 0 ? names : overlapDefinitions.map(({ name }) => name);
  const index = inputBytes(indexPath);
  const sum = sumOfFiles(paths);
  const useHits = !options.flag("no-hits") && sum.hits.length === sum.partials;
  if (!options.flag("no-hits") && !useHits) {
    say(`${count(sum.partials - sum.hits.length)} of ${count(sum.partials)} partials have no hit records ` +
      "beside them; none are read");
  }
  const given = {
    index: indexPath, partial: paths[0], lines: "the hit records",
    "thresholds.partial": `--partial-from ${partial}`, "thresholds.full": `--full-from ${full}`,
  };
  const report = withOptions(given, () => overlapReport({
    index, partial: sum.partial,
    hits: useHits ? hitLines(findHits(sum.hits)) : undefined,
    filter: { ...(least !== undefined && { least }), ...(divisor !== undefined && { divisor }) },
    thresholds: { ...(partial !== undefined && { partial }), ...(full !== undefined && { full }) },
    missingShards: options.flag("incomplete"),
    definitions: wanted.map((definition) => ({ ...rule, definition })),
  }));
  const file = options.text("scores");
  const impact = file === undefined ? undefined : impactOf(file, report, options.number("level"));
  if (options.flag("json")) return `${JSON.stringify({ ...report, ...(impact && { impact }) })}\n`;
  return overlapReportText(report, items) + (impact === undefined ? "" : impactText(impact, wanted[0]!));
}
