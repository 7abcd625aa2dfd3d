/** What the results of all tools are made of. */
import type { ComponentChildren, VNode } from "preact";
import type { Phase } from "../use-tool.ts";
import { CopyButton } from "./copy.tsx";

/** More sentences than this say less than the table does. */
export const sentenceLimit = 6;

/** The result in words, the most important sentence first. */
export function Reading({ sentences }: { sentences: readonly string[] }): VNode {
  const [first, ...others] = sentences.slice(0, sentenceLimit);
  const more = sentences.length - sentenceLimit;
  return (
    <output class="reading" aria-live="polite">
      <span class="lead">{first}</span>
      {others.map((sentence) => <span class="then" key={sentence}>{sentence}</span>)}
      {more > 0 && <span class="then quiet">The same holds for {more} more; see the table.</span>}
    </output>
  );
}

export function Assumptions({ assumptions }: { assumptions: readonly string[] }): VNode {
  return (
    <section aria-labelledby="assumptions-heading">
      <h3 id="assumptions-heading">What must be true for this to hold</h3>
      <ul class="assumptions">{assumptions.map((text) => <li key={text}>{text}</li>)}</ul>
    </section>
  );
}

/** The sentence for a paper. */
export function MethodSentence({ sentence }: { sentence: string }): VNode {
  return (
    <section aria-labelledby="method-heading">
      <h3 id="method-heading">For the methods section</h3>
      <blockquote class="method">{sentence}</blockquote>
      <CopyButton label="Copy the sentence" text={sentence} />
    </section>
  );
}

/** The command that gives the same result. */
export function Command({ command }: { command: string }): VNode {
  return (
    <section aria-labelledby="command-heading">
      <h3 id="command-heading">The same on the command line</h3>
      <pre class="scroll command" tabIndex={0} role="region" aria-label="Command"><code>{command}</code></pre>
      <CopyButton label="Copy the command" text={command} />
    </section>
  );
}

/** Stands where a result would be. */
export function Empty({ children }: { children: ComponentChildren }): VNode {
  return <div class="empty"><p>{children}</p></div>;
}

export function Cancelled({ retry }: { retry: () => void }): VNode {
  return (
    <Empty>
      Cancelled. <button type="button" class="button" onClick={retry}>Compute again</button>
    </Empty>
  );
}

/** An argument that the package refused and that belongs to no field in sight. */
export function Refusal({ children }: { children: ComponentChildren }): VNode {
  return (
    <div class="notice refuse" role="alert">
      <strong>This cannot be computed</strong>
      <p>{children}</p>
    </div>
  );
}

export function Failure({ message, retry }: { message: string; retry: () => void }): VNode {
  return (
    <div class="notice refuse" role="alert">
      <strong>The computation stopped</strong>
      <p>{message}</p>
      <p>Your data are still here. <button type="button" class="button" onClick={retry}>
        Try again</button></p>
    </div>
  );
}

export function Progress({ cancel }: { cancel: () => void }): VNode {
  return (
    <div class="progress" role="status">
      <span class="bar" aria-hidden="true" />
      Computing…
      <button type="button" class="button small" onClick={cancel}>Cancel</button>
    </div>
  );
}

interface FrameProps {
  readonly phase: Phase;
  readonly cancel: () => void;
  readonly children: ComponentChildren;
}

/** The column of the result, with what runs. */
export function ResultFrame({ phase, cancel, children }: FrameProps): VNode {
  return (
    <section id="result" class="result" aria-labelledby="result-heading" tabIndex={-1}
      aria-busy={phase === "slow"}>
      <h2 id="result-heading" class="offscreen">Result</h2>
      {phase === "slow" && <Progress cancel={cancel} />}
      {children}
    </section>
  );
}

/** What was wrong with the link that the page was opened with. */
export function LinkProblems({ problems }: { problems: readonly string[] }): VNode | null {
  if (problems.length === 0) return null;
  return (
    <div class="notice warn" role="alert">
      {problems.map((problem) => <p key={problem}>{problem}</p>)}
    </div>
  );
}
