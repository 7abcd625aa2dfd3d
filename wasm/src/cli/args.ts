/** Arguments of the command line, with errors that name the option, the value and what fits. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { InputError, type EnumText } from "../index.ts";

/** Bad input on the command line: printed without a stack, exit status 2. */
export class CliError extends Error {}

export type Options = NonNullable<ParseArgsConfig["options"]>;

export interface Parsed {
  readonly positionals: readonly string[];
  /** Names of the options that were given. */
  readonly given: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
  number(name: string): number | undefined;
}

const isNegative = (token: string): boolean => /^-\.?\d/.test(token);

/** parseArgs with negative numbers as values: `--level -1` should be refused for its value. */
export function parse(args: readonly string[], options: Options): Parsed {
  const tokens: string[] = [];
  const negatives: string[] = [];
  for (const token of args) {
    const previous = tokens.at(-1);
    const option = previous?.startsWith("--") ? options[previous.slice(2)] : undefined;
    if (!isNegative(token)) tokens.push(token);
    else if (option?.type === "string") tokens[tokens.length - 1] = `${previous}=${token}`;
    else negatives.push(token);
  }
  let values: Record<string, unknown>;
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({ args: tokens, options, allowPositionals: true }));
  } catch (error) {
    throw new CliError(`${(error as Error).message.split(". ")[0]}; see evenhand --help`);
  }
  return {
    positionals: [...positionals, ...negatives],
    given: Object.keys(values),
    text: (name) => values[name] as string | undefined,
    texts: (name) => (values[name] as string[] | undefined) ?? [],
    flag: (name) => values[name] === true,
    number: (name) => {
      const text = values[name] as string | undefined;
      return text === undefined ? undefined : numberOf(text);
    },
  };
}

/** `--pair A B` as two values of one option: names may hold any separator. */
export function pairJoined(
  args: readonly string[], option = "--pair", what = "systems",
): string[] {
  const at = args.indexOf(option);
  if (at < 0) return [...args];
  const names = args.slice(at + 1, at + 3);
  if (names.length < 2) throw new CliError(`${option}: expected the names of two ${what}`);
  return [...args.slice(0, at), ...names.map((name) => `${option}=${name}`), ...args.slice(at + 3)];
}

/** `--strings A B C`: all values up to the next option, as values of one option. */
export function stringsJoined(args: readonly string[]): string[] {
  const at = args.indexOf("--strings");
  if (at < 0) return [...args];
  const after = args.slice(at + 1);
  const end = after.findIndex((value) => value.startsWith("--"));
  const values = end < 0 ? after : after.slice(0, end);
  if (values.length === 0) throw new CliError("--strings: expected right answers, each an argument of its own");
  return [...args.slice(0, at), ...values.map((value) => `--strings=${value}`),
    ...after.slice(values.length)];
}

/** Refuses options that this form of input does not use, rather than ignoring them. */
export function onlyOptionsOf(
  allowed: readonly string[], options: Parsed, command: string, what: string,
): void {
  const strangers = options.given.filter((name) => !allowed.includes(name));
  if (strangers.length > 0) {
    throw new CliError(
      `${command}: ${strangers.map((name) => `--${name}`).join(", ")} cannot be used with ${what}`);
  }
}

/** A column's name; an empty one says that there is no such column. */
export function columnName(options: Parsed, name: string): string | null | undefined {
  const column = options.text(name);
  return column === "" ? null : column;
}

/** A number as the core should see it: what is not one becomes NaN, and the core refuses it. */
export function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** "15/148" */
export function fraction(text: string, what: string): { count: number; total: number } {
  const parts = text.split("/");
  if (parts.length !== 2) {
    throw new CliError(`${what}: found ${JSON.stringify(text)}, expected a count such as 15/148`);
  }
  return { count: numberOf(parts[0] as string), total: numberOf(parts[1] as string) };
}

/** "a,b" to trimmed words. */
export function words(text: string | undefined): string[] {
  return (text ?? "").split(",").map((word) => word.trim()).filter((word) => word !== "");
}

/** A name of a list, hyphens taken for underscores. */
export function choice<Name extends string>(
  text: string | undefined, list: readonly EnumText<Name>[], option: string,
): Name | undefined {
  if (text === undefined) return undefined;
  const wanted = text.replaceAll("-", "_");
  const found = list.find((entry) => entry.name === wanted);
  if (found !== undefined) return found.name;
  throw new CliError(
    `${option}: found ${JSON.stringify(text)}, expected one of ` +
      list.map((entry) => entry.name).join(", "));
}

/** What was typed for options that are arguments of the library by the same name. */
export function asTyped(
  options: Parsed, names: readonly string[],
): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => {
    const value = options.text(name);
    return [name, value === undefined ? undefined : `--${name} ${value}`];
  }));
}

/** Runs `action`; a refusal of the core is told in the words of the command line. */
export function withOptions<T>(given: Readonly<Record<string, string | undefined>>, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const path = error.argument.split(".");
    const text = given[error.argument] ?? given[path.at(-1) as string] ?? given[path[0] as string];
    if (text === undefined) throw error;
    const [, reason] = /: (.*) \(received/s.exec(error.message) ?? [];
    const [, expected] = /; expected (.*)\)$/s.exec(error.message) ?? [];
    throw new CliError(`${text}: ${reason}; expected ${expected}`);
  }
}
