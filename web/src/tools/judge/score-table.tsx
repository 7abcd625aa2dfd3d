import { percent, percentInterval, type Estimate, type ScoreReport } from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { footnotes } from "./model.ts";

/** A share with its interval on hover, to the last digit. */
export function exact(estimate: Estimate): string {
  return `${estimate.estimate} (${estimate.lower} to ${estimate.upper})`;
}

function Share({ estimate }: { estimate: Estimate | null }): VNode {
  return estimate === null
    ? <td class="number quiet">unknown</td>
    : <td class="number" title={exact(estimate)}>{percent(estimate.estimate)}</td>;
}

/** Every number of the plot, and those behind it. */
export function ScoreTable({ report, level }: { report: ScoreReport; level: string }): VNode {
  const notes = useMemo(() => footnotes(report), [report]);
  const markers = useMemo(() => {
    const byModel = new Map<string, string[]>();
    for (const { marker, models, all } of notes) {
      if (all) continue;
      for (const model of models) byModel.set(model, [...(byModel.get(model) ?? []), marker]);
    }
    return byModel;
  }, [notes]);
  return (
    <>
      <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="scores-caption">
        <table>
          <caption id="scores-caption" class="offscreen">Scores by model</caption>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number"><span class="key key-raw">Judge says</span></th>
              <th scope="col" class="number"><span class="key key-corrected">Corrected</span></th>
              <th scope="col" class="number">{level} interval</th>
              <th scope="col" class="number" title="Of the right answers, the share that the judge passes">
                Sensitivity</th>
              <th scope="col" class="number" title="Of the wrong answers, the share that the judge fails">
                Specificity</th>
              <th scope="col" class="number">Items</th>
              <th scope="col" class="number">Labels</th>
            </tr>
          </thead>
          <tbody>
            {report.models.map(({ model, raw, corrected, sensitivity, specificity, items, labelled }) => (
              <tr key={model}>
                <th scope="row">
                  <span class="model" title={model}>{model}</span>
                  {markers.has(model) && (
                    <sup><span class="offscreen"> notes </span>{markers.get(model)!.join(" ")}</sup>
                  )}
                </th>
                {raw === null ? <td class="number quiet">unknown</td>
                  : <td class="number raw" title={exact(raw)}>{percent(raw.estimate)}</td>}
                {corrected.estimate === null ? <td class="number quiet">unknown</td>
                  : <td class="number main" title={String(corrected.estimate)}>
                    {percent(corrected.estimate)}</td>}
                <td class={`number ${corrected.estimate === null ? "quiet" : ""}`}
                  title={`${corrected.lower} to ${corrected.upper}`}>{percentInterval(corrected)}</td>
                <Share estimate={sensitivity} />
                <Share estimate={specificity} />
                <td class="number">{items}</td>
                <td class="number">{labelled}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {notes.length > 0 && (
        <ul class="footnotes" aria-label="Notes">
          {notes.map(({ marker, text, all }) =>
            <li key={text}>{all ? "All models: " : <sup>{marker}</sup>} {text}</li>)}
        </ul>
      )}
    </>
  );
}
