/** The planner's jobs and answers. Shares and differences are fractions here, as in the package. */
import type { Plan } from "evenhand/bare";
import type { Design, Question } from "./state.ts";

export interface Target {
  readonly power: number;
  readonly level: number;
  readonly designEffect: number;
}

/** What is assumed about the scores; each number is NaN where nothing was typed. */
export interface Assumed {
  /** Shares of items on which exactly one of two systems is right. */
  readonly discordances: readonly number[];
  readonly rate: number;
  readonly betweenVariance: number;
  readonly withinVariance: number;
  readonly samples: number;
  readonly sd: number;
}

export interface PlanJob {
  readonly kind: Question;
  readonly design: Design;
  /** The difference, half-width or number of items that is asked about. */
  readonly asked: number;
  readonly assumed: Assumed;
  readonly target: Target;
}

/** One answer: `x` items or runs go with a difference or half-width of `y`; null: out of reach. */
export interface Answered {
  readonly x: number | null;
  readonly y: number | null;
}

/** One assumption about the scores, with its answer, its curve and its column of the table. */
export interface Scenario {
  /** The share of discordant items, when there are several scenarios. */
  readonly discordance: number | null;
  readonly answer: Answered;
  readonly curve: readonly { readonly x: number; readonly y: number }[];
  /** One entry for each row of the table. */
  readonly column: readonly (number | null)[];
}

export interface PlanAnswer {
  readonly kind: "plan";
  readonly scenarios: readonly Scenario[];
  /** What the rows of the table are for: differences, half-widths, or numbers of items or runs. */
  readonly rows: readonly number[];
  /** As the package gave it, one for each scenario; null where the effect is not possible. */
  readonly results: readonly (Plan | null)[];
}
