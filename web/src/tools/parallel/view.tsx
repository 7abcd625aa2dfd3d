import type { VNode } from "preact";
import { LinkProblems } from "../../parts/result.tsx";
import { usePasteAnywhere } from "../../parts/table-input.tsx";
import { ParallelInput } from "./input.tsx";
import { Result } from "./result.tsx";
import { useParallel } from "./use-parallel.ts";

export function ParallelTool(): VNode {
  const parallel = useParallel();
  usePasteAnywhere(parallel, () => {});
  return (
    <div class="tool">
      <section class="side" aria-labelledby="input-heading">
        <h2 id="input-heading" class="offscreen">The right answers</h2>
        <LinkProblems problems={parallel.problems} />
        <ParallelInput parallel={parallel} />
      </section>
      <Result parallel={parallel} />
    </div>
  );
}
