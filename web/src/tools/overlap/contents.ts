/** Files as streams of what is in them: as they are, decompressed, or rows as lines of JSON, by their names. */
import { parquetPieces, type ParquetFile } from "evenhand/overlap/bare";
import { Decompress } from "fzstd";
import { isGzip, isParquet, isZstandard } from "./formats.ts";
import { GzipReader } from "./gzip.ts";

/** A piece of a file. */
export interface Piece {
  /** What is in it; good until the next piece. */
  readonly bytes: Uint8Array;
  /** Whether they are the bytes of the file, too. */
  readonly isAsStored: boolean;
  /** What was read, of a file that is read in another way, since the piece before. */
  readonly stored?: Uint8Array | undefined;
}

/** What undoes a compression. Its methods throw what is wrong with the bytes. */
export interface Decompressor {
  /** What the next bytes give, piece by piece; each is good until the next. */
  readonly push: (bytes: Uint8Array) => Iterable<Uint8Array>;
  /** Throws if more would have to come. */
  readonly end: () => void;
}

/** Compressed bytes at a time: they may be a thousand times as many afterwards. */
const compressedStep = 16 * 1024;

/** Does not compare the checksums that zstd data may have. */
class ZstandardReader implements Decompressor {
  #out: Uint8Array[] = [];
  #hasAny = false;
  readonly #stream = new Decompress((bytes) => {
    if (bytes.byteLength > 0) this.#out.push(bytes);
  });

  push(bytes: Uint8Array): Iterable<Uint8Array> {
    this.#hasAny = true;
    this.#out = [];
    try {
      this.#stream.push(bytes);
    } catch (error) {
      throw new Error(`the zstd data are damaged: ${(error as Error).message}`);
    }
    return this.#out;
  }

  end(): void {
    try {
      this.#stream.push(new Uint8Array(0), true);
    } catch {
      this.#hasAny = false;
    }
    if (!this.#hasAny) throw new Error("the zstd data end too early");
  }
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

export const parquetFile = (data: Blob): ParquetFile =>
  ({ byteLength: data.size, slice: (start, end) => data.slice(start, end).arrayBuffer() });

/**
 * Of the columns of Parquet the one with the text field is read.
 *
 * @throws Error when the file cannot be read, or ends early, or is not what its name says.
 */
export async function* contentsOf(name: string, data: Blob, textField: string): AsyncGenerator<Piece> {
  const none = new Uint8Array(0);
  if (isParquet(name)) {
    for await (const { stored, lines } of parquetPieces(parquetFile(data), textField, chunksOf(data))) {
      yield { bytes: lines ?? none, isAsStored: false, stored };
    }
    return;
  }
  const decompressor = isGzip(name) ? new GzipReader() : isZstandard(name) ? new ZstandardReader() : undefined;
  for await (const chunk of chunksOf(data)) {
    if (decompressor === undefined) {
      yield { bytes: chunk, isAsStored: true };
      continue;
    }
    for (let at = 0; at < chunk.length; at += compressedStep) {
      const stored = chunk.subarray(at, at + compressedStep);
      yield { bytes: none, isAsStored: false, stored };
      for (const bytes of decompressor.push(stored)) yield { bytes, isAsStored: false };
    }
  }
  decompressor?.end();
}
