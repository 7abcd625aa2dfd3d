/** The module of the area, compiled once for all workers. */
import overlapWasm from "evenhand/overlap.wasm?packed";
import { packedModule } from "../../engine.ts";

export const overlapModule: () => Promise<WebAssembly.Module> = packedModule(overlapWasm);
