/** Files as streams of their bytes, decompressed where their name says so. */
import { Gunzip } from "fflate";
import { Decompress } from "fzstd";
import { Crc32 } from "./crc32.ts";
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
  /** Looks at what became complete. @throws Error when it is not what was compressed. */
  readonly check: (isLast: boolean) => Promise<void>;
}

/** fflate passes over what a member ends with; here it is compared. */
function gunzip(data: Blob, take: (bytes: Uint8Array) => void): Decompressor {
  let current = new Crc32();
  const ended: { readonly end: number; readonly member: Crc32 }[] = [];
  const end = (offset: number): void => {
    ended.push({ end: offset, member: current });
    current = new Crc32();
  };
  const stream = new Gunzip((bytes) => {
    current.add(bytes);
    take(bytes);
  });
  stream.onmember = end;
  return {
    push: (bytes, isLast) => stream.push(bytes, isLast),
    check: async (isLast) => {
      if (isLast) end(data.size);
      for (const { end, member } of ended.splice(0)) {
        const trailer = new DataView(await data.slice(Math.max(0, end - 8), end).arrayBuffer());
        if (trailer.byteLength < 8) throw new Error("unexpected EOF");
        const [crc, length] = member.trailer;
        if (trailer.getUint32(0, true) !== crc || trailer.getUint32(4, true) !== length) {
          throw new Error("its checksum is another one");
        }
      }
    },
  };
}

function decompressor(name: string, data: Blob, take: (bytes: Uint8Array) => void): Decompressor | undefined {
  if (isGzip(name)) return gunzip(data, take);
  if (!isZstandard(name)) return undefined;
  const stream = new Decompress((bytes) => take(bytes));
  // fzstd compares no checksum, and does not say where a frame ends.
  return { push: (bytes, isLast) => stream.push(bytes, isLast), check: async () => {} };
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
  const stream = decompressor(name, data, (bytes) => {
    if (bytes.byteLength > 0) out.push(bytes);
  });
  if (stream === undefined) {
    for await (const bytes of chunksOf(data)) yield { bytes, isAsStored: true };
    return;
  }
  const none = new Uint8Array(0);
  const push = async (bytes: Uint8Array, isLast: boolean): Promise<void> => {
    try {
      stream.push(bytes, isLast);
      await stream.check(isLast);
    } catch (error) {
      throw new Error(`${name} ends early or is damaged: ${(error as Error).message}`);
    }
  };
  for await (const chunk of chunksOf(data)) {
    for (let at = 0; at < chunk.length; at += compressedStep) {
      const stored = chunk.subarray(at, at + compressedStep);
      await push(stored, false);
      yield { bytes: none, isAsStored: false, stored };
      for (const bytes of out) yield { bytes, isAsStored: false };
      out = [];
    }
  }
  await push(none, true);
  for (const bytes of out) yield { bytes, isAsStored: false };
}
