import type { ComponentChildren, VNode } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { ChartRow } from "./rows.ts";

export type Plots = typeof import("./plots.ts");
let loading: Promise<Plots> | undefined;

/** Loads the chart's chunk; called right after the first paint, so that nothing is left to load. */
export function loadChart(): Promise<Plots> {
  loading ??= import("./plots.ts");
  return loading;
}

interface FigureProps {
  /** Draws at a width; another function is another picture. */
  readonly draw: (plots: Plots, width: number) => Element;
  /** The legend. */
  readonly children: ComponentChildren;
}

export function Figure({ draw, children }: FigureProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const [plots, setPlots] = useState<Plots>();

  useEffect(() => {
    loadChart().then(
      (loaded) => setPlots(loaded),
      () => setState("failed"));
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (plots === undefined || width < 50) return undefined;
    // In the next frame: the words and the table are painted first.
    const frame = requestAnimationFrame(() => {
      box.current!.replaceChildren(draw(plots, width));
      setState("ready");
    });
    return () => cancelAnimationFrame(frame);
  }, [plots, width, draw]);

  return (
    <figure class="figure">
      <figcaption class="legend">{children}</figcaption>
      <div class="plot" ref={box} data-state={state} />
      {state === "failed" &&
        <p class="quiet">The picture could not be loaded. The table holds all of its numbers.</p>}
    </figure>
  );
}

interface Props {
  readonly rows: readonly ChartRow[];
  readonly title: string;
  readonly description: string;
  readonly level: string;
  readonly compare: "raw" | "truth";
  /** What the shares are of, when not of right answers. */
  readonly axis?: string | undefined;
}

export function IntervalFigure({ rows, title, description, level, compare, axis }: Props): VNode {
  const draw = useCallback(
    (plots: Plots, width: number) => plots.intervalPlot(rows, { width, title, description, compare, axis }),
    [rows, title, description, compare, axis]);
  return (
    <Figure draw={draw}>
      {compare === "raw" && <span class="key key-raw">judge says</span>}
      <span class="key key-corrected">corrected, with its {level} interval</span>
      {compare === "truth" && <span class="key key-truth">hidden truth</span>}
      {rows.some((row) => row.corrected.estimate === null) &&
        <span class="key key-unknown">cannot be told</span>}
    </Figure>
  );
}
