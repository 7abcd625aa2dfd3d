import { call } from "./engine.ts";
import {
  proportionIntervalCall, proportionTestCall,
  type ProportionInterval, type ProportionMethod, type ProportionTest, type ProportionTestRequest,
} from "./generated/interval.ts";

export interface ProportionInput {
  /** Successes, a whole number from 0 to `trials`. */
  readonly successes: number;
  /** Independent trials, a whole number of at least 1. */
  readonly trials: number;
  /** Default: `defaults.proportionMethod`. */
  readonly method?: ProportionMethod | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

/**
 * Confidence interval for a binomial proportion.
 *
 * @throws InputError naming the argument: `empty_sample`, `not_integer`, `not_finite`,
 * `count_exceeds_trials`, `level_out_of_range`, `value_out_of_range` (an unknown method).
 */
export function proportionInterval(input: ProportionInput): ProportionInterval {
  return call(proportionIntervalCall, input);
}

/**
 * Tests one binomial proportion against a fixed rate, such as chance: exact tails, mid-P, score.
 *
 * @throws InputError as `proportionInterval`, and `rate_out_of_range` for `nullRate`.
 */
export function proportionTest(input: ProportionTestRequest): ProportionTest {
  return call(proportionTestCall, input);
}
