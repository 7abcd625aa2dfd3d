/** `evenhand judge --against` where the second judge has no labels: which differences are possible. */
import {
  contrastWithRegion, correctionNotes, regionContrastAssumptions, regionContrastMethod,
  regionContrastReading,
} from "../index.ts";
import { asTyped, choice, fraction, onlyOptionsOf, withOptions, type Parsed } from "./args.ts";
import { always, needed, shown } from "./judge-options.ts";
import { range } from "./judge-sensitivity.ts";
import { all, externalMethods, source } from "./judge-sources.ts";
import { bullets, json, section, wrapped } from "./render.ts";

const ranges = ["against-assume-sensitivity", "against-assume-specificity"] as const;
const optionNames = [...always, "judged", "sensitivity", "specificity", "against", ...ranges, "method",
  "no-gate"];

export function judgeRegion(options: Parsed): string {
  onlyOptionsOf(optionNames, options, "judge", "a second judge that has no labels");
  const a = source(options, "judged", "sensitivity", "specificity");
  const { count, total } = fraction(needed(options, "against"), "--against");
  const [sensitivity, specificity] =
    ranges.map((name) => range(needed(options, name), `--${name}`));
  const supposed = { sensitivity: sensitivity!, specificity: specificity! };
  const result = withOptions({
    ...asTyped(options, ["level"]),
    correction: shown(options, "method"),
    sensitivity: shown(options, ranges[0]), specificity: shown(options, ranges[1]),
    // The core names the source, not which of its counts.
    a: all(options, ["judged", "sensitivity", "specificity"]), b: shown(options, "against"),
  }, () => contrastWithRegion({
    a, b: { positive: count, total }, ...supposed,
    correction: choice(options.text("method"), externalMethods, "--method"),
    level: options.number("level"),
    gate: options.flag("no-gate") ? false : undefined,
  }));
  if (options.flag("json")) return json(result);
  const [what, ...sentences] = regionContrastReading(result, supposed) as [string, ...string[]];
  return (
    wrapped(what) + "\n" + bullets(sentences) +
    section("Notes", correctionNotes(result.a).map((note) => `A: ${note}`)) +
    section("Assumptions", regionContrastAssumptions(supposed)) +
    `\nMethod\n${wrapped(regionContrastMethod(result))}`
  );
}
