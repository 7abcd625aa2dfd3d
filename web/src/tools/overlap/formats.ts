/** What a file's name says of its contents. */
import type { DocumentUnit } from "evenhand/overlap/bare";

const compressed = /\.(gz|zst)$/i;
/** Compressions that are not read here, by ending. */
const refused = /\.(bz2|xz|zip|7z|rar|parquet|tar|tgz)$/i;

export const isGzip = (name: string): boolean => /\.gz$/i.test(name);
export const isZstandard = (name: string): boolean => /\.zst$/i.test(name);

/** Why a file cannot be read, or undefined. */
export function refusalOf(name: string): string | undefined {
  const ending = refused.exec(name)?.[0];
  return ending === undefined ? undefined
    : `${ending} files are not read here. Unpack it first; JSON Lines and text are read, ` +
      "also as .gz and .zst.";
}

/** What a document is in a file of this name. */
export function documentsOf(name: string): DocumentUnit {
  return /\.(jsonl|ndjson|json)$/i.test(name.replace(compressed, "")) ? "json_lines" : "file";
}
