/** No labels: what a reviewer with a paper's numbers and nothing else can say. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { runShown } from "./support/cli.ts";
import { chart, command, copied, expect, open, paste, reading, saved, test } from "./support/page.ts";
import { table } from "./support/tables.ts";

const hash = "#v=1&mode=counts&counts-from=none";
const map = (page: Page) => page.getByRole("img", { name: /Error rates of the judge/ });
const tipping = (page: Page) => page.getByRole("table", { name: "Specificity that the claim needs" });

test("opens with a claim that the judge's possible errors leave open", async ({ page, watch }) => {
  await open(page, watch, hash);
  await expect(reading(page)).toContainText("Sensitivity analysis, no corrected score");
  await expect(reading(page)).toContainText(/at least 35\.0\s% are right holds for some of the judges .* fails for others/);
  // (.40 + .80 - 1) / (.95 + .80 - 1) and (.40 + .95 - 1) / (.80 + .95 - 1).
  await expect(reading(page)).toContainText(/between 26\.7\s% and 46\.7\s% are right/);
  await expect(page.getByText(/with its errors taken out/)).toHaveCount(0);
  await expect(map(page)).toBeVisible();
  await expect(map(page).locator(".plot-supposed")).toHaveCount(1);
  // 1 - (.40 - .35 q1) / .65 at q1 = 1 and .8.
  await expect(tipping(page).locator("tbody tr").first()).toContainText("92.3");
  await expect(tipping(page).locator("tbody tr").last()).toContainText("81.5");
});

test("is a link away, from any part", async ({ page, watch }) => {
  await open(page, watch, "#v=1&tool=judge-pairs");
  await page.getByRole("link", { name: "No labels at all" }).click();
  await expect(reading(page)).toContainText("no corrected score");
  await page.getByRole("radio", { name: "Verdict table" }).check();
  await page.getByRole("link", { name: "No labels at all" }).click();
  await expect(reading(page)).toContainText("no corrected score");
});

test("the sentence for a review is copied", async ({ page, watch }) => {
  await open(page, watch, hash);
  await page.getByRole("button", { name: "Copy for a review" }).click();
  const sentence = await copied(page, "without human labels");
  expect(sentence).toBe(await page.locator("#reviewer-sentence").textContent());
  expect(sentence).toMatch(/not the share that is right.*26\.7–46\.7.*Please report the judge's sensitivity/);
});

test("the saved result equals what the shown command prints", async ({ page, watch }) => {
  await open(page, watch, hash);
  await page.getByLabel("Claim: right on at least, %", { exact: true }).fill("30");
  await page.getByRole("group", { name: "Specificity of the judge" }).getByLabel("At most, %", { exact: true }).fill("90");
  await expect(command(page)).toContainText("--assume-specificity 0.8..0.9 --claim 0.3 --against 370/1000");
  await expect(reading(page)).toContainText(/at least 30\.0/);
  await expect.poll(async () => JSON.stringify((JSON.parse(await saved(page)) as { supposed: unknown }).supposed))
    .toContain('"upper":0.9}');
  expect(await saved(page)).toBe(runShown((await command(page).textContent())!, "unused", ""));
});

test("a percentage will do, one model will do, and the link brings all of it back", async ({ page, watch }) => {
  await open(page, watch, hash);
  await page.getByLabel("Judge passes: count").fill("62 %");
  await page.getByLabel(/said to be worse: count/).fill("");
  await page.getByLabel(/said to be worse: total/).fill("");
  await expect(command(page)).toContainText("--judged 620/1000");
  await expect(page.getByRole("heading", { name: "Is A better than B?" })).toHaveCount(0);
  await page.getByLabel("Claim: right on at least, in percent").fill("50");
  await page.getByRole("group", { name: "Sensitivity of the judge" }).getByLabel("At least, in percent").fill("90");
  await expect(reading(page)).toContainText(/at least 50\.0/);
  await page.getByRole("button", { name: "Copy link with data" }).click();
  const link = await copied(page, "counts=");
  const before = await reading(page).textContent();
  await page.goto("about:blank");
  await open(page, watch, new URL(link).hash);
  await expect(reading(page)).toHaveText(before!);
});

test("two models: what leniency would make the gap", async ({ page, watch }) => {
  await open(page, watch, hash);
  await expect(page.locator("#gap")).toContainText("3.0 points");
  await page.getByLabel("If both were really right on, %", { exact: true }).fill("50");
  // A gap of .03 needs .03 / (1 - .5) of false positives.
  await expect(page.locator("#gap")).toContainText("passes 6.0 points more of A's wrong answers alone");
});

test("ranges move from the keyboard, and do not cross", async ({ page, watch }) => {
  await open(page, watch, hash);
  const group = page.getByRole("group", { name: "Sensitivity of the judge" });
  const [least, most] = [group.getByLabel("At least, %", { exact: true }), group.getByLabel("At most, %", { exact: true })];
  await least.focus();
  await page.keyboard.press("ArrowRight");
  await expect(least).toHaveValue("81");
  await page.keyboard.press("End");
  await expect(most).toHaveValue("100");
  await expect(reading(page)).toContainText("a sensitivity of 100.0–100.0");
});

test("ranges that allow a judge that knows nothing say so; impossible numbers are told", async ({ page, watch }) => {
  await open(page, watch, hash);
  for (const name of ["Sensitivity", "Specificity"]) {
    await page.getByRole("group", { name: `${name} of the judge` }).getByLabel("At least, %", { exact: true }).fill("50");
  }
  await expect(reading(page)).toContainText("nothing can be said of the score");
  await page.getByLabel("Judge passes: count").fill("2000");
  await expect(page.locator("#result").getByRole("alert")).toContainText("larger than its total");
  await page.getByLabel("Judge passes: count").fill("400");
  await page.getByLabel("Claim: right on at least, %", { exact: true }).fill("100");
  await expect(page.getByText("has no line to draw")).toBeVisible();
});

test("a table without labels: any of its models, alone or against another", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, table({ labelled: 0 }));
  await expect(page.getByText("No row of the table has a human label.")).toBeVisible();
  await page.getByRole("radio", { name: /I have none/ }).check();
  await expect(reading(page)).toContainText("no corrected score");
  await expect(page.getByText("so no score can be corrected")).toHaveCount(0);
  await page.getByLabel("Said to be better than").selectOption({ index: 1 });
  await expect(page.locator("#gap")).toBeVisible();
  await expect(command(page)).toContainText("--against");
  expect(page.url()).toContain("labels=none");
  await page.getByRole("radio", { name: /published error rates/ }).check();
  await expect(page.getByRole("table", { name: "Scores by model" }).getByRole("rowheader")).toHaveCount(2);
  await expect(page.locator("blockquote")).toContainText("taken as known");
});

for (const scheme of ["light", "dark"] as const) for (const width of [1280, 390]) {
  test(`no violation and nothing cut off, ${scheme} at ${width} pixels`, async ({ page, watch }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    await open(page, watch, hash);
    await expect(map(page)).toBeVisible();
    const found = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    expect(found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test("paper has the sentence, the map and what was supposed", async ({ page, watch }) => {
  await open(page, watch, hash);
  await expect(map(page)).toBeVisible();
  await page.emulateMedia({ media: "print" });
  for (const shown of [reading(page), map(page), tipping(page), page.locator("#reviewer-sentence")]) await expect(shown).toBeVisible();
  await expect(page.locator("button:visible, input:visible")).toHaveCount(0);
  await expect(chart(page)).toHaveCount(0);
});
