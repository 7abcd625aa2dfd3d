/** The planner's worker: asks the package for one answer, a curve and a table for each scenario. */
import {
  detectableMeanDifference, detectablePairedProportions, detectableProportions, detectableRuns,
  InputError, planHalfWidth, planMeanDifference, planPairedProportions, planProportionsBaseline, planRuns,
  type Plan,
} from "evenhand/bare";
import { serve } from "../../serve.ts";
import type { PlanAnswer, PlanJob, Scenario } from "./protocol.ts";

/** A way of planning: how many items an effect needs, and what so many items show. */
interface Way {
  readonly discordance: number | null;
  /** Null when the effect is not possible. */
  readonly plan: (effect: number) => { readonly items: number; readonly result: Plan } | null;
  readonly detect: (items: number) => { readonly effect: number | null; readonly result: Plan | null };
}

const shares = [0.01, 0.02, 0.03, 0.05, 0.1];
const sizes = [100, 200, 500, 1000, 2000, 5000];
const runCounts = [2, 3, 5, 10, 20];

function waysOf({ kind, design, assumed, target }: PlanJob): Way[] {
  const { power, level } = target;
  if (kind === "width") {
    const { rate } = assumed;
    const { designEffect } = target;
    return [{
      discordance: null,
      plan: (halfWidth) => {
        const result = planHalfWidth({ halfWidth, rate, level, designEffect });
        return { items: result.itemsCeiling, result };
      },
      detect: () => ({ effect: null, result: null }),
    }];
  }
  if (kind === "runs") {
    const { sd } = assumed;
    return [{
      discordance: null,
      plan: (effect) => {
        const result = planRuns({ effect, sd, power, level });
        return { items: result.runs, result };
      },
      detect: (runs) => {
        const result = detectableRuns({ runs, sd, power, level });
        return { effect: result.effect, result };
      },
    }];
  }
  switch (design) {
    case "paired": return assumed.discordances.map((discordance) => ({
      discordance,
      plan: (effect) => {
        // No two systems are further apart than the share of items on which they differ.
        if (assumed.discordances.length > 1 && effect >= discordance) return null;
        const result = planPairedProportions({ effect, discordance, ...target });
        return { items: result.itemsCeiling, result };
      },
      detect: (items) => {
        const result = detectablePairedProportions({ items, discordance, ...target });
        return { effect: result.effect, result };
      },
    }));
    case "different": return [{
      discordance: null,
      plan: (effect) => {
        const result = planProportionsBaseline({ rate: assumed.rate, effect, ...target });
        return { items: result.itemsPerSystemCeiling, result };
      },
      detect: (itemsPerSystem) => {
        const result = detectableProportions({ itemsPerSystem, rate: assumed.rate, ...target });
        return { effect: result.effect, result };
      },
    }];
    case "graded": {
      const { betweenVariance, withinVariance, samples } = assumed;
      const variances = {
        betweenVariance, withinA: withinVariance, withinB: withinVariance, samplesA: samples, samplesB: samples,
      };
      return [{
        discordance: null,
        plan: (effect) => {
          const result = planMeanDifference({ effect, ...variances, ...target });
          return { items: result.itemsCeiling, result };
        },
        detect: (items) => {
          const result = detectableMeanDifference({ items, ...variances, ...target });
          return { effect: result.effect, result };
        },
      }];
    }
  }
}

/** In order, each once. */
const withAsked = (numbers: readonly number[], asked: number): number[] =>
  [...new Set([...numbers, asked])].sort((a, b) => a - b);

/** What the rows of the table are for. */
function rowsOf({ kind, design, asked }: PlanJob): number[] {
  if (kind === "runs") return runCounts;
  if (kind === "difference") return withAsked(sizes, asked);
  if (kind === "items" && design === "graded") return [0.5, 1, 1.5, 2, 3].map((times) => times * asked);
  return withAsked(shares, asked);
}

/** Whole numbers from one to another, each a tenth larger than the one before. */
function grid(from: number, to: number): number[] {
  const numbers: number[] = [];
  for (let at = from; at <= to && numbers.length < 400; at *= 1.1) numbers.push(Math.round(at));
  return [...new Set(numbers)];
}

function curveOf({ kind, asked }: PlanJob, way: Way, [low, high]: readonly [number, number]): Scenario["curve"] {
  if (kind === "width") {
    const widths = [...Array(41).keys()].map((step) => asked * (0.4 + step / 20)).filter((width) => width < 0.5);
    return widths.map((width) => ({ x: way.plan(width)!.items, y: width }));
  }
  const counts = kind === "runs"
    ? [...Array(Math.max(15, Math.min(100, 2 * high)) - 1).keys()].map((step) => step + 2)
    : grid(Math.max(10, low / 8), 4 * high + 10);
  return counts.flatMap((x) => {
    const { effect } = way.detect(x);
    return effect === null ? [] : [{ x, y: effect }];
  });
}

serve((job: PlanJob): PlanAnswer => {
  const ways = waysOf(job);
  const { kind, asked } = job;
  const asks = kind === "difference"
    ? ways.map((way) => {
      const { effect, result } = way.detect(asked);
      return { answer: { x: asked, y: effect }, result };
    })
    : ways.map((way) => {
      const planned = way.plan(asked);
      return { answer: { x: planned?.items ?? null, y: asked }, result: planned?.result ?? null };
    });
  const reach = asks.flatMap(({ answer }) => answer.x ?? []);
  const ends = reach.length === 0 ? [100, 1000] as const : [Math.min(...reach), Math.max(...reach)] as const;
  const rows = rowsOf(job);
  const cell = (way: Way, row: number): number | null => {
    try {
      return kind === "difference" || kind === "runs"
        ? way.detect(row).effect : way.plan(row)?.items ?? null;
    } catch (error) {
      // What was asked has its answer; a further row of the table may be impossible.
      if (error instanceof InputError) return null;
      throw error;
    }
  };
  return {
    kind: "plan", rows,
    scenarios: ways.map((way, index) => ({
      discordance: way.discordance,
      answer: asks[index]!.answer,
      curve: curveOf(job, way, ends),
      column: rows.map((row) => cell(way, row)),
    })),
    results: asks.map(({ result }) => result),
  };
});
