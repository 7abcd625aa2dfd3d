import {
  backtestShare, defaults, percent, percentInterval, type ScoreReport,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { IntervalFigure } from "../../chart/figure.tsx";
import { Field } from "../../parts/field.tsx";
import { Progress } from "../../parts/result.tsx";
import { refusalText } from "../../parts/words.ts";
import type { Source } from "../../source.ts";
import { judgeEngine, type JudgeEngine } from "./engine.ts";
import { argumentName, chartRows, tableOptions } from "./model.ts";
import type { Answer, BacktestAnswer } from "./protocol.ts";
import type { Settings } from "./state.ts";

const repeats = 500;

interface Props {
  readonly source: Source;
  readonly settings: Settings;
  readonly level: string;
}

function Outcomes({ answer, level }: { answer: BacktestAnswer; level: string }): VNode {
  const { report, repeated } = answer;
  const rows = useMemo(() => chartRows(report), [report]);
  const tally = repeated ?? backtestShare(report);
  if (tally === undefined || tally.compared === 0) {
    return <p class="notice warn">No hidden label could be compared: there are too few labels.</p>;
  }
  const reading = `${tally.inside} of ${tally.compared} hidden truths lie within their ${level} intervals` +
    (repeated === undefined ? "." : `, over ${repeated.repeats} random choices.`);
  return (
    <>
      <output class="reading small" aria-live="polite"><span class="lead">{reading}</span></output>
      <IntervalFigure rows={rows} compare="truth" level={level}
        title="Corrected intervals and the hidden truth" description={reading} />
      <OutcomeTable report={report} level={level} />
    </>
  );
}

function OutcomeTable({ report, level }: { report: ScoreReport; level: string }): VNode {
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-label="Backtest by model">
      <table>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" class="number">Corrected</th>
            <th scope="col" class="number">{level} interval</th>
            <th scope="col" class="number">Hidden truth</th>
            <th scope="col">Within</th>
            <th scope="col" class="number">Hidden</th>
            <th scope="col" class="number">Labels left</th>
          </tr>
        </thead>
        <tbody>
          {report.models.map(({ model, corrected, backtest, labelled }) => (
            <tr key={model}>
              <th scope="row"><span class="model" title={model}>{model}</span></th>
              <td class="number main">
                {corrected.estimate === null ? "unknown" : percent(corrected.estimate)}</td>
              <td class="number" title={`${corrected.lower} to ${corrected.upper}`}>
                {percentInterval(corrected)}</td>
              <td class="number" title={String(backtest?.truth ?? "")}>
                {backtest?.truth == null ? "–" : percent(backtest.truth)}</td>
              <td>{backtest?.inside == null ? "–" : backtest.inside ? "yes" : <strong>no</strong>}</td>
              <td class="number">{backtest?.hidden ?? 0}</td>
              <td class="number">{labelled}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Hides labels, corrects with the rest and compares: a check on the user's own data. */
export function Backtest({ source, settings, level }: Props): VNode {
  const [share, setShare] = useState("80");
  const [seed, setSeed] = useState(String(defaults.seed));
  const [answer, setAnswer] = useState<Answer>();
  const [isRunning, setRunning] = useState(false);
  // An engine of its own: neither the table nor the backtest ends the other's work.
  const engine = useRef<JudgeEngine>();
  useEffect(() => {
    engine.current?.cancel();
    setAnswer(undefined);
    setRunning(false);
  }, [source, settings]);

  const run = async (times: number): Promise<void> => {
    engine.current ??= judgeEngine();
    setRunning(true);
    setAnswer(undefined);
    const given = await engine.current.run({
      kind: "backtest", source, repeats: times,
      options: {
        ...tableOptions(settings),
        backtest: { share: share.trim() === "" ? Number.NaN : Number(share) / 100,
          seed: seed.trim() === "" ? Number.NaN : Number(seed) },
      },
    });
    if (given === undefined) return;
    setRunning(false);
    setAnswer(given);
  };
  const cancel = (): void => {
    engine.current?.cancel();
    setRunning(false);
  };

  return (
    <details class="folded backtest">
      <summary>Try it on your own labels: hide some, and see whether the interval finds them</summary>
      <p>
        Some labels are hidden at random, every score is corrected with the rest, and the result is
        compared with the hidden ones. Only answers with a label take part.
      </p>
      <form class="grid" onSubmit={(event) => { event.preventDefault(); void run(1); }}>
        <Field id="backtest-share" label="Hide, % of the labels">
          <input id="backtest-share" type="text" inputMode="decimal" value={share} autocomplete="off"
            onInput={(event) => setShare(event.currentTarget.value)} /></Field>
        <Field id="backtest-seed" label="Seed">
          <input id="backtest-seed" type="text" inputMode="numeric" value={seed} autocomplete="off"
            onInput={(event) => setSeed(event.currentTarget.value)} /></Field>
        <div class="buttons wide">
          <button class="button strong">Hide and compare</button>
          <button type="button" class="button" onClick={() => void run(repeats)}>
            Repeat {repeats} times</button>
        </div>
      </form>
      {isRunning && <Progress cancel={cancel} />}
      {answer?.kind === "backtest" && <Outcomes answer={answer} level={level} />}
      {answer?.kind === "refused" && (
        <p class="notice refuse" role="alert">
          {argumentName(answer.argument)}: {refusalText(answer.code)}.</p>
      )}
      {answer?.kind === "failed" && <p class="notice refuse" role="alert">{answer.message}</p>}
    </details>
  );
}
