/** `evenhand overlap`: contamination. The files are those of `evenhand-scan`, the options, too. */
import { CliError, parse, type Options } from "./args.ts";
import { Failure } from "./overlap-files.ts";
import { indexVerb } from "./overlap-index.ts";
import { mergeVerb } from "./overlap-merge.ts";
import { say, status } from "./overlap-options.ts";
import { reportVerb } from "./overlap-report.ts";
import { scanVerb } from "./overlap-scan.ts";

const output = { type: "string", short: "o" } as const;
const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;
const flag = { type: "boolean" } as const;

const indexOptions: Options = {
  output, definition: text, n: text, rule: text, "skip-budget": text, field: texts,
  "answer-split": texts, "memory-limit": text,
};
const scanOptions: Options = {
  output, root: text, source: text, "text-field": text, doc: text, threads: text, task: text,
  "allow-malformed": text, "no-hits": flag, again: flag, stdin: flag, "shard-id": text,
};
const mergeOptions: Options = { output, stdin: flag };
const reportOptions: Options = {
  json: flag, "no-hits": flag, incomplete: flag, items: text, definition: texts, option: texts,
  "partial-from": text, "full-from": text, "frequent-least": text, "frequent-divisor": text,
  scores: text, level: text, figures: flag, strata: text, reference: texts, dates: text, cutoff: text,
};

async function run(verb: string | undefined, rest: readonly string[]): Promise<number> {
  switch (verb) {
    case "index":
      await indexVerb(parse(rest, indexOptions));
      return status.done;
    case "scan":
      return scanVerb(parse(rest, scanOptions));
    case "merge":
      await mergeVerb(parse(rest, mergeOptions));
      return status.done;
    case "report":
      process.stdout.write(reportVerb(parse(rest, reportOptions)));
      return status.done;
    default:
      throw new CliError(`overlap: found ${JSON.stringify(verb)}, expected index, scan, merge or report; ` +
        "see evenhand --help");
  }
}

/** Runs it and gives the exit status: 0 done, 1 malformed lines, 2 bad input, 3 failed shards. */
export async function overlapCommand([verb, ...rest]: readonly string[]): Promise<number> {
  try {
    return await run(verb, rest);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`evenhand: ${error.message}`);
    return status.failed;
  }
}
