/** `evenhand judge`: a judge's score corrected, from counts or from a table. */
import { CliError, pairJoined, parse, type Parsed } from "./args.ts";
import { judgeAudit } from "./judge-audit.ts";
import { judgeClasses } from "./judge-classes.ts";
import { judgeClustered } from "./judge-clustered.ts";
import { judgeCounts } from "./judge-counts.ts";
import { judgeCompare, judgeRanks } from "./judge-models.ts";
import { judgeOptionTypes } from "./judge-options.ts";
import { judgePairwise } from "./judge-pairwise.ts";
import { judgePlan } from "./judge-plan.ts";
import { judgeRaters } from "./judge-raters.ts";
import { judgeRegion } from "./judge-region.ts";
import { judgeSensitivity, sensitivityOptions } from "./judge-sensitivity.ts";
import { judgeSources } from "./judge-sources.ts";
import { judgeTable } from "./judge-table.ts";

/** What can be asked of a file, by the option that asks; without one, all models are corrected. */
const fileForms: Readonly<Record<string, (file: string, options: Parsed) => string>> = {
  compare: judgeCompare, ranks: judgeRanks, classes: judgeClasses, grades: judgeClasses,
  pairwise: judgePairwise,
};

function judgeFile(file: string, options: Parsed): string {
  // Raters have classes, too.
  if (options.given.includes("raters")) return judgeRaters(file, options);
  const asked = Object.keys(fileForms).filter((name) => options.given.includes(name));
  if (asked.length > 1) {
    const names = asked.map((name) => `--${name}`).join(" and ");
    throw new CliError(`judge: found ${names}, expected one of them`);
  }
  const [form] = asked;
  if (form !== undefined) return fileForms[form]!(file, options);
  return options.given.includes("cluster") ? judgeClustered(file, options) : judgeTable(file, options);
}

export function judgeCommand(args: readonly string[]): string {
  const options = parse(pairJoined(args, "--compare", "models"), judgeOptionTypes);
  if (options.flag("plan")) return judgePlan(options);
  const counts = options.text("judged") ?? options.text("confusion");
  if (options.positionals.length > 1) {
    throw new CliError(`judge: found ${options.positionals.length} files, expected one`);
  }
  const [file] = options.positionals;
  if (file !== undefined && counts !== undefined) {
    throw new CliError("judge: found a file and counts, expected one or the other");
  }
  if (file !== undefined) return judgeFile(file, options);
  if (counts === undefined) {
    throw new CliError("judge: expected a FILE, or --judged X/N with --sensitivity and --specificity");
  }
  return fromCounts(options);
}

function fromCounts(options: Parsed): string {
  const given = (names: readonly string[]): boolean => names.some((name) => options.given.includes(name));
  if (given(["probe", "margin"])) return judgeAudit(options);
  if (given(["confusion"])) return judgeCounts(options);
  if (given(["against-assume-sensitivity", "against-assume-specificity"])) return judgeRegion(options);
  if (given(["against-sensitivity", "against-specificity"])) return judgeSources(options);
  if (given(["sensitivity", "specificity"])) {
    return given(["against"]) ? judgeSources(options) : judgeCounts(options);
  }
  if (given(sensitivityOptions)) return judgeSensitivity(options);
  throw new CliError("judge: --sensitivity is missing, and --specificity; without labels expected " +
    "--claim, --disagreement, or --assume-sensitivity and --assume-specificity; see evenhand --help");
}
