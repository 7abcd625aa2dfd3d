/** The planner's engine: its worker with the module of its area. */
import { Engine } from "../../engine.ts";
import { module } from "../compare-module.ts";
import type { PlanAnswer, PlanJob } from "./protocol.ts";
// Inlined, so that it starts from a blob and inherits the page's policy.
import PlanWorker from "./worker.ts?worker&inline";

export const planEngine = (): Engine<PlanJob, PlanAnswer> => new Engine(() => new PlanWorker(), module);
