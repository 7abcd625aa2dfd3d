// The Spark example on a real cluster of two workers on this machine, and the Slurm scripts with the
// variables that Slurm sets: the same partial and report as one scan of the folder, with a task that
// dies after its work and one that runs twice.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, "build", "cluster");
const scanFolder = join(root, "build", "dev", "core", "scan");
const scanner = join(scanFolder, "evenhand-scan");
const python = join(root, "build", "spark-python", "bin", "python");
rmSync(folder, { recursive: true, force: true });

// The example's corpus in six shards, two of them in a folder below.
const corpus = join(folder, "corpus");
mkdirSync(join(corpus, "more"), { recursive: true });
const lines = readFileSync(join(root, "examples", "data", "overlap-corpus.jsonl"), "utf8").trim().split("\n");
const shards = ["a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl", "more/a.jsonl", "more/b.jsonl"];
shards.forEach((shard, place) => {
  const part = lines.filter((_, line) => line % shards.length === place);
  writeFileSync(join(corpus, shard), `${part.join("\n")}\n`);
});
const index = join(folder, "bench.index");
const run = (...parts) => execFileSync(scanner, parts, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
run("index", `example=${join(root, "examples", "data", "overlap-items.jsonl")}`, "-o", index);
const whole = join(folder, "whole.partial");
run("scan", index, corpus, "-o", join(folder, "partials"));
run("merge", join(folder, "partials"), "-o", whole);
const report = run("report", index, whole);

const hits = (path) => readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const ready = existsSync(python) && spawnSync("java", ["-version"]).status === 0;

test("a Spark cluster gives what one scan gives", {
  skip: ready ? false : "SKIPPED: no Java, or no PySpark in build/spark-python (.ci/run installs both)",
}, () => {
  // A scanner that once, at one shard, takes the task's process with it after its work, and once, at
  // another, answers and fails all the same; then both do as they should.
  const unlucky = join(folder, "unlucky-scan");
  writeFileSync(unlucky, `#!/usr/bin/env bash
set -euo pipefail
case " $* " in
  *" --shard-id c.jsonl "*)
    if mkdir "${folder}/died" 2>/dev/null; then
      "${scanner}" "$@" >/dev/null
      kill -9 $PPID   # the Python worker of the task
    fi ;;
  *" --shard-id more/a.jsonl "*)
    echo attempt >>"${folder}/attempts"
    if mkdir "${folder}/failed" 2>/dev/null; then
      "${scanner}" "$@"
      exit 3
    fi ;;
esac
exec "${scanner}" "$@"
`);
  chmodSync(unlucky, 0o755);
  const output = join(folder, "spark");
  const done = spawnSync(python, [join(root, "examples", "spark", "overlap.py"),
    "--index", index, "--corpus", corpus, "--output", output, "--scanner", unlucky], {
    encoding: "utf8", timeout: 900_000,
    env: {
      ...process.env, PYSPARK_PYTHON: python, SPARK_LOCAL_IP: "127.0.0.1",
      PYSPARK_SUBMIT_ARGS: "--master local-cluster[2,1,1024] --conf spark.executor.memory=512m " +
        "--conf spark.ui.enabled=false pyspark-shell",
      SPARK_WORKER_DIR: join(folder, "workers"),
    },
  });
  assert.equal(done.status, 0, done.stderr);
  assert.ok(existsSync(join(folder, "died")), "no task was killed");
  assert.ok(readFileSync(join(folder, "attempts"), "utf8").split("\n").length > 2, "no task ran twice");
  assert.deepEqual(readFileSync(join(output, "corpus.partial")), readFileSync(whole));
  assert.deepEqual(hits(join(output, "corpus.hits.jsonl")), hits(whole.replace(".partial", ".hits.jsonl")));
  assert.equal(readFileSync(join(output, "report.txt"), "utf8"), report);
});

test("a Slurm array gives what one scan gives, also when a task is repeated", () => {
  const output = join(folder, "slurm");
  const environment = {
    ...process.env, PATH: `${scanFolder}${delimiter}${process.env.PATH}`, INDEX: index, CORPUS: corpus, OUTPUT: output,
    SLURM_CPUS_PER_TASK: "1", SLURM_ARRAY_TASK_COUNT: "4",
  };
  const task = (script, extra = {}) => execFileSync("bash", [join(root, "examples", "slurm", script)],
    { env: { ...environment, ...extra }, stdio: ["ignore", "pipe", "pipe"] });
  for (const id of ["0", "1", "2", "3", "1"]) task("scan.sbatch", { SLURM_ARRAY_TASK_ID: id });
  assert.equal(readdirSync(join(output, "partials"), { recursive: true })
    .filter((name) => name.endsWith(".partial")).length, shards.length);
  task("merge.sbatch");
  assert.deepEqual(readFileSync(join(output, "corpus.partial")), readFileSync(whole));
  assert.equal(readFileSync(join(output, "report.txt"), "utf8"), report);
});
