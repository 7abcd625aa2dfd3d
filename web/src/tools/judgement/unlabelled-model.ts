/** A judge without labels: settings to what is asked. */
import { defaults, percent, type IdentificationRegion, type ScoreReport } from "evenhand/bare";
import { numberOf, option } from "../../parts/words.ts";
import type { Count } from "../judge/protocol.ts";
import type { Assumed, AssumedName, Settings } from "../judge/state.ts";
import type { UnlabelledJob } from "./protocol.ts";

/** "2.5" percent as 0.025, exactly: the digits are moved, nothing is divided. */
export const shareOf = (text: string): number => numberOf(text.trim() === "" ? "" : `${text.trim()}e-2`);

/** A count that may have been typed as a percentage of its total: papers often give no more. */
export function countOf(count: string | undefined, total: string | undefined): Count {
  const [text, of] = [(count ?? "").trim(), numberOf(total)];
  return text.endsWith("%")
    ? { count: Math.round(shareOf(text.slice(0, -1)) * of), total: of } : { count: numberOf(text), total: of };
}

/** A model with the verdicts that it got. */
export interface Judged extends Count {
  readonly model: string;
}

/** Every model's verdicts, those that the judge passes most often first. */
export const judgedOf = (report: ScoreReport): readonly Judged[] =>
  report.models.flatMap(({ model, raw, items }) =>
    (raw === null ? [] : [{ model, count: Math.round(raw.estimate * items), total: items }]))
    .sort((a, b) => b.count / b.total - a.count / a.total);

/** Whose claim is looked at, and against whom. */
export interface Pair {
  readonly a: Judged;
  readonly b: Judged | undefined;
}

export function pairOf(settings: Settings, report: ScoreReport | undefined): Pair | undefined {
  if (settings.mode === "counts") {
    const { judgedCount, judgedTotal, otherCount, otherTotal } = settings.counts;
    const isAlone = [otherCount, otherTotal].every((text) => (text ?? "").trim() === "");
    return {
      a: { model: "A", ...countOf(judgedCount, judgedTotal) },
      b: isAlone ? undefined : { model: "B", ...countOf(otherCount, otherTotal) },
    };
  }
  const all = report === undefined ? [] : judgedOf(report);
  const a = all.find(({ model }) => model === settings.scored) ?? all[0];
  return a && { a, b: all.find(({ model }) => model === settings.rival && model !== a.model) };
}

/** A percentage somewhat below the judge's rate: claims are seldom about less. */
const suggested = ({ count, total }: Judged): string => {
  const rate = count / total;
  return Number.isFinite(rate) && rate > 0.05 && rate <= 1 ? String(5 * Math.ceil(20 * rate - 1)) : "50";
};

/** What is claimed of A, and what both are supposed to be right on, as typed or suggested. */
export const claimOf = ({ a }: Pair, { claim }: Assumed): string => claim.trim() || suggested(a);
export const supposedOf = ({ a, b }: Pair, { supposed }: Assumed): string => supposed.trim() || suggested(b ?? a);

export function unlabelledJob(pair: Pair, { assumed, level }: Settings): UnlabelledJob {
  const { a, b } = pair;
  const range = (low: AssumedName, high: AssumedName) =>
    ({ lower: shareOf(assumed[low]), upper: shareOf(assumed[high]) });
  const judged = ({ count, total }: Judged) => ({ positive: count, total });
  return {
    kind: "unlabelled",
    input: {
      judged: judged(a), claim: shareOf(claimOf(pair, assumed)), level,
      supposed: { sensitivity: range("seLow", "seHigh"), specificity: range("spLow", "spHigh") },
      ...(b !== undefined && { against: judged(b), score: shareOf(supposedOf(pair, assumed)) }),
    },
  };
}

/** Whether the claim survives what is thought possible, in a sentence. */
export function claimVerdict({ region, withSampling }: IdentificationRegion, claim: number): string {
  const what = `The claim that at least ${percent(claim)} are right`;
  if (withSampling.lower >= claim) return `${what} holds for every judge that you think possible, chance in the judge’s rate included.`;
  if (region.lower >= claim) return `${what} holds for every judge that you think possible, unless the judge’s rate was luck.`;
  if (withSampling.upper < claim) return `${what} fails for every judge that you think possible.`;
  return `${what} holds for some of the judges that you think possible, and fails for others.`;
}

/** The fields of what is supposed. */
export const rangeFields: readonly {
  readonly low: AssumedName; readonly high: AssumedName; readonly label: string; readonly hint: string;
}[] = [
  { low: "seLow", high: "seHigh", label: "Sensitivity", hint: "of the right answers, the share that the judge passes" },
  { low: "spLow", high: "spHigh", label: "Specificity", hint: "of the wrong answers, the share that the judge fails" },
];

/** One end of a range moved; the other end goes along where they would cross. */
export function withEnd(assumed: Assumed, low: AssumedName, high: AssumedName, end: AssumedName, value: string): Assumed {
  const other = end === low ? high : low;
  const crosses = end === low ? Number(value) > Number(assumed[high]) : Number(value) < Number(assumed[low]);
  return { ...assumed, [end]: value, ...(crosses && { [other]: value }) };
}

/** The command that gives the same result. */
export function unlabelledCommand(pair: Pair, { assumed, level }: Settings): string {
  const { a, b } = pair;
  const rate = (name: AssumedName): string => String(shareOf(assumed[name]));
  return [
    "npx evenhand judge", ...option("judged", `${a.count}/${a.total}`),
    ...option("assume-sensitivity", `${rate("seLow")}..${rate("seHigh")}`),
    ...option("assume-specificity", `${rate("spLow")}..${rate("spHigh")}`),
    ...option("claim", String(shareOf(claimOf(pair, assumed)))),
    ...(b === undefined ? [] : [...option("against", `${b.count}/${b.total}`), ...option("score", String(shareOf(supposedOf(pair, assumed))))]),
    ...(level === defaults.level ? [] : option("level", String(level))),
  ].join(" ");
}
