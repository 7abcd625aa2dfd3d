import { count, difference, differenceInterval, levelText, pValue, scoreText } from "evenhand/bare";
import {
  impactAssumptions, impactCaution, impactMethod, impactReading, referenceAssumption, scanReading,
  type OverlapApplication, type OverlapImpact, type SystemImpact,
} from "evenhand/overlap/bare";
import type { VNode } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { Figure, type Plots } from "../../chart/figure.tsx";
import { Issues } from "../../parts/issues.tsx";
import { Assumptions, MethodSentence, Reading } from "../../parts/result.tsx";
import { Adjusted, PublishedFigures } from "./adjusted.tsx";
import { ByDate, dateColumn } from "./by-date.tsx";
import { choiceOf } from "./model.ts";
import { isCutoff } from "./state.ts";
import type { Overlap } from "./use-overlap.ts";

/** The gain against the share of items that a threshold flags: one curve for each system. */
function GainFigure({ systems, description }: { systems: readonly SystemImpact[]; description: string }): VNode {
  const draw = useCallback((plots: Plots, width: number) => plots.gainPlot(
    systems.flatMap(({ system, thresholds }) => (thresholds?.points ?? []).flatMap(({ dirtyItems, epg, threshold }) =>
      (epg.value === null ? [] : [{
        system, share: dirtyItems / thresholds!.items, gain: epg.value, threshold, binary: thresholds!.binary,
      }]))),
    { width, title: "Estimated performance gain by share of items flagged", description }), [systems]);
  return (
    <Figure draw={draw}>
      <span class="quiet">Each point is a threshold. A curve that falls at the right: what is flagged there made no difference.</span>
    </Figure>
  );
}

function ScoreTable({ systems }: { systems: readonly SystemImpact[] }): VNode {
  const level = levelText(systems[0]!.cleanDirty?.level ?? 0.95);
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-label="Scores of clean and dirty items">
      <table class="impact-table">
        <thead>
          <tr>
            <th scope="col">System</th>
            <th scope="col" class="number">Dirty items</th>
            <th scope="col" class="number">All</th>
            <th scope="col" class="number">Clean</th>
            <th scope="col" class="number">Dirty</th>
            <th scope="col" class="number">Dirty −{"\u00a0"}clean</th>
            <th scope="col" class="number">{level} interval</th>
            <th scope="col" class="number" title="Score of all items less score of the clean ones">Gain (EPG)</th>
            <th scope="col" class="number" title="One-sided, exact where scores are right or wrong">p</th>
          </tr>
        </thead>
        <tbody>
          {systems.map(({ system, cleanDirty }) => {
            if (cleanDirty === null) {
              return <tr key={system}><th scope="row">{system}</th><td colSpan={8} class="quiet">no scored item</td></tr>;
            }
            const { all, clean, dirty, difference: contrast, epg, exactP, testP, binary } = cleanDirty;
            const mean = (estimate: number | null): string => (estimate === null ? "–" : scoreText(estimate, binary));
            const p = exactP.value ?? testP.value;
            return (
              <tr key={system}>
                <th scope="row"><span class="model" title={system}>{system}</span></th>
                <td class="number">{dirty.items} of {all.items}</td>
                <td class="number">{mean(all.mean.estimate)}</td>
                <td class="number main">{mean(clean.mean.estimate)}</td>
                <td class="number raw">{mean(dirty.mean.estimate)}</td>
                <td class="number">{contrast.estimate === null ? "–" : difference(contrast.estimate, binary)}</td>
                <td class="number">{contrast.lower === null || contrast.upper === null ? "–"
                  : differenceInterval({ lower: contrast.lower, upper: contrast.upper }, binary)}</td>
                <td class="number">{epg.estimate === null ? "–" : difference(epg.estimate, binary)}</td>
                <td class="number">{p === null ? "–" : pValue(p)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const itemsText = (items: number): string => `${count(items)} ${items === 1 ? "item" : "items"}`;

interface Props {
  readonly overlap: Overlap;
  readonly application: OverlapApplication;
}

/** What the overlap did to the scores, by the chosen definition and threshold. */
export function Scores({ overlap, application }: Props): VNode {
  const { files: { scores }, settings, desk } = overlap;
  const { level, strata, reference, cutoff } = settings;
  const [impact, setImpact] = useState<OverlapImpact>();
  const [failed, setFailed] = useState("");
  const [shown, setShown] = useState<string>();
  // What a link names is asked for once the scores are known to have it.
  const knownStrata = impact?.stratumColumns.includes(strata) === true ? strata : undefined;
  const knownReference = impact?.systems.some(({ system }) => system === reference) === true ? reference : undefined;
  const knownDates = impact === undefined || !isCutoff(cutoff) ? undefined : dateColumn(settings, impact);
  useEffect(() => {
    let isCurrent = true;
    void desk.ask({
      kind: "impact", choice: choiceOf(application.rule), scores, level, strata: knownStrata,
      reference: knownReference === undefined ? [] : [knownReference],
      dates: knownDates === undefined ? undefined : { column: knownDates, cutoff },
    }).then((answer) => {
      if (!isCurrent) return;
      setFailed(answer.kind === "impact" ? "" : answer.message);
      setImpact(answer.kind === "impact" ? answer.impact : undefined);
    });
    return () => { isCurrent = false; };
  }, [application, scores, level, knownStrata, knownReference, knownDates, knownDates && cutoff]);
  const systems = impact?.systems ?? [];
  const chosen = systems.find(({ system }) => system === shown) ??
    [...systems].sort((a, b) => (b.cleanDirty?.epg.estimate ?? 0) - (a.cleanDirty?.epg.estimate ?? 0))[0];
  const reading = chosen?.cleanDirty == null ? [] : impactReading(chosen.cleanDirty);
  return (
    <section class="impact" aria-labelledby="impact-heading">
      <h3 id="impact-heading">What it did to the scores</h3>
      {failed !== "" && <div class="notice refuse" role="alert"><p>{failed}</p></div>}
      {impact !== undefined && <Issues issues={impact.issues} hints={{}} />}
      {chosen?.cleanDirty != null && (
        <>
          <ScoreTable systems={systems} />
          {systems.length > 1 && (
            <label class="impact-choice">In words:{" "}
              <select value={chosen.system} onChange={({ currentTarget }) => setShown(currentTarget.value)}>
                {systems.map(({ system }) => <option key={system} value={system}>{system}</option>)}
              </select>
            </label>
          )}
          <Reading sentences={[...reading, ...(chosen.thresholds === null ? [] : scanReading(chosen.thresholds))]} />
          <GainFigure systems={systems} description={reading.join(" ")} />
          <Adjusted impact={impact!} chosen={chosen} overlap={overlap} />
          {impact!.dateColumns.length > 0 && <ByDate impact={impact!} chosen={chosen} overlap={overlap} />}
          <PublishedFigures impact={impact!} chosen={chosen} />
          <p class="notice warn">{impactCaution}</p>
          <details class="more"><summary>Assumptions and the sentence for a paper</summary>
            <Assumptions assumptions={[...impactAssumptions, ...(chosen.referenced === null ? [] : [referenceAssumption])]} />
            <MethodSentence sentence={impactMethod(chosen.cleanDirty, chosen)} />
          </details>
          <p class="hint">
            {impact!.unmeasured > 0 && `Left out, as this definition cannot measure them: ${itemsText(impact!.unmeasured)}. `}
            {chosen.unscored > 0 && `Without a score of ${chosen.system}: ${itemsText(chosen.unscored)}.`}</p>
        </>
      )}
    </section>
  );
}
