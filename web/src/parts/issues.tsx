import type { Issue } from "evenhand/bare";
import type { VNode } from "preact";

const words: Readonly<Record<Issue["severity"], string>> = {
  refuse: "Cannot be read", warn: "Please check", note: "Read as",
};

/** What a person can do on this page about an issue, by its code. */
export type Hints = Readonly<Record<string, string>>;

function Message({ issue, hints }: { issue: Issue; hints: Hints }): VNode {
  const hint = issue.severity === "note" ? undefined : hints[issue.code];
  return (
    <p>
      {issue.message}
      {hint !== undefined && <span class="advice"> {hint}</span>}
    </p>
  );
}

/** What the reader noticed: what stops it first, inferences folded away. */
export function Issues({ issues, hints }: { issues: readonly Issue[]; hints: Hints }): VNode {
  const of = (severity: Issue["severity"]): Issue[] =>
    issues.filter((issue) => issue.severity === severity);
  const [refusals, warnings, notes] = [of("refuse"), of("warn"), of("note")];
  return (
    <>
      {refusals.length > 0 && (
        <div class="notice refuse" role="alert">
          <strong>{words.refuse}</strong>
          {refusals.map((issue) => <Message key={issue.message} issue={issue} hints={hints} />)}
        </div>
      )}
      {warnings.length > 0 && (
        <div class="notice warn" role="status">
          <strong>{words.warn}</strong>
          {warnings.map((issue) => <Message key={issue.message} issue={issue} hints={hints} />)}
        </div>
      )}
      {notes.length > 0 && refusals.length === 0 && (
        <details class="more">
          <summary>How it was read</summary>
          <ul>{notes.map((issue) => <li key={issue.message}>{issue.message}</li>)}</ul>
        </details>
      )}
    </>
  );
}
