/** Table to judged rows: which column is what, what its values mean, and what was left out. */
import { issues, type Issue } from "./issues.ts";
import type { Table } from "./table.ts";
import { verdictReader, type VerdictReader } from "./values.ts";

/** The columns that a judge's table has, with what a person calls them. */
export const columnRoles = {
  item: "item", model: "model", judge: "judge's verdict", human: "human label",
} as const;
export type ColumnRole = keyof typeof columnRoles;

/** The column of each role, by name; null where there is none. */
export type Roles = { readonly [role in ColumnRole]: string | null };

export interface ReadingOptions {
  /** Columns by role; those left out are guessed, `null` means that there is none. */
  readonly columns?: { readonly [role in ColumnRole]?: string | null | undefined } | undefined;
  /** Models whose rows are left out. */
  readonly excludeModels?: readonly string[] | undefined;
  /** Further words that mean pass or fail, in both the verdict and the human column. */
  readonly passWords?: readonly string[] | undefined;
  readonly failWords?: readonly string[] | undefined;
}

/** Judged rows ready for the core, in the order of the input; models numbered by sorted name. */
export interface Judgements {
  readonly roles: Roles;
  readonly models: readonly string[];
  readonly items: readonly string[];
  readonly model: Int32Array;
  readonly verdict: Int32Array;
  readonly human: Int32Array;
  readonly issues: readonly Issue[];
}

/** Stands for the model when no column names one. */
export const onlyModel = "(all rows)";

const roleNames: Record<ColumnRole, readonly string[]> = {
  item: ["itemid", "item", "questionid", "qid", "docid", "sampleid", "instanceid", "exampleid",
    "promptid", "caseid", "uid", "idx", "index", "id", "question", "prompt", "instruction", "input",
    "query"],
  model: ["model", "modelname", "modelid", "system", "generator", "provider", "candidate",
    "llmmodel"],
  judge: ["verdict", "judgement", "judgment", "judgeverdict", "judge", "judgelabel", "grader",
    "evaluator", "acceptable", "passed", "pass", "decision", "correct", "iscorrect", "correctness",
    "label", "score"],
  human: ["human", "humanlabel", "humanjudgement", "humanjudgment", "humanfinal", "humanmajority",
    "humaneval", "gold", "goldlabel", "groundtruthlabel", "groundtruth", "expert", "annotator",
    "human1", "annotator1", "rater1"],
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether most of the filled cells are verdict words; judged on the first thousand of them. */
function holdsVerdicts(table: Table, column: number, read: VerdictReader): boolean {
  let filled = 0;
  let verdicts = 0;
  for (const row of table.rows) {
    const meaning = read(row[column] as string);
    if (meaning === -1) continue;
    ++filled;
    if (meaning !== undefined) ++verdicts;
    if (filled >= 1000) break;
  }
  return filled > 0 && 2 * verdicts >= filled;
}

/** Columns that could hold the judge's verdict, best first. */
function verdictColumns(table: Table, read: VerdictReader, taken: ReadonlySet<string>): string[] {
  const rank = (name: string): number => {
    const known = roleNames.judge.indexOf(plain(name));
    // A judge that is named in the header, such as judge_gpt4, comes after the plain names.
    return known >= 0 ? known : /^judge[ _:-]/i.test(name) ? 100 : -1;
  };
  return table.header
    .filter((name, index) => !taken.has(name) && rank(name) >= 0 && holdsVerdicts(table, index, read))
    .sort((a, b) => rank(a) - rank(b));
}

/** Guesses the roles that were not named. Never takes one column twice. */
export function guessRoles(table: Table, options: ReadingOptions = {}): Roles {
  return assignRoles(table, options, verdictReader(options.passWords, options.failWords)).roles;
}

interface Assignment {
  readonly roles: Roles;
  /** Further columns that hold verdicts of a judge. */
  readonly others: readonly string[];
}

function assignRoles(table: Table, options: ReadingOptions, read: VerdictReader): Assignment {
  const named = options.columns ?? {};
  const roles: Record<ColumnRole, string | null> = {
    item: named.item ?? null, model: named.model ?? null,
    judge: named.judge ?? null, human: named.human ?? null,
  };
  const taken = new Set(Object.values(roles).filter((name) => name !== null));
  const claim = (role: ColumnRole, name: string | undefined): void => {
    if (name === undefined) return;
    roles[role] = name;
    taken.add(name);
  };
  const byName = (role: ColumnRole): string | undefined => {
    for (const wanted of roleNames[role]) {
      const found = table.header.find((name) => plain(name) === wanted && !taken.has(name));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  // The human column is claimed before the verdict, which may go by a looser name.
  for (const role of ["human", "model", "item"] as const) {
    if (named[role] === undefined) claim(role, byName(role));
  }
  const candidates = verdictColumns(table, read, taken);
  if (named.judge === undefined) claim("judge", candidates.shift());
  return { roles, others: candidates.filter((name) => name !== roles.judge) };
}

function rolesNote(roles: Roles, options: ReadingOptions, others: readonly string[]): Issue {
  const parts = (Object.keys(columnRoles) as ColumnRole[]).map((role) => {
    const name = roles[role];
    const how = options.columns?.[role] === undefined ? " (guessed)" : "";
    return `${columnRoles[role]} = ${name === null ? "none" : JSON.stringify(name) + how}`;
  });
  const more = others.length > 0
    ? ` Verdicts are also in ${others.map((name) => JSON.stringify(name)).join(", ")}.`
    : "";
  return issues.roles(`Columns: ${parts.join(", ")}.${more}`);
}

/** Order of UTF-16 code units. Any fixed order will do: it only must not be the input's. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Reads the cells of one column with `read`, keeping the lines of what could not be read. */
class VerdictColumn {
  readonly blank: number[] = [];
  readonly unparsed: number[] = [];
  readonly strange = new Set<string>();
  readonly #read: VerdictReader;

  constructor(read: VerdictReader) {
    this.#read = read;
  }

  value(cell: string, line: number): 1 | 0 | -1 {
    const meaning = this.#read(cell);
    if (meaning === undefined) {
      this.unparsed.push(line);
      if (this.strange.size < 20) this.strange.add(cell.trim());
      return -1;
    }
    if (meaning === -1) this.blank.push(line);
    return meaning;
  }
}

const nothing = new Int32Array(0);

/**
 * Turns a table into judged rows. Never throws: an issue of severity `refuse` means no rows.
 * Rows without a verdict, item or model and repeated (item, model) keys are left out and counted.
 */
export function readJudgements(table: Table, options: ReadingOptions = {}): Judgements {
  const read = verdictReader(options.passWords, options.failWords);
  const { roles, others } = assignRoles(table, options, read);
  const found: Issue[] = [...table.issues];
  const refuse = (...refusals: readonly Issue[]): Judgements => ({
    roles, models: [], items: [], model: nothing, verdict: nothing, human: nothing,
    issues: [...found, ...refusals],
  });
  if (table.rows.length === 0) return refuse();

  const entries = Object.entries(roles) as [ColumnRole, string | null][];
  const owner = new Map<string, ColumnRole>();
  for (const [role, name] of entries) {
    if (name === null) continue;
    if (!table.header.includes(name)) {
      return refuse(issues.unknownColumn(columnRoles[role], name, table.header));
    }
    if (table.repeated.includes(name)) {
      return refuse(issues.ambiguousColumn(columnRoles[role], name));
    }
    const other = owner.get(name);
    if (other !== undefined) {
      return refuse(issues.sameColumn(name, columnRoles[other], columnRoles[role]));
    }
    owner.set(name, role);
  }
  if (roles.judge === null) return refuse(issues.noVerdictColumn(table.header));
  found.push(rolesNote(roles, options, others));
  if (roles.item === null) found.push(issues.rowNumbers());

  const columnOf = (role: ColumnRole): number =>
    roles[role] === null ? -1 : table.header.indexOf(roles[role]);
  const [itemAt, modelAt, judgeAt, humanAt] =
    (["item", "model", "judge", "human"] as const).map(columnOf) as [number, number, number, number];

  const excluded = new Set(options.excludeModels ?? []);
  const verdicts = new VerdictColumn(read);
  const labels = new VerdictColumn(read);
  const noModel: number[] = [];
  const noItem: number[] = [];
  const repeats: number[] = [];
  let conflicts = 0;
  let excludedRows = 0;
  // For every model the rows kept so far, by item; columns of the kept rows.
  const models = new Map<string, Map<string, number>>();
  const kept = {
    item: [] as string[], model: [] as string[], verdict: [] as number[], human: [] as number[],
  };

  for (const [index, cells] of table.rows.entries()) {
    const line = table.lines[index] as number;
    const model = modelAt < 0 ? onlyModel : (cells[modelAt] as string).trim();
    const item = itemAt < 0 ? String(index) : (cells[itemAt] as string).trim();
    if (model === "") {
      noModel.push(line);
      continue;
    }
    let ofModel = models.get(model);
    if (ofModel === undefined) models.set(model, ofModel = new Map());
    if (excluded.has(model)) {
      ++excludedRows;
      continue;
    }
    if (item === "") {
      noItem.push(line);
      continue;
    }
    const verdict = verdicts.value(cells[judgeAt] as string, line);
    const human = humanAt < 0 ? -1 : labels.value(cells[humanAt] as string, line);
    if (verdict === -1) continue;
    const first = ofModel.get(item);
    if (first !== undefined) {
      repeats.push(line);
      const label = kept.human[first];
      // A label is not lost because the row without it came first.
      if (kept.verdict[first] === verdict && label === -1) kept.human[first] = human;
      else if (kept.verdict[first] !== verdict || (human !== -1 && label !== human)) ++conflicts;
      continue;
    }
    ofModel.set(item, kept.item.length);
    kept.item.push(item);
    kept.model.push(model);
    kept.verdict.push(verdict);
    kept.human.push(human);
  }

  for (const name of excluded) {
    if (!models.has(name)) return refuse(issues.unknownModel(name, [...models.keys()]));
  }
  if (excludedRows > 0) found.push(issues.excluded([...excluded], excludedRows));
  if (noModel.length > 0) found.push(issues.blankModels(roles.model as string, noModel));
  if (noItem.length > 0) found.push(issues.blankItems(roles.item as string, noItem));
  if (verdicts.blank.length > 0) {
    found.push(issues.blankVerdicts(roles.judge, verdicts.blank, table.rows.length));
  }
  if (verdicts.unparsed.length > 0) {
    found.push(issues.unparsed(roles.judge, verdicts.unparsed, [...verdicts.strange],
      verdicts.unparsed.length === 1 ? "was left out" : "were left out"));
  }
  if (labels.unparsed.length > 0) {
    found.push(issues.unparsed(roles.human as string, labels.unparsed, [...labels.strange],
      labels.unparsed.length === 1 ? "counts as not labelled" : "count as not labelled"));
  }
  if (repeats.length > 0) found.push(issues.duplicates(repeats, conflicts));
  if (kept.item.length === 0) {
    return refuse(verdicts.unparsed.length > 0
      ? issues.noVerdicts(roles.judge, [...verdicts.strange].slice(0, 5))
      : issues.noUsableRows());
  }

  const { item: items, model, verdict, human } = kept;
  const names = [...models.keys()].filter((name) => !excluded.has(name)).sort(byCodeUnits);
  const number = new Map(names.map((name, index) => [name, index]));
  return {
    roles,
    models: names,
    items,
    model: Int32Array.from(model, (name) => number.get(name) as number),
    verdict: Int32Array.from(verdict),
    human: Int32Array.from(human),
    issues: found,
  };
}

/** The same rows sorted by item, so that a seed picks the same ones whatever the input's order. */
export function sortedByItem(judgements: Judgements): Judgements {
  const { items } = judgements;
  const order = Uint32Array.from(items, (_, row) => row)
    .sort((a, b) => byCodeUnits(items[a] as string, items[b] as string));
  const sorted = (column: Int32Array): Int32Array =>
    Int32Array.from(order, (row) => column[row] as number);
  return {
    ...judgements,
    items: Array.from(order, (row) => items[row] as string),
    model: sorted(judgements.model),
    verdict: sorted(judgements.verdict),
    human: sorted(judgements.human),
  };
}

/** What the labels of the read rows lack, as issues. */
export function labelIssues(judgements: Judgements): Issue[] {
  const { roles, human, model, models } = judgements;
  if (roles.human === null) return [issues.noHumanColumn()];
  const right = human.reduce((sum, label) => sum + Number(label === 1), 0);
  const wrong = human.reduce((sum, label) => sum + Number(label === 0), 0);
  if (right + wrong === 0) return [issues.noLabels(roles.human)];
  if (right === 0) return [issues.oneClass(roles.human, "wrong", wrong)];
  if (wrong === 0) return [issues.oneClass(roles.human, "right", right)];
  const labelled = new Set<number>();
  human.forEach((label, row) => {
    if (label !== -1) labelled.add(model[row] as number);
  });
  const bare = models.filter((_, index) => !labelled.has(index));
  return bare.length > 0 ? [issues.unlabelledModels(bare)] : [];
}
