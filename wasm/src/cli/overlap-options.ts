/** What the verbs of `evenhand overlap` share. */
import { readFileSync } from "node:fs";
import { OverlapIndex, type EnumText } from "../overlap-index.ts";
import { choice, CliError, numberOf, withOptions, type Parsed } from "./args.ts";
import { whyOf } from "./overlap-files.ts";

/** A line for people, beside what other programs read. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function required(options: Parsed, name: string, verb: string): string {
  const value = options.text(name);
  if (value === undefined) throw new CliError(`overlap ${verb}: --${name} is missing`);
  return value;
}

/** A whole number from `least` on. */
export function wholeNumber(options: Parsed, name: string, least: number): number | undefined {
  const value = options.number(name);
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= least)) {
    throw new CliError(`--${name} ${options.text(name)}: expected a whole number from ${least} on`);
  }
  return value;
}

/** What `--option OPTION=VALUE` may set, with the names of its values, or what kind it is. */
export type Choosable = Readonly<Record<string, readonly EnumText<string>[] | "number" | "boolean">>;

/** OPTION=VALUE as a member of an object. */
export function chosen(option: string, choosable: Choosable): readonly [string, unknown] {
  const equals = option.indexOf("=");
  const name = option.slice(0, Math.max(0, equals));
  const value = option.slice(equals + 1);
  const kind = Object.hasOwn(choosable, name) ? choosable[name] : undefined;
  if (kind === undefined) {
    throw new CliError(`--option ${option}: expected OPTION=VALUE with one of ` +
      Object.keys(choosable).join(", "));
  }
  if (kind === "number") {
    if (Number.isNaN(numberOf(value))) throw new CliError(`--option ${option}: expected a number`);
    return [name, numberOf(value)];
  }
  if (kind === "boolean") {
    if (value !== "true" && value !== "false") {
      throw new CliError(`--option ${option}: expected true or false`);
    }
    return [name, value === "true"];
  }
  return [name, choice(value, kind, `--option ${name}`)];
}

/** The bytes of a file that must be there. */
export function inputBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CliError(`${path}: cannot be read: ${whyOf(error)}`);
  }
}

/** An index, or a refusal that names its file. */
export function openIndex(path: string): { readonly index: OverlapIndex; readonly bytes: Uint8Array } {
  const bytes = inputBytes(path);
  return { index: withOptions({ index: path }, () => new OverlapIndex(bytes)), bytes };
}

/** How the command ends; `evenhand-scan` has the same numbers. */
export const status = {
  done: 0,
  /** Done, but more lines than allowed are no document. */
  malformed: 1,
  /** Wrong usage, or an input that cannot be used: nothing was written. */
  badInput: 2,
  /** Some shards failed and were left out, or an output could not be written. */
  failed: 3,
} as const;
