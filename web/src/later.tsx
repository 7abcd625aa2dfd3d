/** What comes after the first paint, in one chunk: nothing is left to load from then on. */
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ToolName } from "./route.ts";

type Later = typeof import("./tools/later.ts");
let loading: Promise<Later> | undefined;

export function loadLater(): Promise<Later> {
  loading ??= import("./tools/later.ts");
  return loading;
}

interface Props {
  /** Of the element that stands there meanwhile. */
  readonly id?: string | undefined;
  /** Nothing stands there meanwhile, or if it cannot be loaded. */
  readonly quiet?: boolean | undefined;
  readonly children: (later: Later) => VNode | null;
}

/** Shows what is made of the chunk, once it is there. */
export function LaterPart({ id, quiet = false, children }: Props): VNode | null {
  const [tools, setTools] = useState<Later>();
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    loadLater().then((loaded) => setTools(loaded), () => setFailed(true));
  }, []);
  if (tools !== undefined) return children(tools);
  if (quiet) return null;
  if (hasFailed) {
    return (
      <div id={id} class="notice refuse" role="alert" tabIndex={-1}>
        <strong>This part could not be loaded</strong>
        <p>Connect to the network and open the page again; from then on it works without one.</p>
      </div>
    );
  }
  return <div id={id} class="empty" tabIndex={-1}><p>Loading…</p></div>;
}

export function LaterTool({ tool }: { tool: Exclude<ToolName, "judge"> }): VNode {
  return (
    <LaterPart id="result">
      {(tools) => {
        switch (tool) {
          case "compare": return <tools.CompareTool />;
          case "plan": return <tools.PlanTool />;
          case "overlap": return <tools.OverlapTool />;
          case "parallel": return <tools.ParallelTool />;
          case "judge-labels": return <tools.LabelsTool />;
          case "judge-papers": return <tools.PapersTool />;
          case "judge-classes": return <tools.ClassesTool />;
          case "judge-pairs": return <tools.PairsTool />;
          case "judge-raters": return <tools.RatersTool />;
        }
      }}
    </LaterPart>
  );
}
