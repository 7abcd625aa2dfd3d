/** `evenhand judge FILE --compare A B` and `--ranks`: models of a table under one judge. */
import {
  compareModels, contrastMethods, modelsAssumptions, modelsMethod, modelsNotes, modelsReading,
  multiplicities, ppiConventions, rankingAssumptions, rankingMethod, rankingNotes, rankingReading,
  rankModels, readTable,
  type ModelsComparison, type ModelsOptions, type RankedModel, type RankingReport, type Sharing,
} from "../index.ts";
import {
  decimal, difference, differenceInterval, percent, percentInterval, pValue,
} from "../report/format.ts";
import { choice, CliError, onlyOptionsOf, withOptions, type Parsed } from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { always, readingOptionNames, readingOptions, tableDesign, typed } from "./judge-options.ts";
import { json, section, textTable, wrapped } from "./render.ts";

const compareOptionNames = [...always, ...readingOptionNames, "compare", "design", "method", "convention",
  "cluster", "per-model", "force-shared", "no-gate", "no-sign-assumption"];
const rankOptionNames = [...always, ...readingOptionNames, "ranks", "design", "correction", "per-model",
  "force-shared"];

/** More pairs than this are listed as JSON only; the table then shows neighbours. */
const mostPairRows = 10;

function sharingOf(options: Parsed): Sharing | undefined {
  const [own, forced] = [options.flag("per-model"), options.flag("force-shared")];
  if (own && forced) throw new CliError("judge: --per-model and --force-shared exclude each other");
  return own ? "per_model" : forced ? "shared" : undefined;
}

export function judgeCompare(file: string, options: Parsed): string {
  onlyOptionsOf(compareOptionNames, options, "judge", "--compare");
  const [a, b, ...more] = options.texts("compare");
  if (a === undefined || b === undefined || more.length > 0) {
    throw new CliError("--compare: expected the names of two models");
  }
  const given: ModelsOptions = {
    ...readingOptions(options), a, b,
    design: tableDesign(options),
    sharing: sharingOf(options),
    cluster: options.text("cluster"),
    method: choice(options.text("method"), contrastMethods, "--method"),
    convention: choice(options.text("convention"), ppiConventions, "--convention"),
    level: options.number("level"),
    gate: options.flag("no-gate") ? false : undefined,
    signAssumption: options.flag("no-sign-assumption") ? false : undefined,
  };
  const { text: content, issues } = readInput(file);
  const shown = { ...typed(options), sharing: options.flag("per-model") ? "--per-model" : "--force-shared" };
  const once = withOptions(shown, () => compareModels(readTable(content), given));
  const report: ModelsComparison = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  return options.flag("json") ? json(report) : describeComparison(report);
}

function describeComparison(report: ModelsComparison): string {
  const { a, b, verdicts, shared, perModel, subset, answer } = report;
  const rows: string[][] = [["judge's verdicts", difference(verdicts!.difference, true), "-",
    pValue(verdicts!.p), ""]];
  const add = (
    title: string, basis: string, result: { estimate: number | null; lower: number; upper: number } | null,
    p: number | null,
  ): void => {
    if (result === null) return;
    rows.push([title, result.estimate === null ? "unknown" : difference(result.estimate, true),
      differenceInterval(result, true), p === null ? "-" : pValue(p), basis === answer!.basis ? "answer" : ""]);
  };
  add("labels on a random subset", "subset", subset, null);
  add("one calibration for both", "shared", shared, shared?.p ?? null);
  add("a calibration for each", "per_model", perModel, null);
  const quality = report.homogeneity!.models.map((model, index) => [
    index === 0 ? a : b,
    ...[model.sensitivity, model.specificity].map((rate) =>
      (rate === null ? "-" : `${percent(rate.estimate)} [${percentInterval(rate)}]`)),
    model.youden === null ? "-"
      : `${decimal(model.youden.estimate)} [${decimal(model.youden.lower)}, ${decimal(model.youden.upper)}]`,
  ]);
  return (
    textTable([`${a} - ${b}`, "points", "interval", "p", ""], rows) + "\n" +
    textTable(["judge on", "sensitivity", "specificity", "J"], quality) +
    section("In words", modelsReading(report)) +
    section("Notes", modelsNotes(report)) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", modelsAssumptions(report)) +
    `\nMethod\n${wrapped(modelsMethod(report))}`
  );
}

export function judgeRanks(file: string, options: Parsed): string {
  onlyOptionsOf(rankOptionNames, options, "judge", "--ranks");
  if (tableDesign(options) === "subset") {
    throw new CliError("--design subset: ranks are corrected by the labelled rows as a calibration set; " +
      "expected external, which labels on a random subset satisfy as well");
  }
  const { text: content, issues } = readInput(file);
  const once = withOptions({ ...typed(options), multiplicity: `--correction ${options.text("correction")}` },
    () => rankModels(readTable(content), {
      ...readingOptions(options),
      sharing: sharingOf(options),
      multiplicity: choice(options.text("correction"), multiplicities, "--correction"),
      level: options.number("level"),
    }));
  const report: RankingReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  return options.flag("json") ? json(report) : describeRanking(report);
}

function describeRanking(report: RankingReport): string {
  const { models, pairs } = report;
  const ranks = ({ rank }: RankedModel): string =>
    (rank.lower === rank.upper ? String(rank.lower) : `${rank.lower}–${rank.upper}`);
  const rows = models.map((row) => [
    row.model, String(row.items), String(row.labelled), row.rate === null ? "-" : percent(row.rate),
    row.corrected.estimate === null ? "unknown" : percent(row.corrected.estimate),
    percentInterval(row.corrected), ranks(row),
  ]);
  const next = new Map(models.map((row, index) => [row.model, models[index + 1]?.model]));
  const shown = pairs.length <= mostPairRows ? pairs
    : pairs.filter((pair) => next.get(pair.a) === pair.b);
  const pairRows = shown.map((pair) => [
    `${pair.a} - ${pair.b}`, String(pair.n),
    pair.verdicts === null ? "-" : difference(pair.verdicts, true),
    pair.difference?.estimate == null ? "-" : difference(pair.difference.estimate, true),
    pair.difference === null ? "-" : differenceInterval(pair.difference, true),
    pair.p === null ? "-" : pValue(pair.p), pair.pAdjusted === null ? "-" : pValue(pair.pAdjusted),
    pair.better ?? "-",
  ]);
  return (
    textTable(["model", "items", "labels", "judge says", "corrected", "interval", "ranks"], rows) + "\n" +
    textTable(["pair", "items", "verdicts", "corrected", "interval", "p", "p corrected", "better"], pairRows) +
    (shown.length === pairs.length ? "" : wrapped(
      `Neighbours only: --json has the other ${pairs.length - shown.length} pairs, --compare A B shows ` +
        `one of them.`)) +
    section("In words", rankingReading(report)) +
    section("Notes", rankingNotes(report)) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", rankingAssumptions(report)) +
    `\nMethod\n${wrapped(rankingMethod(report))}`
  );
}
