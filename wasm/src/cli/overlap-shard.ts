/** One shard, from its file to its lines and its result. */
import { rmSync } from "node:fs";
import {
  EngineError, OverlapCut, OverlapPairs, OverlapScan, readOverlapPartial,
  type CutOptions, type MalformedLine, type OverlapIndex, type PassRecord, type ShardRecord,
  type SubsequenceOptions,
} from "../overlap-bare.ts";
import { streamFile, type Receiver } from "./overlap-decode.ts";
import { Failure, OutputFile, writeWhole, type CorpusShard } from "./overlap-files.ts";

/** What shards are streamed through. */
export type StreamStart =
  | { readonly kind: "scan" }
  | { readonly kind: "cut"; readonly partial: Uint8Array | undefined; readonly options: CutOptions }
  | { readonly kind: "pairs"; readonly options: SubsequenceOptions };

export type Stream = OverlapScan | OverlapCut | OverlapPairs;

export function streamOf(index: OverlapIndex, start: StreamStart): Stream {
  switch (start.kind) {
    case "scan": return new OverlapScan({ index });
    case "cut": return new OverlapCut({ index, partial: start.partial, options: start.options });
    case "pairs": return new OverlapPairs({ index, options: start.options });
  }
}

/** What is asked of a thread. */
export interface ShardTask {
  readonly shard: CorpusShard;
  readonly source: string;
  readonly textField: string;
  /** The file of lines: hit records, pieces or pairs; none is written when undefined. */
  readonly lines: string | undefined;
  /** The file of the partial, or of the record of a pass. */
  readonly result: string;
}

/** The file of hit records beside a partial. */
export function hitsPath(partial: string): string {
  return `${partial.endsWith(".partial") ? partial.slice(0, -".partial".length) : partial}.hits.jsonl`;
}

/** A shard that was read. */
export interface ReadShard {
  readonly shard: ShardRecord;
  /** The first lines that are no document. */
  readonly malformed: readonly MalformedLine[];
  /** What came of a pass over it. */
  readonly record?: PassRecord;
}

interface Finished {
  readonly lines: Uint8Array;
  readonly result: Uint8Array;
  readonly read: ReadShard;
}

const encoder = new TextEncoder();

function finished(stream: Stream): Finished {
  if (stream instanceof OverlapScan) {
    const { partial, hits, shard } = stream.finish();
    return { lines: hits, result: partial, read: { shard, malformed: readOverlapPartial(partial).malformed } };
  }
  const { record, lines } = stream.finish();
  const { shard, malformed } = record;
  return { lines, result: encoder.encode(`${JSON.stringify(record)}\n`), read: { shard, malformed, record } };
}

/** Reads a shard and writes its files, the result last: when it is there, so are the lines. */
export async function takeShard(
  stream: Stream,
  { shard: { id, path, compression, documents, problem }, source, textField, lines, result }: ShardTask,
  progress: (bytes: number) => void, signal: AbortSignal,
): Promise<ReadShard> {
  if (problem !== undefined) throw new Failure(problem);
  const file = lines === undefined ? undefined : new OutputFile(lines);
  try {
    stream.begin({ id, source, documents, textField });
    const receiver: Receiver = {
      push: (bytes, stored) => {
        stream.push(bytes, { stored });
        const taken = stream instanceof OverlapScan ? stream.takeHits() : stream.takeLines();
        if (taken.length > 0) file?.write(taken);
        if (stored) progress(bytes.length);
      },
      stored: (bytes) => {
        stream.pushStored(bytes);
        progress(bytes.length);
      },
    };
    await streamFile(path, compression, textField, receiver, signal);
    const whole = finished(stream);
    file?.write(whole.lines);
    file?.commit();
    if (file === undefined) rmSync(hitsPath(result), { force: true });
    writeWhole(result, whole.result);
    return whole.read;
  } catch (error) {
    // After a trap there is nothing left to give up.
    if (!(error instanceof EngineError)) stream.abandon();
    throw error;
  } finally {
    file?.close();
  }
}
