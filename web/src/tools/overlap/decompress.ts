/** Files as streams of their bytes, decompressed where their name says so. */
import { Gunzip } from "fflate";
import { Decompress } from "fzstd";
import { isGzip, isZstandard } from "./formats.ts";

/** A piece of a file. */
export interface Piece {
  /** Decompressed. */
  readonly bytes: Uint8Array;
  /** Whether the file is not compressed. */
  readonly isAsStored: boolean;
  /** What was read of a compressed file since the piece before. */
  readonly stored?: Uint8Array | undefined;
}

/** Compressed bytes at a time: they may be a thousand times as many afterwards. */
const compressedStep = 16 * 1024;

interface Decompressor {
  readonly push: (bytes: Uint8Array, isLast: boolean) => void;
}

function decompressor(name: string, take: (bytes: Uint8Array) => void): Decompressor | undefined {
  if (isGzip(name)) return new Gunzip((bytes) => take(bytes));
  if (isZstandard(name)) return new Decompress((bytes) => take(bytes));
  return undefined;
}

async function* chunksOf(data: Blob): AsyncGenerator<Uint8Array> {
  const reader = data.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

/** @throws Error when the file cannot be read, or ends early, or is not what its name says. */
export async function* decompressed(name: string, data: Blob): AsyncGenerator<Piece> {
  let out: Uint8Array[] = [];
  const stream = decompressor(name, (bytes) => {
    if (bytes.byteLength > 0) out.push(bytes);
  });
  if (stream === undefined) {
    for await (const bytes of chunksOf(data)) yield { bytes, isAsStored: true };
    return;
  }
  const none = new Uint8Array(0);
  const push = (bytes: Uint8Array, isLast: boolean): void => {
    try {
      stream.push(bytes, isLast);
    } catch (error) {
      throw new Error(`${name} ends early or is damaged: ${(error as Error).message}`);
    }
  };
  for await (const chunk of chunksOf(data)) {
    for (let at = 0; at < chunk.length; at += compressedStep) {
      const stored = chunk.subarray(at, at + compressedStep);
      push(stored, false);
      yield { bytes: none, isAsStored: false, stored };
      for (const bytes of out) yield { bytes, isAsStored: false };
      out = [];
    }
  }
  push(none, true);
  for (const bytes of out) yield { bytes, isAsStored: false };
}
