/** What a reader noticed in a judge's table of groups, pairs of models, or several classes. */
import { at, counted, few, issue, quoted, rows, verb, winnerWords, type Issue } from "./issues.ts";

export const judgeIssues = {
  blankRowGroups: (column: string, lines: readonly number[]): Issue =>
    issue("warn", "W_NO_CLUSTER",
      `${rows(lines.length)} without a cluster in column ${JSON.stringify(column)} ` +
      `${verb(lines.length)} taken as a cluster for each item (${at(lines)}).`,
      { lines, column, count: lines.length }),
  oneGroup: (column: string): Issue =>
    issue("refuse", "E_CLUSTER",
      `Column ${JSON.stringify(column)} puts all these rows into one cluster. Expected at least two.`,
      { column }),
  clustersUnused: (column: string): Issue =>
    issue("warn", "W_CLUSTER_UNUSED",
      `The clusters of column ${JSON.stringify(column)} could not be taken into account: the judge's ` +
      `error rates differ between the models, and intervals under a calibration each take items as ` +
      `independent. They may be too narrow.`, { column }),
  sameModel: (name: string): Issue =>
    issue("refuse", "E_MODEL",
      `The model ${JSON.stringify(name)} was named twice. Expected two different models.`),
  oneModel: (names: readonly string[]): Issue =>
    issue("refuse", "E_MODEL",
      `Only one model was found (${quoted(names)}). Expected at least two; name the column that holds ` +
      `the models.`),
  tooManyModels: (count: number, limit: number): Issue =>
    issue("refuse", "E_TOO_LARGE",
      `${count} models have too many pairs to rank (at most ${limit} models). Leave some out.`),
  nothingToRank: (): Issue =>
    issue("refuse", "E_NO_ROWS",
      "Every row has a label, so none is left to evaluate with them. Expected rows without a label; " +
      "the labels themselves can be compared as scores of the models."),
  noPairItems: (a: string, b: string, isExternal: boolean): Issue =>
    issue("refuse", "E_NO_COMMON_ITEMS",
      `No item is judged for both ${JSON.stringify(a)} and ${JSON.stringify(b)}` +
      `${isExternal ? " without having a label of either" : ""}, so there is nothing to compare them on.`),
  noPairLabels: (a: string, b: string): Issue =>
    issue("refuse", "E_NO_LABELS",
      `No item has labels of both ${JSON.stringify(a)} and ${JSON.stringify(b)}. Labels on a random ` +
      `subset are expected for both models on the same items; labels from another set need the design ` +
      `external.`),
  commonItems: (common: number, left: readonly (readonly [string, number])[]): Issue =>
    issue("warn", "W_COMMON_ITEMS",
      `The two are compared on ${counted(common, "common item")}; left out: ` +
      left.filter(([, count]) => count > 0).map(([name, count]) =>
        `${counted(count, "item")} of ${JSON.stringify(name)} only`).join(", ") + ".",
      { count: left.reduce((sum, [, count]) => sum + count, 0) }),
  noClassValues: (): Issue =>
    issue("note", "N_VALUES",
      "Nobody said what the classes are worth, so their shares are corrected and there is no mean."),
  noWinnerColumn: (header: readonly string[]): Issue =>
    issue("refuse", "E_NO_ROLE",
      `No column could be taken as the judge's verdict on two answers. The columns are ` +
      `${quoted(header.slice(0, 30))}; name the one that says which answer won.`),
  oneModelColumn: (column: string, header: readonly string[]): Issue =>
    issue("refuse", "E_NO_ROLE",
      `Column ${JSON.stringify(column)} names one of the two models, and no column the other. The ` +
      `columns are ${quoted(header.slice(0, 30))}; name both, or say that there is neither.`, { column }),
  unnamedModels: (names: readonly string[]): Issue =>
    issue("note", "N_MODELS",
      `No columns name the models; they are called ${quoted(names)}, and the first is taken to be shown ` +
      `first in every row.`),
  swapWords: (column: string, isByPlace: boolean): Issue =>
    issue("note", "N_SWAP",
      `In column ${JSON.stringify(column)} words such as A or first were taken to mean ` +
      (isByPlace ? "the answer shown there first, which is the other model's."
        : "the models as the row names them, not their places when exchanged."), { column }),
  modelsAlone: (lines: readonly number[]): Issue =>
    issue("warn", "W_SAME_MODEL",
      `${rows(lines.length)} of a model with itself ${verb(lines.length)} left out (${at(lines)}).`,
      { lines, count: lines.length }),
  blankWinnerCells: (column: string, lines: readonly number[]): Issue =>
    issue("warn", "W_MISSING",
      `Column ${JSON.stringify(column)}, ${at(lines)}: ${counted(lines.length, "blank")}, expected a ` +
      `verdict. ${lines.length === 1 ? "It counts as a verdict" : "They count as verdicts"} that could ` +
      `not be read.`, { lines, column, count: lines.length }),
  strangeWinnerCells: (
    column: string, lines: readonly number[], values: readonly string[], as: string,
  ): Issue =>
    issue("warn", "W_UNPARSED",
      `Column ${JSON.stringify(column)}, ${at(lines)}: found ${quoted(values.slice(0, few))}, expected ` +
      `${winnerWords} or a model's name. ${counted(lines.length, "cell")} ` +
      `${lines.length === 1 ? "counts" : "count"} as ${as}.`,
      { lines, column, count: lines.length }),
  repeatedPairs: (lines: readonly number[], conflicts: number): Issue =>
    issue("warn", "W_DUPLICATE",
      `${rows(lines.length)} ${verb(lines.length)} left out as repeating an item and order already read ` +
      `(${at(lines)}); the first was kept` +
      (conflicts > 0 ? `, though ${conflicts} of the repeated verdicts say something else.` : "."),
      { lines, count: lines.length }),
  labelConflict: (column: string, lines: readonly number[]): Issue =>
    issue("warn", "W_LABEL_CONFLICT",
      `Column ${JSON.stringify(column)}, ${at(lines)}: the label is not the one given for the same item ` +
      `before; the first was kept.`, { lines, column, count: lines.length }),
  externalClusters: (): Issue =>
    issue("note", "N_DESIGN",
      "Labels of grouped rows are taken as a calibration set (external): labelled rows calibrate, the " +
      "others are evaluated."),
} as const;
