/** The checksum of gzip (RFC 1952, section 8). */

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; ++bit) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest;
});

/** CRC-32 and length, modulo 2^32, of bytes as they come. */
export class Crc32 {
  #rest = -1;
  #length = 0;

  add(bytes: Uint8Array): void {
    let rest = this.#rest;
    for (let at = 0; at < bytes.length; ++at) {
      rest = (table[(rest ^ (bytes[at] as number)) & 0xff] as number) ^ (rest >>> 8);
    }
    this.#rest = rest;
    this.#length = (this.#length + bytes.length) >>> 0;
  }

  /** As the last eight bytes of a member say them. */
  get trailer(): readonly [crc: number, length: number] {
    return [~this.#rest >>> 0, this.#length];
  }
}
