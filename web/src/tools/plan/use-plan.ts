/** The planner: its settings and its answers. */
import { useTool, type Outcome as AnyOutcome, type Tool, type ToolPlan } from "../../use-tool.ts";
import { planEngine } from "./engine.ts";
import { planJob } from "./model.ts";
import type { PlanAnswer, PlanJob } from "./protocol.ts";
import { decodeHash, encodeHash, type Settings } from "./state.ts";

export type Plan = Tool<Settings, PlanAnswer>;
export type Outcome = AnyOutcome<Settings, PlanAnswer>;

const plan: ToolPlan<Settings, PlanJob, PlanAnswer> = {
  tool: "plan",
  engine: planEngine,
  encode: encodeHash,
  decode: decodeHash,
  job: planJob,
  fileName: "",
  forExample: {},
  forNewData: {},
};

export const usePlan = (): Plan => useTool(plan);
