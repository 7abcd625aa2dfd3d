/** `evenhand overlap scan`: shards of a corpus against an index. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import {
  documentUnits, isTextField, OverlapIndex, OverlapScan, readOverlapPartial,
  type DocumentUnit, type MalformedLine, type PartialFacts, type ShardRecord,
} from "../overlap-index.ts";
import { lineProblems } from "../generated/overlap.ts";
import { byUtf8 } from "../readers/text.ts";
import { count } from "../report/format.ts";
import { bytesText, timeText } from "../report/overlap.ts";
import { textOf } from "../report/words.ts";
import { choice, CliError, withOptions, type Parsed } from "./args.ts";
import { findShards, Failure, whyOf, writeWhole, type CorpusShard } from "./overlap-files.ts";
import { required, say, status, wholeNumber } from "./overlap-options.ts";
import { scanShards } from "./overlap-pool.ts";
import { hitsPath, type ShardScan } from "./overlap-shard.ts";

const mostListed = 10;

interface ScanOptions {
  readonly output: string;
  readonly source: string;
  readonly textField: string;
  readonly documents: DocumentUnit | undefined;
  readonly hits: boolean;
  readonly again: boolean;
  readonly allowMalformed: number;
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

  add(shard: ShardRecord, lines: readonly MalformedLine[], already: boolean): void {
    if (already) ++this.#already;
    else {
      ++this.#scanned;
      this.#textBytes += shard.textBytes;
    }
    this.#documents += shard.documents;
    this.#hit += shard.documentsHit;
    this.#malformed += shard.malformed;
    this.#invalid += shard.invalidUtf8;
    this.#lines = [...this.#lines, ...lines].sort((a, b) =>
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
      `${count(this.#scanned)} shards scanned`,
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

/** The bytes of a file that must be there. */
export function inputBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CliError(`${path}: cannot be read: ${whyOf(error)}`);
  }
}

/** An index, or a refusal that names its file. */
export function openIndex(path: string): { readonly index: OverlapIndex; readonly bytes: Uint8Array } {
  const bytes = inputBytes(path);
  return { index: withOptions({ index: path }, () => new OverlapIndex(bytes)), bytes };
}

const partialPath = (output: string, id: string): string => join(output, `${id}.partial`);

/**
 * The partial of a shard that was scanned before, if it still holds: same index and source, and a
 * file as long as it was and older than its partial.
 */
function doneBefore(
  shard: CorpusShard, digest: string, { output, source, hits, again }: ScanOptions,
): PartialFacts | undefined {
  const path = partialPath(output, shard.id);
  if (again || !existsSync(path) || (hits && !existsSync(hitsPath(path)))) return undefined;
  try {
    const facts = readOverlapPartial(readFileSync(path));
    const [record] = facts.shards;
    const holds = facts.indexDigest === digest && facts.shards.length === 1 &&
      record?.id === shard.id && record.source === source && record.bytes === shard.size &&
      statSync(shard.path).mtimeMs < statSync(path).mtimeMs;
    return holds ? facts : undefined;
  } catch {
    // Whatever it is, it is written anew.
    return undefined;
  }
}

/**
 * What partials do not say of how they were made is kept beside them, so that a scan that goes on is
 * the same scan.
 */
function checkSameScan({ output, documents, textField }: ScanOptions): void {
  const now = `${JSON.stringify({ documents: documents ?? "by ending", textField })}\n`;
  const path = join(output, "evenhand-scan.json");
  if (!existsSync(path)) {
    writeWhole(path, Buffer.from(now));
    return;
  }
  if (readFileSync(path, "utf8") !== now) {
    throw new CliError(`${output} holds a scan with other options (${path}); take another folder, or ` +
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

async function scanFolder(
  options: Parsed, paths: readonly string[], scan: ScanOptions, indexBytes: Uint8Array, digest: string,
): Promise<number> {
  const { shards: found, leftOut } = findShards(paths, options.text("root"), scan.documents);
  for (const [ending, files] of [...leftOut].sort(([a], [b]) => byUtf8(a, b))) {
    say(`left out: ${count(files)} files ending in "${ending}" (--doc says what a document is in them)`);
  }
  if (found.length === 0) throw new CliError("there is no file to scan");
  const shards = ofTask(found, options.text("task"));
  checkSameScan(scan);
  const totals = new Totals();
  const tasks: ShardScan[] = [];
  for (const shard of shards) {
    const before = doneBefore(shard, digest, scan);
    if (before !== undefined) totals.add(before.shards[0]!, before.malformed, true);
    else {
      const { source, textField, hits } = scan;
      tasks.push({ shard, source, textField, hits, partial: partialPath(scan.output, shard.id) });
    }
  }
  const progress = new Progress(tasks.length, tasks.reduce((sum, { shard }) => sum + shard.size, 0));
  const ending = new AbortController();
  const end = (): void => ending.abort();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  try {
    await scanShards(
      indexBytes, tasks, wholeNumber(options, "threads", 1) ?? availableParallelism(), {
        bytes: (bytes) => { progress.bytes += bytes; },
        done: ({ shard, malformed }) => {
          ++progress.shards;
          totals.add(shard, malformed, false);
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
  return totals.report(scan.allowMalformed, progress.seconds);
}

/** Standard input as one shard; the partial and the hit records as a line of JSON. */
async function scanStandardInput(index: OverlapIndex, scan: ScanOptions, id: string): Promise<number> {
  const scanner = new OverlapScan({ index });
  const { source, documents, textField, hits, allowMalformed } = scan;
  scanner.begin({ id, source, documents, textField });
  const lines: Uint8Array[] = [];
  for await (const piece of process.stdin as AsyncIterable<Uint8Array>) {
    scanner.push(piece);
    if (hits) lines.push(scanner.takeHits());
  }
  const { partial, hits: last, shard: { malformed } } = scanner.finish();
  lines.push(last);
  const records = Buffer.concat(lines).toString().split("\n").filter((line) => line !== "");
  process.stdout.write(`{"shard":${JSON.stringify(id)},"partial":"${Buffer.from(partial).toString("base64")}",` +
    `"malformed":${malformed}${hits ? `,"hits":[${records.join(",")}]` : ""}}\n`);
  return malformed > allowMalformed ? status.malformed : status.done;
}

export async function scanVerb(options: Parsed): Promise<number> {
  const fromInput = options.flag("stdin");
  const scan: ScanOptions = {
    output: fromInput ? "" : required(options, "output", "scan"),
    source: options.text("source") ?? "",
    textField: options.text("text-field") ?? "text",
    documents: choice(options.text("doc"), documentUnits, "--doc"),
    hits: !options.flag("no-hits"),
    again: options.flag("again"),
    allowMalformed: wholeNumber(options, "allow-malformed", 0) ?? 0,
  };
  if (!isTextField(scan.textField)) {
    throw new CliError(`--text-field ${scan.textField}: expected names joined by full stops, [*] behind a ` +
      "name for all elements of an array, [#] at the end for token numbers");
  }
  const [indexPath, ...paths] = options.positionals;
  if (indexPath === undefined) throw new CliError("overlap scan: expected the file of an index");
  if (fromInput && (paths.length > 0 || options.given.includes("output") || options.given.includes("task"))) {
    throw new CliError("overlap scan: --stdin takes no paths, no --output and no --task");
  }
  if (!fromInput && paths.length === 0) {
    throw new CliError("overlap scan: there is nothing to scan: give files or folders");
  }
  const { index, bytes } = openIndex(indexPath);
  if (fromInput) return scanStandardInput(index, scan, required(options, "shard-id", "scan --stdin"));
  const { digest } = index.summary;
  // The threads have copies of their own.
  index.close();
  return scanFolder(options, paths, scan, bytes, digest);
}
