/** What speaks against believing a table's numbers: above them, worst first. */
import { findingSeverities, type Diagnostic } from "evenhand/bare";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { tableOptions } from "../judge/model.ts";
import type { Judge } from "../judge/use-judge.ts";
import { useJudgement } from "./engine.ts";

interface Props {
  /** With a table. */
  readonly judge: Judge;
  /** Called when it is known, empty too where it cannot be, and when it is known no more. */
  readonly tell: (found: readonly Diagnostic[] | undefined) => void;
}

const looks: Readonly<Record<Diagnostic["severity"], string>> = { stop: "refuse", warn: "warn", note: "" };
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What can be done about it on this page, at once. */
function Repair({ judge, found: { code, models } }: { judge: Judge; found: Diagnostic }): VNode | null {
  const { settings, change } = judge;
  if (code === "labels_not_random" && settings.labels === "subset") {
    return <button type="button" class="button small" onClick={() => change({ labels: "external" })}>Take them as another set</button>;
  }
  const [scored, rival] = models;
  if (code === "sign_flip" && scored !== undefined && rival !== undefined) {
    return (
      <button type="button" class="button small" onClick={() => {
        change({ isCompared: true, scored, rival });
        requestAnimationFrame(() => document.querySelector(".models")?.scrollIntoView());
      }}>Compare these two</button>
    );
  }
  return null;
}

function Finding({ judge, found }: { judge: Judge; found: Diagnostic }): VNode {
  const { severity, title, detail, evidence, models } = found;
  return (
    <li class={`finding notice ${looks[severity]}`} data-code={found.code}>
      <strong>{capital(findingSeverities.find(({ name }) => name === severity)!.title)}: {title}</strong>
      <p>{evidence}</p>
      {detail !== "" && <p class="finding-detail">{detail}</p>}
      {models.length > 0 && models.length < 6 && (
        <p class="finding-models">{models.map((name) => <span class="tag" key={name}>{name}</span>)}</p>
      )}
      <Repair judge={judge} found={found} />
    </li>
  );
}

/** Asked for at the same time as the scores, and shown with them. */
export function Diagnostics({ judge, tell }: Props): VNode | null {
  const answer = useJudgement("diagnostics", {
    kind: "diagnostics", source: judge.source!, options: tableOptions(judge.settings),
  });
  useEffect(() => {
    tell(answer?.kind === "diagnostics" ? answer.found : answer && []);
  }, [answer]);
  if (!judge.isCurrent || answer?.kind !== "diagnostics" || answer.found.length === 0) return null;
  const notes = answer.found.filter(({ severity }) => severity === "note");
  const grave = answer.found.filter(({ severity }) => severity !== "note");
  const list = (all: readonly Diagnostic[]): VNode =>
    <ul class="findings">{all.map((found) => <Finding key={found.code + found.severity} judge={judge} found={found} />)}</ul>;
  return (
    <section class="diagnostics" aria-labelledby="diagnostics-heading">
      <h3 id="diagnostics-heading">Before you believe it</h3>
      {grave.length > 0 && list(grave)}
      {notes.length > 0 && (
        <details class="more">
          <summary>{notes.length} more worth knowing: {notes.map(({ title }) => title).join(", ")}</summary>
          {list(notes)}
        </details>
      )}
    </section>
  );
}
