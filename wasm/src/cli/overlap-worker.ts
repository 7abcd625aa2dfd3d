/** A thread of `evenhand overlap scan`, `cut` and `pairs`: takes shards until it is told to end. */
import { parentPort, workerData } from "node:worker_threads";
import { OverlapIndex, useModule, type CompiledModule } from "../overlap-bare.ts";
import { Failure } from "./overlap-files.ts";
import {
  streamOf, takeShard, type ReadShard, type ShardTask, type Stream, type StreamStart,
} from "./overlap-shard.ts";

/** What a thread is started with. */
export interface WorkerStart {
  readonly module: CompiledModule;
  /** Shared between threads; each copies it into the memory of its module. */
  readonly index: SharedArrayBuffer;
  readonly stream: StreamStart;
}

/** What a thread is told: a shard, or to give up and end. */
export type WorkerTask = ShardTask | "end";

/** What a thread says. */
export type WorkerMessage =
  | { readonly kind: "bytes"; readonly bytes: number }
  | { readonly kind: "done"; readonly read: ReadShard }
  | { readonly kind: "failed"; readonly message: string };

const { module, index, stream: start } = workerData as WorkerStart;
useModule(module);
const port = parentPort!;
const say = (message: WorkerMessage): void => port.postMessage(message);
const ending = new AbortController();

let stream: Stream | undefined;

function newStream(): Stream {
  const opened = new OverlapIndex(new Uint8Array(index));
  try {
    return streamOf(opened, start);
  } finally {
    opened.close();
  }
}

async function work(task: ShardTask): Promise<void> {
  try {
    stream ??= newStream();
    say({
      kind: "done",
      read: await takeShard(stream, task, (bytes) => say({ kind: "bytes", bytes }), ending.signal),
    });
  } catch (error) {
    const { message } = error as Error;
    const isOurs = error instanceof Failure;
    // After a trap there is a fresh engine, which has no stream.
    if (!isOurs) stream = undefined;
    say({ kind: "failed", message: isOurs ? message : `${task.shard.path}: ${message}` });
  }
}

port.on("message", (task: WorkerTask) => {
  if (task !== "end") {
    void work(task);
    return;
  }
  ending.abort();
  port.close();
});
