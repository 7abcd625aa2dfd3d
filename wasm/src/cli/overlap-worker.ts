/** A thread of `evenhand overlap scan`: takes shards until it is told to end. */
import { parentPort, workerData } from "node:worker_threads";
import { OverlapIndex, OverlapScan, useModule, type CompiledModule } from "../overlap-bare.ts";
import { Failure } from "./overlap-files.ts";
import { scanShard, type ScannedShard, type ShardScan } from "./overlap-shard.ts";

/** What a thread is started with. */
export interface WorkerStart {
  readonly module: CompiledModule;
  /** Shared between threads; each copies it into the memory of its module. */
  readonly index: SharedArrayBuffer;
}

/** What a thread is told: a shard, or to give up and end. */
export type WorkerTask = ShardScan | "end";

/** What a thread says. */
export type WorkerMessage =
  | { readonly kind: "bytes"; readonly bytes: number }
  | { readonly kind: "done"; readonly scanned: ScannedShard }
  | { readonly kind: "failed"; readonly message: string };

const { module, index } = workerData as WorkerStart;
useModule(module);
const port = parentPort!;
const say = (message: WorkerMessage): void => port.postMessage(message);
const ending = new AbortController();

let scan: OverlapScan | undefined;

function newScan(): OverlapScan {
  const opened = new OverlapIndex(new Uint8Array(index));
  try {
    return new OverlapScan({ index: opened });
  } finally {
    opened.close();
  }
}

async function work(task: ShardScan): Promise<void> {
  try {
    scan ??= newScan();
    say({
      kind: "done",
      scanned: await scanShard(scan, task, (bytes) => say({ kind: "bytes", bytes }), ending.signal),
    });
  } catch (error) {
    const { message } = error as Error;
    const isOurs = error instanceof Failure;
    // After a trap there is a fresh engine, which has no scan.
    if (!isOurs) scan = undefined;
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
