/** Browser tests of the built page: `npx playwright test -c web/playwright.config.ts` in tests/. */
import { defineConfig } from "@playwright/test";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const port = 4173;

export default defineConfig({
  testDir: ".",
  reporter: "list",
  // Each has a browser of its own, and with it a clipboard.
  workers: availableParallelism(),
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1280, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: {
      executablePath: process.env["EVENHAND_CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
    },
  },
  webServer: {
    command: `npm run preview -- --port ${port} --strictPort`,
    cwd: fileURLToPath(new URL("../../web", import.meta.url)),
    port,
    reuseExistingServer: false,
  },
  outputDir: fileURLToPath(new URL("../../build/test-results/web", import.meta.url)),
});
