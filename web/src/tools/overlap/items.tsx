import {
  falsePositiveFamilies, overlapLevels, overlapUnits, type HitRun, type ItemText,
  type OverlapApplication, type OverlapUnitFinding, type UnitText,
} from "evenhand/overlap/bare";
import { percent } from "evenhand/bare";
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Desk } from "./desk.ts";
import { titleOf } from "./model.ts";
import type { NamedFinding } from "./protocol.ts";

/** More rows than this are shown when asked for. */
const rowsAtFirst = 25;

/** A unit's tokens, those that one document has marked. */
function Compared({ unit, runs, joined }: { unit: UnitText; runs: readonly HitRun[]; joined: string }): VNode {
  const tokens = unit.pieces.flat();
  const isFound = new Set(runs.flatMap(({ position, length }) =>
    Array.from({ length }, (_, at) => position + at - unit.first)));
  const stretches: { readonly found: boolean; readonly words: string[] }[] = [];
  tokens.forEach((token, at) => {
    const found = isFound.has(at);
    const last = stretches.at(-1);
    if (last?.found === found) last.words.push(token);
    else stretches.push({ found, words: [token] });
  });
  return (
    <p class="compared">
      {stretches.map(({ found, words }, at) => {
        const text = words.join(joined);
        return (
          <span key={at}>{at > 0 && joined}{found ? <mark>{text}</mark> : text}</span>
        );
      })}
    </p>
  );
}

function Passage({ finding }: { finding: OverlapUnitFinding }): VNode {
  const { before, match, after, longestDocument, bestDocument } = finding;
  const { shard, line } = match === "" ? bestDocument : longestDocument;
  return (
    <>
      <p class="quiet where">In <strong>{shard}</strong>, document {line}
        {finding.documentsHit > 1 && `; ${finding.documentsHit} documents have some of it, ` +
          `${finding.documentsHalf} at least half`}</p>
      {match !== "" && (
        <blockquote class="passage">
          {before !== "" && `…${before}`}<mark>{match}</mark>{after !== "" && `${after}…`}
        </blockquote>
      )}
    </>
  );
}

function Detail({ desk, finding }: { desk: Desk; finding: NamedFinding }): VNode {
  const [text, setText] = useState<ItemText>();
  useEffect(() => {
    let isCurrent = true;
    void desk.ask({ kind: "item", item: finding.item }).then((answer) => {
      if (isCurrent && answer.kind === "item") setText(answer.text);
    });
    return () => { isCurrent = false; };
  }, [finding.item]);
  return (
    <div class="item-detail">
      {finding.families.length > 0 && (
        <p class="notice warn">
          {finding.families.map((family) =>
            falsePositiveFamilies.find(({ name }) => name === family)!.detail).join("; ")}.
        </p>
      )}
      {finding.units.filter(({ unit }) => unit !== "question_answer").map((found) => {
        const unit = text?.units.find(({ unit: name }) => name === found.unit);
        return (
          <section key={found.unit}>
            <h4>{titleOf(overlapUnits, found.unit)}
              <span class="quiet"> {percent(found.coverage.at(-1) ?? 0)} of it,
                longest run {found.longest} of {found.tokens} tokens{found.goldNear && ", answer close by"}</span>
            </h4>
            {unit !== undefined && <Compared unit={unit} runs={found.runs} joined=" " />}
            <Passage finding={found} />
          </section>
        );
      })}
    </div>
  );
}

interface Row {
  readonly finding: NamedFinding;
  readonly value: number;
  readonly outcome: string;
}

interface Props {
  readonly desk: Desk;
  readonly findings: readonly NamedFinding[];
  readonly application: OverlapApplication;
  readonly several: boolean;
  readonly children?: ComponentChildren;
}

/** Items of which anything was found, what matters most first. */
export function Items({ desk, findings, application, several }: Props): VNode {
  const [open, setOpen] = useState<number>();
  const [isAll, setAll] = useState(false);
  const [isFlaggedOnly, setFlaggedOnly] = useState(true);
  const isDefault = application.rule.definition === "evenhand";
  const rows = useMemo((): readonly Row[] => {
    const column = application.columns[0];
    return findings.map((finding) => ({
      finding, value: column?.values[finding.item] ?? 0, outcome: column?.outcomes[finding.item] ?? "absent",
    })).sort((a, b) => b.value - a.value || a.finding.item - b.finding.item);
  }, [findings, application]);
  const flagged = rows.filter(({ outcome }) => outcome === "flagged" || outcome === "dirty");
  const chosen = isFlaggedOnly ? flagged : rows;
  const shown = isAll ? chosen : chosen.slice(0, rowsAtFirst);
  return (
    <section aria-labelledby="items-heading">
      <h3 id="items-heading">The items</h3>
      <fieldset class="segments items-choice">
        <legend class="offscreen">Which items</legend>
        {([[true, `Contaminated (${flagged.length})`], [false, `Anything found (${rows.length})`]] as const)
          .map(([value, label]) => (
            <label class="segment" key={label}>
              <input type="radio" name="items" checked={isFlaggedOnly === value}
                onChange={() => setFlaggedOnly(value)} />
              <span>{label}</span>
            </label>
          ))}
      </fieldset>
      {shown.length === 0
        ? <p class="quiet">None.</p>
        : (
          <div class="scroll scores" tabIndex={0} role="region" aria-label="Items that were found">
            <table class="item-table">
              <thead>
                <tr>
                  <th scope="col">Item</th>
                  {several && <th scope="col">Benchmark</th>}
                  <th scope="col" class="number">{isDefault ? "Covered" : "Value"}</th>
                  <th scope="col">Level</th>
                  <th scope="col">Document</th>
                  <th scope="col">May be no leak</th>
                </tr>
              </thead>
              <tbody>
                {shown.map(({ finding, value }) => {
                  const isOpen = open === finding.item;
                  const best = finding.units[0]!.bestDocument;
                  return [
                    <tr key={finding.item}>
                      <th scope="row">
                        <button type="button" class="disclose" aria-expanded={isOpen}
                          onClick={() => setOpen(isOpen ? undefined : finding.item)}>
                          <span class="model">{finding.id}</span></button>
                      </th>
                      {several && <td>{finding.benchmark}</td>}
                      <td class="number main">{percent(value)}</td>
                      <td><span class={`key key-level level-${finding.level}`}>
                        {titleOf(overlapLevels, finding.level)}</span></td>
                      <td class="document" title={`${best.shard}:${best.line}`}>{best.shard}:{best.line}</td>
                      <td class="quiet">{finding.families.map((family) =>
                        titleOf(falsePositiveFamilies, family)).join(", ")}</td>
                    </tr>,
                    isOpen && (
                      <tr key={`${finding.item}-detail`} class="detail-row">
                        <td colSpan={several ? 6 : 5}><Detail desk={desk} finding={finding} /></td>
                      </tr>
                    ),
                  ];
                })}
              </tbody>
            </table>
          </div>
        )}
      {shown.length < chosen.length && (
        <button type="button" class="button small" onClick={() => setAll(true)}>
          Show all {chosen.length}</button>
      )}
    </section>
  );
}
