/** `evenhand interval`: confidence intervals of one proportion. */
import {
  proportionInterval, proportionMethods, proportionTest,
  type ProportionInterval, type ProportionTest,
} from "../index.ts";
import { decimal, levelText, percent, percentInterval } from "../report/format.ts";
import { choice, CliError, fraction, parse, withOptions } from "./args.ts";
import { json, textTable, wrapped } from "./render.ts";

function titleOf(result: ProportionInterval): string {
  return proportionMethods.find((entry) => entry.name === result.method)!.title;
}

export function intervalCommand(args: readonly string[]): string {
  const options = parse(args, {
    method: { type: "string" }, level: { type: "string" }, against: { type: "string" },
    json: { type: "boolean" },
  });
  const [text, ...extra] = options.positionals;
  if (text === undefined || extra.length > 0) {
    throw new CliError("interval: expected one count such as 15/148");
  }
  const { count, total } = fraction(text, "interval");
  const level = options.number("level");
  const all = options.text("method") === "all";
  const method = all ? undefined : choice(options.text("method"), proportionMethods, "--method");
  const given = {
    counts: `interval ${text}`, successes: `interval ${text}`, trials: `interval ${text}`,
    level: `--level ${options.text("level")}`, nullRate: `--against ${options.text("against")}`,
  };
  const against = options.number("against");
  const results = withOptions(given, () =>
    (all ? proportionMethods.map((entry) => entry.name) : [method]).map((name) =>
      proportionInterval({ successes: count, trials: total, method: name, level })));
  const first = results[0] as ProportionInterval;
  const test = against === undefined ? undefined : withOptions(given, () =>
    proportionTest({ successes: count, trials: total, nullRate: against }));
  if (options.flag("json")) {
    const objects = results.map((result) => (test === undefined ? result : { ...result, test }));
    return json(all ? objects : objects[0]);
  }
  const tested = test === undefined ? "" : describeTest(test);
  if (all) {
    return (
      `${count} of ${total} = ${percent(first.estimate)}, ${levelText(first.level)} intervals\n\n` +
      textTable(["method", "lower", "upper", ""], results.map((result) => [
        result.method, decimal(result.lower), decimal(result.upper), titleOf(result)])) + tested);
  }
  return wrapped(
    `${count} of ${total} = ${percent(first.estimate)}, ${levelText(first.level)} interval ` +
      `${percentInterval(first)} (${titleOf(first)}).`) + tested;
}

function describeTest(test: ProportionTest): string {
  const p = (value: number): string => value.toPrecision(4);
  return `\n${wrapped(
    `Against ${percent(test.nullRate)}, two-sided: exact p = ${p(test.central)}, mid-P ` +
      `p = ${p(test.midP)}, score p = ${p(test.scoreP)}. P(as few or fewer) = ${p(test.atMost)}, ` +
      `P(as many or more) = ${p(test.atLeast)}.`)}`;
}
