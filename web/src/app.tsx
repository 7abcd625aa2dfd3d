import { version } from "evenhand/bare";
import type { VNode } from "preact";
import { JudgeTool } from "./tools/judge/view.tsx";

function Mark(): VNode {
  return (
    <svg class="mark" viewBox="0 0 32 20" aria-hidden="true">
      <path class="mark-interval" d="M3 10h26" />
      <circle class="mark-raw" cx="24" cy="10" r="4.5" />
      <circle class="mark-corrected" cx="11" cy="10" r="5.5" />
    </svg>
  );
}

export function App(): VNode {
  return (
    <>
      <a class="skip" href="#result">Skip to the result</a>
      <header class="top">
        <span class="brand"><Mark />Evenhand</span>
        <span class="promise">
          <span class="lock" aria-hidden="true" />Nothing you paste leaves this page
        </span>
      </header>
      <main>
        <div class="hero">
          <h1>How often is the model <em>really</em> right?</h1>
          <p>
            An LLM judge makes mistakes, and its score inherits them. Give Evenhand the verdicts and a
            few human labels: it takes the judge’s errors out and says how sure one can be.
          </p>
          <a class="jump" href="#result">See the result below</a>
        </div>
        <JudgeTool />
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
