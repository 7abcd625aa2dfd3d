/** What the first load weighs, against its budget in tests/budgets.json. */
import { expect, test } from "@playwright/test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { root } from "./support/tables.ts";

const dist = join(root, "web", "dist");
const { pageFirstLoadGzip: budget } = JSON.parse(readFileSync(join(root, "tests", "budgets.json"), "utf8"));

const html = readFileSync(join(dist, "index.html"), "utf8");
const first = ["index.html", ...[...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map((match) => match[1]!)];

test("the first load is within its budget; the chart and the other tools are apart", () => {
  expect(first).toHaveLength(3);
  const weigh = (file: string): number => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  const sizes = Object.fromEntries(first.map((file) => [file, weigh(file)]));
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: "size", description: JSON.stringify({ total, ...sizes }) });
  expect(total).toBeLessThanOrEqual(budget);

  const later = readdirSync(join(dist, "assets")).map((file) => `assets/${file}`).filter((file) => !first.includes(file));
  expect(later).toHaveLength(2);
  for (const file of later) expect(weigh(file)).toBeGreaterThan(50_000);
});

test("each of the five modules is shipped once", () => {
  const texts = readdirSync(join(dist, "assets")).map((file) => readFileSync(join(dist, "assets", file), "utf8"));
  const names = ["judge.wasm", "judgement.wasm", "compare.wasm", "parallel.wasm", "overlap.wasm"];
  const copies = (bytes: Buffer): number =>
    texts.reduce((sum, text) => sum + text.split(bytes.toString("base64").slice(0, 500)).length - 1, 0);
  const modules = names.map((name) => readFileSync(join(root, "wasm", "dist", name)));
  expect(modules.map((bytes) => copies(deflateRawSync(bytes, { level: 9 })))).toEqual([1, 1, 1, 1, 1]);
  // Nor is one there in any other way. A small one is, of the Parquet reader: it undoes Snappy.
  expect(modules.map(copies)).toEqual([0, 0, 0, 0, 0]);
});

test("the first load calls nothing that the judge's module lacks: no other area is in it", () => {
  const module = new WebAssembly.Module(readFileSync(join(root, "wasm", "dist", "judge.wasm")));
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
  const called = first.flatMap((file) => readFileSync(join(dist, file), "utf8").match(/\bevenhand_\w+/g) ?? []);
  expect(called).toContain("evenhand_correct_leaderboard");
  expect(called.filter((name) => !exported.includes(name))).toEqual([]);
});
