import { chart, expect, open, reading, scores, test } from "./support/page.ts";

test("paper shows result, method, parameters, version and link, and no controls", async ({ page, watch }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, watch, "#v=1&labels=external&level=0.9");
  await expect(chart(page)).toBeVisible();
  await expect(page.locator(".print-only")).toBeHidden();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const shown of [reading(page), chart(page), scores(page), page.locator("blockquote"),
    page.getByText("What must be true for this to hold"), page.locator(".print-only")]) {
    await expect(shown).toBeVisible();
  }
  const parameters = page.locator(".print-only");
  await expect(parameters).toContainText(/judged-qa\.csv.*90\s%.*0\.\d+\.\d+.*#v=1&labels=external&level=0\.9/);
  await expect(page.locator(".side")).toBeHidden();
  await expect(page.locator("button:visible, textarea:visible, select:visible, input:visible")).toHaveCount(0);
  // Ink on paper, also when the screen is dark.
  await expect(page.locator("body")).toHaveCSS("background-color", "rgb(255, 255, 255)");
  await expect(page.locator("body")).toHaveCSS("color", "rgb(0, 0, 0)");
});

test("limits of parallel decoding print with their pictures, too", async ({ page, watch }) => {
  await open(page, watch, "#v=1&tool=parallel&temperature=0");
  await expect(page.getByRole("img", { name: /share of right answers that is possible/ })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  for (const shown of [reading(page), page.getByRole("table", { name: "Strategies and what they reach" }),
    page.getByRole("table", { name: "Schedules for every number of steps" }), page.locator(".heat svg").first(), page.locator("blockquote")]) {
    await expect(shown).toBeVisible();
  }
  await expect(page.locator(".print-only")).toContainText(/New City.*greedily.*0\.\d+\.\d+.*temperature=0/);
  await expect(page.locator("button:visible, textarea:visible, select:visible, input:visible")).toHaveCount(0);
});
