/** Files of `evenhand overlap`: corpora found, and outputs that appear whole or not at all. */
import {
  closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from "node:path";
import type { DocumentUnit } from "../generated/overlap.ts";
import { byUtf8 } from "../readers/text.ts";
import { CliError } from "./args.ts";

/** A shard, or an output, that failed: the others go on. */
export class Failure extends Error {}

/** Why the system refuses, in words. */
export function whyOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? "there is no such file"
    : code === "EISDIR" ? "it is a folder"
      : code === "EACCES" ? "permission was denied"
        : code === "ENOSPC" ? "the disk is full" : code ?? message;
}

/** A file under another name until `commit`; gone if that is never called. */
export class OutputFile {
  readonly #path: string;
  readonly #temporary: string;
  #descriptor: number | undefined;

  /** Folders on the way are made. */
  constructor(path: string) {
    this.#path = path;
    this.#temporary = `${path}.${randomBytes(6).toString("hex")}`;
    this.#try(() => {
      mkdirSync(dirname(path), { recursive: true });
      this.#descriptor = openSync(this.#temporary, "wx");
    });
  }

  write(bytes: Uint8Array): void {
    this.#try(() => {
      for (let at = 0; at < bytes.length;) {
        at += writeSync(this.#descriptor as number, bytes, at);
      }
    });
  }

  commit(): void {
    this.#try(() => {
      fsyncSync(this.#descriptor as number);
      closeSync(this.#descriptor as number);
      this.#descriptor = undefined;
      renameSync(this.#temporary, this.#path);
    });
  }

  /** Removes what was not committed. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.#temporary, { force: true });
  }

  #try(act: () => void): void {
    try {
      act();
    } catch (error) {
      throw new Failure(`${this.#path}: cannot be written: ${whyOf(error)}`);
    }
  }
}

export function writeWhole(path: string, ...pieces: readonly Uint8Array[]): void {
  const file = new OutputFile(path);
  try {
    for (const piece of pieces) file.write(piece);
    file.commit();
  } finally {
    file.close();
  }
}

export type Compression = "none" | "gzip" | "zstd" | "parquet";

export interface CorpusShard {
  readonly id: string;
  readonly path: string;
  readonly compression: Compression;
  readonly documents: DocumentUnit;
  /** Bytes as stored; 0 when nobody knows. */
  readonly size: number;
  /** Why it cannot be read. */
  readonly problem?: string | undefined;
}

export interface CorpusShards {
  /** By id. */
  readonly shards: readonly CorpusShard[];
  /** Files in folders that are no corpus by their endings: how many of each. */
  readonly leftOut: ReadonlyMap<string, number>;
}

const unread: readonly (readonly [string, string])[] = [
  [".bz2", "bzip2 is not read; recompress it: bzip2 -dc FILE | zstd > FILE.zst"],
  [".xz", "xz is not read; recompress it: xz -dc FILE | zstd > FILE.zst"],
];

/** What a name says of its file; `rest` is the name without the ending of a compression. */
export function compressionOf(
  name: string,
): { readonly compression: Compression; readonly rest: string; readonly problem?: string } {
  const refused = unread.find(([ending]) => name.endsWith(ending));
  if (refused !== undefined) return { compression: "none", rest: name, problem: refused[1] };
  if (name.endsWith(".parquet")) return { compression: "parquet", rest: name };
  for (const [ending, compression] of [[".gz", "gzip"], [".zst", "zstd"]] as const) {
    if (name.length > ending.length && name.endsWith(ending)) {
      return { compression, rest: name.slice(0, -ending.length) };
    }
  }
  return { compression: "none", rest: name };
}

function unitOfEnding(name: string): DocumentUnit | undefined {
  if ([".jsonl", ".ndjson", ".json", ".parquet"].some((ending) => name.endsWith(ending))) {
    return "json_lines";
  }
  return [".txt", ".text"].some((ending) => name.endsWith(ending)) ? "file" : undefined;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The path below a folder, with slashes. */
function idOf(path: string, base: string): string {
  const id = relative(base, path).split(sep).join("/");
  if (id === "" || id === ".." || id.startsWith("../")) {
    throw new CliError(`${path}: is not below ${base}; give a folder it is in as --root`);
  }
  return id;
}

/**
 * Files, and all files in folders and their folders, but for hidden ones. An id is the path below
 * `root`, or without one the path below the folder that was given, or the file's path as it was
 * given. Without a unit the endings decide.
 */
export function findShards(
  paths: readonly string[], root: string | undefined, unit: DocumentUnit | undefined,
): CorpusShards {
  const shards: CorpusShard[] = [];
  const leftOut = new Map<string, number>();
  const take = (path: string, id: string, named: boolean): void => {
    const name = path.slice(path.lastIndexOf(sep) + 1);
    const { compression, rest, problem } = compressionOf(name);
    const documents = compression === "parquet" ? "json_lines" : unit ?? unitOfEnding(rest);
    if (documents === undefined && problem === undefined) {
      if (named) {
        throw new CliError(`${path}: the ending does not say what a document is; give --doc`);
      }
      const ending = /\.[^.]*$/.exec(name)?.[0] ?? "";
      leftOut.set(ending, (leftOut.get(ending) ?? 0) + 1);
      return;
    }
    let size = 0;
    try {
      size = statSync(path).size;
    } catch {
      // Opening it will say why.
    }
    shards.push({
      id, path, compression, documents: documents ?? "json_lines", size,
      problem: problem === undefined ? undefined : `${path}: ${problem}`,
    });
  };
  const walk = (folder: string, base: string): void => {
    let entries;
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      throw new CliError(`${folder}: cannot be read: ${whyOf(error)}`);
    }
    for (const { name } of entries) {
      if (name.startsWith(".")) continue;
      const path = join(folder, name);
      // Links are followed to files, not into folders: those may go round in circles.
      const entry = entries.find((one) => one.name === name)!;
      if (entry.isDirectory()) walk(path, base);
      else if (!isFolder(path)) take(path, idOf(path, base), false);
    }
  };
  for (const given of paths) {
    const path = normalize(given);
    if (isFolder(path)) walk(path, root ?? path);
    else take(path, idOf(path, root ?? (isAbsolute(path) ? resolve("/") : ".")), true);
  }
  shards.sort((a, b) => byUtf8(a.id, b.id));
  shards.forEach((shard, place) => {
    const next = shards[place + 1];
    if (next?.id === shard.id) {
      throw new CliError(`${shard.path} and ${next.path} would both be the shard ${shard.id}; ` +
        `give a folder they are both in as --root`);
    }
  });
  return { shards, leftOut };
}
