/** The judge tool's engine: its worker with the module of its area. Another tool has its own. */
import judgeModule from "evenhand/judge.wasm?packed";
import { Engine, packedModule } from "../../engine.ts";
import type { Answers, Job } from "./protocol.ts";
// Inlined, so that it starts from a blob: such a worker inherits the page's policy and cannot
// fetch; one loaded from an address would not.
import JudgeWorker from "./worker.ts?worker&inline";

const module = packedModule(judgeModule);

export type JudgeEngine = Engine<Job, Answers>;
export const judgeEngine = (): JudgeEngine => new Engine(() => new JudgeWorker(), module);
