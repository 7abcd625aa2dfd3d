/** `evenhand overlap merge`: partials added up. */
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { count } from "../report/format.ts";
import { CliError, withOptions, type Parsed } from "./args.ts";
import { OutputFile, writeWhole } from "./overlap-files.ts";
import { required, say } from "./overlap-options.ts";
import { findHits, hitLines, sumOf, sumOfFiles } from "./overlap-partials.ts";
import { hitsPath } from "./overlap-shard.ts";

/** The partial of a line as `scan --stdin` and `merge --stdin` print it. */
function partialOfLine(line: string, place: string): Uint8Array {
  try {
    const { partial } = JSON.parse(line) as { readonly partial?: unknown };
    if (typeof partial === "string") return Buffer.from(partial, "base64");
  } catch {
    // Told below.
  }
  throw new CliError(`${place}: no JSON object with a "partial"`);
}

async function mergeStandardInput(): Promise<void> {
  const partials: (readonly [string, Uint8Array])[] = [];
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const place = `standard input, line ${++number}`;
    if (line.trim() !== "") partials.push([place, partialOfLine(line, place)]);
  }
  const { partial } = withOptions({ partial: "standard input", partials: "standard input" },
    () => sumOf(partials));
  process.stdout.write(`{"partial":"${Buffer.from(partial).toString("base64")}"}\n`);
}

export async function mergeVerb(options: Parsed): Promise<void> {
  if (options.flag("stdin")) {
    if (options.positionals.length > 0 || options.given.includes("output")) {
      throw new CliError("overlap merge: give partials and --output, or --stdin alone");
    }
    await mergeStandardInput();
    return;
  }
  const output = required(options, "output", "merge");
  if (options.positionals.length === 0) throw new CliError("overlap merge: expected partials or folders");
  const { partial, facts, partials, hits } = sumOfFiles(options.positionals);
  // Records of some shards only would pass for all of them.
  if (hits.length === partials) {
    const file = new OutputFile(hitsPath(output));
    try {
      for (const lines of hitLines(findHits(hits))) file.write(lines);
      file.commit();
    } finally {
      file.close();
    }
  } else {
    rmSync(hitsPath(output), { force: true });
    if (hits.length > 0) {
      say(`${count(partials - hits.length)} of ${count(partials)} partials have no hit records, so the ` +
        "sum has none");
    }
  }
  writeWhole(output, partial);
  say(`${count(facts.shards.length)} shards in ${output}`);
}
