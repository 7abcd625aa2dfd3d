import type { VNode } from "preact";
import { LinkProblems } from "../../parts/result.tsx";
import { usePasteAnywhere } from "../../parts/table-input.tsx";
import { CountsInputs } from "./counts.tsx";
import { CompareInput, Options } from "./input.tsx";
import { Result } from "./result.tsx";
import { useCompare } from "./use-compare.ts";

export function CompareTool(): VNode {
  const compare = useCompare();
  const { settings, change, problems } = compare;
  usePasteAnywhere(compare, () => change({ mode: "table" }));
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
          {tab("table", "Score table")}
          {tab("counts", "Counts only")}
        </fieldset>
        {settings.mode === "table"
          ? <CompareInput compare={compare} />
          : <CountsInputs compare={compare} />}
        <Options compare={compare} />
      </section>
      <Result compare={compare} />
    </div>
  );
}
