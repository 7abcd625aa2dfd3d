/** The module of the area, compiled once for all workers, and the workers. */
import overlapWasm from "evenhand/overlap.wasm?packed";
import { packedModule } from "../../engine.ts";
import type { WorkerName } from "./protocol.ts";
import OverlapWorker from "./worker.ts?worker&inline";

export const overlapModule: () => Promise<WebAssembly.Module> = packedModule(overlapWasm);

export const startWorker = (name: WorkerName): Worker => new OverlapWorker({ name });
