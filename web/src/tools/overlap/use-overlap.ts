/** The tool's state: what was given, what was found, and what runs. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { OverlapApplication } from "evenhand/overlap/bare";
import benchmarkExample from "../../../../examples/data/overlap-items.jsonl?raw";
import corpusExample from "../../../../examples/data/overlap-corpus.jsonl?raw";
import scoresExample from "../../../../examples/data/overlap-scores.csv?raw";
import type { FailedAnswer, RefusedAnswer, Reply } from "../../protocol.ts";
import { useAddress } from "../../route.ts";
import { Desk } from "./desk.ts";
import type { Given, IndexAnswer, NamedReport } from "./protocol.ts";
import { scanFiles, type FailedFile, type ScannedFile, type ScanProgress } from "./scan.ts";
import { decodeHash, encodeHash, initialSettings, type Settings } from "./state.ts";

const example = {
  benchmarks: [{ name: "word-problems.jsonl", data: new Blob([benchmarkExample]) }],
  corpus: [{ name: "web-pages.jsonl", data: new Blob([corpusExample]) }],
  scores: scoresExample,
} as const satisfies Files;

/** What the person gave. */
export interface Files {
  readonly benchmarks: readonly Given[];
  readonly corpus: readonly Given[];
  /** A table of scores by item and model; empty: none. */
  readonly scores: string;
}

const nothing: Files = { benchmarks: [], corpus: [], scores: "" };

export type Trouble = RefusedAnswer | FailedAnswer;

/** What a scan gave, and of what. */
export interface Found {
  readonly report: NamedReport;
  readonly applications: readonly OverlapApplication[];
  readonly failed: readonly FailedFile[];
  readonly files: Files;
}

export interface Overlap {
  readonly settings: Settings;
  readonly files: Files;
  readonly indexed: IndexAnswer | undefined;
  readonly found: Found | undefined;
  /** Why there is no index, or no report. */
  readonly trouble: Trouble | undefined;
  readonly running: "index" | "scan" | undefined;
  readonly progress: ScanProgress | undefined;
  readonly isCancelled: boolean;
  readonly problems: readonly string[];
  readonly desk: Desk;
  readonly change: (changes: Partial<Settings>) => void;
  readonly give: (files: Partial<Files>) => void;
  readonly useExample: () => void;
  readonly cancel: () => void;
  readonly retry: () => void;
}

const isTrouble = <Answer extends { readonly kind: string }>(
  reply: Reply<Answer>): reply is RefusedAnswer | FailedAnswer =>
  reply.kind === "refused" || reply.kind === "failed";

const failure = (error: unknown): FailedAnswer =>
  ({ kind: "failed", message: error instanceof Error ? error.message : String(error) });

/** What stays while a person looks at another tool. */
let kept: { settings: Settings; files: Files } | undefined;
let desk: Desk | undefined;
/** What files gave with one index and one way of reading them. */
const scanned = { key: "", of: new Map<Given, ScannedFile>() };

export function useOverlap(): Overlap {
  const first = useMemo(() => {
    const decoded = decodeHash(location.hash);
    const isOwn = decoded.settings.source === "own";
    return { ...decoded, files: isOwn ? kept?.files ?? nothing : example };
  }, []);
  const [settings, setSettings] = useState<Settings>(first.settings);
  const [files, setFiles] = useState<Files>(first.files);
  const [problems, setProblems] = useState(first.problems);
  const [indexed, setIndexed] = useState<IndexAnswer>();
  const [found, setFound] = useState<Found>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [running, setRunning] = useState<Overlap["running"]>();
  const [progress, setProgress] = useState<ScanProgress>();
  const [isCancelled, setCancelled] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const stop = useRef<AbortController>();
  const held = (desk ??= new Desk());

  const hash = encodeHash(settings);
  useAddress("overlap", hash, (now) => {
    const next = decodeHash(now);
    setProblems(next.problems);
    setSettings(next.settings);
    if (next.settings.source === "example") setFiles(example);
  });
  useEffect(() => { kept = { settings, files }; });

  const { definition, answerSplit, documents, textField, isPart, partial, full } = settings;
  const { benchmarks, corpus } = files;

  useEffect(() => {
    setIndexed(undefined);
    setFound(undefined);
    setTrouble(undefined);
    if (benchmarks.length === 0) return undefined;
    let isCurrent = true;
    setRunning("index");
    const fields = answerSplit === "" ? {} : { answerSplit };
    held.ask({ kind: "index", benchmarks, definition, fields }).then((reply) => {
      if (!isCurrent) return;
      setRunning(undefined);
      if (isTrouble(reply)) setTrouble(reply);
      else setIndexed(reply);
    }, (error: unknown) => { if (isCurrent) setTrouble(failure(error)); });
    return () => { isCurrent = false; };
  }, [benchmarks, definition, answerSplit, attempt]);

  useEffect(() => {
    setFound(undefined);
    setCancelled(false);
    if (indexed === undefined || corpus.length === 0) return undefined;
    const controller = new AbortController();
    stop.current = controller;
    const { signal } = controller;
    const key = JSON.stringify([indexed.summary.digest, indexed.summary.settings, documents, textField]);
    if (scanned.key !== key) {
      scanned.key = key;
      scanned.of.clear();
    }
    const work = async (): Promise<void> => {
      setTrouble(undefined);
      setRunning("scan");
      const { files: done, failed } = await scanFiles({
        index: indexed.index, options: { documents, textField }, signal, tell: setProgress,
        files: corpus.filter((file) => !scanned.of.has(file)),
      });
      for (const file of done) scanned.of.set(file.file, file);
      const all = corpus.flatMap((file) => scanned.of.get(file) ?? []);
      if (all.length === 0) {
        throw new Error(failed.map(({ name, message }) => `${name}: ${message}`).join(" "));
      }
      const reply = await held.ask({
        kind: "evaluate", partials: all.map((file) => file.partial),
        hits: all.flatMap((file) => file.hits), thresholds: { partial, full }, missingShards: isPart,
      });
      if (signal.aborted) return;
      setRunning(undefined);
      if (isTrouble(reply)) setTrouble(reply);
      else setFound({ report: reply.report, applications: reply.applications, failed, files });
    };
    work().catch((error: unknown) => {
      if (signal.aborted) return;
      setRunning(undefined);
      setTrouble(failure(error));
    });
    return () => {
      controller.abort();
      setRunning(undefined);
      setProgress(undefined);
    };
  }, [indexed, corpus, documents, textField, attempt]);

  // Thresholds of the levels need no scan.
  const shown = found?.report;
  const isAsked = shown === undefined || (shown.thresholds.partial === partial &&
    shown.thresholds.full === full && shown.scope.includes("missing_shards") === isPart);
  useEffect(() => {
    if (isAsked) return undefined;
    let isCurrent = true;
    void held.ask({ kind: "report", thresholds: { partial, full }, missingShards: isPart }).then((reply) => {
      if (!isCurrent) return;
      if (isTrouble(reply)) setTrouble(reply);
      else setFound((now) => now && { ...now, report: reply.report });
    });
    return () => { isCurrent = false; };
  }, [partial, full, isPart, isAsked]);

  return {
    settings, files, indexed, found, trouble, running, progress, isCancelled, problems, desk: held,
    change: (changes) => setSettings((now) => ({ ...now, ...changes })),
    give: (given) => {
      setProblems([]);
      // The example's parts go together: one's own benchmark is not looked for in its corpus.
      setFiles((now) => ({ ...(now === example ? nothing : now), ...given }));
      setSettings((now) => ({ ...now, source: "own" }));
    },
    useExample: () => {
      setProblems([]);
      setFiles(example);
      setSettings({ ...initialSettings, level: settings.level });
    },
    cancel: () => {
      stop.current?.abort();
      setRunning(undefined);
      setProgress(undefined);
      setCancelled(true);
    },
    retry: () => setAttempt((count) => count + 1),
  };
}
