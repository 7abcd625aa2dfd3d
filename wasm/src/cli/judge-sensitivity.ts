/** `evenhand judge` with a judge's rate and no labels: a sensitivity analysis, no correction. */
import {
  leniencyReading, regionReading, regionsReading, sensitivityAnalysis, tippingReading, tippingText,
  type Interval, type SensitivityAnalysis, type Supposition, type TippingLine,
} from "../index.ts";
import { levelText } from "../report/format.ts";
import {
  asTyped, CliError, fraction, numberOf, onlyOptionsOf, withOptions, type Parsed,
} from "./args.ts";
import { always, needed, shown } from "./judge-options.ts";
import { bullets, json, section, textTable, wrapped } from "./render.ts";

const optionNames = [...always, "judged", "assume-sensitivity", "assume-specificity", "disagreement",
  "claim", "against", "score", "design"];

/** What makes a judge's rate a question without labels. */
export const sensitivityOptions: readonly string[] =
  ["assume-sensitivity", "assume-specificity", "disagreement", "claim", "against"];

export function judgeSensitivity(options: Parsed): string {
  onlyOptionsOf(optionNames, options, "judge", "a judge's rate and no labels");
  const design = options.text("design");
  if (design !== undefined && design !== "none") {
    throw new CliError(`--design ${design}: there are no labels; expected none`);
  }
  const against = options.text("against");
  if (against === undefined && options.text("score") !== undefined) {
    throw new CliError("--score is the true score of two models; expected --against X/N with it");
  }
  const judged = fraction(needed(options, "judged"), "--judged");
  const other = against === undefined ? undefined : fraction(against, "--against");
  const supposed = supposition(options);
  const found = withOptions({
    ...asTyped(options, ["level", "claim", "disagreement", "score"]),
    judged: shown(options, "judged"), positive: shown(options, "judged"), total: shown(options, "judged"),
    against: shown(options, "against"),
    rateA: shown(options, "judged"), rateB: shown(options, "against"), theta: shown(options, "score"),
    sensitivity: shown(options, "assume-sensitivity"), specificity: shown(options, "assume-specificity"),
  }, () => sensitivityAnalysis({
    judged: { positive: judged.count, total: judged.total },
    supposed, claim: options.number("claim"), score: options.number("score"),
    against: other === undefined ? undefined : { positive: other.count, total: other.total },
    level: options.number("level"),
  }));
  return options.flag("json") ? json(found) : describe(found);
}

function supposition(options: Parsed): Supposition | undefined {
  const disagreement = options.number("disagreement");
  const ranges = ["assume-sensitivity", "assume-specificity"] as const;
  const given = ranges.filter((name) => options.text(name) !== undefined);
  if (disagreement !== undefined) {
    if (given.length === 0) return { disagreement };
    throw new CliError(`judge: found --disagreement and --${given[0]}, expected one or the other`);
  }
  if (given.length === 0) return undefined;
  const [sensitivity, specificity] = ranges.map((name) => range(needed(options, name), `--${name}`));
  return { sensitivity: sensitivity!, specificity: specificity! };
}

/** "0.7..1" */
export function range(text: string, what: string): Interval {
  const parts = text.split("..");
  if (parts.length !== 2) {
    throw new CliError(`${what}: found ${JSON.stringify(text)}, expected a range such as 0.7..1`);
  }
  const [lower, upper] = parts.map(numberOf) as [number, number];
  if (lower > upper) throw new CliError(`${what} ${text}: expected the lower end first`);
  return { lower, upper };
}

function describe(found: SensitivityAnalysis): string {
  const { region, supposed, tipping, against, leniency } = found;
  const other = against?.region ?? null;
  const name = against === null ? "the model" : "A";
  const sentences = [
    ...(region === null || supposed === null ? []
      : [regionReading(region, supposed, name)]),
    ...(other === null || supposed === null ? [] : [regionReading(other, supposed, "B")]),
    ...(region === null || other === null ? [] : [regionsReading(region, other)]),
    ...(tipping === null ? [] : tippingReading(tipping, name)),
    ...(leniency === null ? [] : leniencyReading(leniency)),
  ];
  return (
    wrapped("Sensitivity analysis: there are no labels, so no score is corrected.") + "\n" +
    bullets(sentences) +
    (tipping === null ? "" : `\n${tippingTable(tipping)}`) +
    `\nFor a review\n${wrapped(found.sentence)}` +
    section("Assumptions", found.assumptions) +
    `\nMethod\n${wrapped(found.method)}`
  );
}

function tippingTable(line: TippingLine): string {
  const sampled = `allowing for sampling (${levelText(line.level)})`;
  return textTable(["sensitivity", "claim holds from specificity", sampled],
    line.points.map((point) => [
      levelText(point.sensitivity), tippingText(point.side, point.specificity),
      tippingText(point.sideWithSampling, point.specificityWithSampling)]));
}
