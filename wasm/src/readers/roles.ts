/** Which column of a table plays which part: named by the caller or guessed, checked, and told. */
import { issues, type Issue } from "./issues.ts";
import type { Table } from "./table.ts";

/** Columns by role; those left out are guessed, `null` means that there is none. */
export type NamedColumns<Role extends string> =
  { readonly [role in Role]?: string | null | undefined };

/** The column of each role, by name; null where there is none. */
export type RoleColumns<Role extends string> = { readonly [role in Role]: string | null };

/** What a person calls each role. */
type Titles<Role extends string> = Readonly<Record<Role, string>>;

// Names of columns by `plain`, best first.
export const itemNames: readonly string[] = ["itemid", "item", "questionid", "qid", "docid",
  "sampleid", "instanceid", "exampleid", "promptid", "caseid", "uid", "idx", "index", "id",
  "question", "prompt", "instruction", "input", "query"];
export const taskNames: readonly string[] = ["task", "taskname", "benchmark", "dataset", "scenario",
  "domain", "environment", ...itemNames];
export const systemNames: readonly string[] = ["model", "modelname", "modelid", "system",
  "generator", "provider", "candidate", "llmmodel"];

/** A name in lower case, without spaces and signs. */
export const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether most of a column's filled cells are of a kind; judged on the first thousand of them. */
export function isMostly(
  table: Table, column: string, kind: (cell: string) => boolean | "missing",
): boolean {
  const at = table.header.indexOf(column);
  let filled = 0;
  let fitting = 0;
  for (const row of table.rows) {
    const fits = kind(row[at] as string);
    if (fits === "missing") continue;
    ++filled;
    if (fits) ++fitting;
    if (filled >= 1000) break;
  }
  return filled > 0 && 2 * fitting >= filled;
}

/** Gives each role the column that was named for it, or one that is guessed; none is taken twice. */
export class RoleGuesses<Role extends string> {
  readonly roles: Record<Role, string | null>;
  readonly #header: readonly string[];
  readonly #named: NamedColumns<Role>;
  readonly #taken = new Set<string>();

  constructor(header: readonly string[], titles: Titles<Role>, named: NamedColumns<Role> = {}) {
    this.#header = header;
    this.#named = named;
    this.roles = {} as Record<Role, string | null>;
    for (const role of Object.keys(titles) as Role[]) this.#take(role, named[role] ?? null);
  }

  #take(role: Role, name: string | null): void {
    this.roles[role] = name;
    if (name !== null) this.#taken.add(name);
  }

  /** Columns that no role has yet. */
  free(): string[] {
    return this.#header.filter((name) => !this.#taken.has(name));
  }

  /** Free columns that go by one of `names`, in the order of these. */
  called(names: readonly string[]): string[] {
    return names.flatMap((wanted) => this.free().filter((name) => plain(name) === wanted));
  }

  /** Takes the first candidate, unless the caller named a column or said that there is none. */
  claim(role: Role, candidates: readonly string[]): void {
    if (this.#named[role] === undefined) this.#take(role, candidates[0] ?? null);
  }
}

/** Why these columns cannot be used: absent, named twice in the header, or given two roles. */
export function columnRefusal<Role extends string>(
  table: Table, roles: RoleColumns<Role>, titles: Titles<Role>,
): Issue | undefined {
  const owner = new Map<string, Role>();
  for (const [role, name] of Object.entries(roles) as [Role, string | null][]) {
    if (name === null) continue;
    if (!table.header.includes(name)) {
      return issues.unknownColumn(titles[role], name, table.header);
    }
    if (table.repeated.includes(name)) return issues.ambiguousColumn(titles[role], name);
    const other = owner.get(name);
    if (other !== undefined) return issues.sameColumn(name, titles[other], titles[role]);
    owner.set(name, role);
  }
  return undefined;
}

/** "item = "id" (guessed), model = none" */
export function columnsText<Role extends string>(
  roles: RoleColumns<Role>, titles: Titles<Role>, named: NamedColumns<Role> = {},
): string {
  return (Object.keys(titles) as Role[]).map((role) => {
    const name = roles[role];
    const how = named[role] === undefined ? " (guessed)" : "";
    return `${titles[role]} = ${name === null ? "none" : JSON.stringify(name) + how}`;
  }).join(", ");
}
