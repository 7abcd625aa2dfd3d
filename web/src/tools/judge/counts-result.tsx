import {
  assumptionsOf, correctionNotes, goldReading, levelText, methodSentence, readingOf, type Correction,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { IntervalFigure } from "../../chart/figure.tsx";
import {
  Assumptions, Command, Empty, Failure, MethodSentence, Reading, Refusal,
} from "../../parts/result.tsx";
import { refusalText } from "../../parts/words.ts";
import { OtherAnswer } from "../judgement/other-answer.tsx";
import { PlanLink } from "../judgement/plan-link.tsx";
import { UnlabelledResult } from "../judgement/unlabelled.tsx";
import { countsCommandOf, countsRow, fieldOf, labelledOf } from "./counts-model.ts";
import { CountsTable } from "./counts-table.tsx";
import { argumentName } from "./model.ts";
import { JudgeShare } from "./share.tsx";
import type { Judge, Outcome } from "./use-judge.ts";

function Found({ judge, outcome, result }: {
  judge: Judge; outcome: Outcome; result: Correction;
}): VNode {
  const rows = useMemo(() => [countsRow(result)], [result]);
  const reading = readingOf({ raw: result.raw, corrected: result });
  const notes = correctionNotes(result);
  const gold = goldReading(result, labelledOf(outcome.settings));
  const level = levelText(result.level);
  return (
    <>
      <Reading sentences={gold === undefined ? [reading] : [reading, gold]} />
      <IntervalFigure rows={rows} compare="raw" level={level}
        title="The share that the judge passes and the corrected share"
        description={`${reading} The table below holds every number.`} />
      <CountsTable result={result} level={level} />
      {notes.length > 0 && <ul class="footnotes">{notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <Assumptions assumptions={assumptionsOf(result.design)} />
      <MethodSentence sentence={methodSentence(result)} />
      <PlanLink settings={outcome.settings} result={result} />
      <OtherAnswer judge={judge} outcome={outcome} />
      <Command command={countsCommandOf(outcome.settings)} />
      <JudgeShare judge={judge} json={result} />
    </>
  );
}

/** What counts give; without labels, a sensitivity analysis. */
export function CountsResult({ judge }: { judge: Judge }): VNode {
  const { outcome, settings } = judge;
  if (settings.countsDesign === "none") return <UnlabelledResult judge={judge} />;
  if (outcome === undefined) return <Empty>Computing…</Empty>;
  const { answer } = outcome;
  switch (answer.kind) {
    case "counts": return <Found judge={judge} outcome={outcome} result={answer.result} />;
    case "refused":
      return fieldOf(outcome.settings.countsDesign, answer.argument) !== undefined
        ? <Empty>No result yet: the message beside the counts says what is missing.</Empty>
        : <Refusal>{argumentName(answer.argument)}: {refusalText(answer.code)}.</Refusal>;
    case "failed": return <Failure message={answer.message} retry={judge.retry} />;
    default: return <Empty>Computing…</Empty>;
  }
}
