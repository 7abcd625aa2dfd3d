/** `evenhand judge FILE --cluster COL`: every model of a table whose rows come in groups. */
import {
  clusteredAssumptions, clusteredMethod, clusteredReading, correctClusteredTable, correctionMethods,
  groupedClusteredNotes, nameList, readTable, type ClusteredReport, type EffectiveShare,
} from "../index.ts";
import { graded, percent, percentInterval } from "../report/format.ts";
import { choice, CliError, onlyOptionsOf, withOptions, type Parsed } from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { always, readingOptionNames, readingOptions, tableDesign, typed } from "./judge-options.ts";
import { json, section, textTable, wrapped } from "./render.ts";

const optionNames = [...always, ...readingOptionNames, "cluster", "design", "method", "no-gate"];

export function judgeClustered(file: string, options: Parsed): string {
  onlyOptionsOf(optionNames, options, "judge", "--cluster");
  if (tableDesign(options) === "subset") {
    throw new CliError("--design subset: grouped rows are corrected by their labels as a calibration set; " +
      "expected external, which labels on a random subset satisfy as well");
  }
  const { text: content, issues } = readInput(file);
  const once = withOptions(typed(options), () => correctClusteredTable(readTable(content), {
    ...readingOptions(options),
    cluster: options.text("cluster") as string,
    method: choice(options.text("method"), correctionMethods, "--method"),
    level: options.number("level"),
    gate: options.flag("no-gate") ? false : undefined,
  }));
  const report: ClusteredReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  return options.flag("json") ? json(report) : describeClustered(report);
}

const effect = (share: EffectiveShare | null): string =>
  (share === null ? "-" : graded(share.designEffect));

function describeClustered(report: ClusteredReport): string {
  const rows = report.models.map(({ model, items, labelled, corrected, judged, sensitivity, specificity }) => [
    model, String(items), String(labelled), judged === null ? "-" : percent(judged.share),
    corrected?.estimate == null ? "unknown" : percent(corrected.estimate),
    corrected === null ? "-" : percentInterval(corrected),
    effect(judged), effect(sensitivity), effect(specificity),
  ]);
  const method = clusteredMethod(report);
  return (
    textTable(["model", "rows", "labels", "judge says", "corrected", "interval", "design effect", "of right",
      "of wrong"], rows) +
    section("In words", clusteredReading(report)) +
    section("Notes", groupedClusteredNotes(report).map(({ text, models, all }) =>
      `${all ? "All models" : nameList(models)}: ${text}`)) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", clusteredAssumptions()) +
    (method === "" ? "" : `\nMethod\n${wrapped(method)}`)
  );
}
