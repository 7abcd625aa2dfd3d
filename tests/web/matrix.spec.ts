/** The matrix of pairs: one stop for the tab key, arrows inside, details on demand. */
import { cell, expect, matrix, open, pair, test } from "./support/page.ts";

const hash = "#v=1&tool=compare";

test("arrows move, Enter opens a pair, Escape leads back", async ({ page, watch }) => {
  await open(page, watch, hash);
  const stops = matrix(page).locator("[tabindex='0']");
  await expect(stops).toHaveCount(1);
  await expect(stops).toHaveAccessibleName(/^Kestrel-70B against Juniper-72B, \+1\.5 points: not told apart by these data$/);
  await stops.focus();
  await page.keyboard.press("ArrowRight");
  await expect(cell(page, "Kestrel-70B", "Larch-34B")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(cell(page, "Juniper-72B", "Larch-34B")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  // A system meets itself: there is a cell, but no pair.
  await expect(matrix(page).locator(":focus")).toHaveAccessibleName("the same system");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowLeft");
  await expect(cell(page, "Rowan-3B", "Quartz-7B")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(cell(page, "Rowan-3B", "Kestrel-70B")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(cell(page, "Rowan-3B", "Kestrel-70B")).toBeFocused();
  await expect(stops).toHaveCount(1);
  await page.keyboard.press("Enter");
  const heading = page.locator(".pair h3");
  await expect(heading).toBeFocused();
  await expect(heading).toHaveText("Rowan-3B against Kestrel-70B");
  await expect(cell(page, "Rowan-3B", "Kestrel-70B")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(cell(page, "Rowan-3B", "Kestrel-70B")).toBeFocused();
});

test("a cell says by sign and words what its colour says", async ({ page, watch }) => {
  await open(page, watch, hash);
  await expect(cell(page, "Kestrel-70B", "Rowan-3B")).toHaveText("▲+42.3");
  await expect(cell(page, "Kestrel-70B", "Rowan-3B")).toHaveAccessibleName(/the row is better/);
  await expect(cell(page, "Rowan-3B", "Kestrel-70B")).toHaveText("▼−42.3");
  await expect(cell(page, "Kestrel-70B", "Juniper-72B")).toHaveText("?+1.5");
  await expect(page.locator(".matrix-legend li")).toHaveCount(3);
});

test("a pair shows its counts, its intervals and what would settle it", async ({ page, watch }) => {
  await open(page, watch, hash);
  const parts = pair(page);
  await expect(parts.getByRole("table", { name: "Items that each gets right" })).toContainText(/272.*53.*47.*28/s);
  for (const fact of ["Difference", "All 36 at once", "p, corrected", "Detectable", "To settle it"]) {
    await expect(parts.getByText(fact, { exact: true })).toBeVisible();
  }
  await expect(parts).toContainText("If the 40 clusters were ignored");
  await expect(parts).toContainText("If the pairs were ignored");
  await expect(parts.locator("svg .plot-difference-main line")).toHaveCount(1);
  await expect(parts.locator("svg .plot-difference-wrong line")).toHaveCount(1);
  await expect(parts.locator("svg .plot-zero line")).toHaveCount(1);
  // Seen from the other side, the difference has the other sign.
  await cell(page, "Juniper-72B", "Kestrel-70B").click();
  await expect(pair(page).locator(".facts")).toContainText("−1.5 points");
});

test("on a phone the matrix scrolls in its own frame, and its names stay in sight", async ({ page, watch }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await open(page, watch, hash);
  const frame = page.locator(".matrix-scroll");
  await frame.evaluate((element) => { element.scrollLeft = 200; });
  const name = matrix(page).getByRole("rowheader", { name: "Rowan-3B" });
  const [outer, inner] = [await frame.boundingBox(), await name.boundingBox()];
  expect(inner!.x).toBeGreaterThanOrEqual(outer!.x);
  expect(inner!.x).toBeLessThan(outer!.x + 10);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("against a baseline there is one column", async ({ page, watch }) => {
  await open(page, watch, `${hash}&baseline=Larch-34B`);
  await expect(matrix(page).getByRole("columnheader")).toHaveCount(2);
  await expect(matrix(page).getByRole("gridcell")).toHaveCount(8);
  await expect(cell(page, "Rowan-3B", "Larch-34B")).toContainText("▼");
});
