/** Evenhand: even-handed comparisons of language models. Synchronous; the module is embedded. */
import { setSource } from "./engine.ts";
import { base64 } from "./generated/bytes.ts";

declare function atob(text: string): string;

setSource("core", () => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));

export * from "./bare.ts";
