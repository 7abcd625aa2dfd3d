/** The module of the area `compare`, for the tools that need it: compiled once. */
import compareModule from "evenhand/compare.wasm?packed";
import { packedModule } from "../engine.ts";

export const module: () => Promise<WebAssembly.Module> = packedModule(compareModule);
