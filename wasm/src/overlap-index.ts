/** Contamination: benchmarks in training text. Synchronous; the module is embedded. */
import { setSource } from "./engine.ts";
import { base64 } from "./generated/overlap-bytes.ts";

declare function atob(text: string): string;

setSource("overlap", () => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));

export * from "./overlap-bare.ts";
