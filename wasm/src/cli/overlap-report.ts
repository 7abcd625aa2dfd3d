/** `evenhand overlap report`: what partials and hit records say of the benchmarks. */
import {
  countUnits, fieldRules, gramMultiplicities, OverlapEvaluation, overlapDefinitions, overlapMetrics,
  overlapReportText, overlapUnits, percentileRules, shortUnitRules, spanLengthRules, substringRules,
  thresholdComparisons,
  type EnumText, type OverlapDefinition, type OverlapRuleChoice,
} from "../overlap-index.ts";
import { count } from "../report/format.ts";
import { choice, CliError, numberOf, withOptions, type Parsed } from "./args.ts";
import { impactOf, impactText } from "./overlap-impact.ts";
import { say, wholeNumber } from "./overlap-options.ts";
import { findHits, hitLines, sumOfFiles } from "./overlap-partials.ts";
import { inputBytes } from "./overlap-scan.ts";

/** What `--option OPTION=VALUE` may set, with the names of its values, or what kind it is. */
const choosable: Readonly<Record<string, readonly EnumText<string>[] | "number" | "boolean">> = {
  metric: overlapMetrics, n: "number", synthetic: "boolean", unit: overlapUnits, fields: fieldRules,
  threshold: "number", upperThreshold: "number", comparison: thresholdComparisons,
  shortUnits: shortUnitRules, mincount: "number", mincountUnit: countUnits, mostCount: "number",
  dfUnit: countUnits, llamaLen: spanLengthRules, skipCounts: "boolean",
  multiplicity: gramMultiplicities, percentile: percentileRules, substrings: substringRules,
  seed: "number",
};

function chosen(option: string): readonly [string, unknown] {
  const equals = option.indexOf("=");
  const name = option.slice(0, Math.max(0, equals));
  const value = option.slice(equals + 1);
  const kind = Object.hasOwn(choosable, name) ? choosable[name] : undefined;
  if (kind === undefined) {
    throw new CliError(`--option ${option}: expected OPTION=VALUE with one of ` +
      Object.keys(choosable).join(", "));
  }
  if (kind === "number") {
    if (Number.isNaN(numberOf(value))) throw new CliError(`--option ${option}: expected a number`);
    return [name, numberOf(value)];
  }
  if (kind === "boolean") {
    if (value !== "true" && value !== "false") {
      throw new CliError(`--option ${option}: expected true or false`);
    }
    return [name, value === "true"];
  }
  return [name, choice(value, kind, `--option ${name}`)];
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
  const rule = Object.fromEntries(options.texts("option").map(chosen));
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
  const choices: readonly OverlapRuleChoice[] = wanted.map((definition) => ({ ...rule, definition }));
  const evaluation = withOptions(given, () => new OverlapEvaluation({
    index, partial: sum.partial, hits: useHits ? hitLines(findHits(sum.hits)) : undefined,
    filter: { ...(least !== undefined && { least }), ...(divisor !== undefined && { divisor }) },
  }));
  const report = withOptions(given, () => evaluation.fullReport({
    thresholds: { ...(partial !== undefined && { partial }), ...(full !== undefined && { full }) },
    missingShards: options.flag("incomplete"), definitions: choices,
  }));
  const impact = impactOf(options, evaluation, choices[0]!);
  if (options.flag("json")) return `${JSON.stringify({ ...report, ...(impact && { impact }) })}\n`;
  return overlapReportText(report, items) +
    (impact === undefined ? "" : impactText(impact, wanted[0]!, options.flag("figures")));
}
