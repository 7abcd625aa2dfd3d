/** The tools that come after the first paint, in one chunk: nothing is left to load from then on. */
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ToolName } from "./route.ts";

type Later = typeof import("./tools/later.ts");
let loading: Promise<Later> | undefined;

export function loadLater(): Promise<Later> {
  loading ??= import("./tools/later.ts");
  return loading;
}

export function LaterTool({ tool }: { tool: Exclude<ToolName, "judge"> }): VNode {
  const [tools, setTools] = useState<Later>();
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    loadLater().then((loaded) => setTools(loaded), () => setFailed(true));
  }, []);
  if (hasFailed) {
    return (
      <div id="result" class="notice refuse" role="alert" tabIndex={-1}>
        <strong>This tool could not be loaded</strong>
        <p>Connect to the network and open the page again; from then on it works without one.</p>
      </div>
    );
  }
  if (tools === undefined) return <div id="result" class="empty" tabIndex={-1}><p>Loading…</p></div>;
  switch (tool) {
    case "compare": return <tools.CompareTool />;
    case "plan": return <tools.PlanTool />;
    case "parallel": return <tools.ParallelTool />;
  }
}
