/** Going from tool to tool: links, the way back, the keyboard, and what is kept. */
import {
  cell, chart, expect, leaderboard, matrix, open, pair, paste, reading, scores, test,
} from "./support/page.ts";
import { scoreTable, table } from "./support/tables.ts";

test("links lead to the tools, and back", async ({ page, watch }) => {
  await open(page, watch);
  const links = page.getByRole("navigation", { name: "Tools" }).getByRole("link");
  await expect(links).toHaveText(["Judge", "Compare", "Plan", "Contamination", "Parallel"]);
  await expect(page.locator("[aria-current=page]")).toHaveText("Judge");
  const titles = [await page.title()];
  await links.nth(1).click();
  await expect(page.locator("[aria-current=page]")).toHaveText("Compare");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(leaderboard(page).getByRole("rowheader")).toHaveCount(9);
  titles.push(await page.title());
  await links.nth(2).click();
  await expect(reading(page)).toContainText("To find a difference of 3.0 points");
  titles.push(await page.title());
  await links.nth(3).click();
  await expect(reading(page).first()).toContainText("can be tested");
  titles.push(await page.title());
  await links.nth(4).click();
  await expect(reading(page)).toContainText("must lose 1 bit");
  titles.push(await page.title());
  expect(new Set(titles).size).toBe(5);
  for (let step = 0; step < 3; ++step) await page.goBack();
  await expect(leaderboard(page)).toBeVisible();
  await expect(page.locator("[aria-current=page]")).toHaveText("Compare");
  await page.goBack();
  await expect(scores(page).getByRole("rowheader")).toHaveCount(6);
});

test("what was done in a tool is there when a person comes back", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, table({ models: ["Mine"] }));
  await expect(scores(page).getByRole("rowheader")).toHaveText(["Mine"]);
  await page.getByRole("link", { name: "Compare" }).click();
  await paste(page, scoreTable({ systems: ["Left", "Right"] }));
  await expect(leaderboard(page).getByRole("rowheader")).toHaveText(["Left", "Right"]);
  await page.getByRole("link", { name: "Judge" }).click();
  await expect(scores(page).getByRole("rowheader")).toHaveText(["Mine"]);
  await page.getByRole("link", { name: "Judge" }).click();
  await expect(scores(page).getByRole("rowheader")).toHaveText(["Mine"]);
  await page.goBack();
  await expect(leaderboard(page).getByRole("rowheader")).toHaveText(["Left", "Right"]);
});

test("a link opens its tool", async ({ page, watch }) => {
  await open(page, watch, "#v=1&tool=plan&ask=width");
  await expect(reading(page)).toContainText("1,068 items");
  await page.goto("about:blank");
  await open(page, watch, "#v=1&tool=compare&mode=counts");
  await expect(reading(page)).toContainText("A is better than B");
  await page.evaluate(() => { location.hash = "#v=1&mode=counts"; });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("How often is the model");
});

test("an unknown tool is told", async ({ page, watch }) => {
  await open(page, watch, "#v=1&tool=%3Cimg%3E");
  await expect(page.getByRole("alert")).toContainText("is not one of judge, compare, plan, overlap, parallel");
});

test("the skip link leads to the result and keeps the settings", async ({ page, watch }) => {
  await open(page, watch, "#v=1&tool=compare&level=0.9");
  await expect(leaderboard(page)).toContainText(/90\s% interval/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator("#result")).toBeFocused();
  await expect(leaderboard(page)).toContainText(/90\s% interval/);
  expect(new URL(page.url()).hash).toBe("#v=1&tool=compare&level=0.9");
});

test("all tools work without a network once the page is open", async ({ page, context, watch }) => {
  await open(page, watch);
  await context.setOffline(true);
  await page.getByRole("link", { name: "Compare" }).click();
  await expect(leaderboard(page).getByRole("rowheader")).toHaveCount(9);
  await expect(chart(page)).toContainText("Kestrel-70B");
  await paste(page, scoreTable({ systems: ["Offline", "Other"] }));
  await expect(leaderboard(page).getByRole("rowheader")).toHaveText(["Offline", "Other"]);
  await cell(page, "Other", "Offline").click();
  await expect(pair(page)).toContainText("Items that each gets right");
  await expect(matrix(page)).toBeVisible();
  await page.getByRole("link", { name: "Plan" }).click();
  await expect(chart(page)).toBeVisible();
  await page.getByRole("link", { name: "Parallel" }).click();
  await paste(page, "off line\non board\n");
  await expect(reading(page)).toContainText("must lose 1 bit");
});

for (const tool of ["plan", "parallel", "overlap"]) test(`workers of the later tools cannot reach the server: ${tool}`, async ({ page, watch }) => {
  const started = page.waitForEvent("worker");
  await open(page, watch, `#v=1&tool=${tool}`);
  const worker = await started;
  expect(worker.url()).toMatch(/^blob:/);
  const target = new URL("./", page.url()).href;
  expect(await worker.evaluate((url) => fetch(url).then(() => "answered", () => "blocked"), target)).toBe("blocked");
  watch.problems.length = 0;
  watch.requests.length = watch.loaded;
});
