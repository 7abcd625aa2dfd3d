/** What verbs share that take the shards of a corpus to files: `scan`, `cut`, `pairs`. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import {
  documentUnits, isTextField, lineProblems,
  type DocumentUnit, type MalformedLine, type ShardRecord,
} from "../overlap-index.ts";
import { byUtf8 } from "../readers/text.ts";
import { count } from "../report/format.ts";
import { bytesText, timeText } from "../report/overlap.ts";
import { textOf } from "../report/words.ts";
import { choice, CliError, type Parsed } from "./args.ts";
import { Failure, findShards, writeWhole, type CorpusShard } from "./overlap-files.ts";
import { required, say, status, wholeNumber } from "./overlap-options.ts";
import { takeShards } from "./overlap-pool.ts";
import type { ReadShard, ShardTask, StreamStart } from "./overlap-shard.ts";

const mostListed = 10;

/** What was said of the corpus and of the folder of results. */
export interface CorpusOptions {
  readonly paths: readonly string[];
  readonly output: string;
  readonly root: string | undefined;
  readonly source: string;
  readonly textField: string;
  readonly documents: DocumentUnit | undefined;
  readonly threads: number;
  readonly task: string | undefined;
  readonly again: boolean;
  readonly allowMalformed: number;
}

/** `paths` of the arguments; `verb`, for messages. Standard input has no folder of results. */
export function corpusOptions(
  options: Parsed, paths: readonly string[], verb: string, fromInput = false,
): CorpusOptions {
  const textField = options.text("text-field") ?? "text";
  if (!isTextField(textField)) {
    throw new CliError(`--text-field ${textField}: expected names joined by full stops, [*] behind a ` +
      "name for all elements of an array, [#] at the end for token numbers");
  }
  if (!fromInput && paths.length === 0) {
    throw new CliError(`overlap ${verb}: there is nothing to scan: give files or folders`);
  }
  return {
    paths, textField,
    output: fromInput ? "" : required(options, "output", verb),
    root: options.text("root"),
    source: options.text("source") ?? "",
    documents: choice(options.text("doc"), documentUnits, "--doc"),
    threads: wholeNumber(options, "threads", 1) ?? availableParallelism(),
    task: options.text("task"),
    again: options.flag("again"),
    allowMalformed: wholeNumber(options, "allow-malformed", 0) ?? 0,
  };
}

/** Totals of a run. */
class Totals {
  #scanned = 0;
  #already = 0;
  #documents = 0;
  #textBytes = 0;
  #hit = 0;
  #malformed = 0;
  #invalid = 0;
  #lines: MalformedLine[] = [];
  readonly #failures: string[] = [];
  readonly #done: string;

  constructor(done: string) {
    this.#done = done;
  }

  add({ shard, malformed }: ReadShard, already: boolean): void {
    if (already) ++this.#already;
    else {
      ++this.#scanned;
      this.#textBytes += shard.textBytes;
    }
    this.#documents += shard.documents;
    this.#hit += shard.documentsHit;
    this.#malformed += shard.malformed;
    this.#invalid += shard.invalidUtf8;
    this.#lines = [...this.#lines, ...malformed].sort((a, b) =>
      byUtf8(a.place.shard, b.place.shard) || a.place.line - b.place.line).slice(0, mostListed);
  }

  fail(message: string): void {
    this.#failures.push(message);
  }

  /** Says what became of the run, and how the command ends. */
  report(allowed: number, seconds: number): number {
    for (const message of this.#failures.sort()) say(`failed: ${message}`);
    for (const { place, problem } of this.#lines) {
      say(`${place.shard}, line ${place.line}: ${textOf(lineProblems, problem).title}`);
    }
    const more = this.#malformed - this.#lines.length;
    if (more > 0) say(`and ${count(more)} more lines that are no document`);
    say([
      `${count(this.#scanned)} shards ${this.#done}`,
      ...(this.#already > 0 ? [`${count(this.#already)} were done already`] : []),
      ...(this.#failures.length > 0 ? [`${count(this.#failures.length)} failed`] : []),
    ].join(", ") + ": " + [
      `${count(this.#documents)} documents`, `${count(this.#hit)} with a hit`,
      `${count(this.#malformed)} malformed lines`,
      ...(this.#invalid > 0 ? [`${count(this.#invalid)} malformed UTF-8 sequences`] : []),
    ].join(", "));
    if (this.#scanned > 0 && seconds > 0) {
      say(`${bytesText(this.#textBytes)} of text in ${timeText(seconds)} ` +
        `(${bytesText(this.#textBytes / seconds)}/s)`);
    }
    if (this.#failures.length > 0) return status.failed;
    return this.#malformed > allowed ? status.malformed : status.done;
  }
}

/** How far a scan is, on a terminal. */
class Progress {
  bytes = 0;
  shards = 0;
  readonly #shards: number;
  readonly #bytes: number;
  readonly #start = performance.now();
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(shards: number, bytes: number) {
    this.#shards = shards;
    this.#bytes = bytes;
    if (process.stderr.isTTY) this.#timer = setInterval(() => this.#show(), 500);
  }

  get seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }

  #show(): void {
    const speed = this.bytes / this.seconds;
    const left = this.#bytes - this.bytes;
    const rest = this.seconds > 2 && speed > 0 && left > 0 ? `, ${timeText(left / speed)} left` : "";
    process.stderr.write(`\r\u001b[K${count(this.shards)} of ${count(this.#shards)} shards, ` +
      `${bytesText(this.bytes)} of ${bytesText(this.#bytes)}, ${bytesText(speed)}/s${rest}`);
  }

  end(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    process.stderr.write("\r\u001b[K");
  }
}

/**
 * Whether a shard is what it was when a result was written: of the same id, source and size, and
 * older than the result.
 */
export function isUnchanged(
  shard: CorpusShard, record: ShardRecord | undefined, source: string, result: string,
): boolean {
  return record?.id === shard.id && record.source === source && record.bytes === shard.size &&
    statSync(shard.path).mtimeMs < statSync(result).mtimeMs;
}

/** What results do not say of how they were made lies beside them: a run that goes on is the same run. */
function checkSameRun(output: string, { settingsName, settings }: ShardWork): void {
  const now = `${JSON.stringify(settings)}\n`;
  const path = join(output, settingsName);
  if (!existsSync(path)) {
    writeWhole(path, Buffer.from(now));
    return;
  }
  if (readFileSync(path, "utf8") !== now) {
    throw new CliError(`${output} holds results of other options (${path}); take another folder, or ` +
      "remove it");
  }
}

/** The shards i, i + N, i + 2N, ... of task i/N. */
function ofTask(shards: readonly CorpusShard[], task: string | undefined): readonly CorpusShard[] {
  if (task === undefined) return shards;
  const [, first, step] = /^(\d+)\/(\d+)$/.exec(task) ?? [];
  if (first === undefined || Number(first) >= Number(step)) {
    throw new CliError(`--task ${task}: expected i/N with i from 0 to N - 1`);
  }
  return shards.filter((_, place) => place % Number(step) === Number(first));
}

/** What is done with every shard. */
export interface ShardWork {
  /** "scanned", for what is said. */
  readonly done: string;
  /** The file in the folder of results that says how they were made, and what it must hold. */
  readonly settingsName: string;
  readonly settings: object;
  readonly index: Uint8Array;
  /** What threads stream shards through. */
  readonly stream: StreamStart;
  /** The files of a shard: of its lines, or undefined for none, and of its result. */
  readonly files: (shard: CorpusShard) => Pick<ShardTask, "lines" | "result">;
  /** What a shard gave in an earlier run, if that still holds. May throw. */
  readonly doneBefore: (shard: CorpusShard) => ReadShard | undefined;
}

/** Takes all shards to their files. Gives what each gave, and how the command ends. */
export async function runShards(
  options: CorpusOptions, work: ShardWork,
): Promise<{ readonly exit: number; readonly read: readonly ReadShard[] }> {
  const { shards: found, leftOut } = findShards(options.paths, options.root, options.documents);
  for (const [ending, files] of [...leftOut].sort(([a], [b]) => byUtf8(a, b))) {
    say(`left out: ${count(files)} files ending in "${ending}" (--doc says what a document is in them)`);
  }
  if (found.length === 0) throw new CliError("there is no file to scan");
  const shards = ofTask(found, options.task);
  checkSameRun(options.output, work);
  const before = (shard: CorpusShard): ReadShard | undefined => {
    try {
      return options.again ? undefined : work.doneBefore(shard);
    } catch {
      // Whatever it is, it is written anew.
      return undefined;
    }
  };
  const totals = new Totals(work.done);
  const read: ReadShard[] = [];
  const tasks: ShardTask[] = [];
  for (const shard of shards) {
    const earlier = before(shard);
    if (earlier === undefined) {
      tasks.push({ shard, source: options.source, textField: options.textField, ...work.files(shard) });
      continue;
    }
    totals.add(earlier, true);
    read.push(earlier);
  }
  const progress = new Progress(tasks.length, tasks.reduce((sum, { shard }) => sum + shard.size, 0));
  const ending = new AbortController();
  const end = (): void => ending.abort();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  try {
    await takeShards(work.index, work.stream, tasks, options.threads, {
      bytes: (bytes) => { progress.bytes += bytes; },
      done: (shard) => {
        ++progress.shards;
        totals.add(shard, false);
        read.push(shard);
      },
      failed: (message) => {
        ++progress.shards;
        totals.fail(message);
      },
    }, ending.signal);
  } finally {
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
    progress.end();
  }
  if (ending.signal.aborted) throw new Failure("the scan was ended; the same command goes on with it");
  return { exit: totals.report(options.allowMalformed, progress.seconds), read };
}
