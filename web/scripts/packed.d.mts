import type { Plugin } from "vite";
export declare const packedModules: () => Plugin;
