import type { VNode } from "preact";
import { LinkProblems } from "../../parts/result.tsx";
import { usePasteAnywhere } from "../../parts/table-input.tsx";
import { LaterPart } from "../../later.tsx";
import { JudgeInput, tableAnswer } from "./input.tsx";
import { Options } from "./options.tsx";
import { inferredText, LabelsQuestion } from "./question.tsx";
import { Result } from "./result.tsx";
import { useJudge, type Judge } from "./use-judge.ts";

/** What is asked of a person with a table, after the table. */
function TableQuestions({ judge }: { judge: Judge }): VNode {
  const { settings, change } = judge;
  const answer = tableAnswer(judge);
  const inferred = answer === undefined ? undefined : inferredText(answer, settings);
  return (
    <>
      <LabelsQuestion name="labels" answer={settings.labels} choose={(labels) => change({ labels })}>
        {inferred !== undefined && <p class="hint inferred">{inferred}</p>}
      </LabelsQuestion>
      {settings.labels === "known" &&
        <LaterPart>{({ KnownInputs }) => <KnownInputs judge={judge} />}</LaterPart>}
      {settings.labels === "none" && answer !== undefined && (
        <LaterPart>{({ UnlabelledInputs }) => <UnlabelledInputs judge={judge} report={answer.report} />}</LaterPart>
      )}
    </>
  );
}

export function JudgeTool(): VNode {
  const judge = useJudge();
  const { settings, change, problems } = judge;
  usePasteAnywhere(judge, () => change({ mode: "table" }));
  const tab = (mode: "table" | "counts", text: string): VNode => (
    <label class="segment">
      <input type="radio" name="mode" checked={settings.mode === mode}
        onChange={() => change({ mode })} />
      <span>{text}</span>
    </label>
  );
  return (
    <div class="tool">
      <section class="side" aria-labelledby="input-heading">
        <h2 id="input-heading" class="offscreen">Your data</h2>
        <LinkProblems problems={problems} />
        <fieldset class="segments">
          <legend class="offscreen">What do you have?</legend>
          {tab("table", "Verdict table")}
          {tab("counts", "Counts only")}
        </fieldset>
        {settings.mode === "table"
          ? (
            <>
              <JudgeInput judge={judge} />
              <TableQuestions judge={judge} />
            </>
          )
          : <LaterPart>{({ CountsInputs }) => <CountsInputs judge={judge} />}</LaterPart>}
        <Options judge={judge} />
      </section>
      <Result judge={judge} />
    </div>
  );
}
