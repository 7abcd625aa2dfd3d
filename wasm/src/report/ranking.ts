/** A ranking under a judge, in words. */
import { multiplicities } from "../generated/compare.ts";
import { contrastFlags, sharings } from "../generated/contrast.ts";
import { correctionMethods, designs, reasons } from "../generated/judge.ts";
import { version } from "../generated/version.ts";
import type { RankedModel, RankingReport } from "../ranking.ts";
import { count, levelText, percent, percentInterval } from "./format.ts";
import { homogeneityReading } from "./models.ts";
import { gather, nameList, textOf } from "./words.ts";

/** "rank 1", "ranks 1 to 3" */
export function rankText({ rank }: RankedModel): string {
  const { lower, upper } = rank;
  return lower === upper ? `rank ${lower}` : `ranks ${lower} to ${upper}`;
}

/** The whole ranking in a few plain sentences. */
export function rankingReading({ models, pairs, tied, design }: RankingReport): string[] {
  if (design === null) return [];
  const [best] = models as [RankedModel];
  const { corrected, rate } = best;
  const score = corrected.estimate !== null
    ? `corrected score ${percent(corrected.estimate)}, ${levelText(design.level)} interval ` +
      percentInterval(corrected)
    : rate !== null ? `the judge passes ${percent(rate)}` : "no verdict";
  const standing = pairs.filter((pair) => pair.better !== null).length;
  const sentences = [
    `${best.model} comes first (${score}; ${rankText(best)} of ${count(models.length)}).`,
    `${count(standing)} of ${count(pairs.length)} ${pairs.length === 1 ? "pair" : "pairs"} ` +
      `${standing === 1 ? "is" : "are"} told apart after the correction for all of them.`,
  ];
  for (const group of tied.slice(0, 3)) {
    sentences.push(`Tied, none being shown to be better than another: ${nameList(group)}.`);
  }
  if (tied.length > 3) sentences.push(`${count(tied.length - 3)} more groups are tied.`);
  sentences.push(homogeneityReading(design.homogeneity));
  if (design.sharing === "shared") {
    sentences.push(design.flags.includes("calibration_differs") && !design.flags.includes("forced_shared")
      ? "So no score was corrected; the ranks are those of the verdicts."
      : "One calibration leaves the order of the verdicts as it is; it changes scores and gaps.");
  } else {
    const byRate = [...models].sort((x, y) => (y.rate ?? -1) - (x.rate ?? -1));
    const moved = models.filter((row, index) => row.rate !== byRate[index]!.rate);
    sentences.push(moved.length === 0
      ? "A calibration for each model leaves the order of the verdicts as it was."
      : `A calibration for each model changes the order: other places by the judge's verdicts alone ` +
        `have ${nameList(moved.map((row) => row.model))}.`);
  }
  return sentences;
}

/** What to know before relying on the ranks: of the table, then of models, each once. */
export function rankingNotes({ models, design }: RankingReport): string[] {
  if (design === null) return [];
  // That error rates differ is told in `rankingReading`.
  const texts = design.flags.filter((flag) => flag !== "calibration_differs")
    .map((flag) => textOf(contrastFlags, flag).detail);
  const groups = new Map<string, string[]>();
  for (const { model, corrected } of models) {
    if (corrected.reason !== null) gather(groups, textOf(reasons, corrected.reason).detail, model);
  }
  return [...texts, ...[...groups].map(([text, names]) =>
    (names.length === models.length ? text : `${nameList(names)}: ${text}`))];
}

/** What must be true for the ranks to hold. */
export function rankingAssumptions({ design }: RankingReport): string[] {
  if (design === null) return [];
  return [
    textOf(designs, "external").detail,
    ...(design.sharing === "shared"
      ? ["The judge errs at the same rates on all models, and is better than chance."] : []),
    "Items are independent of each other and drawn from the population of interest; labels of one " +
      "item for several models count as independent.",
    "The human labels are right.",
  ];
}

/** The sentence for a paper: what was done, with sources and version. */
export function rankingMethod({ models, design }: RankingReport): string {
  if (design === null) return "";
  const correction = textOf(correctionMethods, models[0]!.corrected.method);
  const decided = design.sharing === "shared"
    ? `McNemar's exact test on the common items of each pair, p-values corrected by ` +
      `${textOf(multiplicities, design.multiplicity).title}`
    : "MOVER intervals of corrected differences at Bonferroni's level";
  const { title } = textOf(sharings, design.sharing);
  return `Models were ranked by a judge's verdicts with ${title} from the labelled rows; pairs are told ` +
    `apart by ${decided}, at the ${levelText(design.level)} level. Scores were corrected by ` +
    `the Rogan-Gladen estimator (Rogan and Gladen 1978, Am. J. Epidemiol. 107:71), intervals ` +
    `by ${correction.title} (${correction.detail}). Computed with Evenhand ${version}.`;
}
