import { chart, command, copied, expect, open, paste, reading, scoreRows, scores, test } from "./support/page.ts";
import { table } from "./support/tables.ts";

test("the address follows the settings and restores them", async ({ page, watch }) => {
  await open(page, watch);
  await page.getByRole("radio", { name: /Not sure/ }).check();
  await page.getByText("Method, level, words").click();
  await page.getByLabel("Confidence level").selectOption("0.9");
  await page.getByLabel("Interval method").selectOption("score");
  await expect(page.locator("blockquote")).toContainText(/90\s% intervals by score inversion/);
  const url = new URL(page.url());
  expect(url.search).toBe("");
  expect(Object.fromEntries(new URLSearchParams(url.hash.slice(1))))
    .toEqual({ v: "1", labels: "unsure", method: "score", level: "0.9" });
  const before = [await scoreRows(page), await command(page).textContent()];

  await page.goto("about:blank");
  await open(page, watch, url.hash);
  await expect(page.locator("blockquote")).toContainText(/90\s% intervals by score inversion/);
  expect([await scoreRows(page), await command(page).textContent()]).toEqual(before);
});

test("data go into a link only on request, and come back", async ({ page, watch }) => {
  await open(page, watch);
  const text = table({ models: ["Ünïcode 模型", "B"] });
  await paste(page, text);
  await expect(scores(page).getByRole("rowheader")).toHaveCount(2);
  await page.getByRole("radio", { name: /Picked at random/ }).check();
  expect(page.url()).not.toContain("data=");
  await page.getByRole("button", { name: "Copy link", exact: true }).click();
  expect(await copied(page, "#")).not.toContain("data=");
  await page.getByRole("button", { name: "Copy link with data" }).click();
  await expect(page.getByText("whoever has it has the data")).toBeVisible();
  const link = await copied(page, "data=");
  expect(new URL(link).search).toBe("");
  const before = await scoreRows(page);

  await page.goto("about:blank");
  await open(page, watch, new URL(link).hash);
  await expect(scores(page).getByRole("rowheader")).toHaveCount(2);
  expect(await scoreRows(page)).toEqual(before);
  await expect(page.getByRole("radio", { name: /Picked at random/ })).toBeChecked();
});

test("typed counts go into a link only on request, and come back", async ({ page, watch }) => {
  await open(page, watch);
  await page.getByRole("radio", { name: "Counts only" }).check();
  await page.getByLabel("Judge passes: count").fill("500");
  await expect(reading(page)).toContainText(/passes 50\.0\s%/);
  expect(page.url()).not.toContain("500");
  await page.getByRole("button", { name: "Copy link with data" }).click();
  const link = await copied(page, "counts=");
  await page.goto("about:blank");
  await open(page, watch, new URL(link).hash);
  await expect(reading(page)).toContainText(/passes 50\.0\s%/);
});

test("a link of settings without its data asks for data", async ({ page, watch }) => {
  await open(page, watch, "#v=1&source=own&labels=external&judge=grade");
  await expect(page.getByText("Paste a table, drop a file")).toBeVisible();
  await expect(page.getByRole("radio", { name: /From another labelled set/ })).toBeChecked();
});

test("another link in the open page is followed", async ({ page, watch }) => {
  await open(page, watch);
  await expect(chart(page)).toBeVisible();
  await page.evaluate(() => { location.hash = "#v=1&mode=counts"; });
  await expect(reading(page)).toContainText(/passes 40\.0\s%/);
});

for (const [name, hash, says] of [
  ["an unknown answer", "#v=1&labels=%3Cimg%3E", "is not one of subset, external, none, known, unsure"],
  ["another version", "#v=2&labels=external", "another version"],
  ["cut data", "#v=1&source=own&data=AAAA", "could not be read"],
  ["an impossible level", "#v=1&level=7", "the confidence level is out of range"],
  ["a level that is no number", "#v=1&level=high", "the confidence level is out of range"],
  ["broken counts", "#v=1&mode=counts&counts=%7B", "could not be read"],
] as const) {
  test(`a link with ${name} is told`, async ({ page, watch }) => {
    await open(page, watch, hash);
    await expect(page.getByRole("alert").filter({ hasText: says })).toBeVisible();
    await expect(page.locator("#app img")).toHaveCount(0);
  });
}
