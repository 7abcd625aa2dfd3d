/** Files of a corpus as streams of their contents. */
import { once } from "node:events";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import type { AsyncBuffer } from "hyparquet";
import { ParquetError, parquetLines, parquetPieces, type ParquetFile } from "../parquet.ts";
import { Failure, whyOf, type Compression } from "./overlap-files.ts";

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
  // Members behind the first are read, too. At zero bytes behind them, with which files are sometimes
  // filled up, the stream ends, and takes no more.
  const gunzip = createGunzip({ chunkSize: pieceSize });
  let any = false;
  let isOver = false;
  const contents = (async () => {
    try {
      for await (const piece of gunzip as AsyncIterable<Uint8Array>) receiver.push(piece, false);
    } finally {
      isOver = true;
    }
  })();
  // Whatever it fails with is met below, if nothing else was met before.
  contents.catch(() => {});
  try {
    for await (const piece of pieces) {
      any = true;
      receiver.stored(piece);
      if (isOver) await contents;
      else if (!gunzip.write(piece)) await Promise.race([once(gunzip, "drain"), contents]);
    }
    if (!any) throw new Error("unexpected end of file");
    gunzip.end();
    await contents;
  } finally {
    gunzip.destroy();
  }
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

/** Reads a Parquet file; what is wrong with it is said with its path. */
async function withParquet<Result>(
  path: string, read: (file: ParquetFile) => Promise<Result>,
): Promise<Result> {
  const { asyncBufferFromFile } = await import("hyparquet");
  let file: AsyncBuffer;
  try {
    file = await asyncBufferFromFile(path);
  } catch (error) {
    throw new Failure(`${path}: cannot be opened: ${whyOf(error)}`);
  }
  try {
    return await read({ byteLength: file.byteLength, slice: async (start, end) => file.slice(start, end) });
  } catch (error) {
    throw error instanceof ParquetError ? new Failure(`${path}: ${error.message}`) : error;
  }
}

/** All rows of a Parquet file, with all their columns, as JSON Lines. */
export async function parquetItems(path: string): Promise<Uint8Array> {
  return withParquet(path, async (file) => {
    const pieces: Uint8Array[] = [];
    for await (const { lines } of parquetLines(file)) pieces.push(lines);
    return Buffer.concat(pieces);
  });
}

async function throughParquet(
  path: string, textField: string, pieces: AsyncIterable<Uint8Array>, receiver: Receiver,
): Promise<void> {
  await withParquet(path, async (file) => {
    for await (const { stored, lines } of parquetPieces(file, textField, pieces)) {
      if (stored !== undefined) receiver.stored(stored);
      else receiver.push(lines, false);
    }
  });
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
