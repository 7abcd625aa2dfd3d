/** Files and standard input of the command line. */
import { readFileSync } from "node:fs";
import { decodeText, type DecodedText, type Issue } from "../index.ts";
import { CliError } from "./args.ts";

/** The text of a file; "-" is standard input. */
export function readInput(file: string): DecodedText {
  try {
    return decodeText(readFileSync(file === "-" ? 0 : file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === "ENOENT" ? "there is no such file"
      : code === "EISDIR" ? "it is a folder"
        : code === "EACCES" ? "permission was denied" : String(code);
    throw new CliError(`${file}: cannot be read: ${why}; expected a CSV, TSV or JSON Lines file`);
  }
}

/** Ends the command when nothing could be read, with the refusal and the warnings. */
export function refuseUnread(file: string, issues: readonly Issue[]): void {
  const refusal = issues.find((issue) => issue.severity === "refuse");
  if (refusal === undefined) return;
  const others = issues.filter((issue) => issue.severity === "warn");
  throw new CliError(
    `${file}: ${refusal.message}` + others.map((issue) => `\n  ${issue.message}`).join(""));
}
