/** A table that asks another question than how often a model is right. */
import type { VNode } from "preact";
import type { ToolName } from "../../route.ts";
import type { Source } from "../../source.ts";
import { handOver } from "../../use-tool.ts";
import type { TableAnswer } from "../judge/protocol.ts";
import { ownClasses } from "./classes.tsx";
import { ownPairs } from "./pairs.tsx";
import { ownRaters } from "./raters.tsx";

interface Suggestion {
  readonly tool: ToolName;
  readonly why: string;
  readonly text: string;
  readonly hash: string;
  readonly settings: unknown;
}

const judges = /^(judge|grader|verdict|model_?judge)/i;
const people = /^(human|annotator|rater|expert|person|gold)/i;

/** Whoever has several columns of people or judges may ask how far they agree. */
function suggestions({ header, report, roles }: TableAnswer): Suggestion[] {
  const isPairs = header.some((name) => /^(model|assistant)[ _-]?a$/i.test(name)) || header.some((name) => /^winner/i.test(name));
  if (isPairs) {
    return [{ tool: "judge-pairs", why: "Each row looks like a comparison of two answers.", text: "Open it as pairs", ...ownPairs() }];
  }
  const raters = header.filter((name) => judges.test(name) || people.test(name));
  const found: Suggestion[] = [];
  if (report.issues.some(({ code }) => code === "E_NO_VERDICTS") || roles.judge === null) {
    found.push({ tool: "judge-classes", why: "Verdicts of more than two kinds?", text: "Open it as grades or classes", ...ownClasses() });
  }
  if (raters.length > 2) {
    found.push({
      tool: "judge-raters", why: `${raters.length} columns look like raters.`, text: "See how far they agree",
      ...ownRaters(raters, raters.filter((name) => people.test(name))),
    });
  }
  return found;
}

export function OtherForms({ answer, source }: { answer: TableAnswer; source: Source | undefined }): VNode | null {
  if (source === undefined || source.origin === "example" || answer.header.length === 0) return null;
  const found = suggestions(answer);
  return found.length === 0 ? null : (
    <div class="notice good">
      {found.map(({ tool, why, text, hash, settings }) => (
        <p key={tool}>{why} <a class="part-link" href={hash} onClick={() => handOver(tool, hash, settings, source)}>{text}</a></p>
      ))}
    </div>
  );
}
