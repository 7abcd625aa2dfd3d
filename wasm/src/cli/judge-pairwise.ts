/** `evenhand judge FILE --pairwise`: which of two answers a judge prefers, in one order or in both. */
import {
  comparePairwise, orderRules, pairTieRules, pairwiseAssumptions, pairwiseMethod, pairwiseReading,
  ratingsReading, readTable, type PairwiseOptions, type PairwiseReport, type PairwiseRow,
} from "../index.ts";
import { difference, percent, percentInterval, pValue } from "../report/format.ts";
import { ratingInterval } from "../report/pairwise.ts";
import { gather, nameList } from "../report/words.ts";
import { choice, CliError, columnName, onlyOptionsOf, withOptions, type Parsed } from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { always, tableDesign, typed } from "./judge-options.ts";
import { json, section, textTable, wrapped } from "./render.ts";

const columns = ["item", "a", "b", "judge", "swap", "human", "cluster"] as const;
const optionNames = [...always, ...columns, "pairwise", "swap-words", "order", "ties", "design",
  "exclude-model"];

/** More pairs than this are told in words only by --json. */
const mostTold = 5;

function pairwiseOptions(options: Parsed): PairwiseOptions {
  const swapWords = options.text("swap-words");
  if (swapWords !== undefined && swapWords !== "models" && swapWords !== "positions") {
    throw new CliError(`--swap-words ${swapWords}: expected models or positions`);
  }
  if (swapWords !== undefined && options.text("swap") === undefined) {
    throw new CliError("--swap-words belongs to --swap COL");
  }
  return {
    columns: Object.fromEntries(columns.map((role) => [role, columnName(options, role)])),
    swapWords,
    excludeModels: options.texts("exclude-model"),
    order: choice(options.text("order"), orderRules, "--order"),
    ties: choice(options.text("ties"), pairTieRules, "--ties"),
    design: tableDesign(options),
    level: options.number("level"),
  };
}

export function judgePairwise(file: string, options: Parsed): string {
  onlyOptionsOf(optionNames, options, "judge", "--pairwise");
  const given = pairwiseOptions(options);
  const { text: content, issues } = readInput(file);
  const once = withOptions(typed(options), () => comparePairwise(readTable(content), given));
  const report: PairwiseReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  return options.flag("json") ? json(report) : describePairwise(report);
}

const pairName = ({ a, b }: PairwiseRow): string => `${a} - ${b}`;

function ratesTable(report: PairwiseReport): string {
  const isCorrected = report.design !== null;
  const rows = report.pairs.map((row) => {
    const { winRate, corrected } = row;
    const counts = winRate === null ? ["-", "-", "-"]
      : [winRate.wins, winRate.tied, winRate.losses].map(String);
    return [pairName(row), String(row.items), ...counts,
      winRate?.rate == null ? "-" : percent(winRate.rate),
      winRate === null ? "-" : percentInterval(winRate),
      ...(isCorrected ? [String(row.labelled), corrected === null ? "unknown" : percent(corrected.estimate),
        corrected === null ? "-" : percentInterval(corrected)] : [])];
  });
  return textTable(["pair", "items", "wins", "ties", "losses", "win rate", "interval",
    ...(isCorrected ? ["labels", "corrected", "interval"] : [])], rows);
}

function ordersTable(report: PairwiseReport): string {
  const rows = report.pairs.flatMap((row) => {
    const position = row.winRate?.position;
    if (position == null) return [];
    const { items, consistency, firstTwice, secondTwice, p, rateAFirst, rateBFirst, effect } = position;
    return [[pairName(row), String(items), percent(consistency.estimate), String(firstTwice),
      String(secondTwice), pValue(p), percent(rateAFirst), percent(rateBFirst),
      difference(effect.estimate, true)]];
  });
  return rows.length === 0 ? "" : "\n" + textTable(["both orders", "items", "same verdict", "first twice",
    "second twice", "p", "rate if first", "if second", "effect"], rows);
}

function ratingsTable({ ratings }: PairwiseReport): string {
  if (ratings === null || ratings.models.length === 0) return "";
  const rows = ratings.models.map((row) => [row.model, String(row.verdicts), row.rating.toFixed(0),
    ratingInterval(row), row.judge.toFixed(2), row.strength.toFixed(2)]);
  return "\n" + textTable(["model", "verdicts", "rating", "interval", "strength by the judge", "corrected"], rows);
}

function describePairwise(report: PairwiseReport): string {
  const notes = new Map<string, string[]>();
  for (const row of report.pairs) {
    for (const note of row.notes) gather(notes, note, pairName(row));
  }
  const told = report.pairs.slice(0, mostTold).flatMap((row) => pairwiseReading(report, row));
  const more = report.pairs.length - mostTold;
  return (
    ratesTable(report) + ordersTable(report) + ratingsTable(report) +
    section("In words", [...ratingsReading(report), ...told,
      ...(more > 0 ? [`${more} more pairs are in the table.`] : [])]) +
    section("Notes", [...notes].map(([text, pairs]) =>
      (pairs.length === report.pairs.length ? text : `${nameList(pairs)}: ${text}`))) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", pairwiseAssumptions(report)) +
    `\nMethod\n${wrapped(pairwiseMethod(report))}`
  );
}
