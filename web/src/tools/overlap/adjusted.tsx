import {
  adjustedLines, bucketLines, bucketRuleReading, bucketsReading, figureText, filledRows,
  referenceReading, stratifiedReading, type OverlapImpact, type SystemImpact,
} from "evenhand/overlap/bare";
import { levelText } from "evenhand/bare";
import type { VNode } from "preact";
import type { Overlap } from "./use-overlap.ts";

interface Props {
  readonly impact: OverlapImpact;
  /** The system that is shown in words. */
  readonly chosen: SystemImpact;
}

/** What GPT-3's, GPT-4's and Llama 2's reports would print, a row for each system. */
export function PublishedFigures({ impact: { systems, bucketRule }, chosen }: Props): VNode {
  const { buckets } = chosen;
  const upTo = (length: number | null): string => (length === null ? "not affected" : `up to ${length} tokens`);
  return (
    <section aria-labelledby="figures-heading">
      <h4 id="figures-heading">The published figures</h4>
      <div class="scroll scores" tabIndex={0} role="region" aria-label="What published reports would print">
        <table class="figures-table">
          <thead>
            <tr>
              <th scope="col">System</th>
              <th scope="col" class="number">GPT-3: 100 ln(clean / all)</th>
              <th scope="col" class="number">GPT-4: (clean − all) / all</th>
              {bucketRule.refusal === null && <th scope="col">Llama 2: affected</th>}
              {bucketRule.refusal === null && <th scope="col">With the exact variance</th>}
            </tr>
          </thead>
          <tbody>
            {systems.map(({ system, cleanDirty, buckets: of }) => (
              <tr key={system}>
                <th scope="row"><span class="model" title={system}>{system}</span></th>
                <td class="number">{cleanDirty === null ? "–" : figureText(cleanDirty.relativePercent)}</td>
                <td class="number">{cleanDirty === null ? "–" : figureText(cleanDirty.degradationPercent)}</td>
                {bucketRule.refusal === null && <td>{of === null ? "–" : upTo(of.largestAffected)}</td>}
                {bucketRule.refusal === null && <td>{of === null ? "–" : upTo(of.largestAffectedFp)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {buckets === null ? bucketRuleReading(bucketRule).map((text) => <p key={text} class="hint">{text}</p>) : (
        <details class="more">
          <summary>Llama 2's buckets of {chosen.system}</summary>
          <ul>{[...bucketsReading(buckets), ...bucketRuleReading(bucketRule)].map((text) => <li key={text}>{text}</li>)}</ul>
          {filledRows(buckets).length > 0 && (
            <div class="scroll scores" tabIndex={0} role="region" aria-label={`Llama 2's buckets of ${chosen.system}`}>
              <table class="bucket-table">
                <thead>
                  <tr>
                    <th scope="col">Matches of</th>
                    <th scope="col">Bucket</th>
                    <th scope="col" class="number">Items</th>
                    <th scope="col" class="number">Mean</th>
                    <th scope="col" class="number">Z</th>
                    <th scope="col" class="number">Z, exact variance</th>
                  </tr>
                </thead>
                {filledRows(buckets).map((row) => (
                  <tbody key={row.length}>
                    {bucketLines(row, buckets.binary).map(({ title, items, mean, z, zFp }, place) => (
                      <tr key={title}>
                        {place === 0 && <th scope="rowgroup" rowSpan={4}>{row.length} tokens</th>}
                        <td>{title}</td>
                        <td class="number">{items}</td>
                        <td class="number">{mean}</td>
                        <td class="number main">{z}</td>
                        <td class="number">{zFp}</td>
                      </tr>
                    ))}
                  </tbody>
                ))}
              </table>
            </div>
          )}
        </details>
      )}
    </section>
  );
}

/** The same difference among items that are alike, and with what is easy for others taken off. */
export function Adjusted({ impact, chosen, overlap }: Props & { overlap: Overlap }): VNode {
  const { settings: { strata, reference }, change } = overlap;
  const { stratumColumns, systems } = impact;
  const lines = adjustedLines(chosen, impact);
  const { stratified, referenced, cleanDirty } = chosen;
  const sentences = [
    ...(stratified === null ? [] : stratifiedReading(stratified)),
    ...(referenced?.cleanDirty == null ? [] : referenceReading(referenced.cleanDirty, cleanDirty?.binary ?? false)),
  ];
  return (
    <section aria-labelledby="adjusted-heading">
      <h4 id="adjusted-heading">Adjusted for difficulty</h4>
      <p class="hint">Items that leak may be easier than others. Compare like with like, or take off what models
        that never saw the items make of them.</p>
      <div class="adjust-choice">
        {stratumColumns.length > 0 && (
          <label>Compare within{" "}
            <select value={impact.strata ?? ""} onChange={({ currentTarget }) => change({ strata: currentTarget.value })}>
              <option value="">all items</option>
              {stratumColumns.map((name) => <option key={name} value={name}>{name}</option>)}
            </select>
          </label>
        )}
        {systems.length > 1 && (
          <label>Take off the scores of{" "}
            <select value={impact.reference[0] ?? ""} onChange={({ currentTarget }) => change({ reference: currentTarget.value })}>
              <option value="">no model</option>
              {systems.map(({ system }) => <option key={system} value={system}>{system}</option>)}
            </select>
          </label>
        )}
      </div>
      {stratumColumns.length === 0 && (
        <p class="hint">Give the scores a column that says of each item what it is like, such as its subject or
          difficulty, to compare within it.</p>
      )}
      {strata !== "" && impact.strata === null && <p class="hint">The scores have no column “{strata}” that groups items.</p>}
      {reference !== "" && impact.reference.length === 0 && <p class="hint">There are no scores of “{reference}”.</p>}
      {reference === chosen.system && impact.reference.length > 0 &&
        <p class="hint">{chosen.system} is the model of reference: choose another one in words.</p>}
      {lines.length > 0 && (
        <div class="scroll scores" tabIndex={0} role="region" aria-label={`Adjusted scores of ${chosen.system}`}>
          <table class="adjusted-table">
            <thead>
              <tr>
                <th scope="col">Scores of {chosen.system}</th>
                <th scope="col" class="number">Items</th>
                <th scope="col" class="number">Dirty −{"\u00a0"}clean</th>
                <th scope="col" class="number">{levelText(cleanDirty!.level)} interval</th>
                <th scope="col" class="number">Gain (EPG)</th>
                <th scope="col" class="number" title="Odds that a dirty item is right, over those of a clean one">Odds ratio</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ title, items, difference, interval, epg, oddsRatio }) => (
                <tr key={title}>
                  <th scope="row">{title}</th>
                  <td class="number">{items}</td>
                  <td class="number main">{difference}</td>
                  <td class="number">{interval}</td>
                  <td class="number">{epg}</td>
                  <td class="number">{oddsRatio}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {sentences.length > 0 && <ul class="footnotes">{sentences.map((text) => <li key={text}>{text}</li>)}</ul>}
    </section>
  );
}
