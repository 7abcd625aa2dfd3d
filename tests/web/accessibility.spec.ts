import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { chart, expect, open, paste, reading, test } from "./support/page.ts";
import { table } from "./support/tables.ts";

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  expect(found.passes.length).toBeGreaterThan(20);
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
}

for (const scheme of ["light", "dark"] as const) {
  for (const width of [1280, 360]) {
    test(`no violation in ${scheme} at ${width} pixels`, async ({ page, watch }) => {
      test.slow();
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      await open(page, watch);
      await expect(chart(page)).toBeVisible();
      await page.getByText("Method, level, words").click();
      await page.getByText("Try it on your own labels").click();
      await page.getByRole("button", { name: "Hide and compare" }).click();
      await expect(page.getByRole("region", { name: "Backtest by model" })).toBeVisible();
      expect(await violations(page)).toEqual([]);

      await paste(page, `${table({ labelled: 0 })}q99,A,perhaps,\n`);
      await expect(reading(page)).toContainText("cannot be told");
      expect(await violations(page)).toEqual([]);

      await paste(page, "item,judge\n");
      await expect(page.getByRole("alert")).toBeVisible();
      expect(await violations(page)).toEqual([]);

      await page.getByRole("radio", { name: "Counts only" }).check();
      await page.getByLabel("Sensitivity: count").fill("999");
      await expect(page.getByRole("alert")).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  }
}

for (const width of [360, 390, 768, 1280]) {
  test(`nothing is wider than the screen at ${width} pixels, and targets are large enough`, async ({ page, watch }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, watch);
    await paste(page, table({ models: [`a-name-without-any-space-${"x".repeat(80)}`, "B"] }));
    await expect(page.locator(".scores")).toContainText("a-name-without");
    await expect(chart(page)).toBeVisible();
    await page.locator(".columns-more > summary").click();
    await page.getByText("Method, level, words").click();
    await page.getByText("Try it on your own labels").click();
    await page.getByRole("button", { name: "Hide and compare" }).click();
    await expect(page.getByRole("region", { name: "Backtest by model" })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    // Nothing is cut off either: every block of the result fits its column.
    const wide = await page.locator("#result > *, .side > *, .side .step > *, .plot svg").evaluateAll(
      (all, limit) => all.filter((element) => element.getBoundingClientRect().right > limit)
        .map((element) => element.outerHTML.slice(0, 80)), width);
    expect(wide).toEqual([]);
    const small = await page.locator("button:visible, select:visible, summary:visible, label.choice").evaluateAll(
      (all) => all.filter((element) => {
        const { width: wide, height } = element.getBoundingClientRect();
        return wide < 24 || height < 24;
      }).map((element) => element.textContent));
    expect(small).toEqual([]);
  });
}
