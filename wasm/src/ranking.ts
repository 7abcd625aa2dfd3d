/** All models of a judge's table, ranked: who is better than whom, and who is tied. */
import { judgeStandings } from "./contrast.ts";
import { InputError } from "./errors.ts";
import type { Multiplicity } from "./generated/compare.ts";
import type {
  CalibrationHomogeneity, ContrastFlag, JudgeQuality, Sharing, Standing, StandingPair, Standings,
} from "./generated/contrast.ts";
import type { CorrectionMethod } from "./generated/judge.ts";
import { defaults, limits } from "./generated/shared.ts";
import type { Issue } from "./readers/issues.ts";
import { judgeIssues } from "./readers/judge-issues.ts";
import { labelIssues, readJudgements, type ReadingOptions } from "./readers/judgements.ts";
import { readTable, type Table } from "./readers/table.ts";
import { byUtf8 } from "./readers/text.ts";

export interface RankingOptions extends ReadingOptions {
  /**
   * Whose labels correct a model. Default: `shared`, unless the judge's error rates are shown to
   * differ between models; then `per_model`. `shared` itself pools them all the same.
   */
  readonly sharing?: Sharing | undefined;
  /** Of the tests of all pairs under one calibration. Default: `defaults.correction`. */
  readonly multiplicity?: Multiplicity | undefined;
  /** Interval. Default: `defaults.externalMethod`. */
  readonly correction?: CorrectionMethod | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

export interface RankedModel extends Standing {
  readonly model: string;
  /** The judge on this model's labels. */
  readonly quality: JudgeQuality;
}

/** Two models by name; differences are A - B. */
export interface RankedPair extends Omit<StandingPair, "a" | "b" | "better"> {
  readonly a: string;
  readonly b: string;
  /** The model that is shown to be better; null when neither is. */
  readonly better: string | null;
}

export interface RankingDesign {
  readonly level: number;
  readonly sharing: Sharing;
  readonly multiplicity: Multiplicity;
  readonly homogeneity: CalibrationHomogeneity;
  readonly flags: readonly ContrastFlag[];
}

export interface RankingReport {
  /** Name of the column that holds the verdicts; null when nothing could be read. */
  readonly judge: string | null;
  /** Best first: by verdicts under one calibration, else by corrected score; then by name. */
  readonly models: readonly RankedModel[];
  /** In the order of `models`. */
  readonly pairs: readonly RankedPair[];
  /** Models of which none is shown to be better than another, best first. */
  readonly tied: readonly (readonly string[])[];
  /** Null when nothing could be read. */
  readonly design: RankingDesign | null;
  readonly issues: readonly Issue[];
}

function named(
  standings: Standings, names: readonly string[],
): Pick<RankingReport, "models" | "pairs" | "tied"> {
  const value = ({ rate, corrected }: Standing): number =>
    (standings.sharing === "shared" ? rate : corrected.estimate) ?? -1;
  const models = standings.models
    .map((standing, index) =>
      ({ model: names[index]!, ...standing, quality: standings.homogeneity.models[index]! }))
    .sort((x, y) => value(y) - value(x) || byUtf8(x.model, y.model));
  const place = new Map(models.map((row, index) => [row.model, index]));
  const placeOf = (name: string): number => place.get(name) as number;
  const pairs = standings.pairs
    .map((pair): RankedPair => {
      const [a, b] = [names[pair.a]!, names[pair.b]!];
      const better = pair.better > 0 ? a : pair.better < 0 ? b : null;
      if (placeOf(a) < placeOf(b)) return { ...pair, a, b, better };
      const { difference, verdicts } = pair;
      return {
        ...pair, a: b, b: a, better, aOnly: pair.bOnly, bOnly: pair.aOnly,
        verdicts: verdicts === null ? null : 0 - verdicts,
        difference: difference === null ? null : {
          estimate: difference.estimate === null ? null : 0 - difference.estimate,
          lower: 0 - difference.upper, upper: 0 - difference.lower,
        },
      };
    })
    .sort((x, y) => placeOf(x.a) - placeOf(y.a) || placeOf(x.b) - placeOf(y.b));
  const tied = standings.tied.map((group) => group.models.map((index) => names[index]!));
  return { models, pairs, tied };
}

/**
 * Reads a table (text, or as `readTable` gave it) and ranks its models. Rows with a label
 * calibrate, the others are evaluated (design `external`).
 *
 * Input that cannot be read gives no models and an issue of severity `refuse`.
 * @throws InputError for options out of range or that do not go together.
 */
export function rankModels(input: string | Table, options: RankingOptions = {}): RankingReport {
  const { sharing, multiplicity, correction, level } = options;
  // Under a calibration each, Bonferroni intervals decide.
  if (sharing === "per_model" && multiplicity !== undefined) {
    throw new InputError("unsupported", "multiplicity", multiplicity);
  }
  const table = typeof input === "string" ? readTable(input) : input;
  const read = readJudgements(table, options);
  const { models: names, item, model, verdict, human, roles } = read;
  const found: Issue[] = [...read.issues];
  const refuse = (...refusals: readonly Issue[]): RankingReport => ({
    judge: roles.judge, models: [], pairs: [], tied: [], design: null, issues: [...found, ...refusals],
  });
  if (verdict.length === 0) return refuse();
  if (names.length < 2) return refuse(judgeIssues.oneModel(names));
  if (names.length > limits.mostRankedModels) {
    return refuse(judgeIssues.tooManyModels(names.length, limits.mostRankedModels));
  }
  if (human.every((label) => label !== -1)) return refuse(judgeIssues.nothingToRank());
  found.push(...labelIssues(read).filter(({ code }) => code !== "W_UNLABELLED_MODEL"));
  const items = 1 + item.reduce((most, number) => Math.max(most, number), 0);
  const standingsOf = (asked: Sharing): Standings => judgeStandings({
    model, item, verdict, human, models: names.length, items, sharing: asked,
    multiplicity, correction, level, forceShared: sharing === "shared",
  });
  const shared = standingsOf(sharing ?? "shared");
  const differs = sharing === undefined && shared.flags.includes("calibration_differs");
  const standings = differs ? standingsOf("per_model") : shared;
  return {
    judge: roles.judge,
    ...named(standings, names),
    design: {
      level: standings.level, sharing: standings.sharing,
      multiplicity: multiplicity ?? defaults.correction,
      homogeneity: standings.homogeneity, flags: standings.flags,
    },
    issues: found,
  };
}
