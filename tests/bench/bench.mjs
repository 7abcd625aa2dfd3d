// `./dev bench`: speed as ratios within one run. Native against WebAssembly, against JavaScript
// libraries that offer the same interval, and the page from paste to table.
import { chromium } from "@playwright/test";
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as functionsByName from "../../wasm/dist/generated/functions.js";
import { compiledModule, proportionInterval } from "../../wasm/dist/index.js";
import { Writer } from "../../wasm/dist/wire.js";
import { requestLine, slotsEnough } from "../wasm/request-line.mjs";
import { judgeBench, judgedTable } from "./judge.mjs";
import { parallelRequests } from "./parallel-requests.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(import.meta.url);
const { functions } = functionsByName;
const { jStat } = require("jstat");
const binomialTest = require("@stdlib/stats-binomial-test");

/** SciPy's own time for its BCa bootstrap of a mean; undefined where it cannot be installed. */
function scipySeconds(values) {
  const folder = join(root, "build", "bench-python");
  const python = join(folder, "bin", "python");
  try {
    if (!existsSync(python)) execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
    execFileSync(python, ["-m", "pip", "install", "--quiet", "numpy==2.4.6", "scipy==1.17.1"],
      { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const program = `
import sys, time, json, numpy, scipy
from scipy.stats import bootstrap
values = numpy.array(json.load(sys.stdin))
best = float("inf")
for _ in range(2):
    start = time.perf_counter()
    bootstrap((values,), numpy.mean, n_resamples=10000, method="BCa",
              rng=numpy.random.default_rng(1))
    best = min(best, time.perf_counter() - start)
print(json.dumps({"seconds": best, "version": scipy.__version__}))`;
  const output = execFileSync(python, ["-c", program],
    { encoding: "utf8", input: JSON.stringify([...values]) });
  return JSON.parse(output);
}

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

/** Scores of `systems` systems on `items` items, as columns; 0/1 or graded. */
function board(systems, items, graded) {
  const rows = systems * items;
  const [system, item, score] = [new Int32Array(rows), new Int32Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; ++row) {
    system[row] = Math.floor(row / items);
    item[row] = row % items;
    const draw = ((item[row] * 7919 + system[row] * 104_729 + row * 31) % 997) / 997;
    const ease = ((item[row] * 48_271) % 1009) / 1009;
    const ability = 0.3 + (0.3 * system[row]) / systems;
    score[row] = graded ? (draw + ease + ability) / 2.6 : Number(draw < (ease + ability) / 1.6);
  }
  return { system, item, score, systems, items };
}

const skewed = Float64Array.from({ length: 10_000 }, (_, i) => (((i * 7919) % 10_007) / 10_007) ** 3);

// The same requests to the same functions of the C boundary, natively and in WebAssembly.
const requests = [
  ["Clopper-Pearson 15/148", functions.proportionInterval, 4000,
    { successes: 15, trials: 148, method: "clopper_pearson" }],
  ["corrected, averaged roots", functions.correctExternal, 100, {
    judged: { count: 400, total: 1000, whole: true },
    sensitivity: { count: 180, total: 200, whole: true },
    specificity: { count: 140, total: 200, whole: true }, method: "averaged_roots" }],
  ["corrected, beta_jeffreys", functions.correctExternal, 1, {
    judged: { count: 400, total: 1000, whole: true },
    sensitivity: { count: 180, total: 200, whole: true },
    specificity: { count: 140, total: 200, whole: true }, method: "beta_jeffreys" }],
  ["Tango and McNemar", functions.pairedDifference, 2000,
    { both: 59, aOnly: 6, bOnly: 16, neither: 80 }],
  ["Miettinen-Nurminen", functions.proportionDifference, 200,
    { successesA: 56, trialsA: 70, successesB: 48, trialsB: 80 }],
  ["BCa, 10,000 values", functions.bootstrapInterval, 1,
    { values: skewed, method: "bca", resamples: 10_000 }],
  ["60 systems x 2,000, 0/1", functions.compareSystems, 1, board(60, 2000, false)],
  ["60 systems x 2,000, graded", functions.compareSystems, 1, board(60, 2000, true)],
  ...parallelRequests,
].map(([title, signature, calls, request]) => ({ title, signature, calls, request }));
const { exports: module } = new WebAssembly.Instance(compiledModule(), {
  env: { emscripten_notify_memory_growth() {} }, wasi_snapshot_preview1: { proc_exit() {} },
});
module._initialize();

/** Puts numbers into the module's memory, for good. */
function lend(values) {
  const address = module.evenhand_allocate(values.byteLength);
  new values.constructor(module.memory.buffer, address, values.length).set(values);
  return address;
}
/** Nanoseconds of a call of each, natively. */
const runNative = (asked) => execFileSync(
  join(root, "build", "release", "tests", "evenhand_bench"),
  { encoding: "utf8",
    input: asked.map((request) => `${request.calls} ${requestLine(Writer, request)}\n`).join("") },
).trim().split("\n").map(Number);
const runWasm = (asked) => asked.map(({ signature, calls, request }) => {
  const writer = new Writer(slotsEnough, lend);
  signature.write(writer, request);
  const address = lend(writer.slots.slice(0, writer.length));
  return best(calls, () => module[signature.symbol](address));
});
// In turns, so that a busy moment of the machine falls on both.
const turns = [1, 2, 3].map(() => [runNative(requests), runWasm(requests)]);
const [native, wasm] = [0, 1].map((side) =>
  requests.map((_, index) => Math.min(...turns.map((turn) => turn[side][index]))));

const micro = (nanoseconds) => (nanoseconds / 1000).toFixed(2).padStart(10);
console.log("\nOne call of the core, microseconds");
console.log(`${" ".repeat(26)}    native       wasm  wasm/native`);
for (const [index, { title }] of requests.entries()) {
  console.log(title.padEnd(26) + micro(native[index]), micro(wasm[index]),
    (wasm[index] / native[index]).toFixed(2).padStart(12));
}

// Whole comparisons, natively.
console.log("\nWhole comparisons, native: seconds of processor time, peak memory so far");
const whole = Object.fromEntries(
  execFileSync(join(root, "build", "release", "tests", "evenhand_compare_bench"), { encoding: "utf8" })
    .trim().split("\n").map((line) => {
      const [name, seconds, mebibytes] = line.split(" ");
      console.log(`${name.padEnd(30)} ${seconds.padStart(9)} s ${mebibytes.padStart(6)} MiB`);
      return [name, Number(seconds)];
    }));
console.log("Twice the systems against one baseline take " +
  `${(whole["binary_baseline_1000x10000"] / whole["binary_baseline_500x10000"]).toFixed(1)} times the time.`);

// SciPy's bootstrap of the same values, where Python can be set up.
const scipy = scipySeconds(skewed);
if (scipy === undefined) {
  console.log("\nSKIPPED: SciPy's bootstrap (no Python with venv and pip here)");
} else {
  const bca = requests.findIndex(({ title }) => title.startsWith("BCa"));
  console.log(`\nBCa of 10,000 values, 10,000 resamples: SciPy ${scipy.seconds.toFixed(2)} s ` +
    `(version ${scipy.version}); evenhand native ${(scipy.seconds / (native[bca] / 1e9)).toFixed(1)}, ` +
    `wasm ${(scipy.seconds / (wasm[bca] / 1e9)).toFixed(1)} times faster`);
}

const [nativeSeconds, wasmSeconds] = [runNative, runWasm].map((run) =>
  (signature, request, calls) => run([{ signature, request, calls }])[0] / 1e9);
judgeBench(root, nativeSeconds, wasmSeconds);

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
  /** Medians of milliseconds from a paste to the painted table, and to the findings above it. */
  const measure = async (text, rounds, pause) => {
    const times = [];
    for (let round = 0; round < rounds; ++round) {
      times.push(await page.evaluate(async ({ text, round }) => {
        const box = document.querySelector("textarea");
        const start = performance.now();
        const table = new Promise((resolve) => {
          new PerformanceObserver((list) => {
            const entry = list.getEntriesByName("evenhand:paste-to-table").at(-1);
            if (entry) resolve(entry.duration);
          }).observe({ entryTypes: ["measure"] });
        });
        const data = new DataTransfer();
        // A changed last item keeps the page from knowing the text already.
        data.setData("text/plain", `${text}\nq-extra-${round},model-0,pass,`);
        box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        const shown = await table;
        // From here on findings are those of this table.
        while (document.querySelector("#result .diagnostics") === null && performance.now() < start + 20_000) {
          await new Promise(requestAnimationFrame);
        }
        return [shown, performance.now() - start];
      }, { text, round }));
      await page.waitForTimeout(pause);
    }
    return [0, 1].map((which) => {
      const sorted = times.map((time) => time[which]).sort((a, b) => a - b);
      return `${sorted[rounds >> 1].toFixed(0)} ms (${sorted[0].toFixed(0)} to ${sorted.at(-1).toFixed(0)})`;
    });
  };
  console.log("\nIn Chromium, medians from a paste on");
  const [small] = await measure(pastedRows(), 9, 200);
  console.log(`10,000 rows to the painted table: ${small}; budget 100 ms`);
  const [scores, findings] = await measure(judgedTable(50, 5000), 7, 1000);
  console.log(`50 models x 5,000 items to the painted table: ${scores}, to all findings: ${findings}; budget 1000 ms`);
  await browser.close();
} finally {
  process.kill(-server.pid);
}
