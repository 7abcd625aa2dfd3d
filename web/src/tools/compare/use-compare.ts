/** The comparison: its settings, its data and its answers. */
import { useTool, type Outcome as AnyOutcome, type Tool, type ToolPlan } from "../../use-tool.ts";
import example from "../../../../examples/data/nine-models.csv?raw";
import { compareEngine } from "./engine.ts";
import { compareOptions, countsJob } from "./model.ts";
import type { Answers, Job } from "./protocol.ts";
import { decodeHash, encodeHash, initialSettings, type Settings } from "./state.ts";

export type Compare = Tool<Settings, Answers>;
export type Outcome = AnyOutcome<Settings, Answers>;

const { columns, exclude, baseline, pair } = initialSettings;
const fresh = { columns, exclude, baseline, pair, isCommonOnly: false };

const plan: ToolPlan<Settings, Job, Answers> = {
  tool: "compare",
  engine: compareEngine,
  encode: (settings) => encodeHash(settings),
  decode: decodeHash,
  job: (settings, source) => (settings.mode === "counts"
    ? countsJob(settings)
    : source && { kind: "table", source, options: compareOptions(settings) }),
  example: { origin: "example", name: "nine-models.csv", data: example },
  fileName: "scores.csv",
  forExample: fresh,
  forNewData: fresh,
  shownOnly: ["pair"],
};

export const useCompare = (): Compare => useTool(plan);
