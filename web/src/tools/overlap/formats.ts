/** What a file's name says of its contents. */
import type { DocumentUnit } from "evenhand/overlap/bare";

const compressed = /\.(gz|zst)$/i;
/** Compressions that are not read here, by ending. */
const refused = /\.(bz2|xz|zip|7z|rar|tar|tgz)$/i;

export const isGzip = (name: string): boolean => /\.gz$/i.test(name);
export const isZstandard = (name: string): boolean => /\.zst$/i.test(name);
export const isParquet = (name: string): boolean => /\.parquet$/i.test(name);

/** Why a file cannot be read, or undefined. */
export function refusalOf(name: string): string | undefined {
  const ending = refused.exec(name)?.[0];
  return ending === undefined ? undefined
    : `${ending} files are not read here. Unpack it first; JSON Lines and text are read, ` +
      "also as .gz and .zst.";
}

/** What a document is in a file of this name, where `asked` leaves it open; a row of Parquet is one. */
export function documentsOf(name: string, asked: DocumentUnit | "by-name"): DocumentUnit {
  if (isParquet(name)) return "json_lines";
  if (asked !== "by-name") return asked;
  return /\.(jsonl|ndjson|json)$/i.test(name.replace(compressed, "")) ? "json_lines" : "file";
}
