import { version } from "evenhand/bare";
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { LaterPart, LaterTool } from "./later.tsx";
import {
  judgeParts, linkTo, mainToolOf, mainTools, onToolChange, toolOf, type ToolName,
} from "./route.ts";
import { JudgeTool } from "./tools/judge/view.tsx";

interface ToolTexts {
  readonly label: string;
  /** Of the browser's tab; parts go by their label. */
  readonly title?: string;
  readonly heading: VNode;
  /** Parts bring theirs with them. */
  readonly lead?: string;
}

const texts: Readonly<Record<ToolName, ToolTexts>> = {
  judge: {
    label: "Judge",
    title: "Evenhand: LLM judge scores, corrected",
    heading: <>How often is the model <em>really</em> right?</>,
    lead: "An LLM judge makes mistakes, and its score inherits them. Give Evenhand the verdicts and a " +
      "few human labels: it takes the judge’s errors out and says how sure one can be.",
  },
  compare: {
    label: "Compare",
    title: "Evenhand: which differences between models stand",
    heading: <>Which of these differences are <em>real</em>?</>,
    lead: "On a leaderboard every place looks earned. Give Evenhand every system’s score on every item: " +
      "it compares them item by item, corrects for the number of comparisons and says which " +
      "differences stand, and which the data leave open.",
  },
  plan: {
    label: "Plan",
    title: "Evenhand: how many items an evaluation needs",
    heading: <>How much data does the answer <em>need</em>?</>,
    lead: "Before an evaluation is run: how many items show a difference that matters, what a benchmark " +
      "of a given size can show at all, and how often to repeat a run.",
  },
  "judge-labels": { label: "How many labels", heading: <>How many labels are <em>enough</em>?</> },
  "judge-papers": { label: "Two papers", heading: <>Two papers, two judges: which model is <em>better</em>?</> },
  "judge-classes": { label: "Grades and classes", heading: <>What are these grades <em>worth</em>?</> },
  "judge-pairs": { label: "Pairs", heading: <>Which of two answers do people <em>prefer</em>?</> },
  "judge-raters": { label: "Raters", heading: <>Do they <em>agree</em>, and does it mean anything?</> },
  overlap: {
    label: "Contamination",
    title: "Evenhand: benchmark items in training text",
    heading: <>Was the test in the <em>training text</em>?</>,
  },
  parallel: {
    label: "Parallel",
    title: "Evenhand: what parallel decoding must lose",
    heading: <>How many words at once is <em>too many</em>?</>,
    lead: "A model that reveals several words in one step draws each without seeing the others. Give " +
      "Evenhand the right answers: it says what every such decoder must lose, which order loses least, " +
      "and how close a strategy comes.",
  },
};

function Mark(): VNode {
  return (
    <svg class="mark" viewBox="0 0 32 20" aria-hidden="true">
      <path class="mark-interval" d="M3 10h26" />
      <circle class="mark-raw" cx="24" cy="10" r="4.5" />
      <circle class="mark-corrected" cx="11" cy="10" r="5.5" />
    </svg>
  );
}

/** Leads to the result without touching the address, which holds the settings. */
function ToResult({ class: name, children }: { class: string; children: ComponentChildren }): VNode {
  const go = (event: MouseEvent): void => {
    event.preventDefault();
    const result = document.getElementById("result");
    result?.focus({ preventScroll: true });
    result?.scrollIntoView();
  };
  return <a class={name} href="#result" onClick={go}>{children}</a>;
}

/** Follows the address; a person who goes to another tool finds themselves at its heading. */
function useShownTool(): { readonly tool: ToolName; readonly heading: { current: HTMLHeadingElement | null } } {
  const [tool, setTool] = useState(() => toolOf(location.hash));
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => onToolChange(setTool), []);
  useLayoutEffect(() => {
    document.title = texts[tool].title ?? `Evenhand: judge, ${texts[tool].label.toLowerCase()}`;
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    heading.current!.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [tool]);
  return { tool, heading };
}

/** For readers of a paper who have its numbers and nothing else. */
const withoutLabels = "#v=1&mode=counts&counts-from=none";

/** A shown tool keeps what was done in it. */
const stay = (event: Event): void => event.preventDefault();

export function App(): VNode {
  const { tool: shown, heading } = useShownTool();
  return (
    <>
      <ToResult class="skip">Skip to the result</ToResult>
      <header class="top">
        <span class="brand"><Mark />Evenhand</span>
        <nav class="tools" aria-label="Tools">
          {mainTools.map((tool) => (
            <a key={tool} class="tool-link" href={linkTo(tool)}
              {...(tool === mainToolOf(shown) && { "aria-current": "page" })}
              {...(tool === shown && { onClick: stay })}>{texts[tool].label}</a>
          ))}
        </nav>
        <span class="promise">
          <span class="lock" aria-hidden="true" />Nothing you paste leaves this page
        </span>
      </header>
      <main>
        <div class="hero">
          <h1 ref={heading} tabIndex={-1}>{texts[shown].heading}</h1>
          <p>{texts[shown].lead ?? <LaterPart quiet>{({ leads }) => <>{leads[shown]}</>}</LaterPart>}</p>
          <ToResult class="jump">See the result below</ToResult>
        </div>
        {mainToolOf(shown) === "judge" && (
          <nav class="parts" aria-label="Questions about a judge">
            {(["judge", ...judgeParts] as const).map((tool) => (
              <a key={tool} class="tool-link" href={linkTo(tool)}
                {...(tool === shown && { "aria-current": "true", onClick: stay })}>
                {tool === "judge" ? "Scores" : texts[tool].label}</a>
            ))}
            <a class="tool-link" href={withoutLabels}>No labels at all</a>
          </nav>
        )}
        {shown === "judge" ? <JudgeTool /> : <LaterTool key={shown} tool={shown} />}
      </main>
      <footer class="foot">
        <p>
          Evenhand {version}. Everything is computed in this browser tab; the page’s own policy forbids
          it to connect anywhere, and it works without a network once it is open. <a href="./licences.txt">Licences</a>
        </p>
      </footer>
    </>
  );
}
