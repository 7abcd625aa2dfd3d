/** The comparison's engine: its worker with the module of its area. */
import { Engine } from "../../engine.ts";
import { module } from "../compare-module.ts";
import type { Answers, Job } from "./protocol.ts";
// Inlined, so that it starts from a blob and inherits the page's policy.
import CompareWorker from "./worker.ts?worker&inline";

export type CompareEngine = Engine<Job, Answers>;
export const compareEngine = (): CompareEngine => new Engine(() => new CompareWorker(), module);
