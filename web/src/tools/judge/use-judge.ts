/** The judge tool: its settings, its data and its answers. */
import type { Outcome as AnyOutcome } from "../../use-tool.ts";
import { useTool, type Tool, type ToolPlan } from "../../use-tool.ts";
import example from "../../../../examples/data/judged-qa.csv?raw";
import { judgeEngine } from "./engine.ts";
import { countsInput, tableOptions } from "./model.ts";
import type { Answers, Job } from "./protocol.ts";
import { decodeHash, encodeHash, initialSettings, type Settings } from "./state.ts";

export type Judge = Tool<Settings, Answers>;
export type Outcome = AnyOutcome<Settings, Answers>;

const plan: ToolPlan<Settings, Job, Answers> = {
  tool: "judge",
  engine: judgeEngine,
  encode: (settings) => encodeHash(settings),
  decode: decodeHash,
  job: (settings, source) => {
    if (settings.mode === "counts") {
      const input = countsInput(settings);
      return input && { kind: "counts", input };
    }
    return source && { kind: "table", source, options: tableOptions(settings) };
  },
  example: { origin: "example", name: "judged-qa.csv", data: example },
  fileName: "verdicts.csv",
  forExample: { labels: initialSettings.labels, columns: {}, passWords: "", failWords: "", scored: "", rival: "", cluster: "" },
  shownOnly: ["assumed", "scored", "rival", "isCompared", "sharing", "cluster"],
  forNewData: { labels: "unanswered", columns: {}, scored: "", rival: "", cluster: "" },
};

export const useJudge = (): Judge => useTool(plan);
