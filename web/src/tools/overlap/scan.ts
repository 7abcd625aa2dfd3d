/** Scans the files of a corpus in several workers; each file once, by whichever worker is free. */
import { overlapModule, startWorker } from "./module.ts";
import { refusalOf } from "./formats.ts";
import type { CorpusOptions, FromScan, Given, ToScan } from "./protocol.ts";
import type { ShardRecord } from "evenhand/overlap/bare";

/** How far a scan is. */
export interface ScanProgress {
  /** Of the files as they are stored. */
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
  readonly documents: number;
  /** Documents that share text with the benchmark. */
  readonly hits: number;
  /** Since the scan began. */
  readonly seconds: number;
}

export interface FailedFile {
  readonly name: string;
  readonly message: string;
}

/** What one file gave. */
export interface ScannedFile {
  readonly file: Given;
  readonly partial: Uint8Array;
  readonly hits: readonly Uint8Array[];
  readonly shard: ShardRecord;
}

export interface Scanned {
  readonly files: readonly ScannedFile[];
  /** Files that could not be read to their end: nothing of them counts. */
  readonly failed: readonly FailedFile[];
}

/** Workers hold a copy of the index each: more would not be quicker on most machines. */
const mostWorkers = 4;

const workersFor = (files: number): number =>
  Math.max(1, Math.min(files, mostWorkers, (navigator.hardwareConcurrency || 2) - 1));

interface Tally {
  bytes: number;
  documents: number;
  hits: number;
}

/**
 * Scans files by an index. Aborting ends the workers at once; the promise is then rejected with the
 * signal's reason.
 */
export async function scanFiles(
  { index, options, files, signal, tell }: {
    readonly index: Uint8Array;
    readonly options: CorpusOptions;
    readonly files: readonly Given[];
    readonly signal: AbortSignal;
    readonly tell: (progress: ScanProgress) => void;
  },
): Promise<Scanned> {
  const module = await overlapModule();
  signal.throwIfAborted();
  const began = performance.now();
  const totalBytes = files.reduce((sum, { data }) => sum + data.size, 0);
  const finished: Tally = { bytes: 0, documents: 0, hits: 0 };
  let finishedFiles = 0;
  const running = new Map<Worker, Tally>();
  const done: ScannedFile[] = [];
  const failed: FailedFile[] = [];
  const report = (): void => {
    const sum = (of: keyof Tally): number =>
      [...running.values()].reduce((total, tally) => total + tally[of], finished[of]);
    tell({
      bytes: sum("bytes"), totalBytes, files: finishedFiles, totalFiles: files.length,
      documents: sum("documents"), hits: sum("hits"), seconds: (performance.now() - began) / 1000,
    });
  };

  let next = 0;
  const scanWith = (worker: Worker): Promise<void> => new Promise((resolve, reject) => {
    const post = (message: ToScan): void => worker.postMessage(message);
    const nextFile = (): void => {
      while (next < files.length) {
        const file = files[next++]!;
        const refusal = refusalOf(file.name);
        if (refusal === undefined) {
          begin(file);
          return;
        }
        fail(file, refusal);
      }
      resolve();
    };
    const end = (file: Given, documents: number, hits: number): void => {
      running.delete(worker);
      ++finishedFiles;
      finished.bytes += file.data.size;
      finished.documents += documents;
      finished.hits += hits;
      report();
    };
    const fail = (file: Given, message: string): void => {
      failed.push({ name: file.name, message });
      end(file, 0, 0);
    };
    const begin = (file: Given): void => {
      running.set(worker, { bytes: 0, documents: 0, hits: 0 });
      worker.onmessage = ({ data: message }: MessageEvent<FromScan>) => {
        switch (message.kind) {
          case "progress":
            running.set(worker, message);
            report();
            break;
          case "done": {
            const { partial, hits, shard } = message;
            done.push({ file, partial, hits, shard });
            end(file, shard.documents, shard.documentsHit);
            nextFile();
            break;
          }
          case "failed":
            fail(file, message.message);
            nextFile();
            break;
        }
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message || "a worker of this page could not be started"));
      };
      post({ file });
    };
    post({ module, index, options });
    nextFile();
  });

  const workers = Array.from({ length: workersFor(files.length) }, () => startWorker("scan"));
  const ended = new Promise<never>((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }));
  try {
    await Promise.race([Promise.all(workers.map(scanWith)), ended]);
  } finally {
    for (const worker of workers) worker.terminate();
  }
  return { files: done, failed };
}
