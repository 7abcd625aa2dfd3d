/** The tool's engines: a worker with the module of its area for each. */
import parallelModule from "evenhand/parallel.wasm?packed";
import { Engine, packedModule } from "../../engine.ts";
import type { Answers, Job } from "./protocol.ts";
// Inlined, so that it starts from a blob and inherits the page's policy.
import ParallelWorker from "./worker.ts?worker&inline";

const module = packedModule(parallelModule);

export type ParallelEngine = Engine<Job, Answers>;
export const parallelEngine = (): ParallelEngine => new Engine(() => new ParallelWorker(), module);
