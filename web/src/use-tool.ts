/** The state of a tool: what was given, what its worker answered, and what runs. What a person
 *  leaves for another tool is there when they come back. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { Engine } from "./engine.ts";
import { unpack } from "./parts/bytes.ts";
import type { AnyJob, Reply } from "./protocol.ts";
import { isSameLink, useAddress, type ToolName } from "./route.ts";
import { measureAfterPaint, withKey, type NewSource, type Source } from "./source.ts";

/** What the settings of every tool have; those with a table say whether it is the worked example. */
interface AnySettings {
  readonly level?: number;
  readonly source?: "example" | "own";
}

export interface Decoded<Settings> {
  readonly settings: Settings;
  /** The packed table, still to be unpacked. */
  readonly data: string | undefined;
  /** What in the link was not understood, in words. */
  readonly problems: readonly string[];
}

/** What makes a tool. */
export interface ToolPlan<Settings extends AnySettings, Job extends AnyJob, Answer> {
  readonly tool: ToolName;
  readonly engine: () => Engine<Job, Answer>;
  readonly encode: (settings: Settings) => string;
  readonly decode: (hash: string) => Decoded<Settings>;
  /** Undefined while there are no data to work on. */
  readonly job: (settings: Settings, source: Source | undefined) => Job | undefined;
  /** The worked example; a tool without a table has none. */
  readonly example?: NewSource;
  /** What pasted or linked rows are called as a file. */
  readonly fileName: string;
  /** What the example is opened with. */
  readonly forExample: Partial<Settings>;
  /** What new data start with: safe answers, and their columns guessed anew. */
  readonly forNewData: Partial<Settings>;
  /** Settings that change what is shown of an answer, not the answer. */
  readonly shownOnly?: readonly (keyof Settings & string)[];
}

/** Work that ends soon is not shown: it would only flicker. */
export type Phase = "idle" | "slow" | "cancelled";

/** An answer with the settings and the source that it belongs to. */
export interface Outcome<Settings, Answer> {
  readonly answer: Reply<Answer>;
  readonly settings: Settings;
  readonly source: Source | undefined;
}

export interface Tool<Settings, Answer> {
  readonly settings: Settings;
  readonly source: Source | undefined;
  readonly outcome: Outcome<Settings, Answer> | undefined;
  /** Whether the outcome is that of the source and the settings as they are now. */
  readonly isCurrent: boolean;
  readonly phase: Phase;
  /** What was wrong with the link that the page was opened with. */
  readonly problems: readonly string[];
  /** What pasted rows are called as a file. */
  readonly fileName: string;
  readonly change: (changes: Partial<Settings>) => void;
  readonly open: (source: NewSource) => void;
  readonly useExample: () => void;
  readonly clear: () => void;
  readonly cancel: () => void;
  readonly retry: () => void;
}

/** Work that takes longer shows that it does. */
const slowAfterMilliseconds = 300;

interface Kept {
  readonly hash: string;
  readonly settings: unknown;
  readonly source: Source | undefined;
  readonly outcome: unknown;
}
const kept = new Map<ToolName, Kept>();
const engines = new Map<ToolName, unknown>();

/** Leaves a table where another tool will find it when its link is followed. */
export function handOver(tool: ToolName, hash: string, settings: unknown, source: Source): void {
  kept.set(tool, { hash, settings, source, outcome: undefined });
}

export function useTool<Settings extends AnySettings, Job extends AnyJob, Answer>(
  plan: ToolPlan<Settings, Job, Answer>,
): Tool<Settings, Answer> {
  type Result = Outcome<Settings, Answer>;
  const { tool, fileName } = plan;
  const newExample = (): Source | undefined => plan.example && withKey(plan.example);
  const sourceOf = ({ settings, data }: Decoded<Settings>): Source | undefined =>
    settings.source === "example" && data === undefined ? newExample() : undefined;

  const workOf = (of: Settings): string => JSON.stringify(of, (key, value: unknown) =>
    (plan.shownOnly?.some((name) => name === key) === true ? undefined : value));

  const first = useMemo(() => {
    const before = kept.get(tool);
    if (before !== undefined && isSameLink(before.hash, location.hash)) {
      return {
        settings: before.settings as Settings, source: before.source, data: undefined, problems: [],
        outcome: before.outcome as Result | undefined,
      };
    }
    const decoded = plan.decode(location.hash);
    return { ...decoded, source: sourceOf(decoded), outcome: undefined };
  }, []);
  const [settings, setSettings] = useState(first.settings);
  const [source, setSource] = useState(first.source);
  const [problems, setProblems] = useState(first.problems);
  const [outcome, setOutcome] = useState<Result | undefined>(first.outcome);
  const [phase, setPhase] = useState<Phase>("idle");
  const [attempt, setAttempt] = useState(0);
  const engine = useMemo(() => {
    if (!engines.has(tool)) engines.set(tool, plan.engine());
    return engines.get(tool) as Engine<Job, Answer>;
  }, []);

  const openLinked = useCallback((packed: string): void => {
    unpack(packed).then(
      (text) => setSource(withKey({ origin: "link", name: fileName, data: text })),
      () => setProblems((all) => [
        ...all, "The data in this link could not be read; the link may be cut short."]));
  }, []);
  useEffect(() => {
    if (first.data !== undefined) openLinked(first.data);
  }, []);

  const hash = plan.encode(settings);
  useAddress(tool, hash, (now) => {
    const next = plan.decode(now);
    setProblems(next.problems);
    setSettings(next.settings);
    setSource(sourceOf(next));
    if (next.data !== undefined) openLinked(next.data);
  });
  useEffect(() => { kept.set(tool, { hash, settings, source, outcome }); });

  const work = workOf(settings);
  const isCurrent = outcome !== undefined && workOf(outcome.settings) === work && outcome.source === source;
  // A layout effect: an ordinary one would wait for the next frame before the work begins.
  useLayoutEffect(() => {
    if (isCurrent) return undefined;
    setPhase("idle");
    const job = plan.job(settings, source);
    if (job === undefined) {
      engine.cancel();
      setOutcome(undefined);
      return undefined;
    }
    const slow = setTimeout(() => setPhase("slow"), slowAfterMilliseconds);
    let isWanted = true;
    void engine.run(job).then((answer) => {
      if (!isWanted) return;
      clearTimeout(slow);
      if (answer === undefined) return;
      setPhase("idle");
      setOutcome({ answer, settings, source });
    });
    return () => {
      isWanted = false;
      clearTimeout(slow);
    };
  }, [work, source, attempt]);

  useLayoutEffect(() => {
    if (outcome?.source !== undefined) measureAfterPaint();
  }, [outcome]);

  return {
    settings, source, outcome, isCurrent, phase, problems, fileName,
    change: (changes) => setSettings((now) => ({ ...now, ...changes })),
    open: (given) => {
      setProblems([]);
      setSource(withKey(given));
      // Edits of one text keep what was chosen for it.
      setSettings((now) => (now.source === "own" && source?.origin === "pasted" &&
        given.origin === "pasted" ? now : { ...now, source: "own", ...plan.forNewData }));
    },
    useExample: () => {
      setProblems([]);
      setSource(newExample());
      setSettings((now) => ({ ...now, source: "example", ...plan.forExample }));
    },
    clear: () => {
      setProblems([]);
      setSource(undefined);
      setSettings((now) => ({ ...now, source: "own", ...plan.forNewData }));
    },
    cancel: () => {
      engine.cancel();
      setOutcome(undefined);
      setPhase("cancelled");
    },
    retry: () => {
      setOutcome(undefined);
      setAttempt((count) => count + 1);
    },
  };
}
