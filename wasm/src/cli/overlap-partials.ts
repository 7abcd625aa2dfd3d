/** Partial files and the hit records beside them. */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { mergeOverlap, mergeVerdicts, type PartialFacts } from "../overlap-index.ts";
import { byUtf8 } from "../readers/text.ts";
import { nameList, textOf } from "../report/words.ts";
import { CliError, withOptions } from "./args.ts";
import { whyOf } from "./overlap-files.ts";
import { hitsPath } from "./overlap-shard.ts";
import { inputBytes, say } from "./overlap-options.ts";

/** Files as they are; of folders all partials in them and below, by name. */
function findPartials(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => {
    if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
    return (readdirSync(path, { recursive: true }) as string[])
      .filter((name) => name.endsWith(".partial")).map((name) => join(path, name)).sort(byUtf8);
  });
  if (found.length === 0) throw new CliError(`there is no partial in ${nameList(paths)}`);
  return found;
}

/** Partials added up, and the files of their hit records if all have some. */
export interface Sum {
  readonly partial: Uint8Array;
  readonly facts: PartialFacts;
  /** How many partials there are, and the hit records beside them. */
  readonly partials: number;
  readonly hits: readonly string[];
}

/** Adds partials up; refuses those that cannot be, and says which add nothing. */
export function sumOf(partials: Iterable<readonly [string, Uint8Array]>): Omit<Sum, "partials" | "hits"> {
  const names: string[] = [];
  const { partial, facts, outcomes } = mergeOverlap((function* () {
    for (const [name, bytes] of partials) {
      names.push(name);
      yield bytes;
    }
  })());
  if (partial === null || facts === null) {
    const { verdict, shards } = outcomes.at(-1)!;
    throw new CliError(`${names.at(-1)} cannot be added to the others: ` +
      textOf(mergeVerdicts, verdict).detail + (shards.length > 0 ? ` (${nameList(shards)})` : ""));
  }
  outcomes.forEach(({ verdict }, place) => {
    if (verdict === "contained") say(`${names[place]}: adds nothing, its shards are in the others`);
  });
  return { partial, facts };
}

/** The sum of all partials that the paths name. */
export function sumOfFiles(paths: readonly string[]): Sum {
  const files = findPartials(paths);
  const hits = files.map(hitsPath).filter((path) => existsSync(path));
  // A refusal names the file that is being read.
  let current = "";
  const named = (function* (): Generator<readonly [string, Uint8Array]> {
    for (const path of files) {
      current = path;
      yield [path, inputBytes(path)];
    }
  })();
  const { partial, facts } = withOptions({ get partial() { return current; } }, () => sumOf(named));
  return { partial, facts, partials: files.length, hits };
}

/** Where the records of one shard lie in a file of hit records. */
export interface ShardHits {
  readonly shard: string;
  readonly path: string;
  readonly offset: number;
  size: number;
}

const pieceSize = 1 << 20;

/** Whole lines of a file from one place to another, a megabyte or so at a time. */
function* linesOf(path: string, offset = 0, size = Infinity): Generator<Buffer> {
  let file;
  try {
    file = openSync(path, "r");
  } catch (error) {
    throw new CliError(`${path}: cannot be read: ${whyOf(error)}`);
  }
  try {
    let rest = Buffer.alloc(0);
    const end = offset + size;
    for (let at = offset; at < end;) {
      const piece = Buffer.alloc(Math.min(pieceSize, end - at));
      const got = readSync(file, piece, 0, piece.length, at);
      if (got === 0) break;
      at += got;
      const all = Buffer.concat([rest, piece.subarray(0, got)]);
      const last = all.lastIndexOf(0x0a) + 1;
      if (last > 0) yield all.subarray(0, last);
      rest = all.subarray(last);
    }
    if (rest.length > 0) yield rest;
  } finally {
    closeSync(file);
  }
}

/** The shard that a record is about. */
function shardOf(line: Buffer, path: string, number: number): string {
  try {
    const shard = (JSON.parse(line.toString()) as { readonly doc?: readonly unknown[] }).doc?.[0];
    if (typeof shard === "string") return shard;
  } catch {
    // Told below.
  }
  throw new CliError(`${path}, line ${number}: the line is no hit record`);
}

/** Of all files, the records of each shard once, by shard. */
export function findHits(paths: readonly string[]): ShardHits[] {
  const found = new Map<string, ShardHits>();
  for (const path of paths) {
    let offset = 0;
    let number = 0;
    let open: ShardHits | undefined;
    let current: string | undefined;
    for (const lines of linesOf(path)) {
      for (let begin = 0; begin < lines.length;) {
        const next = lines.indexOf(0x0a, begin) + 1;
        const end = next === 0 ? lines.length : next;
        const shard = shardOf(lines.subarray(begin, end), path, ++number);
        if (shard !== current) {
          const earlier = found.get(shard);
          if (earlier?.path === path) {
            throw new CliError(
              `${path}, line ${number}: the records of the shard ${shard} do not lie together`);
          }
          // Two files that have a shard have the same records of it.
          open = earlier === undefined ? { shard, path, offset: offset + begin, size: 0 } : undefined;
          if (open !== undefined) found.set(shard, open);
          current = shard;
        }
        if (open !== undefined) open.size += end - begin;
        begin = end;
      }
      offset += lines.length;
    }
  }
  return [...found.values()].sort((a, b) => byUtf8(a.shard, b.shard));
}

/** The records, shard by shard, in pieces of whole lines. */
export function* hitLines(hits: readonly ShardHits[]): Generator<Uint8Array> {
  for (const { path, offset, size } of hits) yield* linesOf(path, offset, size);
}
