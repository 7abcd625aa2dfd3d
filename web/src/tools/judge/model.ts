/** The judge tool without its view: settings to requests, answers to what is shown. */
import {
  defaults, designs, groupedNotes,
  type GroupedNote, type ScoreReport, type TableOptions,
} from "evenhand/bare";
import type { ChartRow } from "../../chart/rows.ts";
import type { Hints } from "../../parts/issues.tsx";
import { columnOptions, numberOf, option, quotedFile } from "../../parts/words.ts";
import type { CountsInput } from "./protocol.ts";
import type { Labels, Settings } from "./state.ts";

const wordsOf = (text: string): string[] =>
  text.split(",").map((word) => word.trim()).filter((word) => word !== "");

/** The method, when it is one that was chosen and that this design has. */
const chosenMethod = ({ method }: Settings): Settings["method"] | undefined =>
  method === defaults.externalMethod ? undefined : method;

/** A judge without labels: nothing of the table but its verdicts is used. */
export const isUnlabelled = ({ labels }: Settings): boolean => labels === "none" || labels === "known";

/** The same options as the command line makes of `commandOf`, so that the results are equal. */
export function tableOptions(settings: Settings): TableOptions {
  const { labels, columns, subsetMethod } = settings;
  const isSubset = labels === "subset";
  return {
    columns: isUnlabelled(settings) ? { ...columns, human: null } : columns,
    passWords: wordsOf(settings.passWords),
    failWords: wordsOf(settings.failWords),
    design: labels === "subset" || labels === "external" ? labels : undefined,
    method: !isSubset ? chosenMethod(settings)
      : subsetMethod === defaults.subsetMethod ? undefined : subsetMethod,
    convention: isSubset && hasConvention(settings) ? settings.convention : undefined,
    blankVerdicts: settings.blank === "drop" ? undefined : settings.blank,
    level: settings.level,
  };
}

/** Whether the method is one that several people publish, each in a form of their own. */
export const hasConvention = ({ subsetMethod }: Pick<Settings, "subsetMethod">): boolean =>
  subsetMethod === "ppi" || subsetMethod === "ppi_pp";

/** Undefined where counts are not corrected but asked what could overturn a claim. */
export function countsInput(settings: Settings): CountsInput | undefined {
  const { counts, level } = settings;
  const count = (name: string): { count: number; total: number } => ({
    count: numberOf(counts[`${name}Count`]), total: numberOf(counts[`${name}Total`]),
  });
  switch (settings.countsDesign) {
    case "subset": {
      const { tp, fn, fp, tn } = counts;
      return {
        design: "subset", level, method: settings.subsetMethod,
        convention: hasConvention(settings) ? settings.convention : undefined, unlabelled: count("unlabelled"),
        labelled: { tp: numberOf(tp), fn: numberOf(fn), fp: numberOf(fp), tn: numberOf(tn) },
      };
    }
    case "known":
      return {
        design: "known", level, judged: count("judged"),
        sensitivity: numberOf(counts.sensitivityRate),
        specificity: numberOf(counts.specificityRate),
      };
    case "none": return undefined;
    case "external":
    case "unsure":
      return {
        design: "external", level, judged: count("judged"),
        sensitivity: count("sensitivity"), specificity: count("specificity"),
        method: chosenMethod(settings),
      };
  }
}

const argumentNames: Readonly<Record<string, string>> = {
  level: "Confidence level", method: "Interval method",
  share: "Share to hide", seed: "Seed",
};

/** What the page calls an argument of the package. */
export const argumentName = (argument: string): string => argumentNames[argument] ?? argument;

export function shared(settings: Settings, hasMethod: boolean): string[] {
  return [
    ...(hasMethod && settings.method !== defaults.externalMethod
      ? option("method", settings.method) : []),
    ...(settings.level === defaults.level ? [] : option("level", String(settings.level))),
  ];
}

const designOption = ({ labels }: Settings): string[] =>
  (labels === "subset" || labels === "external" ? ["--design", labels] : []);

/** How the table is read. */
function readingOptions({ columns, passWords, failWords, blank }: Settings): string[] {
  const words = (name: string, text: string): string[] =>
    wordsOf(text).length === 0 ? [] : option(name, wordsOf(text).join(","));
  return [
    ...columnOptions(columns), ...words("pass-words", passWords), ...words("fail-words", failWords),
    ...(blank === "drop" ? [] : ["--blank-verdicts", blank]),
  ];
}

/** The method of labels on a random subset. */
export function subsetOptions({ subsetMethod, convention }: Settings): string[] {
  return [
    ...(subsetMethod === defaults.subsetMethod ? [] : option("method", subsetMethod)),
    ...(hasConvention({ subsetMethod }) && convention !== defaults.ppiConvention
      ? option("convention", convention) : []),
  ];
}

/** The command that gives the same result. */
export const commandOf = (settings: Settings, file: string): string => [
  "npx evenhand judge", quotedFile(file), ...designOption(settings), ...readingOptions(settings),
  ...(settings.labels === "subset" ? subsetOptions(settings) : []),
  ...shared(settings, settings.labels !== "subset"),
].join(" ");

/** What commands on the same table begin with. */
export const readingCommand = (settings: Settings, file: string): string[] => [
  "npx evenhand judge", quotedFile(file), ...readingOptions(settings), ...shared(settings, false),
];

/** A note of the table, with the mark that its models carry; a note about all carries none. */
export interface Footnote extends GroupedNote {
  readonly marker: string;
}

export function footnotes(report: ScoreReport): Footnote[] {
  const groups = groupedNotes(report);
  const some = groups.filter((note) => !note.all);
  return groups.map((note) => {
    const index = some.indexOf(note);
    const marker = index < 0 ? "" : index < 26 ? String.fromCharCode(97 + index) : String(index + 1);
    return { ...note, marker };
  });
}

export function chartRows(report: ScoreReport): ChartRow[] {
  return report.models.map(({ model, raw, corrected, backtest }) => ({
    name: model, raw, corrected, truth: backtest?.truth ?? null,
  }));
}

/** What a person can do on this page about an issue; the messages speak of the command line too. */
export const hints: Hints = {
  E_EMPTY: "Paste rows with a header, or open the example to see what they look like.",
  E_NO_ROWS: "Add at least one row below the header.",
  E_TOO_LARGE: "Keep only the columns item, model, verdict and label, or split the file by model.",
  E_BINARY: "Export the table as CSV first.",
  E_QUOTE: "Close the quote, or write quotes inside a field twice.",
  E_JSON: "Give one JSON object per line, or a list of objects.",
  E_RAGGED: "Check the header and the separator, then paste again.",
  E_COLUMN: "Choose the right columns under “Columns”.",
  E_NO_ROLE: "Choose the verdict column under “Columns”.",
  E_NO_VERDICTS: "Choose another verdict column under “Columns”, or say which words mean pass and " +
    "fail under “Method, level, words”.",
  W_NO_LABELS: "Choose the column with human labels under “Columns”.",
};

/** Where the labels come from, in the package's words where it has any. */
export function labelsText(labels: Labels): string {
  if (labels === "none") return "none";
  return designs.find((design) => design.name === labels)?.title ?? "origin not known, taken as another set";
}
