/** How far raters agree, in words. */
import {
  agreementReasons, agreementStatistics, alphaMetrics, panelFlags, panelReasons,
  type Agreement, type AgreementCoefficient, type AgreementStatistic,
} from "../generated/labels.ts";
import { version } from "../generated/version.ts";
import type { PairKind, RaterPair, RatersReport } from "../raters.ts";
import { count, levelText, percent, percentInterval, pText } from "./format.ts";
import { nameList, textOf } from "./words.ts";

/** "0.435", with a minus sign. */
export function coefficientText(value: number): string {
  return value.toFixed(3).replace("-", "\u2212");
}

/** "0.435 [0.388–0.482]", or "none" where it does not exist. */
export function coefficientInterval(
  { estimate, interval }: Pick<AgreementCoefficient, "estimate" | "interval">,
): string {
  if (estimate === null) return "none";
  return interval === null ? coefficientText(estimate)
    : `${coefficientText(estimate)} [${coefficientText(interval.lower)}–${coefficientText(interval.upper)}]`;
}

/** A coefficient by its name; undefined where the table has none. */
export function coefficientOf(
  agreement: Agreement, statistic: AgreementStatistic,
): AgreementCoefficient | undefined {
  return agreement.coefficients.find((coefficient) => coefficient.statistic === statistic);
}

/** The shares of more classes are not listed. */
const mostShares = 5;

/** "38.1 %" of the first of two classes, "42/11/47 %" of a few; of many the largest share. */
export function sharesText(shares: readonly number[]): string {
  const [first] = shares;
  if (shares.length === 2) return percent(first!);
  return shares.length <= mostShares
    ? `${shares.map((share) => (100 * share).toFixed(0)).join("/")}\u00a0%`
    : percent(Math.max(...shares));
}

/** How common the classes are by each of two raters. */
function prevalenceText(
  { first, second }: RaterPair, agreement: Agreement, classes: readonly string[],
): string {
  const [rows, columns] = [agreement.rowShares, agreement.columnShares].map(sharesText);
  const what = classes.length === 2 ? `share of ${JSON.stringify(classes[0])}`
    : classes.length <= mostShares ? "shares" : "largest share";
  return `${what} ${rows} by ${first}, ${columns} by ${second}`;
}

/** Two raters in a sentence; kappa never alone. */
export function pairSentence(pair: RaterPair, classes: readonly string[]): string {
  const { first, second, agreement } = pair;
  if (agreement === null) return `${first} and ${second} cannot be compared.`;
  const value = (statistic: AgreementStatistic): string | undefined => {
    const coefficient = coefficientOf(agreement, statistic);
    return coefficient === undefined ? undefined
      : `${textOf(agreementStatistics, statistic).title} ${coefficientInterval(coefficient)}`;
  };
  const { youden } = agreement;
  const parts = [
    value("cohen_kappa"), value("quadratic_kappa"), value("gwet_ac1"),
    youden === undefined ? undefined : `J ${coefficientText(youden.estimate)} ` +
      `[${coefficientText(youden.lower)}–${coefficientText(youden.upper)}]`,
  ].filter((text) => text !== undefined);
  return `${first} and ${second} give the same rating to ${percent(agreement.agreement.estimate)} of the ` +
    `${count(agreement.items)} that both rated (${levelText(agreement.level)} interval ` +
    `${percentInterval(agreement.agreement)}): ${parts.join(", ")}; ` +
    `${prevalenceText(pair, agreement, classes)}.`;
}

/** Least and largest of a coefficient over some pairs: "0.43 to 0.47". */
function spread(pairs: readonly RaterPair[], statistic: AgreementStatistic): string | undefined {
  const values = pairs.flatMap(({ agreement }) => {
    const estimate = agreement === null ? undefined : coefficientOf(agreement, statistic)?.estimate;
    return estimate === undefined || estimate === null ? [] : [estimate];
  });
  if (values.length === 0) return undefined;
  const [least, most] = [Math.min(...values), Math.max(...values)].map(coefficientText);
  return least === most ? least : `${least} to ${most}`;
}

const groupTitles: Readonly<Record<PairKind, string>> = {
  gold: "judges with the gold labels", humans: "people with each other", judge_human: "judges with people",
  judges: "judges with each other", raters: "raters with each other",
};

/** Kappa and AC1 of each group of pairs, the ceiling beside what it is the ceiling of. */
export function ceilingReading({ pairs, humans: people }: RatersReport): string[] {
  const group = (kind: PairKind): string | undefined => {
    const of = pairs.filter((pair) => pair.kind === kind &&
      (kind !== "gold" || !people.includes(pair.second)));
    const [kappa, ac1] = [spread(of, "cohen_kappa"), spread(of, "gwet_ac1")];
    return kappa === undefined || ac1 === undefined ? undefined
      : `${groupTitles[kind]}: kappa ${kappa}, AC1 ${ac1}`;
  };
  const [humans, judges, gold] = [group("humans"), group("judge_human"), group("gold")];
  const measured = [judges, gold].filter((text) => text !== undefined);
  if (humans === undefined || measured.length === 0) return [];
  return [`Agreement of ${measured.join("; ")}. Agreement of ${humans}: that is the ceiling, for no judge ` +
    `can be asked to agree with people more than they agree with each other.`];
}

/** Alpha and Fleiss' kappa in sentences. */
export function panelAgreementReading({ alpha, fleiss, raters }: RatersReport): string[] {
  const sentences: string[] = [];
  if (alpha !== null) {
    const metric = textOf(alphaMetrics, alpha.metric);
    sentences.push(alpha.estimate === null
      ? `Krippendorff's alpha does not exist: ${textOf(agreementReasons, alpha.reason!).title}.`
      : `Krippendorff's alpha (${metric.title}) over the ${count(alpha.units)} with two ratings or more is ` +
        `${coefficientText(alpha.estimate)}` +
        (alpha.interval === null ? "." : ` (${levelText(alpha.level)} bootstrap interval ` +
          `${coefficientText(alpha.interval.lower)} to ${coefficientText(alpha.interval.upper)}).`));
  }
  if (fleiss !== null) {
    sentences.push(fleiss.estimate === null
      ? `Fleiss' kappa does not exist: ${textOf(agreementReasons, fleiss.reason!).title}.`
      : `Fleiss' kappa of the full panel of ${raters.length} is ${coefficientText(fleiss.estimate)}.`);
  }
  return sentences;
}

/** What a panel without gold agrees on, and what that is not. */
export function consensusReading({ consensus, classes, raters, units }: RatersReport): string[] {
  if (consensus === null) return [];
  const { reason, prior, majority, tied, flags, tetrads } = consensus;
  const shares = (values: readonly number[]): string => values.slice(0, 5)
    .map((share, index) => `${classes[index]!}: ${percent(share)}`).join(", ") +
    (values.length > 5 ? ", ..." : "");
  const sentences = [
    `Shares by most votes: ${shares(majority)}` +
      (tied === 0 ? "." : `; ${count(tied)} tied, counted in equal parts.`),
  ];
  if (reason !== null) {
    return [...sentences, `There is no consensus beyond the votes: ${textOf(panelReasons, reason).title}. ` +
      textOf(panelReasons, reason).detail];
  }
  sentences.push(
    `Panel consensus, not truth (Dawid and Skene, ${raters.length} raters, ${count(units.length)} rated): ` +
      `${shares(prior)}. Raters that err alike agree on their errors, so this is no gold, and no score is ` +
      `corrected by it.`);
  if (tetrads !== null) {
    sentences.push(
      `Whether errors are independent was checked by tetrads of covariances (${pText(tetrads.p)}).`);
  }
  return [...sentences, ...flags.map((flag) => textOf(panelFlags, flag).detail)];
}

/** How many independent votes the panel is worth. */
export function votesReading({ votes, humans }: RatersReport): string[] {
  if (votes === null) return [];
  const { meanCorrelation } = votes;
  const who = humans.length > 0 ? "judges" : "raters";
  if (meanCorrelation === null) {
    return [`How far the ${who} err together cannot be told: one of two never varies among the items of ` +
      `a class.`];
  }
  const together = `Within items of one true class the ${who}' being right correlates by ` +
    `${coefficientText(meanCorrelation)} on average`;
  if (meanCorrelation <= 0) return [`${together}: no sign that they err together.`];
  return [votes.votes === null ? `${together}.`
    : `${together}: ${votes.raters} votes are worth ${votes.votes.toFixed(1)} independent ones.`];
}

/** The whole report in plain sentences. */
export function ratersReading(report: RatersReport): string[] {
  return [
    ...report.pairs.slice(0, 3).map((pair) => pairSentence(pair, report.classes)),
    ...(report.pairs.length > 3 ? [`${count(report.pairs.length - 3)} more pairs are in the table.`] : []),
    ...ceilingReading(report),
    ...panelAgreementReading(report),
    ...votesReading(report),
    ...consensusReading(report),
  ];
}

/** What to know before relying on the coefficients. */
export function ratersNotes({ pairs, units }: RatersReport): string[] {
  const constant = pairs.filter(({ agreement }) =>
    agreement?.coefficients.some(({ reason }) => reason === "constant_ratings"));
  const apart = pairs.filter(({ agreement }) => agreement === null);
  return [
    ...(constant.length === 0 ? [] : [
      `${nameList(constant.map(({ first, second }) => `${first} and ${second}`))}: ` +
        textOf(agreementReasons, "constant_ratings").detail]),
    ...(apart.length === 0 ? [] : [
      `${nameList(apart.map(({ first, second }) => `${first} and ${second}`))}: no table of ratings by both.`]),
    ...(units.some(({ model }) => model !== null) ? [
      "An item rated for several models counts once for each, as if these were independent: where raters " +
        "err alike on an item, intervals are too narrow."] : []),
    "Kappa moves with how common each class is, not only with how often raters agree: read it beside " +
      "the shares, AC1 and, of two classes, J.",
  ];
}

/** What must be true for the numbers to hold. */
export function ratersAssumptions({ consensus }: RatersReport): string[] {
  return [
    "What was rated is independent of each other and drawn from the population of interest.",
    "Raters rated without knowing each other's ratings.",
    ...(consensus === null || consensus.reason !== null ? []
      : ["For the consensus alone: raters err independently of each other, given the class. Language " +
        "models as judges mostly do not."]),
  ];
}

/** The sentence for a paper. */
export function ratersMethod(report: RatersReport): string {
  const { pairs, alpha, fleiss, consensus, votes } = report;
  const used = agreementStatistics.filter(({ name }) => pairs.some(({ agreement }) =>
    agreement !== null && coefficientOf(agreement, name) !== undefined));
  const level = pairs.find(({ agreement }) => agreement !== null)?.agreement?.level ?? alpha?.level;
  const parts = [
    ...(used.length === 0 ? [] : [`agreement of two raters by ` +
      used.map(({ title, detail }) => `${title} (${detail})`).join(", ") +
      `, delta-method intervals of smoothed tables`]),
    ...(alpha === null ? [] : [`Krippendorff's alpha, ${textOf(alphaMetrics, alpha.metric).title} ` +
      `(Krippendorff 2004, Content Analysis, chapter 11), ${count(alpha.resamples)} bootstrap resamples of ` +
      `what was rated, seed ${alpha.seed}`]),
    ...(fleiss === null ? [] : ["Fleiss' kappa (Fleiss 1971, Psychol. Bull. 76:378)"]),
    ...(consensus === null || consensus.reason !== null ? []
      : ["panel consensus by Dawid and Skene 1979, Appl. Stat. 28:20"]),
    ...(votes === null ? [] : ["effective votes K / (1 + (K - 1) rho) from correlations within true classes"]),
  ];
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}` +
    (level === undefined ? "" : `; ${levelText(level)} intervals`) + `; computed with Evenhand ${version}.`;
}
