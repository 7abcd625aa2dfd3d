/** Files of a corpus as streams of their contents. */
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Failure, whyOf, type Compression } from "./overlap-files.ts";
import { jsonOf, parquetRows } from "./overlap-parquet.ts";

const pieceSize = 1 << 18;

/** What happens to the bytes of a shard. */
export interface Receiver {
  /** Contents; `stored`: they are the bytes as they are stored, too. */
  readonly push: (bytes: Uint8Array, stored: boolean) => void;
  /** Bytes as they are stored, of compressed files. */
  readonly stored: (bytes: Uint8Array) => void;
}

/** A file from front to back; one that is no longer as long as when it was opened is refused. */
async function* piecesOf(path: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  let file;
  try {
    file = await open(path);
  } catch (error) {
    throw new Failure(`${path}: cannot be opened: ${whyOf(error)}`);
  }
  try {
    const facts = await file.stat();
    if (facts.isDirectory()) throw new Failure(`${path}: is a folder`);
    let total = 0;
    // One buffer would do, were it not for the streams that read on while a piece is at work.
    for (;;) {
      signal?.throwIfAborted();
      const buffer = new Uint8Array(pieceSize);
      const { bytesRead } = await file.read(buffer, 0, pieceSize);
      total += bytesRead;
      if (facts.isFile() && (total > facts.size || (bytesRead === 0 && total !== facts.size))) {
        throw new Failure(`${path}: changed while it was read`);
      }
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    if (error instanceof Failure || signal?.aborted) throw error;
    throw new Failure(`${path}: cannot be read: ${whyOf(error)}`);
  } finally {
    await file.close();
  }
}

async function throughGzip(pieces: AsyncIterable<Uint8Array>, receiver: Receiver): Promise<void> {
  let any = false;
  await pipeline(
    Readable.from((async function* () {
      for await (const piece of pieces) {
        any = true;
        receiver.stored(piece);
        yield piece;
      }
    })(), { objectMode: true }),
    // Members behind the first are read, too, and zero bytes at the end are passed over.
    createGunzip({ chunkSize: pieceSize }),
    async (contents: AsyncIterable<Uint8Array>) => {
      for await (const piece of contents) receiver.push(piece, false);
    },
  );
  if (!any) throw new Error("unexpected end of file");
}

async function throughZstd(pieces: AsyncIterable<Uint8Array>, receiver: Receiver): Promise<void> {
  const { Decompress } = await import("fzstd");
  const stream = new Decompress((piece) => {
    if (piece.length > 0) receiver.push(piece, false);
  });
  let any = false;
  for await (const piece of pieces) {
    any = true;
    receiver.stored(piece);
    stream.push(piece);
  }
  if (!any) throw new Error("unexpected EOF");
  stream.push(new Uint8Array(), true);
}

/** Rows as lines of JSON; of the columns only the one that has the texts. */
async function throughParquet(
  path: string, textField: string, pieces: AsyncIterable<Uint8Array>, receiver: Receiver,
): Promise<void> {
  for await (const piece of pieces) receiver.stored(piece);
  const column = /^[^.[]*/.exec(textField)![0];
  let lines: string[] = [];
  const push = (): void => {
    receiver.push(Buffer.from(lines.join("")), false);
    lines = [];
  };
  for await (const row of parquetRows(path, [column])) {
    lines.push(`${jsonOf(row)}\n`);
    if (lines.length === 1000) push();
  }
  push();
}

/** Streams a file to the receiver. Throws Failure for one that cannot be read to its end. */
export async function streamFile(
  path: string, compression: Compression, textField: string, receiver: Receiver, signal?: AbortSignal,
): Promise<void> {
  const pieces = piecesOf(path, signal);
  if (compression === "none") {
    for await (const piece of pieces) receiver.push(piece, true);
    return;
  }
  if (compression === "parquet") {
    await throughParquet(path, textField, pieces, receiver);
    return;
  }
  try {
    await (compression === "gzip" ? throughGzip : throughZstd)(pieces, receiver);
  } catch (error) {
    if (error instanceof Failure || signal?.aborted) throw error;
    const { message } = error as Error;
    // The words of zlib and of fzstd; all else is ours or the engine's.
    const isEnd = /unexpected (end of file|EOF)/.test(message);
    if (!isEnd && !("code" in (error as object)) && !("errno" in (error as object))) throw error;
    throw new Failure(`${path}: the ${compression} data ` +
      (isEnd ? "end too early" : `are damaged: ${message}`));
  }
}
