/** The options of `evenhand judge`, with what its forms share. */
import { designs, type Confusion } from "../generated/judge.ts";
import type { BlankVerdicts, ReadingOptions } from "../readers/judgements.ts";
import { choice, CliError, columnName, numberOf, words, type Options, type Parsed } from "./args.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
export const judgeOptionTypes: Options = {
  judged: text, sensitivity: text, specificity: text, confusion: text, unlabelled: text,
  "known-interval": text, item: text, model: text, judge: text, human: text, design: text,
  method: text, convention: text, "blank-verdicts": text, level: text, backtest: text, seed: text,
  repeat: text, "version-column": text, "pass-words": text,
  "fail-words": text, "exclude-model": { type: "string", multiple: true },
  compare: { type: "string", multiple: true }, cluster: text, correction: text,
  classes: text, values: text, garbage: text, grades: text, cut: text,
  a: text, b: text, swap: text, "swap-words": text, order: text, ties: text, pairwise: flag,
  ranks: flag, "per-model": flag, "force-shared": flag, "no-sign-assumption": flag,
  "no-gate": flag, json: flag,
  // Counts: conventions, no labels, two sources.
  "assume-sensitivity": text, "assume-specificity": text, disagreement: text,
  claim: text, against: text, "against-sensitivity": text, "against-specificity": text,
  "against-assume-sensitivity": text, "against-assume-specificity": text,
  difference: text, score: text,
  // Counts: does the calibration still hold?
  probe: text, margin: text,
  // Raters.
  raters: text, gold: text, humans: text, metric: text, resamples: text,
  // Plans.
  plan: flag, items: text, labels: text, "half-width": text, split: text, rate: text, pilot: text,
};

/** The options of every form of input. */
export const always: readonly string[] = ["level", "json"];

/** Options that say how a table of right and wrong is read. */
export const readingOptionNames: readonly string[] =
  ["item", "model", "judge", "human", "pass-words", "fail-words", "exclude-model", "blank-verdicts"];

const blankPolicies = (["drop", "fail", "pass"] as const satisfies readonly BlankVerdicts[])
  .map((name) => ({ name, title: name, detail: name }));

/** `--design` of a file, whose labels are counted. */
export function tableDesign(options: Parsed): "external" | "subset" | undefined {
  const design = choice(options.text("design"), designs, "--design");
  if (design === "known") {
    throw new CliError("--design known: a file's labels are counted; expected external or subset");
  }
  return design;
}

export function readingOptions(options: Parsed): ReadingOptions {
  return {
    columns: {
      item: columnName(options, "item"), model: columnName(options, "model"),
      judge: columnName(options, "judge"), human: columnName(options, "human"),
    },
    excludeModels: options.texts("exclude-model"),
    passWords: words(options.text("pass-words")),
    failWords: words(options.text("fail-words")),
    blankVerdicts: choice(options.text("blank-verdicts"), blankPolicies, "--blank-verdicts"),
  };
}

/** An option that this form cannot do without. */
export function needed(options: Parsed, name: string): string {
  const value = options.text(name);
  if (value === undefined) throw new CliError(`judge: --${name} is missing; see evenhand --help`);
  return value;
}

/** "TP,FN,FP,TN" */
export function confusionOf(options: Parsed, name: string): Confusion {
  const typed = needed(options, name);
  const cells = typed.split(",").map(numberOf);
  if (cells.length !== 4) {
    throw new CliError(`--${name}: found ${JSON.stringify(typed)}, expected four counts TP,FN,FP,TN`);
  }
  const [tp, fn, fp, tn] = cells as [number, number, number, number];
  return { tp, fn, fp, tn };
}

/** What was typed for an option; undefined when it was not given. */
export function shown(options: Parsed, name: string): string | undefined {
  const value = options.text(name);
  return value === undefined ? undefined : `--${name} ${value}`;
}

/** What was typed for each argument of the library, for error messages. */
export function typed(options: Parsed): Record<string, string | undefined> {
  const shown = (name: string): string | undefined => {
    const value = options.text(name);
    return value === undefined ? undefined : `--${name} ${value}`;
  };
  const judged = shown("judged");
  const unlabelled = shown("unlabelled");
  return {
    judged, positive: judged ?? unlabelled, total: judged ?? unlabelled, unlabelled,
    sensitivity: shown("sensitivity"), specificity: shown("specificity"),
    labelled: shown("confusion"), level: shown("level"), method: shown("method"),
    backtest: shown("backtest"), share: shown("backtest"), seed: shown("seed"),
    classes: shown("classes"), values: shown("values"), garbage: shown("garbage"),
    grades: shown("grades"), cut: shown("cut"), design: shown("design"), convention: shown("convention"),
    cluster: shown("cluster"), clusters: shown("cluster"),
  };
}
