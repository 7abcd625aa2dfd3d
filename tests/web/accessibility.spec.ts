import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { cell, chart, expect, leaderboard, open, pair, paste, reading, test } from "./support/page.ts";
import { scoreTable, table } from "./support/tables.ts";

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

for (const scheme of ["light", "dark"] as const) {
  test(`no violation in the comparison and the planner, ${scheme}`, async ({ page, watch }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: scheme === "light" ? 1280 : 390, height: 800 });
    await open(page, watch, "#v=1&tool=compare");
    await expect(pair(page).locator("svg")).toBeVisible();
    await page.getByText("Which systems").click();
    await page.getByText("Level, correction, items").click();
    expect(await violations(page)).toEqual([]);
    await paste(page, "item,A,B\n");
    await expect(page.getByRole("alert")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("radio", { name: "Counts only" }).check();
    await expect(chart(page)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("link", { name: "Plan" }).click();
    await expect(chart(page)).toBeVisible();
    await page.getByText("Level, power, clusters").click();
    expect(await violations(page)).toEqual([]);
  });
}

for (const scheme of ["light", "dark"] as const) {
  test(`no violation in the limits of parallel decoding, ${scheme}`, async ({ page, watch }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: scheme === "light" ? 390 : 1280, height: 800 });
    await open(page, watch, "#v=1&tool=parallel&preset=coloured_matching");
    await expect(page.getByRole("img", { name: /share of right answers that is possible/ })).toBeVisible();
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await page.evaluate(() => { for (const each of document.querySelectorAll("details")) each.open = true; });
    await expect(page.getByRole("table", { name: /^position 1 down/ })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await paste(page, "one two\nthree\n");
    await expect(page.locator(".side").getByRole("alert")).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

for (const width of [360, 1280]) {
  test(`parallel decoding fits ${width} pixels, and targets are large enough`, async ({ page, watch }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, watch, "#v=1&tool=parallel&preset=shuffle&n=5");
    await paste(page, `${"x".repeat(90)} ${"y".repeat(90)} c d\na b ${"z".repeat(90)} d\n`);
    await expect(page.getByRole("img", { name: /share of right answers that is possible/ })).toBeVisible();
    await page.evaluate(() => { for (const each of document.querySelectorAll("details")) each.open = true; });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const wide = await page.locator("#result > *, .side > *, .side .step > *, .plot svg, .slot, .player > *").evaluateAll(
      (all, limit) => all.filter((element) => element.getBoundingClientRect().right > limit)
        .map((element) => element.outerHTML.slice(0, 80)), width);
    expect(wide).toEqual([]);
    const small = await page.locator("button:visible, select:visible, summary:visible, label:visible:has(input), nav a")
      .evaluateAll((all) => all.filter((element) => {
        const { width: across, height } = element.getBoundingClientRect();
        return across < 24 || height < 24;
      }).map((element) => element.outerHTML.slice(0, 80)));
    expect(small).toEqual([]);
  });
}

for (const width of [360, 1280]) {
  test(`comparison and planner fit ${width} pixels, and targets are large enough`, async ({ page, watch }) => {
    await page.setViewportSize({ width, height: 800 });
    const fits = async (): Promise<void> => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const wide = await page.locator("#result > *, .side > *, .side .step > *, .plot svg").evaluateAll(
        (all, limit) => all.filter((element) => element.getBoundingClientRect().right > limit)
          .map((element) => element.outerHTML.slice(0, 80)), width);
      expect(wide).toEqual([]);
      const small = await page.locator("button:visible, select:visible, summary:visible, label:visible:has(input), nav a, td[role=gridcell]")
        .evaluateAll((all) => all.filter((element) => {
          const { width: across, height } = element.getBoundingClientRect();
          return across < 24 || height < 24;
        }).map((element) => element.outerHTML.slice(0, 80)));
      expect(small).toEqual([]);
    };
    await open(page, watch, "#v=1&tool=compare");
    const systems = Array.from({ length: 14 }, (_, index) => `a-name-without-any-space-${"x".repeat(60)}-${index}`);
    await paste(page, scoreTable({ systems }));
    await expect(leaderboard(page)).toContainText("a-name-without");
    await page.getByText("Which systems").click();
    await cell(page, systems[1]!, systems[0]!).click();
    await expect(pair(page).locator("svg")).toBeVisible();
    await fits();
    await page.getByRole("radio", { name: "Counts only" }).check();
    await expect(chart(page)).toBeVisible();
    await fits();
    await page.getByRole("link", { name: "Plan" }).click();
    await expect(chart(page)).toBeVisible();
    await fits();
  });
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
