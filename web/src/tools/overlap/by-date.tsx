import {
  chronologicalCaution, chronologicalReading, type OverlapImpact, type SystemImpact,
} from "evenhand/overlap/bare";
import type { VNode } from "preact";
import { Reading } from "../../parts/result.tsx";
import type { Settings } from "./state.ts";
import type { Overlap } from "./use-overlap.ts";

/** The column whose dates are used: the one asked for, if the scores have it. */
export const dateColumn = ({ dates }: Settings, { dateColumns }: OverlapImpact): string | undefined =>
  (dateColumns.includes(dates) ? dates : dateColumns[0]);

/** Items from before and after a cutoff, whatever was found of them. */
export function ByDate({ impact, chosen, overlap }: {
  impact: OverlapImpact; chosen: SystemImpact; overlap: Overlap;
}): VNode {
  const { settings, change } = overlap;
  const { dateColumns } = impact;
  const sentences = chosen.chronological === null ? [] : chronologicalReading(chosen.chronological);
  return (
    <section aria-labelledby="dates-heading">
      <h4 id="dates-heading">Before and after a cutoff</h4>
      <p class="hint">Items written after the training text was collected cannot be in it, whether a match is found or not.</p>
      <div class="adjust-choice">
        {dateColumns.length > 1 && (
          <label>Dates{" "}
            <select value={dateColumn(settings, impact)!} onChange={({ currentTarget }) => change({ dates: currentTarget.value })}>
              {dateColumns.map((name) => <option key={name} value={name}>{name}</option>)}
            </select>
          </label>
        )}
        <label>Last day of the training text{" "}
          <input type="date" min="1900-01-01" max="2099-12-31" value={settings.cutoff}
            onInput={({ currentTarget: { value } }) => change({ cutoff: value, dates: dateColumn(settings, impact)! })} />
        </label>
      </div>
      {sentences.length > 0 && (
        <>
          <p class="hint">Scores of {chosen.system}:</p>
          <Reading sentences={sentences} />
          <p class="hint">{chronologicalCaution}</p>
        </>
      )}
    </section>
  );
}
