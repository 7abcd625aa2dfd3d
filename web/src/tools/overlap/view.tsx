import type { VNode } from "preact";
import { LinkProblems } from "../../parts/result.tsx";
import { OverlapInput } from "./input.tsx";
import { Result } from "./result.tsx";
import { useOverlap } from "./use-overlap.ts";

export function OverlapTool(): VNode {
  const overlap = useOverlap();
  return (
    <div class="tool">
      <section class="side" aria-labelledby="input-heading">
        <h2 id="input-heading" class="offscreen">Benchmark and corpus</h2>
        <LinkProblems problems={overlap.problems} />
        <OverlapInput overlap={overlap} />
      </section>
      <Result overlap={overlap} />
    </div>
  );
}
