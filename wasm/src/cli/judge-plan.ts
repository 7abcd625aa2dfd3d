/** `evenhand judge --plan`: how many human labels, of which class, and whether a judge is worth it. */
import {
  allocationMethods, assumptionFromPilot, halfWidthText, hasExtremeScore, InputError,
  labelPlanNotes, labelPlanReading, planLabels, purchases,
  type AllocationMethod, type JudgeAssumption, type LabelPlan, type LabelPlanInput,
} from "../index.ts";
import { count } from "../report/format.ts";
import { textOf } from "../report/words.ts";
import {
  choice, CliError, fraction, onlyOptionsOf, withOptions, type Parsed,
} from "./args.ts";
import { always, needed, shown } from "./judge-options.ts";
import { bullets, json, section, textTable, wrapped } from "./render.ts";

const common = [...always, "plan", "items", "labels", "half-width", "split", "pilot", "sensitivity",
  "specificity"];
const optionNames = {
  supposed: [...common, "score", "rate"],
  pilot: [...common, "judged"],
} as const;

/** A judge that is no better than chance is told as such; other refusals by the option. */
function planned<T>(
  options: Parsed, given: Readonly<Record<string, string | undefined>>, action: () => T,
): T {
  return withOptions(given, () => {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof InputError && error.code === "estimate_at_limit")) throw error;
      throw new CliError(`${shown(options, "sensitivity")} ${shown(options, "specificity")}: such a judge ` +
        "is no better than chance, so nothing can be planned; expected rates with a sum above 1");
    }
  });
}

/** What a plan rests on, with what the published split is asked with. */
interface Basis {
  readonly assumption: JudgeAssumption;
  readonly items: number | undefined;
  readonly lee2025: LabelPlanInput["lee2025"];
}

export function judgePlan(options: Parsed): string {
  if (options.positionals.length > 0) {
    throw new CliError("judge --plan: found a file, expected rates or the counts of a pilot");
  }
  const split = choice(options.text("split"), allocationMethods, "--split");
  if (split !== "lee2025" && options.text("pilot") !== undefined) {
    throw new CliError("--pilot belongs to --split lee2025");
  }
  const pilot = options.text("judged") !== undefined;
  const { assumption, items, lee2025 } = pilot ? fromPilot(options, split) : fromRates(options, split);
  const [labels, halfWidth] = [options.number("labels"), options.number("half-width")];
  if ((labels === undefined) === (halfWidth === undefined)) {
    throw new CliError("judge --plan: expected either --labels M or --half-width H");
  }
  if (split === "lee2025" && halfWidth !== undefined) {
    throw new CliError("--split lee2025: the published rule splits a given number; expected --labels M");
  }
  const judged = options.number("items") ?? items;
  if (judged === undefined) throw new CliError("judge --plan: --items is missing; see evenhand --help");
  const size = shown(options, "items") ?? shown(options, "judged");
  const plan = planned(options, {
    ...(pilot ? {} : rates(options)),
    judged: size, items: size, labels: shown(options, "labels"), halfWidth: shown(options, "half-width"),
    rate: shown(options, "rate"), perClass: shown(options, "pilot"), level: shown(options, "level"),
  }, () => planLabels({
    ...assumption, items: judged, labels, halfWidth, split, lee2025, level: options.number("level"),
  }));
  return options.flag("json") ? json(plan) : describe(plan);
}

function rates(options: Parsed): Record<string, string | undefined> {
  return Object.fromEntries(["score", "sensitivity", "specificity"].map((name) =>
    [name, shown(options, name)]));
}

function numberNeeded(options: Parsed, name: string): number {
  needed(options, name);
  return options.number(name)!;
}

/** Rates that are supposed. */
function fromRates(options: Parsed, split: AllocationMethod | undefined): Basis {
  onlyOptionsOf(optionNames.supposed, options, "judge", "--plan and supposed rates");
  const assumption = {
    score: numberNeeded(options, "score"), sensitivity: numberNeeded(options, "sensitivity"),
    specificity: numberNeeded(options, "specificity"),
  };
  if (split !== "lee2025") {
    if (options.text("rate") !== undefined) throw new CliError("--rate belongs to --split lee2025");
    return { assumption, items: undefined, lee2025: undefined };
  }
  if (options.text("rate") === undefined) {
    throw new CliError("--split lee2025: the published rule goes by the share that the judge passes; " +
      "expected --rate P");
  }
  return {
    assumption, items: undefined,
    lee2025: {
      rate: options.number("rate")!, sensitivity: assumption.sensitivity,
      specificity: assumption.specificity, perClass: options.number("pilot"),
    },
  };
}

/** Rates that a pilot suggests. */
function fromPilot(options: Parsed, split: AllocationMethod | undefined): Basis {
  onlyOptionsOf(optionNames.pilot, options, "judge", "--plan and the counts of a pilot");
  const tally = (name: string) => fraction(needed(options, name), `--${name}`);
  const [judged, right, wrong] = [tally("judged"), tally("sensitivity"), tally("specificity")];
  const assumption = planned(options, {
    judged: shown(options, "judged"), sensitivity: shown(options, "sensitivity"),
    specificity: shown(options, "specificity"),
  }, () => assumptionFromPilot({
    judged: { positive: judged.count, total: judged.total },
    sensitivity: { correct: right.count, total: right.total },
    specificity: { correct: wrong.count, total: wrong.total },
  }));
  if (split !== "lee2025") return { assumption, items: judged.total, lee2025: undefined };
  const perClass = options.number("pilot") ?? right.total;
  if (options.text("pilot") === undefined && right.total !== wrong.total) {
    throw new CliError(`--split lee2025: found a pilot of ${right.total} right and ${wrong.total} wrong ` +
      "answers, expected as many of both, or --pilot K");
  }
  return {
    assumption, items: judged.total,
    lee2025: {
      rate: judged.count / judged.total, sensitivity: right.count / right.total,
      specificity: wrong.count / wrong.total, perClass,
    },
  };
}

function describe(plan: LabelPlan): string {
  return (
    bullets(labelPlanReading(plan)) +
    waysTable(plan) + purchasesTable(plan) +
    section("Notes", labelPlanNotes(plan)) +
    section("Assumptions", plan.assumptions) +
    `\nMethod\n${wrapped(plan.method)}`
  );
}

/** The ways to spend the labels side by side; nothing when none were planned. */
function waysTable(plan: LabelPlan): string {
  const { allocation, precision, subset, sameEffort, byHand } = plan;
  if (allocation === null || precision === null) return "";
  const labels = count(allocation.wrong + allocation.right);
  return "\n" + textTable(["", "labels", "interval"], [
    ["judge, labels from another set", labels, halfWidthText(precision.halfWidth)],
    ...(subset === null ? []
      : [["judge, labels on a random subset", labels, halfWidthText(subset.halfWidth)]]),
    ...(hasExtremeScore(plan) ? []
      : [["no judge, as many random answers", labels, halfWidthText(precision.goldHalfWidth)]]),
    ...(sameEffort === null ? []
      : [["no judge, answers labelled to find these", count(sameEffort.labels),
        halfWidthText(sameEffort.halfWidth)]]),
    ...(byHand === null ? []
      : [["no judge, every item", count(byHand.labels), halfWidthText(byHand.halfWidth)]]),
  ]);
}

/** What more money would buy. */
function purchasesTable(plan: LabelPlan): string {
  const { precision } = plan;
  return precision === null ? "" : "\n" + textTable(["next buy", "interval", "gain, points"],
    precision.purchases.filter(({ purchase }) => purchase !== "plain_labels" || !hasExtremeScore(plan)).map(({ purchase, halfWidth, gain }) =>
      [textOf(purchases, purchase).title, halfWidthText(halfWidth), (100 * gain).toFixed(2)]));
}
