/** The tool: its settings, the answers that it is about, and what came of them. */
import { useTool, type Outcome as AnyOutcome, type Tool, type ToolPlan } from "../../use-tool.ts";
import { parallelEngine } from "./engine.ts";
import { analysisJob } from "./model.ts";
import type { Answers, Job } from "./protocol.ts";
import { decodeHash, encodeHash, type Settings } from "./state.ts";

export type Parallel = Tool<Settings, Answers>;
export type Outcome = AnyOutcome<Settings, Answers>;

/** Positions, condition and steps belong to the answers that they were chosen for. */
export const freshChoices = {
  positions: null, condition: 0, steps: null, watched: "all",
} as const satisfies Partial<Settings>;

const plan: ToolPlan<Settings, Job, Answers> = {
  tool: "parallel",
  engine: parallelEngine,
  encode: (settings) => encodeHash(settings),
  decode: decodeHash,
  job: analysisJob,
  fileName: "answers.txt",
  forExample: freshChoices,
  forNewData: freshChoices,
  shownOnly: ["positions", "condition", "steps", "watched", "seed"],
};

export const useParallel = (): Parallel => useTool(plan);
