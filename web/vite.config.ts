import { defineConfig } from "vite";
import { packedModules } from "./scripts/packed.mjs";

export default defineConfig({
  // Relative addresses: the page works from any folder of any server.
  base: "./",
  plugins: [packedModules()],
  build: {
    target: "es2022",
    // The preload helper and its polyfill would call fetch, which the page's policy forbids.
    modulePreload: false,
    // Everything in one style sheet: styles that arrive later would be a request after load.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
  },
  // A worker is a blob, from which nothing can be loaded: what it imports later lies within it, too.
  worker: { format: "es", rolldownOptions: { output: { codeSplitting: false } } },
  preview: { port: 4173, strictPort: true },
});
