/** Threads that take shards to their files. */
import { Worker } from "node:worker_threads";
import { compiledModule } from "../overlap-index.ts";
import type { ReadShard, ShardTask, StreamStart } from "./overlap-shard.ts";
import type { WorkerMessage, WorkerStart, WorkerTask } from "./overlap-worker.ts";

/** What is told of a run while it lasts. */
export interface PoolListener {
  readonly bytes: (bytes: number) => void;
  readonly done: (read: ReadShard) => void;
  readonly failed: (message: string) => void;
}

/**
 * Takes all shards, on so many threads. They share the bytes of the index, and each copies them into
 * the memory of its module, where its counters are, too. When the signal aborts, shards that are at
 * work are given up and leave nothing behind.
 */
export async function takeShards(
  index: Uint8Array, stream: StreamStart, tasks: readonly ShardTask[], threads: number,
  listener: PoolListener, signal: AbortSignal,
): Promise<void> {
  const shared = new SharedArrayBuffer(index.length);
  new Uint8Array(shared).set(index);
  const start: WorkerStart = { module: compiledModule(), index: shared, stream };
  let next = 0;
  const thread = (): Promise<void> => new Promise((resolve) => {
    const worker = new Worker(new URL("./overlap-worker.js", import.meta.url), { workerData: start });
    let current: ShardTask | undefined;
    const give = (): void => {
      current = signal.aborted ? undefined : tasks[next++];
      const task: WorkerTask = current ?? "end";
      worker.postMessage(task);
    };
    const end = (): void => worker.postMessage("end" satisfies WorkerTask);
    signal.addEventListener("abort", end, { once: true });
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "bytes") {
        listener.bytes(message.bytes);
        return;
      }
      if (message.kind === "done") listener.done(message.read);
      else listener.failed(message.message);
      give();
    });
    worker.on("error", (error) => {
      listener.failed(`${current?.shard.path ?? "a thread"}: ${error.message}`);
    });
    worker.on("exit", () => {
      signal.removeEventListener("abort", end);
      resolve();
    });
    give();
  });
  await Promise.all(Array.from({ length: Math.min(threads, tasks.length) }, thread));
  for (const task of signal.aborted ? [] : tasks.slice(next)) {
    listener.failed(`${task.shard.path}: was not read, since no thread was left`);
  }
}
