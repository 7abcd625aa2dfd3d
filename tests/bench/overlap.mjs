// `./dev bench overlap`: scans for contamination. Speed natively and in WebAssembly, memory, other
// tools on the same files, and the quality yardstick at full size.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { asLines, writeYardstick } from "../yardstick/generate.mjs";
import { scoreYardstick, tableOfScores } from "../yardstick/score.mjs";
import { benchmarkOf } from "./overlap-items.mjs";
import { documentationText, manualPages, together } from "./overlap-text.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const release = join(root, "build", "release");
const scanner = join(release, "core", "scan", "evenhand-scan");
const program = join(release, "tests", "evenhand_overlap_bench");
const folder = join(root, "build", "bench");
const work = join(folder, "overlap");
mkdirSync(work, { recursive: true });

const quiet = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 30 };
const answer = (...parts) => JSON.parse(execFileSync(program, parts, quiet));
const scanned = (...parts) => execFileSync(scanner, parts, quiet);
const megabytes = (bytes) => bytes / 1e6;
const speed = ({ bytes, seconds }) => megabytes(bytes) / seconds;
const show = (title, value) => console.log(`${title.padEnd(62)} ${value}`);
const rate = (value) => `${value.toFixed(0).padStart(5)} MB/s`;

const text = together(folder, documentationText(join(folder, "text")));
console.log(`\nContamination: ${megabytes(statSync(text.text).size).toFixed(0)} MB of documentation, ` +
  "one thread, processor time, median of 5");

/** An index of items cut from the text and changed, so that almost nothing is found. */
function indexOf(grams, n) {
  const items = join(work, `items-${grams}.jsonl`);
  if (!existsSync(items)) writeFileSync(items, asLines(benchmarkOf(text.text, grams)));
  const index = join(work, `${grams}-${n.join("-")}.index`);
  const built = answer("measure", scanner, "index", items, "--n", n.join(","), "-o", index);
  if (built.status !== 0) throw new Error(`evenhand-scan index ended with ${built.status}`);
  return { index, built };
}

const million = (count) => `${(count / 1e6).toFixed(1)} million`;

// ---- Native, in memory ---------------------------------------------------------------------------

const cases = [
  ["small", 3_300_000, [13], 400],
  ["large", 18_000_000, [13], 250],
  ["both", 3_300_000, [8, 13], undefined],
].map(([name, grams, n, target]) => {
  const { index, built } = indexOf(grams, n);
  const native = answer("scan", index, text.text);
  show(`native, n = ${n.join(" and ")}, ${million(native.grams)} n-grams` +
    (target === undefined ? "" : ` (target ${target})`), rate(speed(native)));
  show("  fastest of the five", rate(megabytes(native.bytes) / native.fastest));
  show("  documents with a run / documents", `${native.documentsHit} / ${native.documents}`);
  show("  index, bytes per n-gram beyond the texts (target 24)",
    (native.overheadBytes / native.grams).toFixed(1).padStart(5));
  show("  index built in", `${built.seconds.toFixed(1).padStart(5)} s, peak ${(built.peakKibibytes / 1024).toFixed(0)} MiB`);
  return { name, index, native };
});

const [{ index: small }] = cases;
const two = answer("scan", small, text.text, "2");
show("two threads against one, wall time (target 1.8)",
  `${(cases[0].native.wallSeconds / two.wallSeconds).toFixed(2).padStart(5)} times`);
const [alone, both] = ["1", "2"].map((threads) => answer("arithmetic", threads).wallSeconds);
show("  two threads of arithmetic that share nothing against one", `${(2 * alone / both).toFixed(2).padStart(5)} times`);
const reader = answer("read", small, text.text);
show("native, documents found in a stream of bytes", rate(speed(reader)));
const foreign = manualPages(join(folder, "text"));
show("native, manual pages in German, French, Russian, Japanese, Chinese",
  rate(speed(answer("scan", small, foreign))));

// ---- WebAssembly, the same bytes in the same pieces ------------------------------------------------

const { OverlapScan } = await import("../../wasm/dist/overlap-index.js");
for (const { name, index } of cases.slice(0, 2)) {
  const scan = new OverlapScan({ index: readFileSync(index), documents: "paragraph" });
  const bytes = readFileSync(text.text);
  const times = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage();
    scan.begin({ id: "bench" });
    for (let at = 0; at < bytes.length; at += 1 << 20) {
      scan.push(bytes.subarray(at, at + (1 << 20)));
      scan.takeHits();
    }
    scan.finish();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  }).sort((a, b) => a - b);
  scan.close();
  const wasm = megabytes(bytes.length) / times[2];
  const native = name === "small" ? speed(reader) : speed(answer("read", index, text.text));
  show(`WebAssembly in Node, ${name} index`, rate(wasm));
  show("  against native on the same stream (target 0.50)", (wasm / native).toFixed(2).padStart(5));
}

// ---- Files, from end to end ----------------------------------------------------------------------

console.log("\nFrom files: evenhand-scan, one thread, processor time, MB of text");
const compressed = { jsonl: text.lines, gz: `${text.lines}.gz`, zst: `${text.lines}.zst` };
if (!existsSync(compressed.gz)) writeFileSync(compressed.gz, gzipSync(readFileSync(text.lines)));
if (!existsSync(compressed.zst)) execFileSync("zstd", ["-q", text.lines, "-o", compressed.zst]);
const textBytes = statSync(text.text).size;
const decompression = {
  gz: answer("measure", "gzip", "-dc", compressed.gz).seconds,
  zst: answer("measure", "zstd", "-dqc", compressed.zst).seconds,
};
for (const [kind, file] of Object.entries(compressed)) {
  const out = join(work, `scan-${kind}`);
  rmSync(out, { recursive: true, force: true });
  const run = answer("measure", scanner, "scan", small, file, "-o", out, "--threads", "1", "--root", folder);
  show(`${kind}`, `${rate(megabytes(textBytes) / run.seconds)}, peak ${(run.peakKibibytes / 1024).toFixed(0)} MiB` +
    (decompression[kind] === undefined ? ""
      : `; decompression alone by ${kind === "gz" ? "gzip" : "zstd"}: ${rate(megabytes(textBytes) / decompression[kind])}`));
}

// ---- Memory --------------------------------------------------------------------------------------

console.log("\nPeak memory of evenhand-scan, one thread");
const corpora = [0.1, 2].map((gigabytes) => {
  const path = join(work, `${gigabytes}-gb.jsonl`);
  rmSync(path, { force: true });
  const lines = readFileSync(text.lines);
  for (let size = 0; size < gigabytes * 1e9;) {
    const piece = lines.subarray(0, Math.min(lines.length, gigabytes * 1e9 - size));
    const whole = piece.subarray(0, piece.lastIndexOf(10) + 1);
    writeFileSync(path, whole, { flag: "a" });
    size += piece.length;
  }
  const out = join(work, "scan-memory");
  rmSync(out, { recursive: true, force: true });
  const run = answer("measure", scanner, "scan", small, path, "-o", out, "--threads", "1", "--root", work);
  rmSync(path);
  show(`${gigabytes} GB in one file`, `${(run.peakKibibytes / 1024).toFixed(1).padStart(7)} MiB`);
  return run.peakKibibytes;
});
show("2 GB against 0.1 GB (at most 1.05)", (corpora[1] / corpora[0]).toFixed(3).padStart(7));

// ---- Other tools ---------------------------------------------------------------------------------

const planted = join(work, "yardstick");
const { corpus } = writeYardstick(planted, "full");
const mixed = join(work, "planted.jsonl");
writeFileSync(mixed, readFileSync(join(folder, "text", "rust-doc.jsonl")));
writeFileSync(mixed, asLines(corpus.map(({ id, text: content }) => ({ id, text: content }))), { flag: "a" });

/** Python 3.12 or later with the other tools; undefined where they cannot be installed. */
function toolsPython() {
  const environment = join(folder, "overlap-python");
  const python = join(environment, "bin", "python");
  const candidates = [process.env.EVENHAND_PYTHON, "python3.14", "python3.13", "python3.12", "python3"];
  for (const candidate of candidates.filter((name) => name !== undefined)) {
    try {
      execFileSync(candidate, ["-c", "import sys; sys.exit(sys.version_info < (3, 12))"], { stdio: "ignore" });
      if (!existsSync(python)) execFileSync(candidate, ["-m", "venv", environment], { stdio: "ignore" });
      execFileSync(python, ["-m", "pip", "install", "--quiet", "-r",
        join(root, "tests", "bench", "overlap_tools.txt")], { stdio: "ignore" });
      return python;
    } catch {
      // The next may do.
    }
  }
  return undefined;
}

/** Flagged among the planted: of the four forms, of the re-encoded, of all that is clean. */
function flaggedShares(flagged) {
  const found = new Set(flagged);
  const share = (wanted) => {
    const some = corpus.filter(wanted);
    return `${some.filter(({ id }) => found.has(id)).length}/${some.length}`.padStart(10);
  };
  return share(({ family }) => family === "ordinary") + share(({ family }) => family === "repeated") +
    share(({ family }) => family === "re-encoded") + share(({ label }) => label === 0);
}

console.log(`\nOther tools: the yardstick's documents in ${megabytes(statSync(mixed).size).toFixed(0)} MB of JSON lines, ` +
  "one worker, processor time without the index\n" +
  `${" ".repeat(46)}MB/s   ordinary  repeated  encoded    clean   evenhand is faster`);
const ours = (() => {
  const index = join(work, "yardstick.index");
  scanned("index", join(planted, "benchmark.jsonl"), "-o", index);
  const out = join(work, "scan-planted");
  rmSync(out, { recursive: true, force: true });
  const run = answer("measure", scanner, "scan", index, mixed, "-o", out, "--threads", "1", "--root", work);
  const { documents } = scoreYardstick({ programs: release, index, partials: out });
  return { seconds: run.seconds, flagged: documents.filter(({ both }) => both >= 0.5).map(({ line }) => line) };
})();
const lines = readFileSync(mixed, "utf8").split("\n");
const size = megabytes(statSync(mixed).size);
console.log("evenhand-scan, n = 8 and 13, index read".padEnd(44) + (size / ours.seconds).toFixed(1).padStart(6),
  flaggedShares(ours.flagged.map((line) => JSON.parse(lines[line - 1]).id)));
const python = toolsPython();
if (python === undefined) {
  console.log("SKIPPED: other tools (no Python 3.12 with venv and pip here; EVENHAND_PYTHON may name one)");
} else {
  const output = execFileSync(python, [join(root, "tests", "bench", "overlap_tools.py"),
    join(planted, "benchmark.jsonl"), mixed, join(work, "tools")], quiet);
  for (const line of output.split("\n").filter((row) => row.startsWith("{"))) {
    const { tool, version, scan_seconds: seconds, flagged } = JSON.parse(line);
    console.log(`${tool}, ${version}`.padEnd(44) + (size / seconds).toFixed(1).padStart(6),
      flaggedShares(flagged), `${(seconds / ours.seconds).toFixed(0).padStart(8)} times`);
  }
}

// ---- Quality -------------------------------------------------------------------------------------

console.log("\nYardstick at full size");
const quality = join(work, "scan-yardstick");
rmSync(quality, { recursive: true, force: true });
scanned("scan", join(work, "yardstick.index"), join(planted, "corpus.jsonl"), "-o", quality, "--root", planted);
console.log(tableOfScores(corpus,
  scoreYardstick({ programs: release, index: join(work, "yardstick.index"), partials: quality })));
