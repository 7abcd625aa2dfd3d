/** Texts that all tools share: refusals in words, and commands for a shell. */
import { errorCodes, type ErrorCode } from "evenhand/bare";

/** "expected ..." for a code, in the package's words. */
export function refusalText(code: ErrorCode): string {
  const text = errorCodes.find((entry) => entry.name === code);
  return text === undefined ? code : `${text.title}; expected ${text.detail}`;
}

/** For a POSIX shell. */
export const quoted = (text: string): string =>
  /^[\w./,:=%+@-]+$/.test(text) && !text.startsWith("-") ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A file's name, which must not look like an option. */
export const quotedFile = (file: string): string => quoted(file.startsWith("-") ? `./${file}` : file);

export function option(name: string, value: string): string[] {
  // A value with a leading dash would be taken for an option.
  return value.startsWith("-") ? [`--${name}=${quoted(value)}`] : [`--${name}`, quoted(value)];
}

/** The options of chosen columns; an empty name says that there is no such column. */
export function columnOptions(columns: Readonly<Record<string, string | null | undefined>>): string[] {
  return Object.entries(columns).flatMap(([role, name]) =>
    (name === undefined ? [] : name === null ? [`--${role}`, "''"] : option(role, name)));
}

/** An empty field is no zero. */
export const numberOf = (text: string | undefined): number =>
  text === undefined || text.trim() === "" ? Number.NaN : Number(text);
