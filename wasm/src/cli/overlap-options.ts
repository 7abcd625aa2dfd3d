/** What the verbs of `evenhand overlap` share. */
import { CliError, type Parsed } from "./args.ts";

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
