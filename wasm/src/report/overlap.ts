/** What the reports of contamination say in words. */
import { itemFields, itemProblems, type ItemProblem } from "../generated/overlap.ts";
import { textOf } from "./words.ts";

/** Why a benchmark cannot be indexed, with its line. */
export function itemProblemSentence(
  benchmark: string, { kind, line, field, found, otherLine }: ItemProblem,
): string {
  const { title, detail } = textOf(itemProblems, kind);
  const place = line === 0 ? benchmark : `${benchmark}, line ${line}`;
  const about = [
    ...(field === null ? [] : [textOf(itemFields, field).title]),
    ...(found === "" ? [] : [`received ${JSON.stringify(found)}`]),
    ...(otherLine === 0 ? [] : [`the other is in line ${otherLine}`]),
    `expected ${detail}`,
  ];
  return `${place}: ${title} (${about.join("; ")})`;
}
