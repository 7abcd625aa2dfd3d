/** `evenhand judge` with counts: one score. */
import {
  assumptionsOf, correctionMethods, correctionNotes, correctJudge, correctKnown, correctSubset,
  designs, methodSentence, proportionMethods, readingOf,
  type Correction, type Estimate,
} from "../index.ts";
import { levelText, percent, percentInterval } from "../report/format.ts";
import {
  choice, CliError, fraction, numberOf, onlyOptionsOf, withOptions, type Parsed,
} from "./args.ts";
import { always, typed } from "./judge-options.ts";
import { json, section, textTable, wrapped } from "./render.ts";

/** The options of each form of counts; any other is refused rather than ignored. */
const formOptions = {
  external: [...always, "judged", "sensitivity", "specificity", "design", "method", "no-gate"],
  known: [...always, "judged", "sensitivity", "specificity", "design", "method", "known-interval"],
  subset: [...always, "confusion", "unlabelled", "design", "method"],
} as const;

export function judgeCounts(options: Parsed): string {
  const result = fromCounts(options);
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

function fromCounts(options: Parsed): Correction {
  const level = options.number("level");
  const method = choice(options.text("method"), correctionMethods, "--method");
  const given = typed(options);
  const need = (name: string): string => {
    const value = options.text(name);
    if (value === undefined) throw new CliError(`judge: --${name} is missing; see evenhand --help`);
    return value;
  };
  const methodMustBe = (only: string): void => {
    if (method !== undefined && method !== only) {
      throw new CliError(`--method ${method}: this design offers ${only} only`);
    }
  };

  if (options.text("confusion") !== undefined) {
    onlyOptionsOf(formOptions.subset, options, "judge", "--confusion");
    designOf(options, "subset");
    methodMustBe("poststrat");
    const cells = need("confusion").split(",").map(numberOf);
    if (cells.length !== 4) {
      throw new CliError(
        `--confusion: found ${JSON.stringify(need("confusion"))}, expected four counts TP,FN,FP,TN`);
    }
    const [tp, fn, fp, tn] = cells as [number, number, number, number];
    const { count, total } = fraction(need("unlabelled"), "--unlabelled");
    return withOptions(given, () =>
      correctSubset({ labelled: { tp, fn, fp, tn }, unlabelled: { positive: count, total }, level }));
  }

  const judged = fraction(need("judged"), "--judged");
  const rates = [need("sensitivity"), need("specificity")] as const;
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

function describeCorrection(result: Correction): string {
  const { youden } = result;
  return (
    wrapped(readingOf({ raw: result.raw, corrected: result })) + "\n" +
    textTable(["", `estimate and ${levelText(result.level)} interval`], [
      ["judge's rate", estimateText(result.raw)],
      ["corrected", result.estimate === null
        ? "not identified [0.0–100.0 %]"
        : `${percent(result.estimate)} [${percentInterval(result)}]`],
      ["sensitivity", estimateText(result.sensitivity)],
      ["specificity", estimateText(result.specificity)],
      ["Youden's J", youden === null
        ? "unknown"
        : `${youden.estimate.toFixed(3)} [${youden.lower.toFixed(3)}–${youden.upper.toFixed(3)}]`],
    ]) +
    section("Notes", correctionNotes(result)) +
    section("Assumptions", assumptionsOf(result.design)) +
    `\nMethod\n${wrapped(methodSentence(result))}`
  );
}
