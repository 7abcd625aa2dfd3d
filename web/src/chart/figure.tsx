import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { intervalPlot } from "./interval-plot.ts";
import type { ChartRow } from "./rows.ts";

type Draw = typeof intervalPlot;
let loading: Promise<Draw> | undefined;

/** Loads the chart's chunk; called right after the first paint, so that nothing is left to load. */
export function loadChart(): Promise<Draw> {
  loading ??= import("./interval-plot.ts").then((module) => module.intervalPlot);
  return loading;
}

interface Props {
  readonly rows: readonly ChartRow[];
  readonly title: string;
  readonly description: string;
  readonly level: string;
  readonly compare: "raw" | "truth";
}

export function IntervalFigure({ rows, title, description, level, compare }: Props): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const [draw, setDraw] = useState<{ readonly draw: Draw }>();

  useEffect(() => {
    loadChart().then(
      (loaded) => setDraw({ draw: loaded }),
      () => setState("failed"));
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (draw === undefined || width < 50 || rows.length === 0) return undefined;
    // In the next frame: the words and the table are painted first.
    const frame = requestAnimationFrame(() => {
      box.current!.replaceChildren(draw.draw(rows, { width, title, description, compare }));
      setState("ready");
    });
    return () => cancelAnimationFrame(frame);
  }, [draw, width, rows, title, description, compare]);

  return (
    <figure class="figure">
      <figcaption class="legend">
        {compare === "raw" && <span class="key key-raw">judge says</span>}
        <span class="key key-corrected">corrected, with its {level} interval</span>
        {compare === "truth" && <span class="key key-truth">hidden truth</span>}
        {rows.some((row) => row.corrected.estimate === null) &&
          <span class="key key-unknown">cannot be told</span>}
      </figcaption>
      <div class="plot" ref={box} data-state={state} data-rows={Math.min(rows.length, 12)} />
      {state === "failed" &&
        <p class="quiet">The picture could not be loaded. The table holds all of its numbers.</p>}
    </figure>
  );
}
