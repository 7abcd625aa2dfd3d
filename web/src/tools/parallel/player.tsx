/** One run of a strategy, step by step. */
import { count, percent, type NamedCandidate, type NamedWalk } from "evenhand/bare";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Field } from "../../parts/field.tsx";
import { answerText, tokenText } from "./model.ts";

/** Candidates of one position that are listed. */
const shownCandidates = 5;
const pauseMilliseconds = 1600;
/** More positions are a wall of boxes; the ones that matter next are shown. */
const shownPositions = 64;

interface Slot {
  readonly place: number;
  /** The token and the step that revealed it; undefined while it is masked. */
  readonly shown: { readonly token: string; readonly step: number } | undefined;
  /** Among what the token is, or was, chosen; undefined once that is long ago. */
  readonly candidate: NamedCandidate | undefined;
}

/** Every position as it is after `done` steps. */
function slotsAt(walk: NamedWalk, length: number, done: number): Slot[] {
  const shown = new Map<number, { readonly token: string; readonly step: number }>();
  for (const [step, { candidates }] of walk.steps.slice(0, done).entries()) {
    for (const { position, drawn } of candidates) if (drawn !== null) shown.set(position, { token: drawn, step });
  }
  const candidates = new Map<number, NamedCandidate>();
  const justRevealed = walk.steps[done - 1]?.candidates.filter(({ revealed }) => revealed) ?? [];
  for (const candidate of [...justRevealed, ...walk.steps[done]?.candidates ?? []]) {
    candidates.set(candidate.position, candidate);
  }
  return Array.from({ length }, (_, place) =>
    ({ place, shown: shown.get(place), candidate: candidates.get(place) }));
}

function Candidates({ candidate, drawn }: { candidate: NamedCandidate; drawn: string | undefined }): VNode {
  const { tokens, probabilities } = candidate;
  const at = drawn === undefined ? -1 : tokens.indexOf(drawn);
  // What was drawn is among those that are listed.
  const listed = [...tokens.keys()].slice(0, at < shownCandidates ? shownCandidates : shownCandidates - 1);
  if (at >= shownCandidates) listed.push(at);
  const more = tokens.length - listed.length;
  return (
    <ul class="candidates">
      {listed.map((index) => ({ token: tokens[index]!, share: probabilities[index]! })).map(({ token, share }) => (
        <li key={token} class={token === drawn ? "is-drawn" : ""}>
          <span class="candidate-name">{tokenText(token)}</span>
          <span class="candidate-share">{percent(share)}</span>
          <span class="candidate-bar" aria-hidden="true"
            style={{ width: `${100 * share}%` }} />
        </li>
      ))}
      {more > 0 && <li class="quiet">and {count(more)} more</li>}
    </ul>
  );
}

function SlotBox({ slot, done, isOver }: { slot: Slot; done: number; isOver: boolean }): VNode {
  const { place, shown, candidate } = slot;
  const state = shown !== undefined ? shown.step === done - 1 ? "is-new" : "is-shown"
    : candidate?.revealed === true ? "is-next" : "is-masked";
  return (
    <li class={`slot ${state}`}>
      <span class="slot-place">{place + 1}
        {state === "is-next" && <span class="slot-note">next</span>}
        {state === "is-new" && <span class="slot-note">new</span>}
      </span>
      {shown !== undefined
        ? <strong class="slot-token">{tokenText(shown.token)}</strong>
        : <span class="slot-token" ><span class="mask" aria-hidden="true" /><span class="offscreen">
          {isOver ? "never reached" : "masked"}</span></span>}
      {candidate !== undefined && <Candidates candidate={candidate} drawn={shown?.token} />}
    </li>
  );
}

/** What a step did, in words. */
function said(walk: NamedWalk, done: number): string {
  const { steps } = walk;
  const places = (step: number): number[] =>
    steps[step]!.candidates.flatMap(({ position, revealed }) => (revealed ? [position + 1] : []));
  const list = (of: readonly number[]): string =>
    (of.length === 1 ? `position ${of[0]!}`
      : `positions ${of.slice(0, -1).join(", ")} and ${of[of.length - 1]!}`);
  if (done === 0) return `Everything is masked. Step 1 will reveal ${list(places(0))}.`;
  const { candidates, probability, target } = steps[done - 1]!;
  const drawn = candidates.filter(({ revealed }) => revealed);
  const tokens = drawn.map(({ drawn: token }) => tokenText(token)).join(" ");
  const chance = drawn.length === 1
    ? `was drawn with probability ${percent(probability)}`
    : `were drawn, each on its own, with probability ${percent(probability)}; right answers have them together ` +
      `in ${percent(target)}`;
  const next = done < steps.length ? ` Step ${done + 1} will reveal ${list(places(done))}.` : "";
  return `Step ${done} of ${steps.length}: ${tokens.slice(0, 300)} ${chance}.${next}`;
}

interface Props {
  readonly walk: NamedWalk | undefined;
  readonly length: number;
  readonly glue: string;
  readonly choices: readonly { readonly value: string; readonly title: string }[];
  readonly chosen: string;
  readonly choose: (value: string) => void;
  /** Draws another run. */
  readonly again: () => void;
}

export function Player({ walk, length, glue, choices, chosen, choose, again }: Props): VNode {
  const [done, setDone] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  // Another run starts from its beginning.
  useEffect(() => setDone(0), [walk]);
  const last = walk?.steps.length ?? 0;
  const isOver = walk !== undefined && done >= last;
  useEffect(() => {
    if (!isPlaying) return undefined;
    if (isOver) {
      setPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => setDone((step) => step + 1), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [isPlaying, done, isOver]);
  const go = (step: number): void => {
    setPlaying(false);
    setDone(Math.min(last, Math.max(0, step)));
  };
  const play = (): void => {
    if (isOver) setDone(0);
    setPlaying(!isPlaying);
  };
  const button = (label: string, isOff: boolean, act: () => void, isStrong = false): VNode => (
    // Not `disabled`: a button that loses the focus while it is pressed loses its person, too.
    <button type="button" class={`button ${isStrong ? "strong" : ""}`} aria-disabled={isOff}
      onClick={() => { if (!isOff) act(); }}>{label}</button>
  );
  const slots = walk === undefined ? [] : slotsAt(walk, length, Math.min(done, last));
  const first = slots.findIndex(({ shown, candidate }) => shown === undefined && candidate?.revealed === true);
  const from = length <= shownPositions || first < 0 ? 0
    : Math.min(length - shownPositions, Math.max(0, first - shownPositions / 2));
  const result = walk === undefined ? "" : answerText(walk.tokens, glue);
  return (
    <section class="player" aria-labelledby="player-heading" aria-busy={walk === undefined}>
      <h3 id="player-heading">Watch it decode</h3>
      <p class="intro">
        An ideal model knows, for each masked position, exactly how often each token stands there given what is
        already revealed. All that it reveals in one step it draws at the same moment.
      </p>
      <div class="player-choice">
        <Field id="watch" label="How it chooses positions">
          <select id="watch" value={chosen} onChange={({ currentTarget: { value } }) => choose(value)}>
            {choices.map(({ value, title }) => <option key={value} value={value}>{title}</option>)}
          </select>
        </Field>
        <button type="button" class="button" onClick={again}>Another draw</button>
      </div>
      <ol class="slots" aria-label="Positions">
        {slots.slice(from, from + shownPositions).map((slot) =>
          <SlotBox key={slot.place} slot={slot} done={done} isOver={isOver} />)}
      </ol>
      {length > shownPositions &&
        <p class="quiet">Positions {from + 1} to {from + shownPositions} of {count(length)}.</p>}
      <div class="player-buttons" role="group" aria-label="Player">
        {button("Step", walk === undefined || isOver, () => go(done + 1), true)}
        {button("Back", done === 0, () => go(done - 1))}
        {button("Reset", done === 0, () => go(0))}
        {button(isPlaying ? "Pause" : "Play", walk === undefined || last === 0, play)}
        <span class="quiet">{Math.min(done, last)} of {last} {last === 1 ? "step" : "steps"}</span>
      </div>
      <output class="player-said" aria-live="polite">
        {walk !== undefined && last > 0 && <span class="said-step">{said(walk, Math.min(done, last))}</span>}
        {walk !== undefined && isOver && (
          <strong class={`verdict ${walk.possible && walk.valid ? "is-right" : "is-wrong"}`}>
            {walk.possible
              ? `“${result}”: ${walk.valid ? "a right answer." : "possible, but not counted as right."}`
              : `“${result}”: no right answer, and no later step can mend it.`}
          </strong>
        )}
      </output>
    </section>
  );
}
