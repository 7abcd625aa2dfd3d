/** What a judge's rate says without labels, in words. Never a corrected score. */
import {
  regionReasons, type IdentificationRegion, type TippingLine, type TippingPoint,
} from "../generated/labels.ts";
import { version } from "../generated/version.ts";
import type {
  SensitivityFindings, SupposedLeniency, Supposition,
} from "../without-labels.ts";
import { difference, levelText, percent, percentInterval } from "./format.ts";
import { textOf } from "./words.ts";

const points = (share: number): string => `${difference(share, true)} points`;

/** "a sensitivity of 90.0–100.0 % and a specificity of 70.0–100.0 %" */
export function suppositionText(supposed: Supposition): string {
  return "disagreement" in supposed
    ? `a judge that is wrong on at most ${percent(supposed.disagreement)} of the answers`
    : `a sensitivity of ${percentInterval(supposed.sensitivity)} and a specificity of ` +
      percentInterval(supposed.specificity);
}

/** Which scores are possible, in a sentence. */
export function regionReading(
  { rate, region, withSampling, level, reason }: IdentificationRegion, supposed: Supposition,
  name = "the model",
): string {
  const given = `The judge passes ${percent(rate)} of the answers of ${name}. With ` +
    suppositionText(supposed);
  if (reason === "judge_may_be_uninformative") {
    return `${given} nothing can be said of the score. ${textOf(regionReasons, reason).detail}`;
  }
  if (reason === "rate_outside_ranges") {
    const sampled = withSampling.upper > withSampling.lower
      ? `, and allowing for sampling (${levelText(level)}) the scores are ${percentInterval(withSampling)}`
      : "";
    return `${given} no score gives such a rate; the nearest is ${percent(region.lower)}${sampled}.`;
  }
  return `${given}, between ${percent(region.lower)} and ${percent(region.upper)} are right; allowing ` +
    `for sampling (${levelText(level)}), between ${percent(withSampling.lower)} and ` +
    `${percent(withSampling.upper)}.`;
}

/** Whether the regions of two models overlap, in a sentence. */
export function regionsReading(a: IdentificationRegion, b: IdentificationRegion): string {
  const apart = a.withSampling.lower > b.withSampling.upper ||
    b.withSampling.lower > a.withSampling.upper;
  return apart
    ? "The scores that are possible for A and for B do not overlap: which is better is told without " +
      "labels, if the judge is as supposed on both."
    : "The scores that are possible for A and for B overlap: which is better cannot be told without " +
      "labels, if the judge's errors may differ between them.";
}

/** "75.0 %", "always", "never" */
export function tippingText(
  side: TippingPoint["side"], specificity: TippingPoint["specificity"],
): string {
  return side === "depends" && specificity !== null ? percent(specificity) : side;
}

/** "below 75.0 % at a sensitivity of 100 %, below 55.0 % at 95 %" */
function failures(line: TippingLine): string {
  return line.points
    .filter(({ side, specificity }) => side === "depends" && specificity !== null)
    .map(({ sensitivity, specificity }, index) =>
      `below ${percent(specificity!)} at ${index === 0 ? "a sensitivity of " : ""}` +
      levelText(sensitivity))
    .join(", ");
}

/** Which sensitivities settle the claim whatever the specificity: "80 %, 90 %". */
function settled(line: TippingLine, side: TippingPoint["side"]): string {
  return line.points.filter((point) => point.side === side)
    .map(({ sensitivity }) => levelText(sensitivity)).join(", ");
}

/** Which error rates overturn a claim, in a sentence. */
function tippingSentence(line: TippingLine, name: string): string {
  const claim = `The claim that ${name} is right on at least ${percent(line.claim)}`;
  const [below, always, never] = [failures(line), settled(line, "always"), settled(line, "never")];
  if (below === "" && never === "") {
    return `${claim} holds whatever the specificity at a sensitivity of ${always}.`;
  }
  return [
    ...(below === "" ? [] : [`${claim} fails if the judge's specificity is ${below}`]),
    ...(never === "" ? []
      : [`${below === "" ? `${claim} fails` : "it fails"} whatever the specificity at a sensitivity ` +
        `of ${never}`]),
    ...(always === "" ? [] : [`it holds whatever the specificity at a sensitivity of ${always}`]),
  ].join("; ") + ".";
}

/** The tipping line in sentences. */
export function tippingReading(line: TippingLine, name = "the model"): string[] {
  return [
    tippingSentence(line, name),
    `Of all judges with a sensitivity and a specificity of 50\u00a0% or more, it holds for ` +
      `${percent(line.share)} of the pairs of error rates; allowing for sampling ` +
      `(${levelText(line.level)}), for ${percent(line.shareWithSampling)}. That is a share of ` +
      `possible judges, not a probability.`,
  ];
}

/** What would make the gap of two models out of nothing, in sentences. */
export function leniencyReading(result: SupposedLeniency): string[] {
  const { score, gap, uniform, falsePositive, sensitivity } = result;
  if (gap === 0) return ["The judge passes A and B equally often: there is no gap to explain."];
  const [favoured, other] = gap > 0 ? ["A", "B"] : ["B", "A"];
  const first = `The judge passes ${favoured} more often than ${other} by ${points(Math.abs(gap))}. If ` +
    `it errs at the same rates on both and is better than chance, the sign of this gap is right but ` +
    `for sampling, and only its size is in doubt.`;
  const ways = [
    `passes ${points(Math.abs(uniform))} more of all of ${favoured}'s answers`,
    ...(falsePositive === null ? []
      : [`passes ${points(Math.abs(falsePositive))} more of ${favoured}'s wrong answers alone`]),
    ...(sensitivity === null ? []
      : [`passes ${points(Math.abs(sensitivity))} more of ${favoured}'s right answers alone`]),
  ];
  const both = score === null ? "equally good" : `right on ${percent(score)} of the items`;
  const impossible = score === null ? [] : [
    ...(falsePositive === null ? ["wrong"] : []), ...(sensitivity === null ? ["right"] : []),
  ];
  return [
    first,
    `If both were ${both}, the whole gap would come from a judge that ${ways.join(", or ")}.` +
      (impossible.length === 0 ? "" : ` Leniency to ${impossible.join(" or to ")} answers alone ` +
        `could not make it: there are too few of them.`),
    ...(score === null
      ? ["How much leniency to wrong or to right answers alone would do depends on how good both are."]
      : []),
  ];
}

/** What a reviewer could write about a paper that has no labels. */
export function sensitivitySentence(findings: SensitivityFindings): string {
  const { rate, region, supposed, tipping, against, leniency } = findings;
  const name = against === null ? "the model" : "A";
  const sentences = [
    (against === null ? `The reported ${percent(rate)} is the share`
      : `The reported ${percent(rate)} and ${percent(against.rate)} are shares`) +
      ` of answers that a judge passes, not the share that is right; without human labels the ` +
      `judge's errors are unknown.`,
  ];
  if (region !== null && supposed !== null) {
    sentences.push(region.reason === "judge_may_be_uninformative"
      ? `With ${suppositionText(supposed)} every score is possible.`
      : region.reason === "rate_outside_ranges"
        ? `With ${suppositionText(supposed)} no score of ${name} gives such a rate.`
        : `With ${suppositionText(supposed)}, the share of right answers of ${name} may lie ` +
          `anywhere in ${percentInterval(region.region)} (${percentInterval(region.withSampling)} ` +
          `allowing for sampling, ${levelText(region.level)}).`);
  }
  if (tipping !== null) sentences.push(tippingSentence(tipping, name));
  if (leniency !== null && leniency.gap !== 0) {
    const { gap, score, falsePositive } = leniency;
    const [favoured, other] = gap > 0 ? ["A", "B"] : ["B", "A"];
    sentences.push(
      `The gap of ${points(Math.abs(gap))} between ${favoured} and ${other} would come from nothing if the ` +
        `judge passed ${points(Math.abs(gap))} more of ${favoured}'s answers whatever their quality` +
        (score === null || falsePositive === null ? "."
          : `, or ${points(Math.abs(falsePositive))} more of ${favoured}'s wrong answers, both being right on ` +
            `${percent(score)}.`));
  }
  return [...sentences,
    "Please report the judge's sensitivity and specificity on human labels, with their counts."].join(" ");
}

/** What must be true for a sensitivity analysis to hold. */
export function sensitivityAssumptions(findings: SensitivityFindings): string[] {
  const { supposed, tipping, leniency } = findings;
  return [
    ...(supposed === null ? [] : [`The judge is as supposed on these items: ${suppositionText(supposed)}.`]),
    ...(tipping === null ? [] : ["The judge is better than chance."]),
    ...(leniency === null || leniency.score === null ? []
      : [`Both models are supposed to be right on ${percent(leniency.score)}.`]),
    "Items are independent of each other and drawn from the population of interest.",
  ];
}

/** The sentence for a paper. */
export function sensitivityMethod(findings: SensitivityFindings): string {
  const { supposed, tipping, leniency, level } = findings;
  const parts = [
    ...(supposed === null ? [] : ["the identification region of the score (Manski 2003, Partial " +
      "Identification of Probability Distributions)"]),
    ...(tipping === null ? [] : ["the error rates that would overturn the claim"]),
    ...(leniency === null ? [] : ["the leniency that would make the gap"]),
  ];
  return `Sensitivity analysis without human labels, by the map of Rogan and Gladen (1978, Am. J. ` +
    `Epidemiol. 107:71): ${parts.join(", ")}` +
    (supposed === null && tipping === null ? ""
      : `; sampling by Wilson limits of the judge's rate (${levelText(level)})`) +
    `; computed with Evenhand ${version}.`;
}
