import {
  overlapApproximations, overlapDefinitions, overlapMetrics, ruleRefusals,
  type OverlapApplication, type OverlapDefinition,
} from "evenhand/overlap/bare";
import { percent } from "evenhand/bare";
import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { titleOf } from "./model.ts";
import { initialSettings } from "./state.ts";
import type { Overlap } from "./use-overlap.ts";

const sourceOf = (name: OverlapDefinition): string =>
  overlapDefinitions.find((definition) => definition.name === name)!.detail;

/** A share of each benchmark: of the first part that was measured. */
const sharesOf = ({ columns }: OverlapApplication): readonly (number | null)[] =>
  (columns[0]?.sets ?? []).map(({ share }) => share);

/** Metrics that are 0 or 1 have no threshold to move. */
const yesOrNo: ReadonlySet<string> = new Set(["any_gram", "whole"]);

function Threshold({ application, change, reset }: {
  application: OverlapApplication; change: (threshold: number) => void; reset: (() => void) | undefined;
}): VNode {
  const { rule } = application;
  const metric = overlapMetrics.find(({ name }) => name === rule.metric)!;
  const sign = rule.comparison === "above" ? "more than" : "at least";
  return (
    <div class="threshold">
      <label for="threshold">Flagged from: {metric.title} {sign} {percent(rule.threshold)}</label>
      <input type="range" id="threshold" min="0" max="1" step="0.01" value={rule.threshold}
        aria-valuetext={percent(rule.threshold)}
        onInput={({ currentTarget }) => change(Number(currentTarget.value))} />
      {reset !== undefined &&
        <button type="button" class="link-button" onClick={reset}>As published</button>}
    </div>
  );
}

interface Props {
  readonly overlap: Overlap;
  readonly published: readonly OverlapApplication[];
  readonly benchmarks: readonly string[];
  /** Tells which application of the chosen definition is shown. */
  readonly show: (application: OverlapApplication) => void;
}

/** Every published definition applied to the same scan; the chosen one's threshold can be moved. */
export function Definitions({ overlap, published, benchmarks, show }: Props): VNode {
  const { settings, change, desk } = overlap;
  const { partial, shown } = settings;
  const base = initialSettings;
  // The default definition flags from where the report's levels say partial.
  const thresholds = useMemo(() => ({
    ...settings.thresholds, ...(partial !== base.partial && { evenhand: partial }),
  }), [settings.thresholds, partial]);
  const [moved, setMoved] = useState<ReadonlyMap<OverlapDefinition, OverlapApplication>>(new Map());

  useEffect(() => {
    let isCurrent = true;
    const choices = published.flatMap(({ rule: { definition }, refusal }) => {
      const threshold = thresholds[definition];
      return threshold === undefined || refusal !== null ? [] : [{ definition, threshold }];
    });
    void Promise.all(choices.map((choice) => desk.ask({ kind: "apply", choice }))).then((answers) => {
      if (!isCurrent) return;
      setMoved(new Map(answers.flatMap((answer) =>
        (answer.kind === "apply" ? [[answer.application.rule.definition, answer.application]] : []))));
    });
    return () => { isCurrent = false; };
  }, [published, thresholds]);

  const all = published.map((application) => moved.get(application.rule.definition) ?? application);
  const chosen = all.find(({ rule }) => rule.definition === shown) ?? all[0]!;
  useEffect(() => show(chosen), [chosen]);

  const move = (name: OverlapDefinition, threshold: number | undefined): void => {
    if (name === "evenhand") {
      const from = threshold === undefined ? base.partial : Math.max(0.01, threshold);
      change({ partial: from, full: Math.max(from, base.full) });
      return;
    }
    const { [name]: _, ...rest } = settings.thresholds;
    change({ thresholds: threshold === undefined ? rest : { ...rest, [name]: threshold } });
  };

  return (
    <section aria-labelledby="definitions-heading">
      <h3 id="definitions-heading">By every published definition</h3>
      <p class="hint">The same scan, read by each rule. Choose one to move its threshold and see its items;
        nothing is scanned again.</p>
      <div class="scroll scores" tabIndex={0} role="region" aria-label="Definitions and the share that each flags">
        <table class="definition-table">
          <thead>
            <tr>
              <th scope="col">Definition</th>
              <th scope="col">Measures</th>
              <th scope="col" class="number">n</th>
              {benchmarks.map((name) =>
                <th key={name} scope="col" class="number">{benchmarks.length > 1 ? name : "Contaminated"}</th>)}
              <th scope="col">Differs from its source</th>
            </tr>
          </thead>
          <tbody>
            {all.map((application) => {
              const { rule, refusal, notes } = application;
              const { definition } = rule;
              const isShown = definition === chosen.rule.definition;
              const refused = ruleRefusals.find(({ name }) => name === refusal);
              return (
                <tr key={definition} class={isShown ? "is-shown" : ""}>
                  <th scope="row">
                    <label class="pick" title={sourceOf(definition)}>
                      <input type="radio" name="definition" checked={isShown} disabled={refusal !== null}
                        onChange={() => change({ shown: definition })} />
                      <span>{titleOf(overlapDefinitions, definition)}</span>
                    </label>
                  </th>
                  <td class="wraps">{overlapMetrics.find(({ name }) => name === rule.metric)?.title}</td>
                  <td class="number">{refusal === null ? application.columns[0]?.sets[0]?.n ?? rule.n : "–"}</td>
                  {refused === undefined
                    ? sharesOf(application).map((share, index) => (
                      <td key={benchmarks[index]} class={`number ${isShown ? "main" : ""}`}>
                        {share === null ? "–" : percent(share)}</td>
                    ))
                    : <td class="wraps quiet" colSpan={benchmarks.length} title={refused.detail}>{refused.title}</td>}
                  <td class="wraps quiet">{notes.map((note) =>
                    overlapApproximations.find(({ name }) => name === note)!.title).join("; ")}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {chosen.refusal === null && !yesOrNo.has(chosen.rule.metric) && (
        <Threshold application={chosen}
          change={(threshold) => move(chosen.rule.definition, threshold)}
          reset={thresholds[chosen.rule.definition] === undefined ? undefined
            : () => move(chosen.rule.definition, undefined)} />
      )}
    </section>
  );
}
