/** Does a calibration still hold? In words. */
import { auditVerdicts, type TransportAudit } from "../generated/contrast.ts";
import { version } from "../generated/version.ts";
import { count, difference, differenceInterval, levelText, percent } from "./format.ts";
import { textOf } from "./words.ts";

const margin = (result: TransportAudit): string => `${difference(result.margin, true)} points`;

/** The verdict with what was seen, in sentences. */
export function auditReading(result: TransportAudit): string[] {
  const { verdict, probe, observed, predicted, residual, level } = result;
  const { title, detail } = textOf(auditVerdicts, verdict);
  const gap = difference(Math.abs(residual), true) === "0.0" ? "as predicted"
    : `${difference(Math.abs(residual), true)} points ${residual > 0 ? "more" : "fewer"}`;
  return [
    `Audit of the calibration: ${title}. ${detail}`,
    `Of ${count(probe)} freshly labelled items ${percent(observed)} are right, and ` +
      `${percent(predicted)} were to be expected by the judge's verdicts on them and the older labels: ` +
      `${gap} (${levelText(level)} interval ${differenceInterval(result, true)}; margin ${margin(result)}).`,
  ];
}

/** What must be true for an audit to hold. */
export const auditAssumptions: readonly string[] = [
  "The margin was chosen before the fresh labels were seen.",
  "The freshly labelled items are a random sample of those that are judged now, and none of them is " +
    "among the older labels.",
  "The older labels are a random sample of what they were drawn from, or were picked by the judge's " +
    "verdict alone.",
  "Items are independent of each other, and the human labels are right, by the same rule then and now.",
];

/** The sentence for a paper. */
export function auditMethod(result: TransportAudit): string {
  return `The calibration was audited with ${count(result.probe)} freshly labelled items: their share of ` +
    `right answers less its post-stratified prediction (Cochran 1977, Sampling Techniques, section ` +
    `5A.9), ${levelText(result.level)} interval from smoothed shares of both sets of labels (Agresti and ` +
    `Caffo 2000, Am. Stat. 54:280) against a margin of ${margin(result)}; computed with Evenhand ${version}.`;
}
