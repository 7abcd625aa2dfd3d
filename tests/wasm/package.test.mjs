// The tarball: what is in it, how large it is, and that it works however it is loaded.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { cli, installed, packageFolder, root } from "./support.mjs";

const budgets = JSON.parse(readFileSync(join(root, "tests", "budgets.json"), "utf8"));
const run = (...args) =>
  execFileSync(process.execPath, args, { cwd: installed, encoding: "utf8" }).trim();

test("import and require give the same synchronous API", () => {
  const call = "proportionInterval({ successes: 15, trials: 148 }).lower.toFixed(10)";
  const esm = run("--input-type=module", "-e",
    `import { proportionInterval } from "evenhand"; console.log(${call})`);
  const cjs = run("--no-warnings", "--input-type=commonjs", "-e",
    `const { proportionInterval } = require("evenhand"); console.log(${call})`);
  assert.equal(esm, "0.0623863995");
  assert.equal(cjs, esm);
});

test("the bin runs on a good and a bad case", () => {
  assert.equal(cli(["--version"]).stdout, `${JSON.parse(
    readFileSync(join(packageFolder, "package.json"), "utf8")).version}\n`);
  assert.equal(cli(["interval", "15/148"]).status, 0);
  assert.equal(cli(["interval", "150/148"]).status, 2);
});

test("evenhand/bare works with a module compiled elsewhere, and says so without one", () => {
  assert.match(run("--input-type=module", "-e", `
    import { readFileSync } from "node:fs";
    import { fileURLToPath } from "node:url";
    import { correctJudge, EngineError, useModule } from "evenhand/bare";
    const input = {
      judged: { positive: 400, total: 1000 }, sensitivity: { correct: 180, total: 200 },
      specificity: { correct: 140, total: 200 },
    };
    try { correctJudge(input); } catch (error) { console.log(error instanceof EngineError); }
    const bytes = readFileSync(fileURLToPath(import.meta.resolve("evenhand/core.wasm")));
    useModule(new WebAssembly.Module(bytes));
    console.log(correctJudge(input).estimate);
  `), /^true\n0.16666666666666666$/);
});

const bytesOf = (name) => readFileSync(join(packageFolder, "dist", name));

test("the modules import the two agreed names and nothing else", () => {
  for (const name of [
    "core.wasm", "judge.wasm", "judgement.wasm", "compare.wasm", "parallel.wasm", "overlap.wasm",
  ]) {
    assert.deepEqual(
      WebAssembly.Module.imports(new WebAssembly.Module(bytesOf(name)))
        .map(({ module: from, name: symbol }) => `${from}.${symbol}`).sort(),
      ["env.emscripten_notify_memory_growth", "wasi_snapshot_preview1.proc_exit"], name);
  }
});

test("contamination is an entry of its own, with and without its module", () => {
  const call = `
    const { index } = buildOverlapIndex({ benchmarks: [{ name: "b", items: [{ id: 1, question: "a b c d e f g h i" }] }] });
    const scan = new OverlapScan({ index });
    scan.begin({ id: "s" });
    scan.push(new TextEncoder().encode('{"text": "x a b c d e f g h i y"}'));
    console.log(scan.finish().shard.documentsHit);`;
  const names = "buildOverlapIndex, OverlapScan";
  assert.equal(run("--input-type=module", "-e", `import { ${names} } from "evenhand/overlap"; ${call}`), "1");
  assert.equal(run("--no-warnings", "--input-type=commonjs", "-e",
    `const { ${names} } = require("evenhand/overlap"); ${call}`), "1");
  assert.match(run("--input-type=module", "-e", `
    import { readFileSync } from "node:fs";
    import { fileURLToPath } from "node:url";
    import { EngineError, ${names}, overlapDefinition, useModule } from "evenhand/overlap/bare";
    try { overlapDefinition("palm"); } catch (error) { console.log(error instanceof EngineError); }
    useModule(new WebAssembly.Module(readFileSync(fileURLToPath(import.meta.resolve("evenhand/overlap.wasm")))));
    ${call}`), /^true\n1$/);
});

test("whoever compares systems carries nothing of contamination", () => {
  const seen = new Set();
  const follow = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(join(packageFolder, "dist", file), "utf8");
    for (const [, path] of text.matchAll(/from "(\.[^"]+)"/g)) follow(join(dirname(file), path));
  };
  follow("index.js");
  assert.ok(seen.size > 50);
  assert.deepEqual([...seen].filter((file) => /overlap|sessions/.test(file)), []);
});

test("a module of one area answers for it, and says what it lacks", () => {
  const result = run("--input-type=module", "-e", `
    import { readFileSync } from "node:fs";
    import { fileURLToPath } from "node:url";
    import { correctJudge, EngineError, proportionInterval, useModule } from "evenhand/bare";
    const judged = { positive: 400, total: 1000 };
    const calibration = { correct: 180, total: 200 };
    const input = { judged, sensitivity: calibration, specificity: calibration };
    for (const name of ["judge", "compare"]) {
      const file = fileURLToPath(import.meta.resolve("evenhand/" + name + ".wasm"));
      useModule(new WebAssembly.Module(readFileSync(file)));
      for (const call of [() => proportionInterval({ successes: 1, trials: 2 }), () => correctJudge(input)]) {
        try { console.log(call().estimate); } catch (error) {
          console.log(error instanceof EngineError, error.message);
        }
      }
    }
  `).split("\n");
  assert.deepEqual(result.slice(1, 3), ["0.375", "0.5"]);
  assert.match(result[0], /^true this module lacks evenhand_proportion_interval/);
  assert.match(result[3], /^true this module lacks evenhand_correct_external/);
});

test("sizes stay within their budgets", () => {
  for (const [name, budget] of Object.entries(budgets.gzipped)) {
    const size = gzipSync(bytesOf(name), { level: 9 }).length;
    assert.ok(size <= budget, `${name}: ${size} bytes gzipped, of ${budget}`);
  }
  const size = (folder) => readdirSync(folder, { withFileTypes: true }).reduce(
    (sum, entry) => sum + (entry.isDirectory() ? size(join(folder, entry.name))
      : statSync(join(folder, entry.name)).size), 0);
  assert.ok(size(join(installed, "node_modules")) <= budgets.installed, "npm install evenhand");
  const dependencies = readdirSync(join(installed, "node_modules"))
    .filter((name) => !name.startsWith("."));
  assert.deepEqual(dependencies,
    ["evenhand", "fzstd", "hyparquet", "hyparquet-compressors", "hysnappy"]);
});

test("the package carries its licence, notices, readme and types, and no sources of ours", () => {
  for (const file of ["LICENSE", "NOTICE", "README.md", "dist/index.d.ts", "dist/bare.d.ts"]) {
    assert.ok(existsSync(join(packageFolder, file)), file);
  }
  assert.ok(!existsSync(join(packageFolder, "src")));
});

test("publint and are-the-types-wrong find nothing", () => {
  const tool = (name, ...args) => execFileSync(
    join(root, "wasm", "node_modules", ".bin", name), args,
    { cwd: join(root, "wasm"), encoding: "utf8", stdio: "pipe" });
  const tarball = join(installed, "evenhand.tgz");
  assert.match(tool("publint", tarball, "--strict"), /All good!/);
  // Both exit with an error when they find a problem. The modules' bytes have no types.
  tool("attw", tarball, "--profile", "esm-only", "--exclude-entrypoints",
    "./core.wasm", "./judge.wasm", "./judgement.wasm", "./compare.wasm", "./parallel.wasm",
    "./overlap.wasm");
});

test("the generated files are fresh", () => {
  execFileSync(process.execPath, [join(root, "wasm", "scripts", "generate.mjs"), "--check"],
    { stdio: "pipe" });
});

test("the published types compile in a strict user's project, with no types of ours to install", () => {
  const folder = join(installed, "typed");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "user.ts"), `
    import { correctJudge, correctTable, InputError, type Correction, type JudgeReport } from "evenhand";
    import { OverlapScan, type FinishedShard } from "evenhand/overlap";
    const corrected: Correction = correctJudge({
      judged: { positive: 400, total: 1000 }, sensitivity: { correct: 180, total: 200 },
      specificity: { rate: 0.7, total: 200 }, method: "lee2025",
    });
    const share: number | null = corrected.estimate;
    const report: JudgeReport = correctTable("judge,human\\npass,pass\\n", { design: "subset" });
    const reason: "no_labels" | undefined = report.models[0]?.corrected.reason === "no_labels" ? "no_labels" : undefined;
    // @ts-expect-error: a method that does not exist
    correctJudge({ judged: { positive: 1, total: 2 }, sensitivity: { correct: 1, total: 1 }, specificity: { correct: 1, total: 1 }, method: "best" });
    // @ts-expect-error: results are read-only
    corrected.lower = 0;
    using scan = new OverlapScan({ index: new Uint8Array() });
    const finished: FinishedShard = scan.finish();
    // @ts-expect-error: a unit that does not exist
    scan.begin({ id: "a", documents: "page" });
    export { finished, InputError, reason, share };
  `);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: {
    module: "nodenext", target: "es2022", lib: ["es2022"], types: [], strict: true,
    exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false,
  } }));
  execFileSync(join(root, "wasm", "node_modules", ".bin", "tsc"), ["-p", folder], { stdio: "pipe" });
});
