/** `evenhand judge`: a judge's score corrected, from counts or from a table. */
import { CliError, parse } from "./args.ts";
import { judgeCounts } from "./judge-counts.ts";
import { judgeOptionTypes } from "./judge-options.ts";
import { judgeTable } from "./judge-table.ts";

export function judgeCommand(args: readonly string[]): string {
  const options = parse(args, judgeOptionTypes);
  const counts = options.text("judged") ?? options.text("confusion");
  if (options.positionals.length > 1) {
    throw new CliError(`judge: found ${options.positionals.length} files, expected one`);
  }
  const [file] = options.positionals;
  if (file !== undefined && counts !== undefined) {
    throw new CliError("judge: found a file and counts, expected one or the other");
  }
  if (file !== undefined) return judgeTable(file, options);
  if (counts === undefined) {
    throw new CliError("judge: expected a FILE, or --judged X/N with --sensitivity and --specificity");
  }
  return judgeCounts(options);
}
