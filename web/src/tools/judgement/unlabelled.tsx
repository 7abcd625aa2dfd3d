/** No labels: what would overturn a claim, for a reader who has a paper's numbers and nothing else. */
import {
  leniencyReading, levelText, percent, percentInterval, regionReading, regionsReading, tippingReading,
  tippingText, type ScoreReport, type SensitivityAnalysis,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { Figure, type Plots } from "../../chart/figure.tsx";
import type { RegionRow } from "../../chart/rows.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { Field } from "../../parts/field.tsx";
import {
  Assumptions, Command, Empty, Failure, MethodSentence, Refusal,
} from "../../parts/result.tsx";
import { refusalText } from "../../parts/words.ts";
import { JudgeShare } from "../judge/share.tsx";
import { initialAssumed, type AssumedName } from "../judge/state.ts";
import type { Judge } from "../judge/use-judge.ts";
import { useJudgement } from "./engine.ts";
import type { UnlabelledAnswer } from "./protocol.ts";
import { Slider } from "./slider.tsx";
import {
  claimOf, claimVerdict, judgedOf, pairOf, rangeFields, supposedOf, unlabelledCommand, unlabelledJob, withEnd,
  type Pair,
} from "./unlabelled-model.ts";

interface Props {
  readonly judge: Judge;
  /** The table's, when there is a table. */
  readonly report?: ScoreReport | undefined;
}

function ModelChoice({ judge, report }: { judge: Judge; report: ScoreReport }): VNode {
  const { settings, change } = judge;
  const models = judgedOf(report);
  const pair = pairOf(settings, report);
  const name = ({ model, count, total }: (typeof models)[number]): string =>
    `${model}: ${percent(count / total)} of ${total}`;
  return (
    <>
      <Field id="scored" label="Whose score is claimed" isWide>
        <select id="scored" value={pair?.a.model}
          onChange={({ currentTarget: { value } }) => change({ scored: value })}>
          {models.map((each) => <option key={each.model} value={each.model}>{name(each)}</option>)}
        </select>
      </Field>
      {models.length > 1 && (
        <Field id="rival" label="Said to be better than" isWide>
          <select id="rival" value={pair?.b?.model ?? ""}
            onChange={({ currentTarget: { value } }) => change({ rival: value })}>
            <option value="">nobody: the claim is about one model</option>
            {models.filter(({ model }) => model !== pair?.a.model).map((each) =>
              <option key={each.model} value={each.model}>{name(each)}</option>)}
          </select>
        </Field>
      )}
    </>
  );
}

/** The claim, and what is thought possible of the judge. */
export function UnlabelledInputs({ judge, report }: Props): VNode {
  const { settings, change } = judge;
  const { assumed } = settings;
  const pair = pairOf(settings, report);
  const set = (name: AssumedName, value: string): void => change({ assumed: { ...assumed, [name]: value } });
  return (
    <fieldset class="step supposed">
      <legend class="step-title">The claim, and what you think possible</legend>
      {report !== undefined && <ModelChoice judge={judge} report={report} />}
      <div class="slider-group">
        <Slider id="assume-claim" label="Claim: right on at least" least={0} isLong
          value={pair === undefined ? assumed.claim : claimOf(pair, assumed)}
          change={(value) => set("claim", value)} />
      </div>
      {rangeFields.map(({ low, high, label, hint }) => (
        <div key={low} class="slider-group" role="group" aria-labelledby={`${low}-name`} aria-describedby={`${low}-hint`}>
          <span class="counts-label" id={`${low}-name`}>{label} of the judge</span>
          <span class="hint" id={`${low}-hint`}>{hint}</span>
          {([["from", low], ["to", high]] as const).map(([word, end]) => (
            <Slider key={end} id={`assume-${end}`} label={`${word === "from" ? "At least" : "At most"}`} value={assumed[end]}
              change={(value) => change({ assumed: withEnd(assumed, low, high, end, value) })} />
          ))}
        </div>
      ))}
      {pair?.b !== undefined && (
        <div class="slider-group" role="group" aria-label="The gap from nothing">
          <Slider id="assume-supposed" label="If both were really right on" least={0} isLong value={supposedOf(pair, assumed)}
            change={(value) => set("supposed", value)} />
          <span class="hint">How lenient to A would the judge have to be to make the gap out of nothing?</span>
        </div>
      )}
      {assumed !== initialAssumed && (
        <div class="buttons">
          <button type="button" class="button" onClick={() => change({ assumed: initialAssumed })}>
            Use the example’s</button>
        </div>
      )}
    </fieldset>
  );
}

function TippingFigure({ answer: { analysis, line }, description }: { answer: UnlabelledAnswer; description: string }): VNode {
  const draw = useCallback((plots: Plots, width: number) => {
    const at = (kind: "specificity" | "specificityWithSampling") => line.points.map((point) =>
      ({ x: point.sensitivity, y: point[kind]! })) as unknown as [{ x: number; y: number }, { x: number; y: number }];
    const supposed = analysis.supposed as { sensitivity: { lower: number; upper: number }; specificity: { lower: number; upper: number } };
    return plots.tippingPlot({
      line: at("specificity"), lineWithSampling: at("specificityWithSampling"), supposed,
      holds: "the claim holds", fails: "the claim fails",
    }, {
      width, description, tick: (share) => levelText(share),
      title: `Error rates of the judge for which at least ${percent(line.claim)} are right`,
    });
  }, [analysis, line, description]);
  return (
    <Figure draw={draw}>
      <span class="key key-holds">the claim holds</span>
      <span class="key key-between">holds unless the judge’s rate was luck ({levelText(line.level)})</span>
      <span class="key key-fails">the claim fails</span>
      <span class="key key-supposed">what you think possible</span>
    </Figure>
  );
}

function RegionFigure({ analysis, pair, description }: { analysis: SensitivityAnalysis; pair: Pair; description: string }): VNode {
  const draw = useCallback((plots: Plots, width: number) => {
    const rows: RegionRow[] = [{ ...analysis.region!, name: pair.a.model }];
    if (pair.b !== undefined && analysis.against?.region != null) {
      rows.push({ ...analysis.against.region, name: pair.b.model });
    }
    return plots.regionPlot(rows, {
      width, description, claim: analysis.tipping!.claim, tick: (share) => levelText(share),
      title: "Scores that remain possible",
    });
  }, [analysis, pair.a.model, pair.b?.model, description]);
  return (
    <Figure draw={draw}>
      <span class="key key-raw">judge says</span>
      <span class="key key-region">scores that remain possible</span>
      <span class="key key-sampling">allowing for sampling, too</span>
    </Figure>
  );
}

function TippingTable({ analysis }: { analysis: SensitivityAnalysis }): VNode {
  const { points, level } = analysis.tipping!;
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="tipping-caption">
      <table class="counts-table">
        <caption id="tipping-caption" class="offscreen">Specificity that the claim needs</caption>
        <thead>
          <tr>
            <th scope="col">If the sensitivity is</th>
            <th scope="col" class="number">it holds from a specificity of</th>
            <th scope="col" class="number">allowing for sampling ({levelText(level)})</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ sensitivity, specificity, side, specificityWithSampling, sideWithSampling }) => (
            <tr key={sensitivity}>
              <th scope="row">{levelText(sensitivity)}</th>
              <td class="number" title={String(specificity ?? side)}>{tippingText(side, specificity)}</td>
              <td class="number" title={String(specificityWithSampling ?? sideWithSampling)}>
                {tippingText(sideWithSampling, specificityWithSampling)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Found({ judge, pair, answer }: { judge: Judge; pair: Pair; answer: UnlabelledAnswer }): VNode {
  const { analysis } = answer;
  const { region, supposed, tipping, against, leniency } = analysis;
  const name = pair.a.model === "A" && pair.b === undefined ? "the model" : pair.a.model;
  const tips = useMemo(() => tippingReading(tipping!, name), [tipping, name]);
  const possible = regionReading(region!, supposed!, name);
  const gap = leniency === null ? [] : leniencyReading(leniency);
  const named = pair.b !== undefined && pair.a.model !== "A";
  const hasLine = answer.line.points.every(({ specificity }) => specificity !== null);
  return (
    <>
      <output class="reading whole" aria-live="polite">
        <span class="tag">Sensitivity analysis, no corrected score</span>
        <span class="lead">{claimVerdict(region!, tipping!.claim)}</span>
        <span class="then">{possible}</span>
        <span class="then">{tips[0]}</span>
      </output>
      <section aria-labelledby="reviewer-heading">
        <h3 id="reviewer-heading">For a review</h3>
        <blockquote class="method" id="reviewer-sentence">{analysis.sentence}</blockquote>
        <CopyButton label="Copy for a review" text={analysis.sentence} />
      </section>
      <section aria-labelledby="map-heading">
        <h3 id="map-heading">What would overturn the claim</h3>
        {hasLine
          ? <TippingFigure answer={answer} description={tips.join(" ")} />
          : <p class="hint">That all answers are right has no line to draw; the table says it all.</p>}
        <p class="hint under-figure">{tips[1]}</p>
      </section>
      <TippingTable analysis={analysis} />
      <section aria-labelledby="region-heading">
        <h3 id="region-heading">What remains possible</h3>
        <RegionFigure analysis={analysis} pair={pair} description={possible} />
        <p class="hint under-figure">{percentInterval(region!.region)}; allowing for sampling
          ({levelText(region!.level)}) {percentInterval(region!.withSampling)}. Every score in between fits
          the judge’s rate equally well: none of them is the estimate.</p>
      </section>
      {gap.length > 0 && (
        <section aria-labelledby="gap-heading">
          <h3 id="gap-heading">Is A better than B?</h3>
          {named && <p class="hint">A is {pair.a.model}, B is {pair.b!.model}.</p>}
          <ul class="assumptions" id="gap">
            {gap.map((sentence) => <li key={sentence}>{sentence}</li>)}
            {against?.region != null && <li>{regionsReading(region!, against.region)}</li>}
          </ul>
        </section>
      )}
      <Assumptions assumptions={analysis.assumptions} />
      <MethodSentence sentence={analysis.method} />
      <Command command={unlabelledCommand(pair, judge.settings)} />
      <JudgeShare judge={judge} json={analysis} />
    </>
  );
}

const names: Readonly<Record<string, string>> = {
  judged: "Judge passes", against: "Another model", positive: "Judge passes", total: "Judge passes", claim: "The claim",
  sensitivity: "Sensitivity", specificity: "Specificity", score: "What both are really right on",
};

export function UnlabelledResult({ judge, report }: Props): VNode {
  const pair = pairOf(judge.settings, report);
  const answer = useJudgement("unlabelled", pair && unlabelledJob(pair, judge.settings), true);
  if (pair === undefined) return <Empty>No verdicts yet: the message beside the data says what is missing.</Empty>;
  switch (answer?.kind) {
    case undefined: return <Empty>Computing…</Empty>;
    case "unlabelled": return <Found judge={judge} pair={pair} answer={answer} />;
    case "refused": {
      const name = names[answer.argument] ?? names[answer.argument.split(".")[0]!] ?? answer.argument;
      return <Refusal>{name}: {refusalText(answer.code)}.</Refusal>;
    }
    case "failed": return <Failure message={answer.message} retry={judge.retry} />;
  }
}
