/** What speaks against believing a table's numbers: above them, worst first. */
import { findingSeverities, type Diagnostic } from "evenhand/bare";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { tableOptions } from "../judge/model.ts";
import type { Judge, Outcome } from "../judge/use-judge.ts";
import { useJudgement } from "./engine.ts";

interface Props {
  readonly judge: Judge;
  readonly outcome: Outcome;
  /** Called when it is known, empty too where it cannot be. */
  readonly tell: (outcome: Outcome, found: readonly Diagnostic[]) => void;
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

export function Diagnostics({ judge, outcome, tell }: Props): VNode | null {
  const answer = useJudgement("diagnostics", {
    kind: "diagnostics", source: outcome.source!, options: tableOptions(outcome.settings),
  });
  useEffect(() => {
    if (answer !== undefined) tell(outcome, answer.kind === "diagnostics" ? answer.found : []);
  }, [answer, outcome]);
  if (answer?.kind !== "diagnostics" || answer.found.length === 0) return null;
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
