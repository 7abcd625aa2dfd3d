/** `evenhand judge` with counts: one score. */
import {
  assumptionsOf, correctionMethods, correctionNotes, correctJudge, correctKnown, correctSubset,
  designs, goldReading, methodSentence, ppiConventions, proportionMethods, readingOf, subsetMethods,
  type Correction, type Estimate,
} from "../index.ts";
import { labelTotal } from "../label-counts.ts";
import { levelText, percent, percentInterval, pValue } from "../report/format.ts";
import {
  choice, CliError, fraction, numberOf, onlyOptionsOf, withOptions, type Parsed,
} from "./args.ts";
import { always, confusionOf, needed, typed } from "./judge-options.ts";
import { json, section, textTable, wrapped } from "./render.ts";

/** The options of each form of counts; any other is refused rather than ignored. */
const formOptions = {
  external: [...always, "judged", "sensitivity", "specificity", "design", "method", "no-gate"],
  known: [...always, "judged", "sensitivity", "specificity", "design", "method", "known-interval"],
  subset: [...always, "confusion", "unlabelled", "design", "method", "convention"],
} as const;

export function judgeCounts(options: Parsed): string {
  if (options.text("confusion") !== undefined) return subset(options);
  const result = external(options);
  return options.flag("json") ? json(result) : describeCorrection(result);
}

/** `--design`, defaulting to what the counts given imply. */
function designOf(options: Parsed, implied: string): string {
  const design = choice(options.text("design"), designs, "--design") ?? implied;
  if (design !== implied) {
    throw new CliError(
      `--design ${design}: these counts are of design ${implied}; expected ` +
        (design === "subset" ? "--confusion and --unlabelled"
          : design === "known" ? "rates such as --sensitivity 0.9 --specificity 0.8"
            : "counts such as --sensitivity 180/200 --specificity 140/200"));
  }
  return design;
}

/** Labels on a random subset of the items. */
function subset(options: Parsed): string {
  onlyOptionsOf(formOptions.subset, options, "judge", "--confusion");
  designOf(options, "subset");
  const method = choice(options.text("method"),
    correctionMethods.filter(({ name }) => subsetMethods.includes(name)), "--method");
  const convention = choice(options.text("convention"), ppiConventions, "--convention");
  if (convention !== undefined && method !== "ppi" && method !== "ppi_pp") {
    throw new CliError(`--convention ${convention}: it is one of prediction-powered inference; ` +
      "expected --method ppi or ppi_pp");
  }
  const labelled = confusionOf(options, "confusion");
  const { count, total } = fraction(needed(options, "unlabelled"), "--unlabelled");
  const result = withOptions(typed(options), () => correctSubset({
    labelled, unlabelled: { positive: count, total },
    method, convention, level: options.number("level"),
  }));
  return options.flag("json") ? json(result) : describeCorrection(result, labelTotal(labelled));
}

function external(options: Parsed): Correction {
  const level = options.number("level");
  const method = choice(options.text("method"), correctionMethods, "--method");
  const given = typed(options);
  const methodMustBe = (only: string): void => {
    if (method !== undefined && method !== only) {
      throw new CliError(`--method ${method}: this design offers ${only} only`);
    }
  };

  const judged = fraction(needed(options, "judged"), "--judged");
  const rates = [needed(options, "sensitivity"), needed(options, "specificity")] as const;
  const asCounts = rates.filter((rate) => rate.includes("/")).length;
  if (asCounts === 1) {
    throw new CliError(
      `judge: --sensitivity ${rates[0]} and --specificity ${rates[1]} mix a count with a rate; ` +
        "expected two counts K/M, or two rates that are known without error");
  }
  if (asCounts === 0) {
    onlyOptionsOf(formOptions.known, options, "judge", "rates that are known without error");
    designOf(options, "known");
    methodMustBe("known");
    const proportionMethod =
      choice(options.text("known-interval"), proportionMethods, "--known-interval");
    return withOptions(given, () =>
      correctKnown({
        judged: { positive: judged.count, total: judged.total },
        sensitivity: numberOf(rates[0]), specificity: numberOf(rates[1]), proportionMethod, level,
      }));
  }
  onlyOptionsOf(formOptions.external, options, "judge", "counts of a labelled set");
  designOf(options, "external");
  const sensitivity = fraction(rates[0], "--sensitivity");
  const specificity = fraction(rates[1], "--specificity");
  return withOptions(given, () =>
    correctJudge({
      judged: { positive: judged.count, total: judged.total },
      sensitivity: { correct: sensitivity.count, total: sensitivity.total },
      specificity: { correct: specificity.count, total: specificity.total },
      method, level, gate: options.flag("no-gate") ? false : undefined,
    }));
}

const estimateText = (estimate: Estimate | null): string =>
  estimate === null ? "unknown" : `${percent(estimate.estimate)} [${percentInterval(estimate)}]`;

/** `labels`: how many there are on a random subset. */
function describeCorrection(result: Correction, labels?: number): string {
  const { youden, goldOnly, labelCheckP } = result;
  const alone = labels === undefined ? undefined : goldReading(result, labels);
  return (
    wrapped(readingOf({ raw: result.raw, corrected: result })) +
    (alone === undefined ? "" : wrapped(alone)) + "\n" +
    textTable(["", `estimate and ${levelText(result.level)} interval`], [
      ["judge's rate", estimateText(result.raw)],
      ["corrected", result.estimate === null
        ? "not identified [0.0–100.0 %]"
        : `${percent(result.estimate)} [${percentInterval(result)}]`],
      ...(goldOnly === undefined ? [] : [["labels alone", estimateText(goldOnly)]]),
      ["sensitivity", estimateText(result.sensitivity)],
      ["specificity", estimateText(result.specificity)],
      ["Youden's J", youden === null
        ? "unknown"
        : `${youden.estimate.toFixed(3)} [${youden.lower.toFixed(3)}–${youden.upper.toFixed(3)}]`],
      ...[result.lambda].flatMap((lambda) =>
        (lambda === undefined ? [] : [["weight of the verdicts", lambda.toFixed(3)]])),
      ...(labelCheckP === undefined ? []
        : [["p, labels at random", pValue(labelCheckP)]]),
    ]) +
    section("Notes", correctionNotes(result)) +
    section("Assumptions", assumptionsOf(result.design)) +
    `\nMethod\n${wrapped(methodSentence(result))}`
  );
}
