/** `evenhand overlap scan`: shards of a corpus against an index. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OverlapScan, readOverlapPartial, type OverlapIndex } from "../overlap-index.ts";
import { CliError, type Parsed } from "./args.ts";
import type { CorpusShard } from "./overlap-files.ts";
import { openIndex, required, status } from "./overlap-options.ts";
import { corpusOptions, isUnchanged, runShards, type CorpusOptions } from "./overlap-run.ts";
import { hitsPath, type ReadShard } from "./overlap-shard.ts";

/**
 * What the partial says of a shard that was scanned before, if it still holds: same index and source,
 * and a file as long as it was and older than its partial.
 */
function doneBefore(
  shard: CorpusShard, digest: string, source: string, { lines, result }: { readonly lines: string | undefined; readonly result: string },
): ReadShard | undefined {
  if (!existsSync(result) || (lines !== undefined && !existsSync(lines))) return undefined;
  const { indexDigest, shards, malformed } = readOverlapPartial(readFileSync(result));
  const [record] = shards;
  const holds = indexDigest === digest && shards.length === 1 && isUnchanged(shard, record, source, result);
  return holds ? { shard: record!, malformed } : undefined;
}

async function scanFolder(
  corpus: CorpusOptions, hits: boolean, index: Uint8Array, digest: string,
): Promise<number> {
  const { output, source, documents, textField } = corpus;
  const files = ({ id }: CorpusShard): { readonly lines: string | undefined; readonly result: string } => {
    const result = join(output, `${id}.partial`);
    return { lines: hits ? hitsPath(result) : undefined, result };
  };
  const { exit } = await runShards(corpus, {
    done: "scanned",
    settingsName: "evenhand-scan.json",
    settings: { documents: documents ?? "by ending", textField },
    index,
    stream: { kind: "scan" },
    files,
    doneBefore: (shard) => doneBefore(shard, digest, source, files(shard)),
  });
  return exit;
}

/** Standard input as one shard; the partial and the hit records as a line of JSON. */
async function scanStandardInput(
  index: OverlapIndex, { source, documents, textField, allowMalformed }: CorpusOptions, hits: boolean, id: string,
): Promise<number> {
  const scanner = new OverlapScan({ index });
  scanner.begin({ id, source, documents, textField });
  const lines: Uint8Array[] = [];
  for await (const piece of process.stdin as AsyncIterable<Uint8Array>) {
    scanner.push(piece);
    if (hits) lines.push(scanner.takeHits());
  }
  const { partial, hits: last, shard: { malformed } } = scanner.finish();
  lines.push(last);
  const records = Buffer.concat(lines).toString().split("\n").filter((line) => line !== "");
  process.stdout.write(`{"shard":${JSON.stringify(id)},"partial":"${Buffer.from(partial).toString("base64")}",` +
    `"malformed":${malformed}${hits ? `,"hits":[${records.join(",")}]` : ""}}\n`);
  return malformed > allowMalformed ? status.malformed : status.done;
}

export async function scanVerb(options: Parsed): Promise<number> {
  const fromInput = options.flag("stdin");
  const [indexPath, ...paths] = options.positionals;
  if (indexPath === undefined) throw new CliError("overlap scan: expected the file of an index");
  if (fromInput && (paths.length > 0 || options.given.includes("output") || options.given.includes("task"))) {
    throw new CliError("overlap scan: --stdin takes no paths, no --output and no --task");
  }
  const corpus = corpusOptions(options, paths, "scan", fromInput);
  const hits = !options.flag("no-hits");
  const { index, bytes } = openIndex(indexPath);
  if (fromInput) return scanStandardInput(index, corpus, hits, required(options, "shard-id", "scan --stdin"));
  const { digest } = index.summary;
  // The threads have copies of their own.
  index.close();
  return scanFolder(corpus, hits, bytes, digest);
}
