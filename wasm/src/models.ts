/** Two models of a judge's table: which is better, once the judge's errors are taken out? */
import {
  calibrationHomogeneity, contrastModels, contrastShared, contrastSubset,
} from "./contrast.ts";
import { InputError } from "./errors.ts";
import type {
  CalibrationHomogeneity, ClusterTest, ContrastMethod, ModelContrast, SharedContrast, Sharing,
  SubsetContrast,
} from "./generated/contrast.ts";
import type { PairedCounts } from "./generated/interval.ts";
import type { Confusion, CorrectionMethod, Design, PpiConvention } from "./generated/judge.ts";
import { defaults } from "./generated/shared.ts";
import {
  addedLabels, labelCounts, labelTotal, sensitivityOf, specificityOf,
} from "./label-counts.ts";
import { issues, type Issue } from "./readers/issues.ts";
import { judgeIssues } from "./readers/judge-issues.ts";
import { groupConflict, readGroups } from "./readers/judge-groups.ts";
import {
  labelIssues, readJudgements, sortedByItem, type Judgements, type ReadingOptions,
} from "./readers/judgements.ts";
import { readTable, type Table } from "./readers/table.ts";

export interface ModelsOptions extends ReadingOptions {
  /** The two models; differences are A - B. */
  readonly a: string;
  readonly b: string;
  /**
   * Where the labels come from. Default: `defaults.design`, or `subset` when every row of the two
   * is labelled and neither `sharing` nor `cluster` says otherwise.
   */
  readonly design?: Extract<Design, "external" | "subset"> | undefined;
  /**
   * Design `external`: whose labels correct. Default: `shared`, unless the judge's error rates are
   * shown to differ between the two; then `per_model`. `shared` itself pools them all the same.
   */
  readonly sharing?: Sharing | undefined;
  /** Column with the group of each item. Under a shared calibration only. */
  readonly cluster?: string | undefined;
  /** Design `subset`: `paired_poststrat` (default) or `ppi_compare`; else `mover` or `propagation`. */
  readonly method?: ContrastMethod | undefined;
  /** Whose form of `ppi_compare`; not `chen`. Default: `defaults.ppiConvention`. */
  readonly convention?: PpiConvention | undefined;
  /** Interval of each model under a calibration each. Default: `defaults.externalMethod`. */
  readonly correction?: CorrectionMethod | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
  /** Refuse a model whose judge is not shown to beat chance on it. Default: true. */
  readonly gate?: boolean | undefined;
  /** Take J > 0 for granted where the labels do not show it. Default: true. */
  readonly signAssumption?: boolean | undefined;
}

/** The verdicts on the common items as they are. */
export interface VerdictContrast {
  readonly counts: PairedCounts;
  /** p_A - p_B. */
  readonly difference: number;
  /** Of the test to read: Student's t on groups if there are any, else McNemar's exact test. */
  readonly p: number;
  readonly exactP: number;
  readonly midP: number;
  readonly clusters: ClusterTest | null;
}

/** How many items two models share. */
export interface CommonItems {
  /** Evaluated for both. */
  readonly common: number;
  /** Evaluated for A only, and left out. */
  readonly aOnly: number;
  readonly bOnly: number;
  /** Rows of A with a label. */
  readonly aLabelled: number;
  readonly bLabelled: number;
  /** Items with labels of both. */
  readonly bothLabelled: number;
}

export interface SharedLabels {
  readonly labels: Confusion;
  /** Models whose labels these are. */
  readonly models: readonly string[];
  /** Of all models with labels; null when only the two have any. */
  readonly homogeneity: CalibrationHomogeneity | null;
}

/** Which calculation gave the answer. */
export type ContrastBasis = "subset" | Sharing;

export interface ModelsAnswer {
  readonly basis: ContrastBasis;
  /** theta_A - theta_B; null when it cannot be told. */
  readonly estimate: number | null;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** The model that is shown to be better; null when neither is. */
  readonly better: string | null;
}

export interface ModelsComparison {
  /** Name of the column that holds the verdicts; null when nothing could be read. */
  readonly judge: string | null;
  readonly design: Design;
  readonly a: string;
  readonly b: string;
  /** Null when nothing could be read, as are the others. */
  readonly items: CommonItems | null;
  readonly verdicts: VerdictContrast | null;
  readonly answer: ModelsAnswer | null;
  /** Do the judge's error rates depend on which of the two it judges? */
  readonly homogeneity: CalibrationHomogeneity | null;
  readonly calibration: SharedLabels | null;
  /** By labels on a random subset; null in design `external`. */
  readonly subset: SubsetContrast | null;
  /** By one calibration; null without items that have no label. */
  readonly shared: SharedContrast | null;
  /** By a calibration each; likewise. */
  readonly perModel: ModelContrast | null;
  readonly issues: readonly Issue[];
}

/** Rows of one item: places among the read rows. */
interface ItemRows {
  a?: number;
  b?: number;
}

const subsetMethods: readonly ContrastMethod[] = ["paired_poststrat", "ppi_compare"];
const modelMethods: readonly ContrastMethod[] = ["mover", "propagation"];

/** Refuses options that this design does not use. */
function checkOptions(options: ModelsOptions, design: Design): void {
  const { sharing, cluster, method, convention } = options;
  const fitting = design === "subset" ? subsetMethods : modelMethods;
  if (method !== undefined && !fitting.includes(method)) {
    throw new InputError("unsupported", "method", method);
  }
  if (convention !== undefined && method !== "ppi_compare") {
    throw new InputError("unsupported", "convention", convention);
  }
  if (design === "subset" && sharing !== undefined) {
    throw new InputError("unsupported", "sharing", sharing);
  }
  if (cluster !== undefined && (design === "subset" || sharing === "per_model")) {
    throw new InputError("unsupported", "cluster", cluster);
  }
}

function itemsOf(read: Judgements, a: number, b: number): ItemRows[] {
  const byItem = new Map<string, ItemRows>();
  read.items.forEach((item, row) => {
    const model = read.model[row];
    if (model !== a && model !== b) return;
    let rows = byItem.get(item);
    if (rows === undefined) byItem.set(item, rows = {});
    rows[model === a ? "a" : "b"] = row;
  });
  return [...byItem.values()];
}

type Pair = readonly [number, number];

function pairedCounts({ verdict }: Judgements, pairs: readonly Pair[]): PairedCounts {
  const counts = { both: 0, aOnly: 0, bOnly: 0, neither: 0 };
  for (const [a, b] of pairs) {
    ++counts[verdict[a] === 1 ? (verdict[b] === 1 ? "both" : "aOnly")
      : (verdict[b] === 1 ? "bOnly" : "neither")];
  }
  return counts;
}

/** Labels that calibrate both: all models' where their error rates are not shown to differ. */
function sharedLabels(
  read: Judgements, labels: readonly Confusion[], two: readonly number[], level: number | undefined,
): SharedLabels {
  const labelled = read.models.flatMap((_, model) => (labelTotal(labels[model]!) > 0 ? [model] : []));
  const isOther = (model: number): boolean => !two.includes(model);
  const homogeneity = labelled.some(isOther)
    ? calibrationHomogeneity({ models: labelled.map((model) => labels[model]!), level }) : null;
  const used = homogeneity?.verdict === "differ"
    ? labelled.filter((model) => !isOther(model)) : labelled;
  return {
    labels: addedLabels(used.map((model) => labels[model]!)),
    models: used.map((model) => read.models[model]!),
    homogeneity,
  };
}

/** By labels on both models' answers to a random subset of the common items. */
function bySubset(
  { verdict, human }: Judgements, pairs: readonly Pair[], options: ModelsOptions,
): SubsetContrast {
  const labelled = [[0, 0, 0], [0, 0, 0], [0, 0, 0]];
  const items = [0, 0, 0];
  for (const [a, b] of pairs) {
    const f = 1 + verdict[a]! - verdict[b]!;
    ++items[f]!;
    if (human[a] !== -1 && human[b] !== -1) ++labelled[f]![1 + human[a]! - human[b]!]!;
  }
  const { method, convention, level } = options;
  return contrastSubset({ labelled, items, method, convention, level });
}

const excludesZero = ({ lower, upper }: { lower: number; upper: number }): number =>
  Number(lower > 0) - Number(upper < 0);

/** Whom the test of the verdicts favours: one calibration leaves the direction to them. */
function testFavours({ status, p, level, verdicts }: SharedContrast): number {
  return status !== "not_identified" && p < 1 - level ? Math.sign(verdicts) : 0;
}

/**
 * Reads a table (text, or as `readTable` gave it) and compares two of its models. External labels:
 * labelled rows calibrate, and the items without a label of either model are compared.
 *
 * Input that cannot be read gives no answer and an issue of severity `refuse`.
 * @throws InputError for options out of range or that do not go together.
 */
export function compareModels(input: string | Table, options: ModelsOptions): ModelsComparison {
  const table = typeof input === "string" ? readTable(input) : input;
  const inOrder = readJudgements(table, options);
  // Sums over groups are taken in one order, whatever that of the rows.
  const read = options.cluster === undefined ? inOrder : sortedByItem(inOrder);
  const { human, model, models, roles } = read;
  const { a, b, level } = options;
  const found: Issue[] = [...read.issues];
  const two = [models.indexOf(a), models.indexOf(b)] as const;
  const isOfTwo = (row: number): boolean => two.includes(model[row] as number);
  const isEveryLabelled = human.every((label, row) => label !== -1 || !isOfTwo(row));
  const isExternal = options.sharing !== undefined || options.cluster !== undefined;
  const design = options.design ?? (isEveryLabelled && !isExternal ? "subset" : defaults.design);
  checkOptions(options, design);
  const nothing: ModelsComparison = {
    judge: roles.judge, design, a, b, items: null, verdicts: null, answer: null, homogeneity: null,
    calibration: null, subset: null, shared: null, perModel: null, issues: found,
  };
  const refuse = (issue: Issue): ModelsComparison => ({ ...nothing, issues: [...found, issue] });
  if (model.length === 0) return nothing;
  for (const name of [a, b]) {
    if (!models.includes(name)) return refuse(issues.unknownName("model", name, "to compare", models));
  }
  if (a === b) return refuse(judgeIssues.sameModel(a));
  found.push(...labelIssues(read).filter(({ code }) => code !== "W_UNLABELLED_MODEL"));
  if (options.design === undefined) {
    found.push(design === "subset" ? issues.everyLabelled() : issues.designAssumed());
  }

  const isLabelled = (row: number | undefined): boolean => row !== undefined && human[row] !== -1;
  const rows = itemsOf(read, ...two);
  const inBoth = rows.flatMap(({ a, b }): Pair[] =>
    (a === undefined || b === undefined ? [] : [[a, b]]));
  const bare = inBoth.filter(([a, b]) => !isLabelled(a) && !isLabelled(b));
  const pairs = design === "subset" ? inBoth : bare;
  const isEvaluated = (row: number | undefined): boolean =>
    row !== undefined && (design === "subset" || !isLabelled(row));
  const evaluated = (side: "a" | "b"): number => rows.filter((item) => isEvaluated(item[side])).length;
  const labelledRows = (side: "a" | "b"): number => rows.filter((item) => isLabelled(item[side])).length;
  const items: CommonItems = {
    common: pairs.length,
    aOnly: evaluated("a") - pairs.length,
    bOnly: evaluated("b") - pairs.length,
    aLabelled: labelledRows("a"),
    bLabelled: labelledRows("b"),
    bothLabelled: inBoth.filter(([a, b]) => isLabelled(a) && isLabelled(b)).length,
  };
  if (pairs.length === 0) return refuse(judgeIssues.noPairItems(a, b, design === "external"));
  if (items.aOnly + items.bOnly > 0) {
    found.push(judgeIssues.commonItems(pairs.length, [[a, items.aOnly], [b, items.bOnly]]));
  }
  if (design === "subset" && items.bothLabelled === 0) return refuse(judgeIssues.noPairLabels(a, b));

  const labels = labelCounts(read);
  const calibration = sharedLabels(read, labels, two, level);
  const rates = {
    sensitivity: sensitivityOf(calibration.labels), specificity: specificityOf(calibration.labels),
    level, signAssumption: options.signAssumption,
  };
  let clusters: Int32Array | undefined;
  if (options.cluster !== undefined) {
    const groups = readGroups(table, read.rows, read.items, options.cluster);
    found.push(...groups.issues);
    if (groups.groups === 0) return { ...nothing, issues: found };
    const conflict = groupConflict(table, read.rows, groups, options.cluster, pairs);
    if (conflict !== undefined) return refuse(conflict);
    clusters = Int32Array.from(pairs, ([a]) => groups.group[a] as number);
    const different = new Set(clusters).size;
    if (different < 2) return refuse(judgeIssues.oneGroup(options.cluster));
  }
  const onVerdicts = (list: readonly Pair[]): SharedContrast =>
    (clusters === undefined
      ? contrastShared({ ...pairedCounts(read, list), ...rates })
      : contrastShared({
        a: Int32Array.from(list, ([a]) => read.verdict[a] as number),
        b: Int32Array.from(list, ([, b]) => read.verdict[b] as number),
        clusters, ...rates,
      }));
  const ofAll = onVerdicts(pairs);
  const shared = bare.length === 0 ? null : bare === pairs ? ofAll : onVerdicts(bare);
  const { correction, gate } = options;
  const perModel = bare.length === 0 ? null : contrastModels({
    ...pairedCounts(read, bare), a: labels[two[0]]!, b: labels[two[1]]!, level, correction, gate,
    method: design === "external" ? options.method : undefined,
  });
  const homogeneity = perModel?.homogeneity ??
    calibrationHomogeneity({ models: two.map((index) => labels[index]!), level });
  const subset = design === "subset" ? bySubset(read, pairs, options) : null;
  const basis: ContrastBasis = design === "subset" ? "subset"
    : options.sharing ?? (homogeneity.verdict === "differ" ? "per_model" : "shared");
  if (basis === "per_model" && clusters !== undefined) {
    found.push(judgeIssues.clustersUnused(options.cluster as string));
  }
  const from = basis === "subset" ? subset! : basis === "shared" ? shared! : perModel!;
  const favoured = basis === "shared" ? testFavours(shared!) : excludesZero(from);
  return {
    ...nothing,
    items,
    verdicts: {
      counts: ofAll.counts, difference: ofAll.verdicts, p: ofAll.p, exactP: ofAll.exactP,
      midP: ofAll.midP, clusters: ofAll.clusters,
    },
    answer: {
      basis, estimate: from.estimate, lower: from.lower, upper: from.upper, level: from.level,
      better: favoured > 0 ? a : favoured < 0 ? b : null,
    },
    homogeneity, calibration, subset, shared, perModel,
    issues: found,
  };
}
