/** `evenhand overlap cut` and `pairs`: a corpus through the definitions that need documents themselves. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  countUnits, cutWindows, OverlapCut, OverlapPairs, piecesCountRules, thresholdComparisons, tooDirtyRules,
  type CutOptions, type PassRecord, type SubsequenceOptions,
} from "../overlap-index.ts";
import { passTotal, passTotalText } from "../report/overlap-documents.ts";
import { CliError, withOptions, type Parsed } from "./args.ts";
import type { CorpusShard } from "./overlap-files.ts";
import { chosen, openIndex, type Choosable } from "./overlap-options.ts";
import { sumOfFiles } from "./overlap-partials.ts";
import { corpusOptions, isUnchanged, runShards } from "./overlap-run.ts";
import type { ReadShard, StreamStart } from "./overlap-shard.ts";

const cutChoices: Choosable = {
  n: "number", window: "number", cutWindow: cutWindows, shortest: "number",
  pieceMin: thresholdComparisons, tooDirty: tooDirtyRules, most: "number",
  piecesCount: piecesCountRules, mostCount: "number", dfUnit: countUnits,
};
const pairChoices: Choosable = { least: "number", share: "number", k: "number" };

interface PassFiles {
  readonly lines: string;
  readonly result: string;
}

function doneBefore(shard: CorpusShard, source: string, { lines, result }: PassFiles): ReadShard | undefined {
  if (!existsSync(result) || !existsSync(lines)) return undefined;
  const record = JSON.parse(readFileSync(result, "utf8")) as PassRecord;
  return isUnchanged(shard, record.shard, source, result)
    ? { shard: record.shard, malformed: record.malformed, record } : undefined;
}

async function runPass(options: Parsed, verb: "cut" | "pairs", done: string, choices: Choosable): Promise<number> {
  const [indexPath, ...paths] = options.positionals;
  if (indexPath === undefined) throw new CliError(`overlap ${verb}: expected the file of an index`);
  const corpus = corpusOptions(options, paths, verb);
  const { output, source, documents, textField } = corpus;
  const given = options.texts("option");
  const wanted = Object.fromEntries(given.map((option) => chosen(option, choices)));
  const partials = verb === "cut" ? options.texts("partial") : [];
  if (verb === "cut" && partials.length === 0 && wanted["mostCount"] !== 0) {
    throw new CliError("--partial is missing: n-grams in many documents are not cut, and a scan says which " +
      "they are; without one, give --option mostCount=0");
  }
  const { index, bytes } = openIndex(indexPath);
  const partial = partials.length === 0 ? undefined : sumOfFiles(partials).partial;
  const start: StreamStart = verb === "cut"
    ? { kind: "cut", partial, options: wanted as CutOptions }
    : { kind: "pairs", options: wanted as SubsequenceOptions };
  // Options are refused before any file is written; the threads have passes of their own.
  const named = Object.fromEntries(Object.keys(wanted).map((name) =>
    [name, `--option ${given.findLast((option) => option.startsWith(`${name}=`))}`]));
  const pass = withOptions({ n: "--option n", ...named, partial: partials[0] }, () =>
    start.kind === "cut" ? new OverlapCut({ ...start, index }) : new OverlapPairs({ options: wanted, index }));
  const { facts } = pass;
  pass.close();
  index.close();
  const files = ({ id }: CorpusShard): PassFiles =>
    ({ lines: join(output, `${id}.${verb}.jsonl`), result: join(output, `${id}.${verb}.record`) });
  const { exit, read } = await runShards(corpus, {
    done,
    settingsName: `evenhand-${verb}.record`,
    settings: { documents: documents ?? "by ending", textField, pass: facts },
    index: bytes,
    stream: start,
    files,
    doneBefore: (shard) => doneBefore(shard, source, files(shard)),
  });
  const total = passTotal(facts, read.map(({ record }) => record!));
  process.stdout.write(options.flag("json") ? `${JSON.stringify(total)}\n` : passTotalText(total));
  return exit;
}

export function cutVerb(options: Parsed): Promise<number> {
  return runPass(options, "cut", "cut", cutChoices);
}

export function pairsVerb(options: Parsed): Promise<number> {
  return runPass(options, "pairs", "compared", pairChoices);
}
