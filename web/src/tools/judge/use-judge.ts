/** The state of the judge tool: what was given, what the worker answered, and what runs. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { unpack } from "../../parts/bytes.ts";
import { decodeHash, encodeHash, initialSettings, type Settings } from "../../state.ts";
import example from "../../../../examples/data/judged-qa.csv?raw";
import { judgeEngine } from "./engine.ts";
import { countsInput, tableOptions } from "./model.ts";
import type { Answer } from "./protocol.ts";

export interface Source {
  readonly key: number;
  readonly origin: "example" | "pasted" | "file" | "link";
  readonly name: string;
  readonly data: string | Uint8Array;
}

/** Work that ends soon is not shown: it would only flicker. */
export type Phase = "idle" | "slow" | "cancelled";

/** An answer with the settings and the source that it belongs to. */
export interface Outcome {
  readonly answer: Answer;
  readonly settings: Settings;
  readonly source: Source | undefined;
}

export interface Judge {
  readonly settings: Settings;
  readonly source: Source | undefined;
  readonly outcome: Outcome | undefined;
  readonly phase: Phase;
  /** What was wrong with the link that the page was opened with. */
  readonly problems: readonly string[];
  readonly change: (changes: Partial<Settings>) => void;
  readonly open: (source: Omit<Source, "key">) => void;
  readonly useExample: () => void;
  readonly clear: () => void;
  readonly cancel: () => void;
  readonly retry: () => void;
}

/** Work that takes longer shows that it does. */
const slowAfterMilliseconds = 300;

let lastKey = 0;
const withKey = (source: Omit<Source, "key">): Source => ({ ...source, key: ++lastKey });
const exampleSource = (): Source =>
  withKey({ origin: "example", name: "judged-qa.csv", data: example });

/** Marks the moment when data arrive; the table's paint ends the measure. */
export function markArrival(): void {
  performance.mark("evenhand:paste");
}

function measureAfterPaint(): void {
  requestAnimationFrame(() => {
    // A message is handled after the frame's paint, not before it.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      if (performance.getEntriesByName("evenhand:paste").length === 0) return;
      performance.measure("evenhand:paste-to-table", "evenhand:paste");
      performance.clearMarks("evenhand:paste");
      channel.port1.close();
    };
    channel.port2.postMessage(undefined);
  });
}

export function useJudge(): Judge {
  const first = useMemo(() => decodeHash(location.hash), []);
  const [settings, setSettings] = useState(first.settings);
  const [source, setSource] = useState<Source | undefined>(
    () => (first.settings.source === "example" && first.data === undefined ? exampleSource() : undefined));
  const [problems, setProblems] = useState(first.problems);
  const [outcome, setOutcome] = useState<Outcome>();
  const [phase, setPhase] = useState<Phase>("idle");
  const [attempt, setAttempt] = useState(0);
  const engine = useMemo(judgeEngine, []);

  const openLinked = useCallback((packed: string): void => {
    unpack(packed).then(
      (text) => setSource(withKey({ origin: "link", name: "verdicts.csv", data: text })),
      () => setProblems((all) => [
        ...all, "The data in this link could not be read; the link may be cut short."]));
  }, []);

  useEffect(() => {
    if (first.data !== undefined) openLinked(first.data);
    // Another link pasted into the address bar of the open page.
    const follow = (): void => {
      const next = decodeHash(location.hash);
      setProblems(next.problems);
      setSettings(next.settings);
      setSource(next.settings.source === "example" && next.data === undefined ? exampleSource() : undefined);
      if (next.data !== undefined) openLinked(next.data);
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);

  // The address follows the settings, never the data.
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    history.replaceState(null, "", encodeHash(settings) || location.pathname + location.search);
  }, [settings]);

  // A layout effect: an ordinary one would wait for the next frame before the work begins.
  useLayoutEffect(() => {
    if (settings.mode === "table" && source === undefined) {
      engine.cancel();
      setOutcome(undefined);
      setPhase("idle");
      return undefined;
    }
    const slow = setTimeout(() => setPhase("slow"), slowAfterMilliseconds);
    setPhase("idle");
    let isCurrent = true;
    const job = settings.mode === "counts" || source === undefined
      ? { kind: "counts" as const, input: countsInput(settings) }
      : { kind: "table" as const, source, options: tableOptions(settings) };
    void engine.run(job).then((answer) => {
      if (!isCurrent) return;
      clearTimeout(slow);
      if (answer === undefined) return;
      setPhase("idle");
      setOutcome({ answer, settings, source });
    });
    return () => {
      isCurrent = false;
      clearTimeout(slow);
    };
  }, [settings, source, attempt]);

  useLayoutEffect(() => {
    if (outcome?.answer.kind === "table") measureAfterPaint();
  }, [outcome]);

  return {
    settings, source, outcome, phase, problems,
    change: (changes) => setSettings((now) => ({ ...now, ...changes })),
    open: (given) => {
      setProblems([]);
      setSource(withKey(given));
      // New data start with the safe answer; their columns are guessed anew. Edits of one text
      // keep what was chosen for it.
      setSettings((now) => (now.source === "own" && source !== undefined && given.origin === "pasted" &&
        source.origin === "pasted"
        ? now : { ...now, source: "own", labels: "unsure", columns: {} }));
    },
    useExample: () => {
      setProblems([]);
      setSource(exampleSource());
      setSettings((now) => ({
        ...now, source: "example", labels: initialSettings.labels, columns: {}, passWords: "", failWords: "",
      }));
    },
    clear: () => {
      setProblems([]);
      setSource(undefined);
      setSettings((now) => ({ ...now, source: "own", labels: "unsure", columns: {} }));
    },
    cancel: () => {
      engine.cancel();
      setOutcome(undefined);
      setPhase("cancelled");
    },
    retry: () => setAttempt((count) => count + 1),
  };
}
