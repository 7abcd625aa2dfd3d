// Parquet as lines of JSON: the rows of a file in order, the bytes beside them, and files that are
// damaged or say of themselves what is not so. The page and the command line both read them this way.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { decode, makeItems, makeShard } from "./overlap-data.mjs";
import { parquetOf } from "./parquet-file.mjs";
import { cli, scanning } from "./support.mjs";

const { ParquetError, parquetLines, parquetPieces } = scanning;

const folder = mkdtempSync(join(tmpdir(), "evenhand-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const overlap = (args) => cli(["overlap", ...args], "", folder);

const fileOf = (bytes) => ({
  byteLength: bytes.length,
  slice: async (start, end) => Uint8Array.from(bytes.subarray(start, end)).buffer,
});
async function linesOf(bytes, textField) {
  const pieces = [];
  for await (const piece of parquetLines(fileOf(bytes), textField)) pieces.push(piece);
  return pieces;
}
const joined = (pieces) => pieces.map(({ lines }) => decode(lines)).join("");
const jsonLines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const items = makeItems(12);
const documents = makeShard(60, 3, { 4: items[0].question, 50: items[1].question })
  .trim().split("\n").map((line) => JSON.parse(line));
const rows = documents.map(({ text, n }) => ({ n: BigInt(n), text }));

for (const codec of ["none", "snappy", "gzip"]) {
  test(`rows in order, whatever the groups (${codec})`, async () => {
    const bytes = parquetOf(rows, { codec, groupRows: 7 });
    const all = await linesOf(bytes);
    assert.equal(joined(all), jsonLines(documents.map(({ text, n }) => ({ n, text }))));
    assert.equal(all.length, 9, "a group at a time");
    assert.equal(all.at(-1).share, 1);
    assert.equal(joined(await linesOf(bytes, "text")), jsonLines(documents.map(({ text }) => ({ text }))));
  });
}

test("long groups come in pieces", async () => {
  const long = Array.from({ length: 6 }, (_, n) => ({ text: String(n).repeat(400_000) }));
  const pieces = await linesOf(parquetOf(long), "text");
  assert.deepEqual(pieces.map(({ share }) => share), [0.5, 1]);
  assert.equal(joined(pieces), jsonLines(long));
});

test("only the column with the text is read", async () => {
  const bytes = parquetOf(rows.map(({ text }) => ({ text, rest: "x".repeat(50_000) })), { groupRows: 20 });
  const file = fileOf(bytes);
  let read = 0;
  const counted = { ...file, slice: (start, end) => {
    read += end - start;
    return file.slice(start, end);
  } };
  for await (const piece of parquetLines(counted, "text[*]")) assert.ok(piece.lines.length > 0);
  // The end of the file, where its description is, besides.
  assert.ok(read < 2 ** 19 + 60 * 700, `${read} of ${bytes.length} bytes`);
});

test("stored bytes keep step with the rows", async () => {
  const bytes = parquetOf(rows, { groupRows: 7 });
  async function* stored() {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
  }
  const pieces = [];
  for await (const piece of parquetPieces(fileOf(bytes), "text", stored())) pieces.push(piece);
  assert.deepEqual(Buffer.concat(pieces.flatMap((piece) => piece.stored ?? [])), bytes);
  assert.equal(joined(pieces.filter(({ lines }) => lines)), jsonLines(documents.map(({ text }) => ({ text }))));
  const kinds = pieces.map((piece) => (piece.lines ? "l" : "s")).join("");
  assert.match(kinds, /^s(l+s+){4,}l*$/);
});

const broken = {
  empty: [Buffer.alloc(0), /cannot be read as Parquet: it ends early or is damaged/],
  other: [Buffer.from("{\"text\": \"no table\"}\n"), /cannot be read as Parquet: .*PAR1/],
  short: [parquetOf(rows).subarray(0, -30), /cannot be read as Parquet: /],
  column: [parquetOf(rows.map(({ text }) => ({ body: text, id: "7" }))), /has no column "text"; its columns are body, id/],
  rows: [parquetOf(rows, { lies: { rows: 61 } }), /group 1 should have 61 rows, and has 60 of "text"/],
  many: [parquetOf(rows, { lies: { rows: 2n ** 52n } }), /should have 4503599627370496 rows, and has 60/],
  negative: [parquetOf(rows, { lies: { rows: -3 } }), /should have -3 rows/],
  size: [parquetOf(rows, { lies: { size: 2n ** 40n } }), /refers to bytes \d+ to \d+ of \d+/],
  offset: [parquetOf(rows, { lies: { offset: -9 } }), /refers to bytes -9 to/],
  page: [parquetOf(rows, { codec: "snappy", lies: { pageSize: 2 ** 31 - 1 } }), /a page of 2147483647 bytes is of another length/],
  values: [parquetOf(rows, { lies: { values: 2 ** 31 - 1 } }), /it ends early or is damaged/],
};
for (const [name, [bytes, message]] of Object.entries(broken)) {
  test(`refused: ${name}`, async () => {
    await assert.rejects(linesOf(bytes, "text"), (error) =>
      error instanceof ParquetError && message.test(error.message), name);
  });
}

test("bytes that changed are refused or read, and nothing else happens", async () => {
  const bytes = parquetOf(rows.slice(0, 9), { groupRows: 4, codec: "gzip" });
  let refused = 0;
  for (let place = 0; place < bytes.length; ++place) {
    const changed = Buffer.from(bytes);
    changed[place] ^= 1 << (place % 8);
    try {
      await linesOf(changed, "text");
    } catch (error) {
      assert.ok(error instanceof ParquetError, `byte ${place}: ${error.stack}`);
      ++refused;
    }
  }
  assert.ok(refused > bytes.length / 10);
});

test("the command line says which file, and goes on with the others", () => {
  writeFileSync(join(folder, "sums.jsonl"), jsonLines(items));
  writeFileSync(join(folder, "good.parquet"), parquetOf(rows, { codec: "snappy", groupRows: 7 }));
  writeFileSync(join(folder, "good.jsonl"), jsonLines(documents));
  writeFileSync(join(folder, "numbers.parquet"), parquetOf(rows.slice(0, 3).map(({ n }) => ({ text: n }))));
  for (const [name, [bytes]] of Object.entries(broken)) writeFileSync(join(folder, `${name}.parquet`), bytes);
  assert.equal(overlap(["index", "sums.jsonl", "-o", "sums.index"]).status, 0);
  const run = overlap(["scan", "sums.index", "good.parquet", "good.jsonl", "numbers.parquet",
    ...Object.keys(broken).map((name) => `${name}.parquet`), "-o", "found"]);
  assert.equal(run.status, 3, run.stderr);
  for (const [name, [, message]] of Object.entries(broken)) {
    const line = run.stderr.split("\n").find((said) => said.startsWith(`failed: ${name}.parquet: `));
    assert.match(line ?? run.stderr, message);
  }
  assert.match(run.stderr, /numbers\.parquet, line 3: /);
  assert.match(run.stderr, /3 shards scanned, 11 failed: 120 documents, 4 with a hit, 3 malformed lines/);
});

test("a benchmark of rows is the same as one of lines", () => {
  writeFileSync(join(folder, "items.jsonl"), jsonLines(items));
  writeFileSync(join(folder, "items.parquet"), parquetOf(items, { groupRows: 5 }));
  const facts = ["items.jsonl", "items.parquet"].map((name) => {
    const { stderr } = overlap(["index", name, "-o", "one.index"]);
    return stderr;
  });
  assert.match(facts[0], /12 items/);
  assert.equal(facts[1], facts[0]);
  assert.match(overlap(["index", "short.parquet", "-o", "none.index"]).stderr, /short\.parquet: cannot be read as Parquet/);
});
