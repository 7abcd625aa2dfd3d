/** Bytes as text: base64, and text packed for a link (deflate, then base64's alphabet for addresses). */

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/** More than this is no table; it keeps a hostile link from filling the memory. */
const unpackedLimit = 64 * 2 ** 20;

async function through(
  bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > unpackedLimit) {
      await reader.cancel();
      throw new RangeError("the data in this link are too large");
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export async function pack(text: string): Promise<string> {
  const packed = await through(
    new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Bytes that the build deflated and wrote as base64. */
export const inflated = (base64: string): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytesOfBase64(base64), new DecompressionStream("deflate-raw"));

/** Throws when the text was not made by `pack`. */
export async function unpack(packed: string): Promise<string> {
  const bytes = bytesOfBase64(packed.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(
    await through(bytes, new DecompressionStream("deflate-raw")));
}
