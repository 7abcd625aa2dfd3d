/** Parquet files as lines of JSON, with one group of rows in memory at a time. */
import type { Compressors } from "hyparquet";

/** A file any part of which can be had: a `Blob` with `slice(...).arrayBuffer()`, say. */
export interface ParquetFile {
  /** Bytes. */
  readonly byteLength: number;
  /** The bytes from `start` up to but not including `end`; both are within the file. */
  readonly slice: (start: number, end: number) => Promise<ArrayBuffer>;
}

/** A file that is no Parquet, or not what it says of itself. */
export class ParquetError extends Error {}

/** Lines of a Parquet file. */
export interface ParquetLines {
  /** A JSON object for each row, UTF-8, each with a line feed behind it. */
  readonly lines: Uint8Array;
  /** Of the file's rows, those up to and with these: from 0 to 1. */
  readonly share: number;
}

/** A step through a Parquet file: bytes as they are stored, or rows as lines of JSON. */
export type ParquetPiece =
  | { readonly stored: Uint8Array; readonly lines?: undefined }
  | { readonly lines: Uint8Array; readonly stored?: undefined };

/** Characters of JSON that are handed on together; a row may be longer. */
const pieceLength = 1 << 20;

/** A row as JSON: integers of 64 bits are numbers. */
const jsonOf = (row: unknown): string =>
  JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value));

const unreadable = (why: string): ParquetError => new ParquetError(`cannot be read as Parquet: ${why}`);

/** What the library throws at files that are damaged is of any type. */
async function understood<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ParquetError) throw error;
    throw unreadable(error instanceof RangeError ? "it ends early or is damaged" : (error as Error).message);
  }
}

/** Offsets and sizes are what a file says; memory is taken only for what is there. */
const withinBounds = ({ byteLength, slice }: ParquetFile): ParquetFile => ({
  byteLength,
  slice: (start, end) => {
    if (!(0 <= start && start <= end && end <= byteLength)) {
      throw unreadable(`it refers to bytes ${start} to ${end} of ${byteLength}`);
    }
    return slice(start, end);
  },
});

/** The length that data of Snappy say they unpack to, in front of them. */
function snappyLength(bytes: Uint8Array): number {
  let length = 0;
  for (let place = 0; place < 5; ++place) {
    length += (bytes[place]! & 0x7f) * 2 ** (7 * place);
    if (bytes[place]! < 0x80) break;
  }
  return length;
}

/** Its memory grows to the length that a page is said to have, and never shrinks. */
function checkedSnappy(compressors: Compressors): Compressors {
  return {
    ...compressors,
    SNAPPY: (bytes, length) => {
      if (snappyLength(bytes) !== length) throw unreadable(`a page of ${length} bytes is of another length`);
      return compressors.SNAPPY!(bytes, length);
    },
  };
}

/**
 * The rows of a file as lines of JSON, in order. With a text field (a path such as `text` or
 * `messages[*].content`) only the column that has it is read, and a file without that column is refused.
 *
 * @throws ParquetError for a file that is damaged, that lacks the column, or whose groups have not as
 *   many rows as they say; its message wants the file's name in front.
 */
export async function* parquetLines(file: ParquetFile, textField?: string): AsyncGenerator<ParquetLines> {
  const [{ parquetMetadataAsync, parquetRead, parquetSchema }, { compressors }] =
    await Promise.all([import("hyparquet"), import("hyparquet-compressors")]);
  const bounded = withinBounds(file);
  const checked = checkedSnappy(compressors);
  const { metadata, names } = await understood(async () => {
    const read = await parquetMetadataAsync(bounded);
    return { metadata: read, names: parquetSchema(read).children.map(({ element }) => element.name) };
  });
  const column = textField === undefined ? undefined : /^[^.[]*/.exec(textField)![0];
  if (column !== undefined && !names.includes(column)) {
    throw new ParquetError(`has no column "${column}"; its columns are ${names.join(", ")}`);
  }
  const columns = column === undefined ? names : [column];
  const encoder = new TextEncoder();
  const total = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  let before = 0;
  for (const [place, group] of metadata.row_groups.entries()) {
    const rows = Number(group.num_rows);
    const read = new Map(columns.map((name): [string, ArrayLike<unknown>[]] => [name, []]));
    await understood(() => parquetRead({
      file: bounded, metadata: { ...metadata, row_groups: [group] }, compressors: checked, columns,
      onChunk: ({ columnName, columnData }) => void read.get(columnName)!.push(columnData),
    }));
    const values = [...read].map(([name, pages]): readonly [string, readonly unknown[]] =>
      [name, pages.flatMap((page) => Array.from(page))]);
    for (const [name, { length }] of values) {
      if (length === rows) continue;
      throw unreadable(`group ${place + 1} should have ${rows} rows, and has ${length} of "${name}"`);
    }
    let text = "";
    for (let row = 0; row < rows; ++row) {
      text += `${jsonOf(Object.fromEntries(values.map(([name, all]) => [name, all[row]])))}\n`;
      if (text.length < pieceLength && row + 1 < rows) continue;
      yield { lines: encoder.encode(text), share: (before + row + 1) / total };
      text = "";
    }
    before += rows;
  }
}

/**
 * A shard's lines, and in step with them its bytes as they are stored, which the caller reads from
 * front to back.
 *
 * @throws ParquetError as `parquetLines` does.
 */
export async function* parquetPieces(
  file: ParquetFile, textField: string, stored: AsyncIterable<Uint8Array>,
): AsyncGenerator<ParquetPiece> {
  const lines = parquetLines(file, textField);
  let reached = 0;
  let taken = 0;
  for await (const bytes of stored) {
    yield { stored: bytes };
    taken += bytes.length;
    while (reached < taken) {
      const next = await lines.next();
      if (next.done === true) {
        reached = Infinity;
        break;
      }
      yield { lines: next.value.lines };
      reached = next.value.share * file.byteLength;
    }
  }
  for await (const { lines: last } of lines) yield { lines: last };
}
