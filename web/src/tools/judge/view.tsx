import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { CountsInputs } from "./counts.tsx";
import { TableInput } from "./input.tsx";
import { Options } from "./options.tsx";
import { LabelsQuestion } from "./question.tsx";
import { Result } from "./result.tsx";
import { markArrival, useJudge, type Judge } from "./use-judge.ts";

/** Pasting works anywhere on the page, except where a person types. */
function usePasteAnywhere(judge: Judge): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const target = event.target;
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text === "") return;
      event.preventDefault();
      markArrival();
      judge.change({ mode: "table" });
      judge.open({ origin: "pasted", name: "verdicts.csv", data: text });
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  });
}

export function JudgeTool(): VNode {
  const judge = useJudge();
  usePasteAnywhere(judge);
  const { settings, change, problems } = judge;
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
        {problems.length > 0 && (
          <div class="notice warn" role="alert">
            {problems.map((problem) => <p key={problem}>{problem}</p>)}
          </div>
        )}
        <fieldset class="segments">
          <legend class="offscreen">What do you have?</legend>
          {tab("table", "Verdict table")}
          {tab("counts", "Counts only")}
        </fieldset>
        {settings.mode === "table"
          ? (
            <>
              <TableInput judge={judge} />
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
