/** gzip, member after member, each with its checksum and its length compared. */
import {
  Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset,
} from "pako";
import type { Decompressor } from "./contents.ts";

const pieceSize = 1 << 18;
/** The widest window, and a gzip header is expected. */
const windowBits = 15 + 16;

export class GzipReader implements Decompressor {
  readonly #stream = new ZStream();
  readonly #out = new Uint8Array(pieceSize);
  #isBetween = true;
  #hasAny = false;

  constructor() {
    this.#stream.output = this.#out;
    zlibInflateInit2(this.#stream, windowBits);
  }

  *push(bytes: Uint8Array): Generator<Uint8Array> {
    const stream = this.#stream;
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    for (;;) {
      if (this.#isBetween) {
        // Files are sometimes filled up with zero bytes to whole blocks.
        while (this.#hasAny && stream.avail_in > 0 && bytes[stream.next_in] === 0) {
          ++stream.next_in;
          --stream.avail_in;
        }
        if (stream.avail_in === 0) return;
        zlibInflateReset(stream);
        this.#isBetween = false;
      }
      stream.next_out = 0;
      stream.avail_out = pieceSize;
      const result = zlibInflate(stream, Z_NO_FLUSH);
      if (result !== Z_OK && result !== Z_STREAM_END && result !== Z_BUF_ERROR) {
        throw new Error(`the gzip data are damaged: ${stream.msg}`);
      }
      if (stream.next_out > 0) yield this.#out.subarray(0, stream.next_out);
      if (result === Z_STREAM_END) {
        this.#isBetween = true;
        this.#hasAny = true;
      } else if (stream.avail_in === 0 && stream.avail_out > 0) return;
    }
  }

  end(): void {
    if (!this.#isBetween || !this.#hasAny) throw new Error("the gzip data end too early");
  }
}
