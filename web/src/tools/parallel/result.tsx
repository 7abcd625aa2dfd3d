import {
  informationText, parallelReading, strategiesReading, version, type NamedPairMap, type ParallelReport,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { Field } from "../../parts/field.tsx";
import {
  Assumptions, Cancelled, Command, Empty, Failure, MethodSentence, Reading, Refusal, ResultFrame,
} from "../../parts/result.tsx";
import { packSource, Share } from "../../parts/share.tsx";
import { refusalText } from "../../parts/words.ts";
import { address } from "../../route.ts";
import { FrontierSection } from "./frontier.tsx";
import { HeatSection } from "./heat.tsx";
import { InformationSection } from "./information.tsx";
import { refusedFields } from "./input.tsx";
import { MeasuredSection } from "./measured.tsx";
import { commandOf, frontierPoints, glueOf, measuredMarks, strategyMarks, targetOf, watchable } from "./model.ts";
import { Player } from "./player.tsx";
import { isTask, presetTitle } from "./presets.ts";
import type { AnalysisAnswer, Condition } from "./protocol.ts";
import { encodeHash } from "./state.ts";
import { OutputTable, ScheduleTable, StrategyTable } from "./tables.tsx";
import { Teach } from "./teach.tsx";
import { useAside } from "./use-aside.ts";
import type { Outcome, Parallel } from "./use-parallel.ts";

function TotalCorrelation({ report }: { report: ParallelReport }): VNode {
  return (
    <Teach title={`What is total correlation? Here it is ${informationText(report.totalCorrelation ?? 0)}.`}>
      <p>
        Think of guessing a right answer. Someone who knows how often each token stands at each position, but
        not how they go together, needs more yes-or-no questions to find it than someone who knows the whole
        list. <strong>Total correlation is how many more, on average.</strong> At zero the positions have nothing to
        do with each other: draw them all at once and nothing goes wrong.
      </p>
      <p>
        A decoder that reveals everything in one step draws every position without seeing the others, so it is in
        the place of the first person. However well it was trained, what it puts out differs from the right
        answers by at least so many bits (the divergence KL(p‖q)). Revealing in more steps lets later positions see
        earlier ones, and the loss shrinks; one at a time it is zero.
      </p>
    </Teach>
  );
}

/** What of the settings the answers depend on. */
function targetKey({ settings, source }: Outcome): string {
  const { source: _, ...read } = targetOf(settings, source)!;
  return JSON.stringify([source?.key, read]);
}

/** Another pair of positions than the first is worked out when it is asked for. */
function HeatPart({ parallel, outcome, first, condition: { number, length } }: {
  parallel: Parallel; outcome: Outcome; first: NamedPairMap; condition: Condition;
}): VNode {
  const { settings: { positions, condition }, change } = parallel;
  const isThere = positions !== null && positions.every((position) => position < length);
  const isFirst = condition === 0 && (!isThere || (positions[0] === first.first && positions[1] === first.second));
  const target = targetOf(outcome.settings, outcome.source)!;
  const job = isFirst ? undefined
    : { ...target, kind: "pair", condition: number, positions: isThere ? positions : null } as const;
  const aside = useAside(job, JSON.stringify([targetKey(outcome), number, isThere && positions]));
  const map = job !== undefined && aside.answer?.kind === "pair" ? aside.answer.map : first;
  return (
    <HeatSection map={map} isCurrent={aside.isCurrent} length={length}
      choose={(chosen) => change({ positions: chosen })} />
  );
}

function PlayerPart({ parallel, outcome, report, condition: { number, length } }: {
  parallel: Parallel; outcome: Outcome; report: ParallelReport; condition: Condition;
}): VNode {
  const { settings: { watched, seed }, change } = parallel;
  const choices = useMemo(() => watchable(report, length), [report, length]);
  const chosen = choices.find(({ value }) => value === watched) ?? choices[0]!;
  const target = targetOf(outcome.settings, outcome.source)!;
  const { temperature } = report.decoding;
  const job = { ...target, kind: "walk", temperature, condition: number, strategy: chosen.strategy, seed } as const;
  const { answer, isCurrent } = useAside(job,
    JSON.stringify([targetKey(outcome), temperature, number, chosen.strategy, seed]));
  if (answer?.kind === "failed" || answer?.kind === "refused") {
    const why = answer.kind === "failed" ? answer.message : `${answer.argument}: ${refusalText(answer.code)}.`;
    return <Refusal>{why}</Refusal>;
  }
  return (
    <Player walk={isCurrent && answer?.kind === "walk" ? answer.walk : undefined} length={length}
      glue={glueOf(outcome.settings)} choices={choices} chosen={chosen.value}
      choose={(value) => change({ watched: value })} again={() => change({ seed: seed + 1 })} />
  );
}

function ConditionChoice({ parallel, conditions }: {
  parallel: Parallel; conditions: readonly Condition[];
}): VNode | null {
  const { settings: { condition }, change } = parallel;
  if (conditions.length < 2) return null;
  return (
    <Field id="condition" label="Looked at below: the answers given">
      <select id="condition" value={String(condition)}
        onChange={({ currentTarget: { value } }) => change({ condition: Number(value), positions: null })}>
        {conditions.map(({ name }, index) => <option key={name} value={String(index)}>{name.slice(0, 80)}</option>)}
      </select>
    </Field>
  );
}

/** What is lost is what a person came for; how many answers there are, they know. Strategies have a
 *  table of their own. */
function pageReading(report: ParallelReport): string[] {
  const [size, ...sentences] = parallelReading(report);
  const inTable = strategiesReading(report);
  return [...sentences.filter((sentence) => !inTable.includes(sentence)), size!];
}

function AnalysisResult({ parallel, outcome, answer, report }: {
  parallel: Parallel; outcome: Outcome; answer: AnalysisAnswer; report: ParallelReport;
}): VNode {
  const { settings, source } = outcome;
  const reading = useMemo(() => pageReading(report), [report]);
  const points = useMemo(() => frontierPoints(report), [report]);
  const marks = useMemo(() => strategyMarks(report), [report]);
  const measured = useMemo(() => measuredMarks(answer.measured, report), [answer]);
  // None of a task that is too large to be written out.
  const condition = answer.conditions[parallel.settings.condition] ?? answer.conditions[0];
  const { informationCurve: curve, pair } = report;
  const how = Number(settings.temperature) === 0 ? "taken" : "drawn";
  const withData = async (): Promise<string> => encodeHash(parallel.settings, {
    curve: true, ...(parallel.settings.source === "own" && { answers: await packSource(source) }),
  });
  const hasOwnData = parallel.settings.source === "own" || parallel.settings.curve !== "";
  return (
    <>
      <Reading sentences={reading} />
      <TotalCorrelation report={report} />
      {report.oneStep !== null && report.oneStep.listed.length > 0 &&
        <OutputTable outcome={report.oneStep} glue={glueOf(settings)} how={how} />}
      <ConditionChoice parallel={parallel} conditions={answer.conditions} />
      {pair !== null && condition !== undefined && condition.length > 1 &&
        <HeatPart parallel={parallel} outcome={outcome} first={pair} condition={condition} />}
      {condition !== undefined &&
        <PlayerPart parallel={parallel} outcome={outcome} report={report} condition={condition} />}
      {points.length > 0 && (
        <FrontierSection points={points} marks={marks} measured={measured} tokens={report.tokens ?? 0}
          description={reading.join(" ")} />
      )}
      <StrategyTable report={report} />
      <ScheduleTable report={report} />
      {answer.measured !== null && <MeasuredSection measured={answer.measured} />}
      {curve !== null && curve.schedules.length > 0 && (
        <InformationSection curve={curve} totalCorrelation={report.totalCorrelation ?? 0}
          steps={parallel.settings.steps ?? Math.min(2, curve.curve.length - 1)}
          choose={(steps) => parallel.change({ steps })} />
      )}
      {report.limits.length > 0 && (
        <div class="notice warn" role="status">
          <strong>Too large for some of it</strong>
          {report.limits.map(({ message }) => <p key={message}>{message}</p>)}
        </div>
      )}
      <Assumptions assumptions={report.assumptions} />
      <MethodSentence sentence={report.method} />
      <Command command={commandOf(settings, source)} />
      <Share json={report} hash={encodeHash(parallel.settings)} hashWithData={hasOwnData ? withData : undefined} />
    </>
  );
}

function content(parallel: Parallel): VNode {
  const { outcome, phase, settings, source } = parallel;
  if (phase === "cancelled") return <Cancelled retry={parallel.retry} />;
  if (settings.source === "own" && source === undefined) {
    return (
      <Empty>Type right answers, one a line, drop a file or choose an example; the result appears here at
        once.</Empty>
    );
  }
  if (outcome === undefined) return <Empty>Computing…</Empty>;
  const { answer } = outcome;
  switch (answer.kind) {
    case "analysis":
      return answer.report === null
        ? <Empty>No result yet: the message beside the answers says what is missing.</Empty>
        : <AnalysisResult parallel={parallel} outcome={outcome} answer={answer} report={answer.report} />;
    case "refused":
      return Object.hasOwn(refusedFields, answer.argument)
        ? <Empty>No result yet: the message beside the numbers says what is missing.</Empty>
        : <Refusal>{answer.argument}: {refusalText(answer.code)}.</Refusal>;
    case "failed": return <Failure message={answer.message} retry={parallel.retry} />;
    // Pairs and runs are asked for where they are shown.
    case "pair": case "walk": return <></>;
  }
}

/** On paper the controls are gone, so what they said is written out. */
function Parameters({ parallel: { settings, source } }: { parallel: Parallel }): VNode {
  const { preset, n, temperature } = settings;
  const presetText = `${presetTitle(preset)}${isTask(preset) ? `, ${n} items` : ""}`;
  const drawn = temperature === "1" ? "as often as the model says"
    : temperature === "0" ? "greedily" : `at temperature ${temperature}`;
  return (
    <dl class="print-only">
      <dt>Answers</dt><dd>{settings.source === "own" ? source?.name ?? "" : presetText}</dd>
      <dt>Drawn</dt><dd>{drawn}</dd>
      <dt>Evenhand</dt><dd>{version}</dd>
      <dt>Link</dt><dd>{address(encodeHash(settings))}</dd>
    </dl>
  );
}

export function Result({ parallel }: { parallel: Parallel }): VNode {
  return (
    <ResultFrame phase={parallel.phase} cancel={parallel.cancel}>
      {content(parallel)}
      <Parameters parallel={parallel} />
    </ResultFrame>
  );
}
