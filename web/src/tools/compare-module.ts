/** The module of the area `compare`, for the tools that need it: compiled once. */
import compareModule from "evenhand/compare.wasm?url&inline";
import { inlinedModule } from "../engine.ts";

export const module: () => WebAssembly.Module = inlinedModule(compareModule);
