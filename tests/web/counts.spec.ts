import { command, expect, open, reading, test } from "./support/page.ts";
import { runShown } from "./support/cli.ts";
import { readFileSync } from "node:fs";

test.beforeEach(async ({ page, watch }) => {
  await open(page, watch);
  await page.getByRole("radio", { name: "Counts only" }).check();
});

test("opens with published counts computed", async ({ page }) => {
  await expect(reading(page)).toContainText(/passes 40\.0\s%.*right on 16\.7\s%/);
  await expect(page.locator("#result > figure .plot-corrected circle")).toHaveCount(1);
  await expect(page.getByRole("table", { name: "Estimates" })).toContainText("Youden");
});

for (const [design, name] of [["external", /From another labelled set/], ["subset", /Picked at random/],
  ["known", /published error rates/]] as const) {
  test(`${design}: the saved result equals what the shown command prints`, async ({ page }) => {
    await page.getByRole("radio", { name }).check();
    await expect(page.locator("#result")).toHaveAttribute("aria-busy", "false");
    await expect(command(page)).toContainText(
      { external: "--judged", subset: "--confusion", known: "--sensitivity 0.9" }[design]);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save JSON" }).click();
    const saved = readFileSync(await (await download).path(), "utf8");
    expect(saved).toBe(runShown((await command(page).textContent())!, "unused", ""));
    expect(JSON.parse(saved).design).toBe(design);
  });
}

test("a wrong count is told beside its field", async ({ page }) => {
  const field = page.getByLabel("Sensitivity: count");
  await field.fill("201");
  await expect(page.getByRole("alert")).toContainText("Sensitivity: the count is larger than its total");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(/larger than its total/);
  await expect(reading(page)).toHaveCount(0);
  await field.fill("");
  await expect(page.getByRole("alert")).toContainText("not a finite number");
  await field.fill("190");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(reading(page)).toBeVisible();
});

test("a judge no better than chance is not corrected", async ({ page }) => {
  await page.getByLabel("Specificity: count").fill("20");
  await expect(reading(page)).toContainText("cannot be told");
});
