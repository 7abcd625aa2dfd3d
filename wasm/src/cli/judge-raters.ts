/** `evenhand judge FILE --raters A,B,...`: how far raters agree, and panels without gold. */
import {
  alphaMetrics, coefficientInterval, coefficientOf, coefficientText, ratersAssumptions, ratersMethod,
  ratersNotes, ratersReading, rateTable, readTable, sharesText,
  type AgreementStatistic, type RaterPair, type RatersReport,
} from "../index.ts";
import { count, percent } from "../report/format.ts";
import {
  asTyped, choice, columnName, onlyOptionsOf, withOptions, words, type Parsed,
} from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { always, shown } from "./judge-options.ts";
import { json, section, textTable, wrapped } from "./render.ts";

const optionNames = [...always, "raters", "gold", "humans", "classes", "metric", "seed", "resamples",
  "item", "model", "exclude-model", "pass-words", "fail-words"];

export function judgeRaters(file: string, options: Parsed): string {
  onlyOptionsOf(optionNames, options, "judge", "--raters");
  const { text: content, issues } = readInput(file);
  const classes = words(options.text("classes"));
  const once = withOptions({
    ...asTyped(options, ["level", "seed", "resamples"]), value: shown(options, "metric"),
  }, () => rateTable(readTable(content), {
    raters: words(options.text("raters")),
    humans: words(options.text("humans")),
    columns: {
      item: columnName(options, "item"), model: columnName(options, "model"),
      gold: columnName(options, "gold"),
    },
    excludeModels: options.texts("exclude-model"),
    classes: options.text("classes") === undefined ? undefined : classes,
    passWords: words(options.text("pass-words")),
    failWords: words(options.text("fail-words")),
    metric: choice(options.text("metric"), alphaMetrics, "--metric"),
    level: options.number("level"), seed: options.number("seed"), resamples: options.number("resamples"),
  }));
  const report: RatersReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  return options.flag("json") ? json(report) : describe(report);
}

function describe(report: RatersReport): string {
  return (
    pairsTable(report) + panelTable(report) +
    section("In words", ratersReading(report)) +
    section("Notes", ratersNotes(report)) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", ratersAssumptions(report)) +
    `\nMethod\n${wrapped(ratersMethod(report))}`
  );
}

/** Kappa with what it must not be read without. */
function pairsTable({ pairs, classes, kind }: RatersReport): string {
  const binary = classes.length === 2;
  const weighted = kind === "numbers" || kind === "ordered";
  const value = ({ agreement }: RaterPair, statistic: AgreementStatistic): string => {
    const coefficient = agreement === null ? undefined : coefficientOf(agreement, statistic);
    return coefficient === undefined ? "-" : coefficientInterval(coefficient);
  };
  const more = binary ? ["J", "MCC"] : weighted ? ["quadratic"] : [];
  const rows = pairs.map((pair) => {
    const { first, second, agreement } = pair;
    const mcc = agreement === null ? undefined : coefficientOf(agreement, "mcc");
    return [
      `${first}, ${second}`,
      agreement === null ? "0" : count(agreement.items),
      agreement === null ? "-" : percent(agreement.agreement.estimate),
      value(pair, "cohen_kappa"), value(pair, "gwet_ac1"),
      ...(binary ? [
        agreement?.youden === undefined ? "-" : coefficientText(agreement.youden.estimate),
        mcc === undefined || mcc.estimate === null ? "-" : coefficientText(mcc.estimate),
      ] : weighted ? [value(pair, "quadratic_kappa")] : []),
      ...(agreement === null ? ["-"]
        : [`${sharesText(agreement.rowShares)}, ${sharesText(agreement.columnShares)}`]),
    ];
  });
  const share = binary ? `share of ${classes[0]}` : classes.length <= 5 ? classes.join("/") : "most common";
  return textTable(["raters", "both", "equal", "kappa", "AC1", ...more, share], rows);
}

/** The raters against the consensus; nothing without one. */
function panelTable({ consensus, raters, classes }: RatersReport): string {
  if (consensus === null || consensus.reason !== null) return "";
  return `\nPanel consensus, not truth\n` + textTable(
    ["rater", "ratings", "J", ...classes.slice(0, 5).map((name) => `right on "${name}"`)],
    consensus.raters.map(({ labels, youden, confusion }, index) => [
      raters[index]!, count(labels), youden === null ? "-" : coefficientText(youden),
      ...classes.slice(0, 5).map((_, place) => percent(confusion[place * classes.length + place]!)),
    ]));
}
