import type { Page } from "@playwright/test";
import { copied, expect, open, reading, scores, test } from "./support/page.ts";
import { table } from "./support/tables.ts";

/** Presses Tab until the focused element matches; fails when it is not among the next hundred. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let press = 0; press < 100; ++press) {
    await page.keyboard.press("Tab");
    const isThere = await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector);
    if (isThere === true) return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}

test("everything can be done from the keyboard", async ({ page, watch }) => {
  await open(page, watch);
  await page.evaluate((text) => navigator.clipboard.writeText(text), table({ models: ["Keys"] }));
  await tabTo(page, "#paste");
  await page.keyboard.press("Control+V");
  await expect(scores(page).getByRole("rowheader")).toHaveText(["Keys"]);

  await tabTo(page, ".columns-more > summary");
  await page.keyboard.press("Enter");
  await tabTo(page, ".columns select");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByLabel("Item", { exact: true })).toHaveValue("");

  await tabTo(page, "input[name=labels]");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /From another labelled set/ })).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: /Picked at random/ })).toBeChecked();
  await expect(page.locator("blockquote")).toContainText("post-stratification");

  await tabTo(page, "#result .scroll");
  await tabTo(page, "blockquote + .copy button");
  await page.keyboard.press("Enter");
  await copied(page, "post-stratification");

  await tabTo(page, ".backtest summary");
  await page.keyboard.press("Enter");
  await tabTo(page, ".backtest .strong");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Backtest by model" })).toBeVisible();
});

test("the skip link leads to the result", async ({ page, watch }) => {
  await open(page, watch);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the result" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#result")).toBeFocused();
  await expect(reading(page)).toContainText("Aster-70B");
});

test("focus is seen", async ({ page, watch }) => {
  await open(page, watch);
  await tabTo(page, "button");
  const width = await page.evaluate(() =>
    Number.parseFloat(getComputedStyle(document.activeElement!).outlineWidth));
  expect(width).toBeGreaterThanOrEqual(2);
});
