import {
  about, count, defaults, difference, differenceInterval, ignoredClustersReading, ignoredPairsReading,
  levelText, noteTexts, pairReading, percent, pValue, type CompareDesign, type PairDetail,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Failure } from "../../parts/result.tsx";
import type { Source } from "../../source.ts";
import { DifferenceFigure } from "./differences.tsx";
import { compareEngine, type CompareEngine } from "./engine.ts";
import { compareOptions, pairRows } from "./model.ts";
import type { Answer, PairAnswer } from "./protocol.ts";
import type { Settings } from "./state.ts";
import { TwoByTwo } from "./two-by-two.tsx";

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly more?: string | undefined;
}

function factsOf({ pair, shares, signFlip, wilcoxon }: PairDetail, design: CompareDesign): Fact[] {
  if (pair === null || pair.difference === null) return [];
  const { binary, comparisons, level } = design;
  const unit = binary ? " points" : "";
  const { difference: by, lower, upper, p, pAdjusted, simultaneousLower, simultaneousUpper, detectable,
    itemsNeeded } = pair;
  const [tests] = shares;
  const facts: (Fact | undefined)[] = [
    { name: "Difference", value: `${difference(by, binary)}${unit}`,
      more: lower === null || upper === null ? undefined
        : `${levelText(level)} interval ${differenceInterval({ lower, upper }, binary)}` },
    comparisons > 1 && simultaneousLower !== null && simultaneousUpper !== null ? {
      name: `All ${count(comparisons)} at once`,
      value: differenceInterval({ lower: simultaneousLower, upper: simultaneousUpper }, binary),
      more: "holds for every pair together" } : undefined,
    p === null ? undefined : { name: "p", value: pValue(p),
      more: tests === undefined ? undefined : `mid-P McNemar; exact ${pValue(tests.exactP)}` },
    comparisons > 1 && pAdjusted !== null ? {
      name: "p, corrected", value: pValue(pAdjusted), more: `for ${count(comparisons)} comparisons` } : undefined,
    signFlip === null ? undefined : {
      name: "p by sign flips", value: pValue(signFlip.p), more: "assumes no shape" },
    wilcoxon === null ? undefined : { name: "p by ranks", value: pValue(wilcoxon.p), more: "Wilcoxon" },
    tests === undefined ? undefined : {
      name: "P(first is better)", value: percent(tests.probabilityABetter),
      more: "before seeing the data, 50 %" },
    { name: "Items in common", value: count(pair.n) },
    { name: "Detectable", value: detectable === null ? "none" : `${difference(detectable, binary)}${unit}`,
      more: `with power ${levelText(defaults.power)}, this pair alone` },
    itemsNeeded === null ? undefined : {
      name: "To settle it", value: `about ${about(itemsNeeded)} items`,
      more: itemsNeeded > pair.n
        ? `about ${about(itemsNeeded - pair.n)} more, if the difference is what it looks like` : undefined },
  ];
  return facts.filter((fact) => fact !== undefined);
}

/** What would be said if the clusters, or the pairs, were ignored. */
function contrasts({ detail, ungrouped }: PairAnswer, { binary, clusters }: CompareDesign): string[] {
  const { shares, means } = detail.unpaired;
  const plain = ungrouped?.pair ?? null;
  const apart = shares ?? means;
  return [
    plain === null ? undefined : ignoredClustersReading(plain, clusters ?? 0, binary),
    apart === null ? undefined : ignoredPairsReading(apart, binary),
  ].filter((text) => text !== undefined);
}

function Detail({ answer, design, a, b }: {
  answer: PairAnswer; design: CompareDesign; a: string; b: string;
}): VNode {
  const { detail, ungrouped } = answer;
  const { pair } = detail;
  const rows = useMemo(() => pairRows(detail, design), [answer, design]);
  const reading = pair === null ? "" : pairReading(pair, design);
  const counts = pair?.counts ?? ungrouped?.pair?.counts ?? null;
  const notes = noteTexts(pair?.notes ?? []);
  const facts = factsOf(detail, design);
  return (
    <>
      <output class="reading small plain" aria-live="polite"><span class="lead">{reading}</span></output>
      <div class="pair-parts">
        {counts !== null && <TwoByTwo counts={counts} a={a} b={b} />}
        <dl class="facts">
          {facts.map(({ name, value, more }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd><strong>{value}</strong>{more !== undefined && <span class="hint">{more}</span>}</dd>
            </div>
          ))}
        </dl>
      </div>
      {rows.length > 0 &&
        <DifferenceFigure rows={rows} a={a} b={b} binary={design.binary} description={reading} />}
      <ul class="footnotes">
        {[...contrasts(answer, design), ...notes].map((text) => <li key={text}>{text}</li>)}
      </ul>
    </>
  );
}

interface Props {
  readonly source: Source;
  readonly settings: Settings;
  readonly design: CompareDesign;
  readonly pair: readonly [string, string];
  /** Counts the times that a person asked for a pair; the heading is then shown. */
  readonly asked: number;
}

// Of its own: neither the table nor a pair ends the other's work.
let pairEngine: CompareEngine | undefined;

/** One pair with all that is known about it. */
export function PairSection({ source, settings, design, pair: [a, b], asked }: Props): VNode {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly given: Answer }>();
  const [attempt, setAttempt] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const key = JSON.stringify([source.key, compareOptions(settings), a, b]);
  useEffect(() => {
    pairEngine ??= compareEngine();
    let isCurrent = true;
    void pairEngine.run({ kind: "pair", source, options: { ...compareOptions(settings), a, b } })
      .then((given) => {
        if (isCurrent && given !== undefined) setAnswer({ of: key, given });
      });
    return () => {
      isCurrent = false;
      pairEngine?.cancel();
    };
  }, [key, attempt]);
  useEffect(() => {
    if (asked === 0) return;
    heading.current!.focus({ preventScroll: true });
    heading.current!.scrollIntoView({ block: "nearest" });
  }, [asked]);
  const back = (): void => document.querySelector<HTMLElement>('.matrix [tabindex="0"]')?.focus();

  const given = answer?.of === key ? answer.given : undefined;
  return (
    <section class="pair" aria-labelledby="pair-heading" aria-busy={given === undefined}
      onKeyDown={(event) => { if (event.key === "Escape") back(); }}>
      <div class="pair-head">
        <h3 id="pair-heading" ref={heading} tabIndex={-1}>{a} <span class="quiet">against</span> {b}</h3>
        <button type="button" class="button small" onClick={back}>Back to the matrix</button>
      </div>
      {given === undefined && <p class="quiet">Computing…</p>}
      {given?.kind === "pair" && <Detail answer={given} design={design} a={a} b={b} />}
      {given?.kind === "failed" &&
        <Failure message={given.message} retry={() => setAttempt((times) => times + 1)} />}
    </section>
  );
}
