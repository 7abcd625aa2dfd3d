// `evenhand-scan`, run as users run it.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, rmSync, symlinkSync, utimesSync, writeSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { benchmark, filler, folder, lines, program, questions, zstdFrame } from "./run.mjs";

const clean = (from, count) =>
  lines(...Array.from({ length: count }, (_, place) => ({ text: filler(from + place) })));

/** A folder with an index, and a corpus in which item q1 stands in one document. */
function corpus(context) {
  const here = folder(context);
  here.write("bench.jsonl", benchmark);
  assert.equal(here.run(["index", "bench.jsonl", "-o", "index"]).status, 0);
  here.write("corpus/a/part-0.jsonl", clean(0, 40));
  here.write("corpus/b/part-0.jsonl", clean(40, 40) + lines({ text: `Quiz: ${questions[1]}` }));
  here.write("corpus/notes.txt", filler(80));
  return here;
}
const report = (here, ...partials) => {
  const { status, stdout, stderr } = here.run(["report", "index", ...partials, "--json"]);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
};
const found = ({ report: { findings }, ids }) => findings.map(({ item, level }) => [ids[item], level]);

test("a corpus is scanned shard by shard, and the report says what was found", (t) => {
  const here = corpus(t);
  const { status, stdout, stderr } = here.run(["scan", "index", "corpus", "-o", "out"]);
  assert.equal(status, 0, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, /3 shards scanned: 82 documents, 1 with a hit, 0 malformed lines/);
  assert.deepEqual(here.files("out"), [
    "a/part-0.jsonl.hits.jsonl", "a/part-0.jsonl.partial", "b/part-0.jsonl.hits.jsonl",
    "b/part-0.jsonl.partial", "evenhand-scan.json", "notes.txt.hits.jsonl", "notes.txt.partial",
  ]);
  const all = report(here, "out");
  assert.deepEqual(found(all), [["q1", "full"]]);
  assert.deepEqual(all.report.findings[0].units[0].longestDocument, { shard: "b/part-0.jsonl", line: 41 });
  const text = here.run(["report", "index", "out"]).stdout;
  assert.match(text, /bench q1: full/);
  assert.match(text, /Quiz: >>>Which of the three glassblowers/);
});

test("compressed shards say the same as plain ones, in several members or frames", (t) => {
  const here = corpus(t);
  const text = clean(0, 3000) + lines({ text: questions[0] }, { text: questions[2] });
  const middle = text.length >> 1;
  here.write("one/x.jsonl", text);
  here.write("gz/x.jsonl.gz", Buffer.concat([gzipSync(text.slice(0, middle)), gzipSync(text.slice(middle)), Buffer.alloc(512)]));
  here.write("zst/x.jsonl.zst", Buffer.concat([zstdFrame(text.slice(0, middle)), zstdFrame(text.slice(middle))]));
  const seen = ["one", "gz", "zst"].map((kind) => {
    assert.equal(here.run(["scan", "index", kind, "-o", `out-${kind}`]).status, 0);
    const { report: { corpus: { total }, findings } } = report(here, `out-${kind}`);
    return { ...total, bytes: 0, items: findings.map(({ item, level }) => [item, level]) };
  });
  assert.equal(seen[0].documents, 3002);
  assert.deepEqual(seen[0].items, [[0, "full"], [2, "full"]]);
  assert.deepEqual(seen[1], seen[0]);
  assert.deepEqual(seen[2], seen[0]);
});

test("a thread that decompresses ahead changes nothing, and its failures are the shard's", (t) => {
  const here = corpus(t);
  const text = clean(0, 20_000) + lines({ text: questions[0] });
  const gz = gzipSync(text);
  here.write("gz/x.jsonl.gz", gz);
  const scanned = ["1", "2"].map((threads) => {
    const run = here.run(["scan", "index", "gz", "-o", `out-${threads}`, "--threads", threads]);
    assert.equal(run.status, 0, run.stderr);
    return here.files(`out-${threads}`).map((name) => [name, here.read(`out-${threads}/${name}`).toString("hex")]);
  });
  assert.deepEqual(scanned[1], scanned[0]);
  here.write("cut/x.jsonl.gz", gz.subarray(0, gz.length - 9));
  const { status, stderr } = here.run(["scan", "index", "cut", "-o", "out-cut", "--threads", "2"]);
  assert.equal(status, 3);
  assert.match(stderr, /x\.jsonl\.gz: the gzip data end too early/);
  assert.ok(here.files("out-cut").every((name) => !/partial|hits/.test(name)), "nothing is half-written");
});

test("a shard that cannot be read fails; the others do not", (t) => {
  const here = corpus(t);
  const gz = gzipSync(clean(0, 500));
  const zst = zstdFrame(clean(0, 500));
  here.write("corpus/cut.jsonl.gz", gz.subarray(0, gz.length - 9));
  here.write("corpus/cut.jsonl.zst", zst.subarray(0, zst.length - 9));
  here.write("corpus/empty.jsonl.gz", "");
  here.write("corpus/plain.jsonl.gz", clean(0, 2));
  here.write("corpus/tail.jsonl.gz", Buffer.concat([gz, Buffer.from("tail")]));
  here.write("corpus/old.jsonl.bz2", "BZh9");
  here.write("corpus/old.jsonl.xz", "\xfd7zXZ");
  here.write("corpus/table.parquet", "PAR1");
  symlinkSync("nowhere", here.at("corpus/gone.jsonl"));
  const { status, stderr } = here.run(["scan", "index", "corpus", "-o", "out"]);
  assert.equal(status, 3);
  for (const words of [
    /cut\.jsonl\.gz: the gzip data end too early/, /cut\.jsonl\.zst: the zstd data end too early/,
    /empty\.jsonl\.gz: the gzip data end too early/, /plain\.jsonl\.gz: the gzip data are damaged/,
    /tail\.jsonl\.gz: the gzip data are damaged/, /old\.jsonl\.bz2: bzip2 is not read/,
    /old\.jsonl\.xz: xz is not read/, /table\.parquet: Parquet is not read/,
    /gone\.jsonl: cannot be opened: No such file/, /3 shards scanned, 9 failed/,
  ]) assert.match(stderr, words);
  assert.equal(here.files("out").filter((name) => name.endsWith(".partial")).length, 3);
  assert.ok(here.files("out").every((name) => /\.(partial|jsonl|json)$/.test(name)), "nothing is half-written");
});

test("malformed lines are counted, listed, and shown by the exit status", (t) => {
  const here = corpus(t);
  here.write("bad/x.jsonl", `{"text":"good"}\n{"text":"cut off\n\n{"other":1}\r\n{"text":7}\n{"text":"\xff"}\n{"text":null}`);
  const { status, stderr } = here.run(["scan", "index", "bad", "-o", "out"]);
  assert.equal(status, 1);
  assert.match(stderr, /x\.jsonl, line 2: no JSON object/);
  assert.match(stderr, /x\.jsonl, line 4: no text field/);
  assert.match(stderr, /x\.jsonl, line 5: text of another type/);
  assert.match(stderr, /3 documents, 0 with a hit, 3 malformed lines/);
  // Done before, it is no better for it.
  assert.equal(here.run(["scan", "index", "bad", "-o", "out"]).status, 1);
  assert.equal(here.run(["scan", "index", "bad", "-o", "out", "--allow-malformed", "2"]).status, 1);
  assert.equal(here.run(["scan", "index", "bad", "-o", "out", "--allow-malformed", "3"]).status, 0);
  const { report: { corpus: facts, scope } } = report(here, "out");
  assert.deepEqual([facts.malformed, facts.blank, facts.empty, facts.total.documents], [3, 1, 1, 3]);
  assert.deepEqual(facts.malformedLines[0], { place: { shard: "x.jsonl", line: 2 }, problem: "json" });
  assert.ok(scope.includes("malformed_lines"));
});

test("malformed UTF-8 is counted and separates", (t) => {
  const here = corpus(t);
  here.write("bad/x.txt", Buffer.concat([Buffer.from("\xff\xfe", "latin1"), Buffer.from(questions[1], "utf16le")]));
  here.write("bad/y.jsonl", Buffer.concat([Buffer.from('{"text":"caf'), Buffer.from([0xe9]), Buffer.from(' \\ud800"}\n')]));
  assert.equal(here.run(["scan", "index", "bad", "-o", "out"]).status, 0);
  const all = report(here, "out");
  assert.equal(all.report.corpus.invalidUtf8, 4);
  assert.deepEqual(found(all), []);
});

test("what was done is not done again, unless something changed", (t) => {
  const here = corpus(t);
  const scan = (...more) => here.run(["scan", "index", "corpus", "-o", "out", ...more]).stderr;
  scan();
  const before = here.read("out/b/part-0.jsonl.partial");
  assert.match(scan(), /0 shards scanned, 3 were done already: 82 documents, 1 with a hit/);
  // Newer, but the same bytes.
  utimesSync(here.at("corpus/notes.txt"), new Date(), new Date(Date.now() + 10_000));
  assert.match(scan(), /0 shards scanned, 3 were done/);
  // Other bytes of the same number.
  here.write("corpus/notes.txt", filler(80).replace("garden", "harbor"));
  utimesSync(here.at("corpus/notes.txt"), new Date(), new Date(Date.now() + 10_000));
  assert.match(scan(), /1 shards scanned, 2 were done/);
  here.write("corpus/notes.txt", "short");
  assert.match(scan(), /1 shards scanned, 2 were done/);
  here.write("out/a/part-0.jsonl.partial", before.subarray(0, 50));
  rmSync(here.at("out/b/part-0.jsonl.hits.jsonl"));
  assert.match(scan(), /2 shards scanned, 1 were done/);
  assert.deepEqual(here.read("out/b/part-0.jsonl.partial"), before);
  assert.match(scan("--again"), /3 shards scanned/);
  assert.match(scan("--source", "web"), /3 shards scanned/);
  const other = here.run(["scan", "index", "corpus", "-o", "out", "--text-field", "body"]);
  assert.equal(other.status, 2);
  assert.match(other.stderr, /holds results of other options/);
  here.write("more.jsonl", lines({ question: "What else is there to be asked about the old mill by the river?" }));
  here.run(["index", "bench.jsonl", "more.jsonl", "-o", "index"]);
  assert.match(scan(), /3 shards scanned/);
});

test("threads, tasks and the order of merging leave no trace", (t) => {
  const here = corpus(t);
  for (let shard = 0; shard < 12; ++shard) {
    here.write(`corpus/c/${shard}.jsonl`, clean(shard * 7, 20) + lines({ text: questions[shard % 3] }));
  }
  here.run(["scan", "index", "corpus", "-o", "one", "--threads", "1"]);
  here.run(["scan", "index", "corpus", "-o", "four", "--threads", "4"]);
  for (const task of [2, 0, 1]) here.run(["scan", "index", "corpus", "-o", "tasks", "--task", `${task}/3`]);
  for (const other of ["four", "tasks"]) {
    assert.deepEqual(here.files(other), here.files("one"));
    for (const name of here.files("one")) {
      assert.deepEqual(here.read(`${other}/${name}`), here.read(`one/${name}`), name);
    }
  }
  const partials = here.files("one").filter((name) => name.endsWith(".partial")).map((name) => `one/${name}`);
  assert.equal(here.run(["merge", "one", "-o", "sum.partial"]).status, 0);
  assert.equal(here.run(["merge", ...partials.reverse(), "-o", "back.partial"]).status, 0);
  assert.equal(here.run(["merge", ...partials.slice(0, 5), "-o", "left.partial"]).status, 0);
  assert.equal(here.run(["merge", ...partials.slice(5), "-o", "right.partial"]).status, 0);
  assert.equal(here.run(["merge", "left.partial", "right.partial", "-o", "both.partial"]).status, 0);
  for (const other of ["back", "both"]) {
    assert.deepEqual(here.read(`${other}.partial`), here.read("sum.partial"), other);
    assert.deepEqual(here.read(`${other}.hits.jsonl`), here.read("sum.hits.jsonl"), other);
  }
  assert.deepEqual(report(here, "one"), report(here, "sum.partial"));
  // Nothing is counted twice.
  const again = here.run(["merge", "sum.partial", "one", "left.partial", "-o", "again.partial"]);
  assert.equal(again.status, 0, again.stderr);
  assert.match(again.stderr, /adds nothing/);
  assert.deepEqual(here.read("again.partial"), here.read("sum.partial"));
  assert.deepEqual(here.read("again.hits.jsonl"), here.read("sum.hits.jsonl"));
});

test("what cannot be added up is refused, with both sides named", (t) => {
  const here = corpus(t);
  here.run(["scan", "index", "corpus", "-o", "out"]);
  here.run(["merge", "out/a", "out/b", "-o", "ab.partial"]);
  here.run(["merge", "out/b", "out/notes.txt.partial", "-o", "bc.partial"]);
  const refused = (words, ...partials) => {
    const { status, stderr } = here.run(["merge", ...partials, "-o", "sum.partial"]);
    assert.equal(status, 2);
    assert.match(stderr, words);
    assert.ok(!here.files(".").includes("sum.partial"));
  };
  refused(/ab\.partial and bc\.partial cannot be added up: some shards are in both.*\(b\/part-0\.jsonl\)/, "ab.partial", "bc.partial");
  here.run(["index", "bench.jsonl", "--n", "7", "-o", "seven"]);
  here.run(["scan", "seven", "corpus/a", "-o", "seven-out"]);
  refused(/different indices or settings \([0-9a-f]{32} and [0-9a-f]{32}\)/, "ab.partial", "seven-out");
  here.write("corpus/notes.txt", "other");
  here.run(["scan", "index", "corpus", "-o", "later"]);
  refused(/had other bytes.*\(notes\.txt\)/, "bc.partial", "later/notes.txt.partial");
  here.write("broken.partial", here.read("ab.partial").subarray(0, 200));
  refused(/broken\.partial: the bytes /, "broken.partial");
  refused(/out\/evenhand-scan\.json: /, "out/evenhand-scan.json");
  const other = here.run(["report", "seven", "ab.partial"]);
  assert.equal(other.status, 2);
  assert.match(other.stderr, /[0-9a-f]{32} and [0-9a-f]{32}/);
});

test("standard input is a shard, and lines of partials add up", (t) => {
  const here = corpus(t);
  here.run(["scan", "index", "corpus", "-o", "out"]);
  const piped = ["a/part-0.jsonl", "b/part-0.jsonl"].map((id) => {
    const { status, stdout } = here.run(["scan", "index", "--stdin", "--shard-id", id], here.read(`corpus/${id}`));
    assert.equal(status, 0);
    const { shard, partial, malformed, hits } = JSON.parse(stdout);
    assert.equal(stdout.indexOf("\n"), stdout.length - 1);
    assert.deepEqual([shard, malformed], [id, 0]);
    assert.deepEqual(Buffer.from(partial, "base64"), here.read(`out/${id}.partial`));
    assert.deepEqual(hits, here.read(`out/${id}.hits.jsonl`).toString().split("\n").slice(0, -1).map((line) => JSON.parse(line)));
    return stdout;
  });
  here.run(["merge", "out/a", "out/b", "-o", "sum.partial"]);
  const { status, stdout } = here.run(["merge", "--stdin"], piped.join(""));
  assert.equal(status, 0);
  assert.deepEqual(Buffer.from(JSON.parse(stdout).partial, "base64"), here.read("sum.partial"));
  // As a tree, and with a task that was done twice.
  const tree = here.run(["merge", "--stdin"], [stdout, ...piped, piped[0]].join("\n"));
  assert.equal(tree.stdout, stdout);
  for (const bad of ["{}", "x", '{"partial":"AA"}', '{"partial":"AAAA"}', '{"partial":7}', ""]) {
    const refused = here.run(["merge", "--stdin"], bad);
    assert.equal(refused.status, 2, bad);
    assert.equal(refused.stdout, "");
  }
  const bad = here.run(["scan", "index", "--stdin", "--shard-id", "s"], "no json\n");
  assert.equal(bad.status, 1);
  assert.equal(JSON.parse(bad.stdout).malformed, 1);
});

test("a scan that is killed leaves nothing half-written", async (t) => {
  const here = corpus(t);
  execFileSync("mkfifo", [here.at("pipe.jsonl")]);
  const child = spawn(program, ["scan", "index", "pipe.jsonl", "-o", "out"], { cwd: here.at(".") });
  const pipe = openSync(here.at("pipe.jsonl"), "w");
  for (let i = 0; i < 50; ++i) writeSync(pipe, lines({ text: questions[i % 3] }));
  child.kill("SIGKILL");
  await once(child, "exit");
  assert.ok(!here.files("out").some((name) => /\.(partial|hits\.jsonl)$/.test(name)));
});

test("a scan that is interrupted says so, keeps what is done and removes what is not", async (t) => {
  const here = corpus(t);
  execFileSync("mkfifo", [here.at("pipe.jsonl")]);
  const child = spawn(program, ["scan", "index", "corpus/notes.txt", "pipe.jsonl", "-o", "out", "--threads", "1"],
    { cwd: here.at("."), stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => { said += text; });
  const pipe = openSync(here.at("pipe.jsonl"), "w");
  writeSync(pipe, lines({ text: questions[0] }));
  child.kill("SIGINT");
  const closed = once(child, "close");
  await new Promise((resolve) => { setTimeout(resolve, 200); });
  try {
    // A thread that waits for the pipe may not be the one that the signal woke.
    writeSync(pipe, lines({ text: questions[1] }));
  } catch {
    // It was.
  }
  const [status] = await closed;
  assert.equal(status, 3);
  assert.match(said, /failed: pipe\.jsonl: interrupted/);
  assert.deepEqual(here.files("out"), ["corpus/notes.txt.hits.jsonl", "corpus/notes.txt.partial", "evenhand-scan.json"]);
});

test("a place where nothing can be written is a failure", (t) => {
  const here = corpus(t);
  here.write("out", "a file");
  const { status, stderr } = here.run(["scan", "index", "corpus", "-o", "out"]);
  assert.equal(status, 3);
  assert.match(stderr, /cannot be written/);
  assert.equal(here.run(["index", "bench.jsonl", "-o", "out/index"]).status, 3);
});

test("shards need ids of their own", (t) => {
  const here = corpus(t);
  here.write("left/x.jsonl", clean(0, 1));
  here.write("right/x.jsonl", clean(1, 1));
  const twice = here.run(["scan", "index", "left", "right", "-o", "out"]);
  assert.equal(twice.status, 2);
  assert.match(twice.stderr, /would both be the shard x\.jsonl; give a folder they are both in as --root/);
  assert.equal(here.run(["scan", "index", "left", "right", "-o", "out", "--root", "."]).status, 0);
  assert.equal(here.run(["scan", "index", "left/x.jsonl", "./right/x.jsonl", "-o", "files"]).status, 0);
  for (const made of ["out", "files"]) {
    assert.ok(here.files(made).includes("left/x.jsonl.partial") && here.files(made).includes("right/x.jsonl.partial"));
  }
  const outside = here.run(["scan", "index", "../x.jsonl", "-o", "out"]);
  assert.equal(outside.status, 2);
  assert.match(outside.stderr, /is not below/);
});

test("what a document is", (t) => {
  const here = corpus(t);
  const text = `${questions[0]}\n${questions[1]}\n\n${questions[2]}\n`;
  here.write("c/x.txt", text);
  here.write("c/README", text);
  const counts = ["file", "line", "paragraph"].map((unit) => {
    assert.equal(here.run(["scan", "index", "c/x.txt", "--doc", unit, "-o", unit]).status, 0);
    return report(here, unit).report.corpus.total.documents;
  });
  assert.deepEqual(counts, [1, 3, 2]);
  assert.match(here.run(["scan", "index", "c", "-o", "out"]).stderr, /left out: 1 files ending in ""/);
  assert.equal(here.run(["scan", "index", "c/README", "-o", "out2"]).status, 2);
  here.write("d/chats.jsonl", lines({ turns: [{ content: "Hello." }, { content: questions[0] }], tokens: [1, 2] }));
  assert.equal(here.run(["scan", "index", "d", "-o", "turns", "--text-field", "turns[*].content"]).status, 0);
  assert.deepEqual(found(report(here, "turns")), [["q0", "full"]]);
  assert.equal(here.run(["scan", "index", "d", "-o", "x", "--text-field", "turns[0]"]).status, 2);
});

test("a benchmark that cannot be read is refused with its line, and no index is written", (t) => {
  const here = folder(t);
  here.write("good.jsonl", benchmark);
  const refused = (words, contents, ...more) => {
    here.write("bad.jsonl", contents);
    const { status, stderr } = here.run(["index", "bad.jsonl", ...more, "-o", "index"]);
    assert.equal(status, 2);
    assert.match(stderr, words);
    assert.ok(!here.files(".").includes("index"));
  };
  refused(/bad\.jsonl, line 2: the line is no JSON object; found: \{"question"; expected: one JSON object a line/, `${lines({ question: "x" })}{"question"`);
  refused(/line 1, question: a field is missing/, lines({ text: "x" }));
  refused(/line 2, identifier: two items have the same identifier \(see line 1\); found: a/, lines({ id: "a", question: "x" }, { id: "a", question: "y" }));
  refused(/line 1, answer: the answer is none of the choices; found: 4/, lines({ question: "x", choices: ["a"], answer: 4 }));
  refused(/the benchmark is empty/, "\n\n");
  refused(/two benchmarks have the same name; found: good/, lines({ question: "x" }), "good=good.jsonl", "good.jsonl");
  refused(/missing\.jsonl: cannot be opened/, benchmark, "missing.jsonl");
  refused(/expected \[BENCHMARK:\]FIELD=PATH with a FIELD of id, question/, benchmark, "--field", "text=x");
  refused(/the path is not understood; found: a\[1\]/, benchmark, "--field", "question=a[1]");
  refused(/ /, benchmark, "--n", "0");
  assert.equal(here.run(["index", "good.jsonl", "-o", "index"]).status, 0);
});

test("benchmarks with fields of their own share an index", (t) => {
  const here = folder(t);
  here.write("maths.jsonl.gz", gzipSync(lines({ question: questions[0], answer: "It is 9 x 19. #### 171" })));
  here.write("code.jsonl", lines({ task_id: "c/0", text: questions[1] }));
  here.write("one.jsonl", lines({ question: "x" }));
  const made = here.run(["index", "maths.jsonl.gz", "code.jsonl", "tiny=one.jsonl", "-o", "index",
    "--field", "code:question=text", "--answer-split", "maths:####"]);
  assert.equal(made.status, 0, made.stderr);
  here.write("c.txt", `${questions[1]} ${questions[0]} 171`);
  assert.equal(here.run(["scan", "index", "c.txt", "-o", "out"]).status, 0);
  const all = report(here, "out");
  assert.deepEqual(found(all), [["1", "full"], ["c/0", "full"]]);
  assert.deepEqual(all.report.benchmarks.map(({ name, untestable }) => [name, untestable.length]),
    [["maths", 0], ["code", 0], ["tiny", 1]]);
});

test("a definition can be chosen, with its options", (t) => {
  const here = corpus(t);
  here.run(["scan", "index", "corpus", "-o", "out"]);
  const run = (...args) => here.run(["report", "index", "out", "--json", ...args]);
  const [palm] = JSON.parse(run("--definition", "palm", "--option", "threshold=0.9", "--option", "unit=question").stdout).definitions;
  assert.deepEqual([palm.rule.threshold, palm.columns[0].sets[0].flagged], [0.9, 1]);
  for (const args of [["--definition", "gpt9"], ["--option", "thresh=1"], ["--option", "threshold=x"], ["--option", "skipCounts=1"]]) {
    assert.equal(run(...args).status, 2);
  }
  assert.match(run("--option", "thresh=1").stderr, /one of definition|metric, n, synthetic/);
  const without = JSON.parse(run("--no-hits").stdout).report;
  assert.ok(without.scope.includes("no_hit_records"));
});

test("usage", (t) => {
  const here = corpus(t);
  for (const args of [[], ["dance"], ["scan"], ["scan", "index", "corpus"], ["scan", "index", "-o", "out"],
    ["scan", "bench.jsonl", "corpus", "-o", "out"], ["scan", "none", "corpus", "-o", "out"],
    ["scan", "index", "corpus", "-o", "out", "--task", "3/3"], ["scan", "index", "corpus", "-o", "out", "--task", "x"],
    ["scan", "index", "--stdin"], ["scan", "index", "corpus", "--stdin", "--shard-id", "s"],
    ["merge"], ["merge", "-o", "x"], ["report", "index", "corpus"], ["report", "index", "none"]]) {
    const { status, stdout } = here.run(args);
    assert.equal(status, 2, args.join(" "));
    assert.equal(stdout, "", args.join(" "));
  }
  const help = here.run(["--help"]);
  assert.equal(help.status, 0);
  assert.match(help.stdout, /Exit status:[^]*0 {2}done[^]*3 {2}some shards failed or/);
  assert.match(here.run(["--version"]).stdout, /^\d+\.\d+\.\d+\n$/);
});
