/** What the first load weighs; the budget is 150 KB gzipped in all. */
import { expect, test } from "@playwright/test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "./support/tables.ts";

const dist = join(root, "web", "dist");
const budget = 150_000;

test("the first load is within its budget, and the chart is apart", () => {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const first = ["index.html", ...[...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map((match) => match[1]!)];
  expect(first).toHaveLength(3);
  const weigh = (file: string): number => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  const sizes = Object.fromEntries(first.map((file) => [file, weigh(file)]));
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: "size", description: JSON.stringify({ total, ...sizes }) });
  expect(total).toBeLessThanOrEqual(budget);

  const later = readdirSync(join(dist, "assets")).map((file) => `assets/${file}`).filter((file) => !first.includes(file));
  expect(later).toHaveLength(1);
  expect(weigh(later[0]!)).toBeGreaterThan(50_000);
});

test("the module is shipped once", () => {
  // The first bytes of every WebAssembly module, as base64.
  const copies = readdirSync(join(dist, "assets"))
    .map((file) => readFileSync(join(dist, "assets", file), "utf8").split("AGFzbQEAAA").length - 1);
  expect(copies.reduce((sum, count) => sum + count, 0)).toBe(1);
});
