import type { VNode } from "preact";
import { LinkProblems } from "../../parts/result.tsx";
import { usePasteAnywhere } from "../../parts/table-input.tsx";
import { CountsInputs } from "./counts.tsx";
import { JudgeInput } from "./input.tsx";
import { Options } from "./options.tsx";
import { LabelsQuestion } from "./question.tsx";
import { Result } from "./result.tsx";
import { useJudge } from "./use-judge.ts";

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
              <LabelsQuestion judge={judge} />
            </>
          )
          : <CountsInputs judge={judge} />}
        <Options judge={judge} />
      </section>
      <Result judge={judge} />
    </div>
  );
}
