/** One shard, from its file to its partial and its hit records. */
import { rmSync } from "node:fs";
import {
  EngineError, readOverlapPartial, type OverlapScan, type PartialFacts, type ShardRecord,
} from "../overlap-bare.ts";
import { streamFile, type Receiver } from "./overlap-decode.ts";
import { Failure, OutputFile, writeWhole, type CorpusShard } from "./overlap-files.ts";

/** What is asked of a thread. */
export interface ShardScan {
  readonly shard: CorpusShard;
  readonly source: string;
  readonly textField: string;
  /** The partial's file; hit records lie beside it. */
  readonly partial: string;
  readonly hits: boolean;
}

/** The file of hit records beside a partial. */
export function hitsPath(partial: string): string {
  return `${partial.endsWith(".partial") ? partial.slice(0, -".partial".length) : partial}.hits.jsonl`;
}

/** A shard that was scanned. */
export interface ScannedShard {
  readonly shard: ShardRecord;
  /** The first lines that are no document. */
  readonly malformed: PartialFacts["malformed"];
}

/** Scans a shard and writes its files, the partial last: when it is there, so are the others. */
export async function scanShard(
  scan: OverlapScan, { shard: { id, path, compression, documents, problem }, source, textField, partial, hits }:
    ShardScan, progress: (bytes: number) => void, signal: AbortSignal,
): Promise<ScannedShard> {
  if (problem !== undefined) throw new Failure(problem);
  const records = hits ? new OutputFile(hitsPath(partial)) : undefined;
  try {
    scan.begin({ id, source, documents, textField });
    const receiver: Receiver = {
      push: (bytes, stored) => {
        scan.push(bytes, { stored });
        const lines = scan.takeHits();
        if (lines.length > 0) records?.write(lines);
        if (stored) progress(bytes.length);
      },
      stored: (bytes) => {
        scan.pushStored(bytes);
        progress(bytes.length);
      },
    };
    await streamFile(path, compression, textField, receiver, signal);
    const finished = scan.finish();
    records?.write(finished.hits);
    records?.commit();
    if (records === undefined) rmSync(hitsPath(partial), { force: true });
    writeWhole(partial, finished.partial);
    return { shard: finished.shard, malformed: readOverlapPartial(finished.partial).malformed };
  } catch (error) {
    // After a trap there is nothing left to give up.
    if (!(error instanceof EngineError)) scan.abandon();
    throw error;
  } finally {
    records?.close();
  }
}
