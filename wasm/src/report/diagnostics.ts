/** What speaks against a table's numbers, in words: each finding with its evidence. */
import {
  findingCodes, findingSeverities, type Finding, type FindingCode, type FindingSeverity,
} from "../generated/contrast.ts";
import type { Estimate } from "../generated/shared.ts";
import { onlyModel } from "../readers/judgements.ts";
import { difference, percent, pText } from "./format.ts";
import { gather, nameList, textOf } from "./words.ts";

/** What is found in the text of a table rather than in its rows. */
export type TableFinding = "blank_verdicts" | "calibration_stale" | "duplicate_keys";

/** One thing to know before believing the numbers. */
export interface Diagnostic {
  readonly code: FindingCode | TableFinding;
  readonly severity: FindingSeverity;
  readonly title: string;
  /** What it means, in sentences; empty where the evidence says it all. */
  readonly detail: string;
  /** What was seen in these data, in sentences. */
  readonly evidence: string;
  /** The models concerned; empty when it is about the whole table. */
  readonly models: readonly string[];
}

export const tableFindingTitles: Readonly<Record<TableFinding, string>> = {
  blank_verdicts: "verdicts are missing",
  calibration_stale: "the labels are of another version of the judge",
  duplicate_keys: "answers occur more than once",
};

const youdenText = ({ estimate, lower, upper }: Estimate): string =>
  `J = ${estimate.toFixed(2)} [${lower.toFixed(2)} to ${upper.toFixed(2)}]`;

const classText = (truth: number | undefined): string => (truth === 1 ? "right" : "wrong");

const rowsText = (count: number): string => `${count} row${count === 1 ? "" : "s"}`;

function shiftText({ shift, repaired }: Finding): string {
  if (shift === undefined || repaired === undefined) return "No shift of up to 50 rows repairs it.";
  const way = shift > 0 ? "down" : "up";
  return `Verdicts moved ${rowsText(Math.abs(shift))} ${shift > 0 ? "up" : "down"} fit ` +
    `(J = ${repaired.toFixed(2)}): the column seems to have slipped ${rowsText(Math.abs(shift))} ${way}.`;
}

/** What one finding saw; `name` is what its model is called, with a colon, or nothing. */
function evidenceOf(
  finding: Finding, name: string, nameOf: (model: number) => string, models: number,
): string {
  const { count, total, value, reference, youden, p, truth } = finding;
  const other = finding.other === undefined ? "" : nameOf(finding.other);
  switch (finding.code) {
    case "possible_row_misalignment":
      return `${name}${youdenText(youden!)}` +
        `${value === undefined ? "" : `, on the other models ${value.toFixed(2)}`} (${pText(p!)}). ` +
        shiftText(finding);
    case "swapped_labels":
    case "judge_not_better_than_chance":
      return `${name}${youdenText(youden!)}.`;
    case "degenerate_judge":
      return `${name}${total! - count!} of ${total} ${classText(truth)} answers ` +
        `${truth === 1 ? "failed" : "passed"}.`;
    case "sign_flip":
      return `The judge prefers ${nameOf(finding.model!)} to ${other} by ` +
        `${difference(value!, true)} points; corrected by the labels of each, ${other} is ahead by ` +
        `${difference(-reference!, true)} points.` +
        (finding.severity === "note" ? " Chance may explain this pair." : "") +
        (count! > 1 ? ` ${count! - 1} more pair${count === 2 ? " is" : "s are"} reversed.` : "");
    case "incompatible":
      return `${name}the judge passes ${percent(value!)}.`;
    case "labels_not_random":
      return `${name}${pText(p!)}.`;
    case "calibration_differs":
      return `Of ${classText(truth)} answers the judge gets ${percent(value!)} right for ` +
        `${nameOf(finding.model!)}, ${percent(reference!)} for ${other} (${pText(p!)}, all models).`;
    case "too_few_labels":
      return `${name === "" && models > 1 ? "All models' labels together: " : name}` +
        `${count} label${count === 1 ? "" : "s"}` +
        `${truth === undefined ? "" : ` of ${classText(truth)} answers`}.`;
    case "constant_verdicts":
      return `${name}${count} of ${total} verdicts are equal.`;
    case "prevalence_differs":
      return `${name}${percent(count! / total!)} of the labels say right, the corrected score is ` +
        `${percent(value!)}.`;
    case "calibration_unchecked":
      return truth === undefined ? `${name}no labels.`
        : `${name}no label of a ${classText(truth)} answer.`;
    case "small_common_set":
      return `${count} items were judged for all models; one model has ${total}.`;
    case "judge_weaker_than_model":
      return `${name}rho^2 = ${value!.toFixed(2)}.`;
  }
}

/** A finding in a line: how much it matters, what it is, the evidence; what it means if it matters. */
export function diagnosticSentence({ severity, title, detail, evidence }: Diagnostic): string {
  const said = textOf(findingSeverities, severity).title;
  const meaning = severity === "note" || detail === "" ? "" : `${detail} `;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}: ${title}. ${meaning}${evidence}`;
}

/** Evidence of more models than this is summed up. */
const shownModels = 3;

/** Findings in words, in their order; those of one code and severity are one. */
export function diagnosticsOf(
  findings: readonly Finding[], models: readonly string[],
): Diagnostic[] {
  const nameOf = (model: number): string => models[model]!;
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    gather(groups, `${finding.severity} ${finding.code}`, finding);
  }
  return [...groups.values()].map((group) => {
    const { code, severity } = group[0]!;
    const { title, detail } = textOf(findingCodes, code);
    const concerned = [...new Set(group.flatMap(({ model, other }) =>
      [model, other].flatMap((at) => (at === undefined ? [] : nameOf(at)))))];
    const sentences = group.slice(0, shownModels).map((finding) => {
      const { model } = finding;
      const name = model === undefined || nameOf(model) === onlyModel ? "" : `${nameOf(model)}: `;
      const text = evidenceOf(finding, name, nameOf, models.length);
      return name === "" ? text.charAt(0).toUpperCase() + text.slice(1) : text;
    });
    const more = group.slice(shownModels).flatMap(({ model }) =>
      (model === undefined ? [] : nameOf(model)));
    if (more.length > 0) sentences.push(`The same of ${nameList(more)}.`);
    return {
      code, severity, title, detail, evidence: sentences.join(" "),
      models: concerned.filter((name) => name !== onlyModel),
    };
  });
}
