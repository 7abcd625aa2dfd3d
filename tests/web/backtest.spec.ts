import { execFileSync } from "node:child_process";
import { expect, open, paste, scores, test } from "./support/page.ts";
import { examplePath, root, table } from "./support/tables.ts";

test.beforeEach(async ({ page, watch }) => {
  await open(page, watch);
});

test("shows the hidden truth beside the interval, as the command line does", async ({ page }) => {
  await page.getByText("Try it on your own labels").click();
  await page.getByLabel("Hide, % of the labels").fill("60");
  await page.getByLabel("Seed").fill("7");
  await page.getByRole("button", { name: "Hide and compare" }).click();
  const rows = page.getByRole("region", { name: "Backtest by model" }).locator("tbody tr");
  await expect(rows).toHaveCount(6);
  const printed = JSON.parse(execFileSync(process.execPath, [`${root}wasm/dist/cli.js`, "judge", examplePath,
    "--design", "subset", "--backtest", "0.6", "--seed", "7", "--json"], { encoding: "utf8" })) as {
    models: { model: string; corrected: { lower: number; upper: number }; backtest: { truth: number; inside: boolean } }[];
  };
  const shown = await rows.evaluateAll((lines) => lines.map((line) =>
    [0, 2, 3, 4].map((cell) => line.children[cell]!.getAttribute("title") ?? line.children[cell]!.textContent)));
  expect(shown).toEqual(printed.models.map(({ model, corrected, backtest }) =>
    [model, `${corrected.lower} to ${corrected.upper}`, String(backtest.truth), backtest.inside ? "yes" : "no"]));
  await expect(page.locator(".backtest .plot-truth path")).toHaveCount(6);
  await expect(page.locator(".backtest output")).toContainText("of 6 hidden truths");
});

test("an impossible share is refused in words", async ({ page }) => {
  await page.getByText("Try it on your own labels").click();
  await page.getByLabel("Hide, % of the labels").fill("100");
  await page.getByRole("button", { name: "Hide and compare" }).click();
  await expect(page.getByRole("alert")).toContainText("Share to hide: the share is out of range");
});

test("long work shows progress and can be cancelled", async ({ page }) => {
  await page.getByText("Try it on your own labels").click();
  await page.getByRole("button", { name: "Repeat 500 times" }).click();
  const progress = page.getByRole("status").filter({ hasText: "Computing" });
  await expect(progress).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(progress).toHaveCount(0);
  await expect(page.locator(".backtest output")).toHaveCount(0);
  // Nothing is left broken.
  await page.getByRole("button", { name: "Hide and compare" }).click();
  await expect(page.locator(".backtest output")).toBeVisible();
});

test("a large file shows progress, can be cancelled and taken up again", async ({ page }) => {
  test.slow();
  const text = table({ models: ["A", "B", "C", "D"], items: 100_000, labelled: 1000 });
  await page.locator("input[type=file]").setInputFiles(
    { name: "large.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await expect(page.getByRole("status").filter({ hasText: "Computing" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Cancelled.")).toBeVisible();
  await expect(scores(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Compute again" }).click();
  await expect(scores(page).getByRole("rowheader")).toHaveCount(4, { timeout: 30_000 });
  // Cancelled work leaves the way free for other data.
  await paste(page, table({ models: ["Next"] }));
  await expect(scores(page).getByRole("rowheader")).toHaveText(["Next"]);
});
