// `./dev bench`: speed as ratios within one run. Native against WebAssembly, against JavaScript
// libraries that offer the same interval, and the page from paste to table.
import { chromium } from "@playwright/test";
import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compiledModule, proportionInterval } from "../../wasm/dist/index.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(import.meta.url);
const { jStat } = require("jstat");
const binomialTest = require("@stdlib/stats-binomial-test");

/** Nanoseconds per call, the best of several rounds. */
function best(calls, call) {
  let fastest = Infinity;
  for (let round = 0; round < 15; ++round) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; ++i) call(i);
    fastest = Math.min(fastest, Number(process.hrtime.bigint() - start) / calls);
  }
  return fastest;
}

// The same requests to the same functions of the C boundary, natively and in WebAssembly; slots
// in the order of wasm/fields/.
const requests = [
  ["Clopper-Pearson 15/148", "evenhand_proportion_interval", 4000, [15, 148, 2, 0.95]],
  ["corrected, unified", "evenhand_correct_external", 100,
    [400, 1000, 1, 180, 200, 1, 140, 200, 1, 0, 0.95, 0, 0]],
  ["corrected, beta_jeffreys", "evenhand_correct_external", 1,
    [400, 1000, 1, 180, 200, 1, 140, 200, 1, 4, 0.95, 0, 0]],
];
const { exports: module } = new WebAssembly.Instance(compiledModule(), {
  env: { emscripten_notify_memory_growth() {} }, wasi_snapshot_preview1: { proc_exit() {} },
});
module._initialize();
const input = requests.map(([, symbol, calls, slots]) => `${[symbol, calls, ...slots].join(" ")}\n`).join("");
const runNative = () => execFileSync(
  join(root, "build", "release", "tests", "evenhand_bench"), { encoding: "utf8", input },
).trim().split("\n").map(Number);
const runWasm = () => requests.map(([, symbol, calls, slots]) => {
  const address = module.evenhand_allocate(8 * slots.length);
  new Float64Array(module.memory.buffer, address, slots.length).set(slots);
  return best(calls, () => module[symbol](address));
});
// In turns, so that a busy moment of the machine falls on both.
const turns = [1, 2, 3].map(() => [runNative(), runWasm()]);
const [native, wasm] = [0, 1].map((side) =>
  requests.map((_, index) => Math.min(...turns.map((turn) => turn[side][index]))));

const micro = (nanoseconds) => (nanoseconds / 1000).toFixed(2).padStart(10);
console.log("\nOne call of the core, microseconds");
console.log(`${" ".repeat(26)}    native       wasm  wasm/native`);
for (const [index, [title]] of requests.entries()) {
  console.log(title.padEnd(26) + micro(native[index]), micro(wasm[index]),
    (wasm[index] / native[index]).toFixed(2).padStart(12));
}
const api = best(4000, () => proportionInterval({ successes: 15, trials: 148, method: "clopper_pearson" }));
console.log(`${"Clopper-Pearson by the API".padEnd(26)}          ${micro(api)}   (with objects in and out)`);

// Both libraries compute the Clopper-Pearson limits; jStat by its Beta quantile.
const others = {
  jstat: best(200, (i) => {
    const x = 15 + (i % 100);
    return jStat.beta.inv(0.025, x, 148 - x + 1) + jStat.beta.inv(0.975, x + 1, 148 - x);
  }),
  "@stdlib/stats-binomial-test": best(200, (i) => binomialTest(15 + (i % 100), 148).ci),
};
console.log("\nClopper-Pearson in JavaScript, microseconds, and how many times evenhand is faster");
for (const [name, time] of Object.entries(others)) {
  console.log(name.padEnd(30), micro(time), (time / api).toFixed(1).padStart(8));
}

/** 10,000 rows of five models, a quarter labelled, as a person would paste them. */
function pastedRows() {
  const rows = ["item,model,judge,human"];
  for (let i = 0; i < 10_000; ++i) {
    const item = Math.floor(i / 5);
    const right = (item * 7919 + i * 31) % 100 < 60;
    const judge = (item * 104_729 + i * 17) % 100 < 85 ? right : !right;
    const human = item % 4 === 0 ? (right ? "correct" : "incorrect") : "";
    rows.push(`q${item},model-${i % 5},${judge ? "pass" : "fail"},${human}`);
  }
  return rows.join("\n");
}

const port = 4199;
const server = spawn("npm", ["run", "--silent", "preview", "--", "--port", String(port), "--strictPort"],
  { cwd: join(root, "web"), stdio: "ignore", detached: true });
try {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const page = await browser.newPage();
  const address = `http://localhost:${port}/`;
  for (let attempt = 0; attempt < 50; ++attempt) {
    try {
      await page.goto(address);
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  await page.locator("table").first().waitFor();
  const text = pastedRows();
  const times = [];
  for (let round = 0; round < 9; ++round) {
    times.push(await page.evaluate(async ({ text, round }) => {
      const box = document.querySelector("textarea");
      const measured = new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const entry = list.getEntriesByName("evenhand:paste-to-table").at(-1);
          if (entry) resolve(entry.duration);
        }).observe({ entryTypes: ["measure"] });
      });
      const data = new DataTransfer();
      // A changed last item keeps the page from knowing the text already.
      data.setData("text/plain", `${text}\nq-extra-${round},model-0,pass,`);
      box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      return measured;
    }, { text, round }));
    await page.waitForTimeout(200);
  }
  times.sort((a, b) => a - b);
  console.log(`\n10,000 pasted rows to the painted table in Chromium: median ${times[4].toFixed(0)} ms ` +
    `(${times[0].toFixed(0)} to ${times[8].toFixed(0)}; budget 100 ms)`);
  await browser.close();
} finally {
  process.kill(-server.pid);
}
