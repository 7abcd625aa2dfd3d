/** `evenhand judge --against` with counts of both judges: two scores that are on two scales. */
import {
  contrastMethods, contrastSources, correctionMethods, correctionNotes, sourcesAssumptions,
  sourcesMethod, sourcesNotes, sourcesReading, subsetMethods,
  type Correction, type CorrectionMethod, type EnumText, type SourceContrast, type SourceInput,
} from "../index.ts";
import { difference, differenceInterval, levelText, percent, percentInterval } from "../report/format.ts";
import {
  asTyped, choice, fraction, onlyOptionsOf, withOptions, type Parsed,
} from "./args.ts";
import { always, needed, shown } from "./judge-options.ts";
import { json, section, textTable, wrapped } from "./render.ts";

const optionNames = [...always, "judged", "sensitivity", "specificity", "against",
  "against-sensitivity", "against-specificity", "method", "difference", "no-gate"];

export const externalMethods: readonly EnumText<CorrectionMethod>[] = correctionMethods
  .filter(({ name }) => name !== "known" && !subsetMethods.includes(name));

export function judgeSources(options: Parsed): string {
  onlyOptionsOf(optionNames, options, "judge", "counts of two judges");
  const result = withOptions({
    ...asTyped(options, ["level"]),
    correction: shown(options, "method"), method: shown(options, "difference"),
    // The core names the source, not which of its counts.
    a: all(options, ["judged", "sensitivity", "specificity"]),
    b: all(options, ["against", "against-sensitivity", "against-specificity"]),
  }, () => contrastSources({
    a: source(options, "judged", "sensitivity", "specificity"),
    b: source(options, "against", "against-sensitivity", "against-specificity"),
    correction: choice(options.text("method"), externalMethods, "--method"),
    method: choice(options.text("difference"),
      contrastMethods.filter(({ name }) => name === "mover" || name === "propagation"), "--difference"),
    level: options.number("level"),
    gate: options.flag("no-gate") ? false : undefined,
  }));
  return options.flag("json") ? json(result) : describe(result);
}

export function all(options: Parsed, names: readonly string[]): string {
  return names.map((name) => shown(options, name)).join(" ");
}

export function source(
  options: Parsed, judged: string, sensitivity: string, specificity: string,
): SourceInput {
  const tally = (name: string) => fraction(needed(options, name), `--${name}`);
  const [rate, right, wrong] = [tally(judged), tally(sensitivity), tally(specificity)];
  return {
    judged: { positive: rate.count, total: rate.total },
    sensitivity: { correct: right.count, total: right.total },
    specificity: { correct: wrong.count, total: wrong.total },
  };
}

function describe(result: SourceContrast): string {
  const { a, b, estimate } = result;
  const row = (name: string, side: Correction): string[] => [
    name, side.raw === null ? "-" : percent(side.raw.estimate),
    side.estimate === null ? "unknown" : percent(side.estimate), percentInterval(side),
    side.sensitivity === null ? "-" : percent(side.sensitivity.estimate),
    side.specificity === null ? "-" : percent(side.specificity.estimate),
  ];
  return (
    sourcesReading(result).map((sentence) => wrapped(sentence)).join("") + "\n" +
    textTable(["", "judge says", "corrected", `${levelText(result.level)} interval`, "sensitivity",
      "specificity"], [
      row("A", a), row("B", b),
      ["A - B", `${difference(result.verdicts, true)} points`,
        estimate === null ? "unknown" : `${difference(estimate, true)} points`,
        differenceInterval(result, true), "", ""],
    ]) +
    section("Notes", [...sourcesNotes(result),
      ...correctionNotes(a).map((note) => `A: ${note}`),
      ...correctionNotes(b).map((note) => `B: ${note}`)]) +
    section("Assumptions", sourcesAssumptions) +
    `\nMethod\n${wrapped(sourcesMethod(result))}`
  );
}
