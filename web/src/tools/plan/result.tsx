import { count, difference, levelText, planAssumptions, planMethod, version } from "evenhand/bare";
import type { VNode } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { Figure, type Plots } from "../../chart/figure.tsx";
import {
  Assumptions, Cancelled, Command, Empty, Failure, MethodSentence, Reading, Refusal, ResultFrame,
} from "../../parts/result.tsx";
import { Share } from "../../parts/share.tsx";
import { refusalText } from "../../parts/words.ts";
import { commandOf, effectText, isShare, jsonOf, planJob, readingOf, refusedField, scenarioName } from "./model.ts";
import type { PlanAnswer } from "./protocol.ts";
import { encodeHash, type Settings } from "./state.ts";
import type { Plan } from "./use-plan.ts";

const unitOf = ({ question, design }: Settings): string =>
  (question === "runs" ? "runs of each system" : design === "different" && question !== "width"
    ? "items for each system" : "items");

function CurveFigure({ answer, settings, description }: {
  answer: PlanAnswer; settings: Settings; description: string;
}): VNode {
  const unit = unitOf(settings);
  const isWidth = settings.question === "width";
  const what = isWidth ? "half-width of the interval" : "smallest difference that is found";
  const draw = useCallback((plots: Plots, width: number) => {
    const { asked } = planJob(settings);
    return plots.curvePlot(
      answer.scenarios.map(({ discordance, curve }) => ({ name: scenarioName(discordance), points: curve })), {
        width, description, isLog: settings.question !== "runs", xLabel: unit,
        title: `The ${what} against the number of ${unit}`,
        yLabel: `${what}${isShare(settings) ? ", points" : ""}`,
        xText: (value) => count(Math.round(value)),
        yText: (value) => difference(value, isShare(settings)),
        asked: settings.question === "difference" ? { x: asked } : { y: asked },
        answers: answer.scenarios.flatMap(({ answer: { x, y } }) => (x === null || y === null ? [] : [{ x, y }])),
      });
  }, [answer, settings, description]);
  return (
    <Figure draw={draw}>
      <span class="key key-asked">what you asked</span>
      <span class="key key-answer">the answer</span>
      {answer.scenarios.length > 1 &&
        <span class="quiet">one line for each share of items on which exactly one system is right</span>}
    </Figure>
  );
}

function PlanTable({ answer, settings }: { answer: PlanAnswer; settings: Settings }): VNode {
  const { question } = settings;
  const { asked } = planJob(settings);
  const unit = unitOf(settings);
  const isByEffect = question === "items" || question === "width";
  const rowText = (row: number): string => (isByEffect ? effectText(row, settings) : count(row));
  const cellText = (value: number | null): string =>
    (value === null ? "–" : isByEffect ? count(value) : effectText(value, settings));
  const isMany = answer.scenarios.length > 1;
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="plan-caption">
      <table class="plan-table">
        <caption id="plan-caption" class="offscreen">
          {isByEffect ? `Number of ${unit}` : "Smallest difference that is found"}</caption>
        <thead>
          {isMany && (
            <tr>
              <td />
              <th scope="colgroup" colSpan={answer.scenarios.length} class="number spanning">
                {isByEffect ? `${unit}, ` : ""}if exactly one system is right on</th>
            </tr>
          )}
          <tr>
            <th scope="col">{isByEffect ? question === "width" ? "Plus or minus" : "Difference" : unit}</th>
            {answer.scenarios.map(({ discordance }) => (
              <th key={discordance} scope="col" class="number">
                {discordance === null ? (isByEffect ? unit : "Difference") : scenarioName(discordance)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row, index) => (
            <tr key={row} class={row === asked ? "is-asked" : ""}>
              <th scope="row">{rowText(row)}{row === asked && <span class="offscreen">, as asked</span>}</th>
              {answer.scenarios.map(({ discordance, column }) =>
                <td key={discordance} class="number" title={String(column[index] ?? "not possible")}>
                  {cellText(column[index] ?? null)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PlanResult({ answer, settings, plan }: { answer: PlanAnswer; settings: Settings; plan: Plan }): VNode {
  const reading = useMemo(() => readingOf(answer, settings), [answer, settings]);
  const made = answer.results.find((result) => result !== null);
  return (
    <>
      <Reading sentences={reading} />
      <CurveFigure answer={answer} settings={settings}
        description={`${reading.join(" ")} The table below holds the numbers.`} />
      <PlanTable answer={answer} settings={settings} />
      {made && <Assumptions assumptions={planAssumptions(made)} />}
      {made && <MethodSentence sentence={planMethod(made)} />}
      <Command command={commandOf(settings)} />
      <Share hash={encodeHash(plan.settings)} hashWithData={undefined} json={jsonOf(answer)} />
    </>
  );
}

function content(plan: Plan): VNode {
  const { outcome, phase, settings } = plan;
  if (phase === "cancelled") return <Cancelled retry={plan.retry} />;
  if (outcome === undefined) return <Empty>Computing…</Empty>;
  const { answer } = outcome;
  switch (answer.kind) {
    case "plan": return <PlanResult answer={answer} settings={outcome.settings} plan={plan} />;
    case "refused":
      return refusedField(settings, answer.argument) !== undefined
        ? <Empty>No result yet: the message beside the numbers says what is missing.</Empty>
        : <Refusal>{answer.argument}: {refusalText(answer.code)}.</Refusal>;
    case "failed": return <Failure message={answer.message} retry={plan.retry} />;
  }
}

/** On paper the controls are gone, so what they said is written out. */
function Parameters({ plan: { settings } }: { plan: Plan }): VNode {
  return (
    <dl class="print-only">
      <dt>Confidence level</dt><dd>{levelText(settings.level)}</dd>
      {settings.question !== "width" && <><dt>Power</dt><dd>{levelText(settings.power)}</dd></>}
      <dt>Evenhand</dt><dd>{version}</dd>
      <dt>Link</dt><dd>{location.href}</dd>
    </dl>
  );
}

export function Result({ plan }: { plan: Plan }): VNode {
  return (
    <ResultFrame phase={plan.phase} cancel={plan.cancel}>
      {content(plan)}
      <Parameters plan={plan} />
    </ResultFrame>
  );
}
