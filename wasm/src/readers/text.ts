/** Bytes to text, and the order of texts. */
import { issues, type Issue } from "./issues.ts";

declare class TextDecoder {
  constructor(encoding: string, options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}

export interface DecodedText {
  readonly text: string;
  readonly issues: readonly Issue[];
}

/** UTF-8, or UTF-16 with a byte order mark, or Windows-1252 with a warning. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { text: new TextDecoder("utf-16le").decode(bytes), issues: [] };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { text: new TextDecoder("utf-16be").decode(bytes), issues: [] };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), issues: [] };
  } catch {
    return {
      text: new TextDecoder("windows-1252").decode(bytes),
      issues: [issues.encoding()],
    };
  }
}

/**
 * Order of the UTF-8 bytes, which is that of the code points. UTF-16 units are in the same order,
 * but for surrogates, which stand for code points above all others.
 */
export function byUtf8(a: string, b: string): number {
  const place = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; ++at) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return place(left) - place(right);
  }
  return a.length - b.length;
}
