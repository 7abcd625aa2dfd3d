/** Bytes to text. */
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
