/** The judge tool without its view: settings to requests, answers to what is shown. */
import {
  correctionNotes, defaults, designs, groupedNotes,
  type Correction, type GroupedNote, type ScoreReport, type TableOptions,
} from "evenhand/bare";
import type { ChartRow } from "../../chart/rows.ts";
import type { Hints } from "../../parts/issues.tsx";
import { columnOptions, numberOf, option, quotedFile } from "../../parts/words.ts";
import type { CountsInput } from "./protocol.ts";
import type { CountsDesign, Settings } from "./state.ts";

const wordsOf = (text: string): string[] =>
  text.split(",").map((word) => word.trim()).filter((word) => word !== "");

/** The method, when it is one that was chosen and that this design has. */
const chosenMethod = ({ method }: Settings): Settings["method"] | undefined =>
  method === defaults.externalMethod ? undefined : method;

/** The same options as the command line makes of `commandOf`, so that the results are equal. */
export function tableOptions(settings: Settings): TableOptions {
  const { labels, columns } = settings;
  return {
    columns,
    passWords: wordsOf(settings.passWords),
    failWords: wordsOf(settings.failWords),
    design: labels === "unsure" ? undefined : labels,
    method: labels === "subset" ? undefined : chosenMethod(settings),
    level: settings.level,
  };
}

export function countsInput(settings: Settings): CountsInput {
  const { counts, level } = settings;
  const count = (name: string): { count: number; total: number } => ({
    count: numberOf(counts[`${name}Count`]), total: numberOf(counts[`${name}Total`]),
  });
  switch (settings.countsDesign) {
    case "subset": {
      const { tp, fn, fp, tn } = counts;
      return {
        design: "subset", level, unlabelled: count("unlabelled"),
        labelled: { tp: numberOf(tp), fn: numberOf(fn), fp: numberOf(fp), tn: numberOf(tn) },
      };
    }
    case "known":
      return {
        design: "known", level, judged: count("judged"),
        sensitivity: numberOf(counts.sensitivityRate),
        specificity: numberOf(counts.specificityRate),
      };
    case "external":
      return {
        design: "external", level, judged: count("judged"),
        sensitivity: count("sensitivity"), specificity: count("specificity"),
        method: chosenMethod(settings),
      };
  }
}

/** One or two number fields that belong together. */
export interface CountsField {
  /** What the package calls it in an error. */
  readonly argument: string;
  readonly label: string;
  readonly hint: string;
  /** Names of the values: a count and its total, or one number. */
  readonly names: readonly [string] | readonly [string, string];
}

const judgedField: CountsField = {
  argument: "judged", label: "Judge passes", hint: "answers the judge passed, of all it scored",
  names: ["judgedCount", "judgedTotal"],
};

export const countsFields: Readonly<Record<CountsDesign, readonly CountsField[]>> = {
  external: [
    judgedField,
    { argument: "sensitivity", label: "Sensitivity", names: ["sensitivityCount", "sensitivityTotal"],
      hint: "of the answers people call right, how many the judge passed" },
    { argument: "specificity", label: "Specificity", names: ["specificityCount", "specificityTotal"],
      hint: "of the answers people call wrong, how many the judge failed" },
  ],
  subset: [
    { argument: "labelled.tp", label: "Judge passes, people: right", hint: "", names: ["tp"] },
    { argument: "labelled.fn", label: "Judge fails, people: right", hint: "", names: ["fn"] },
    { argument: "labelled.fp", label: "Judge passes, people: wrong", hint: "", names: ["fp"] },
    { argument: "labelled.tn", label: "Judge fails, people: wrong", hint: "", names: ["tn"] },
    { argument: "unlabelled", label: "Without a label, judge passes",
      hint: "answers the judge passed, of all that nobody labelled",
      names: ["unlabelledCount", "unlabelledTotal"] },
  ],
  known: [
    judgedField,
    { argument: "sensitivity", label: "Sensitivity, as a rate", names: ["sensitivityRate"],
      hint: "taken as exact, from 0 to 1" },
    { argument: "specificity", label: "Specificity, as a rate", names: ["specificityRate"],
      hint: "taken as exact, from 0 to 1" },
  ],
};

/** The field that an argument of the package stands for, if it is one. */
export function fieldOf(design: CountsDesign, argument: string): CountsField | undefined {
  return countsFields[design].find((field) =>
    argument === field.argument || argument.startsWith(`${field.argument}.`));
}

const argumentNames: Readonly<Record<string, string>> = {
  level: "Confidence level", method: "Interval method",
  share: "Share to hide", seed: "Seed",
};

/** What the page calls an argument of the package. */
export const argumentName = (argument: string): string => argumentNames[argument] ?? argument;

function shared(settings: Settings, hasMethod: boolean): string[] {
  return [
    ...(hasMethod && settings.method !== defaults.externalMethod
      ? option("method", settings.method) : []),
    ...(settings.level === defaults.level ? [] : option("level", String(settings.level))),
  ];
}

/** The command that gives the same result. */
export function commandOf(settings: Settings, file: string): string {
  const { labels, columns } = settings;
  const words = (name: string, text: string): string[] =>
    wordsOf(text).length === 0 ? [] : option(name, wordsOf(text).join(","));
  return [
    "npx evenhand judge", quotedFile(file),
    ...(labels === "unsure" ? [] : ["--design", labels]),
    ...columnOptions(columns),
    ...words("pass-words", settings.passWords),
    ...words("fail-words", settings.failWords),
    ...shared(settings, labels !== "subset"),
  ].join(" ");
}

export function countsCommandOf(settings: Settings): string {
  const value = ([first, second]: CountsField["names"]): string =>
    second === undefined
      ? settings.counts[first] ?? "" : `${settings.counts[first]}/${settings.counts[second]}`;
  const fields = countsFields[settings.countsDesign];
  const { tp, fn, fp, tn } = settings.counts;
  const given = settings.countsDesign === "subset"
    ? [...option("confusion", [tp, fn, fp, tn].join(",")), ...option("unlabelled", value(fields[4]!.names))]
    : fields.flatMap((field) => option(field.argument, value(field.names)));
  return ["npx evenhand judge", ...given, ...shared(settings, settings.countsDesign === "external")]
    .join(" ");
}

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

export const countsRow = (result: Correction): ChartRow =>
  ({ name: "the model", raw: result.raw, corrected: result, truth: null });

export { correctionNotes as countsNotes };

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

/** Where the labels come from, in the package's words. */
export const designText = (name: CountsDesign): string =>
  designs.find((design) => design.name === name)!.title;
