/** A benchmark's file as JSON Lines, an object for each item, whatever it came as. */
import { decodeText, readTable } from "evenhand/bare";
import { parquetLines } from "evenhand/overlap/bare";
import { contentsOf, parquetFile } from "./contents.ts";
import { isParquet } from "./formats.ts";
import type { Given } from "./protocol.ts";

export interface BenchmarkLines {
  readonly name: string;
  readonly lines: Uint8Array;
}

/** What is in a file; of Parquet all columns, as JSON Lines. */
async function bytesOf({ name, data }: Given): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  try {
    if (isParquet(name)) {
      for await (const { lines } of parquetLines(parquetFile(data))) pieces.push(lines);
    } else {
      for await (const { bytes } of contentsOf(name, data, "")) pieces.push(bytes.slice());
    }
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`);
  }
  return new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer());
}

const linesOf = (items: readonly unknown[]): Uint8Array =>
  new TextEncoder().encode(items.map((item) => `${JSON.stringify(item)}\n`).join(""));

/** The first byte that is neither white space nor a byte order mark. */
function firstSign(bytes: Uint8Array): string {
  return String.fromCharCode(bytes.find((byte) => byte > 0x20 && byte < 0x80) ?? 0);
}

function arrayItems(name: string, text: string): readonly unknown[] {
  try {
    return JSON.parse(text) as unknown[];
  } catch (error) {
    throw new Error(`${name} begins like a JSON array, but is none: ${(error as Error).message}`);
  }
}

function tableItems(name: string, text: string): readonly unknown[] {
  const { header, rows, issues } = readTable(text);
  const refused = issues.find(({ severity }) => severity === "refuse");
  if (refused !== undefined) throw new Error(`${name}: ${refused.message}`);
  return rows.map((cells) => Object.fromEntries(header.map((key, column) => [key, cells[column]])));
}

/** @throws Error with the file's name when it can be read in no way. */
export async function benchmarkLines(given: Given): Promise<BenchmarkLines> {
  const { name } = given;
  const bytes = await bytesOf(given);
  const label = name.split("/").at(-1)!.replace(/(\.(jsonl?|ndjson|csv|tsv|txt|parquet|gz|zst))+$/i, "");
  switch (firstSign(bytes)) {
    case "{": return { name: label, lines: bytes };
    case "[": return { name: label, lines: linesOf(arrayItems(name, decodeText(bytes).text)) };
    default: return { name: label, lines: linesOf(tableItems(name, decodeText(bytes).text)) };
  }
}
