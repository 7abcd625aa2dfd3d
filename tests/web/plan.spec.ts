/** The planner, against published numbers. */
import { runShown } from "./support/cli.ts";
import { chart, command, expect, open, reading, saved, test } from "./support/page.ts";

const hash = "#v=1&tool=plan";
const plan = (page: import("@playwright/test").Page) => page.locator(".plan-table");

test("opens with four assumptions side by side", async ({ page, watch }) => {
  await open(page, watch, hash);
  await expect(reading(page)).toContainText(/3\.0 points with power 80\s% takes 434 items .* 5\s% of them, and 2,614 if on 30\s%/);
  await expect(plan(page).locator("thead th.number")).toHaveText([/if exactly one system is right on/, "5 %", "10 %", "20 %", "30 %"]);
  // Connor 1987 at a discordance of .2: 625.5 items for 5 points.
  await expect(plan(page).locator("tbody tr", { hasText: /^5\.0/ })).toContainText("626");
  await expect(chart(page)).toHaveAccessibleName(/smallest difference that is found against the number of items/);
  await expect(chart(page).locator(".plot-curve path")).toHaveCount(4);
  await expect(chart(page).locator(".plot-corrected circle")).toHaveCount(4);
  await expect(page.locator("blockquote")).toContainText(/Connor 1987.*power 80\s%.*95\s% level.*Evenhand \d/);
});

test("every question has its answer", async ({ page, watch }) => {
  await open(page, watch, hash);
  const same = async (): Promise<void> =>
    expect(await saved(page)).toBe(runShown((await command(page).textContent())!, "unused", ""));
  await same();
  await page.getByLabel("Items on which exactly one is right, %").fill("20");
  await page.getByLabel("Difference to find, points").fill("5");
  await expect(reading(page)).toContainText(/difference of 5\.0 points .* takes 626 items/);
  expect((JSON.parse(await saved(page)) as { items: number }).items).toBeCloseTo(625.5473178, 6);
  await same();

  await page.getByRole("radio", { name: /^Different items/ }).check();
  await expect(reading(page)).toContainText("items for each system");
  await same();
  await page.getByRole("radio", { name: /graded/ }).check();
  await page.getByLabel("Variance of the true differences over items").fill("0.1111111111111111");
  await page.getByLabel("Variance of one system’s answers to one item").fill("0");
  // Miller 2024: 969 items.
  await expect(reading(page)).toContainText("takes 969 items");
  await same();
  await page.getByRole("radio", { name: /What difference can I see/ }).check();
  await page.getByRole("radio", { name: /right or wrong.*cheapest/ }).check();
  await page.getByLabel("Number of items", { exact: true }).fill("500");
  await expect(reading(page)).toContainText(/500 items show a difference of 5\.6 points or more/);
  await same();
  await page.getByRole("radio", { name: /How sure will one score be/ }).check();
  await expect(reading(page)).toContainText("takes 1,068 items");
  await same();
  await page.getByRole("radio", { name: /How many reruns/ }).check();
  await page.getByLabel("Difference to find").fill("2.03");
  await expect(reading(page)).toContainText("takes 5 reruns of each system");
  await same();
});

test("the address follows, and restores", async ({ page, watch }) => {
  await open(page, watch, hash);
  await page.getByLabel("Difference to find, points").fill("2.5");
  await page.getByText("Level, power, clusters").click();
  await page.getByLabel("Chance to find it").selectOption("0.9");
  await page.getByLabel("Design effect of clusters").fill("1.6");
  await expect(page.locator("blockquote")).toContainText(/power 90\s%/);
  await expect(command(page)).toContainText("--design-effect 1.6");
  const before = await reading(page).textContent();
  const link = new URL(page.url()).hash;
  await page.goto("about:blank");
  await open(page, watch, link);
  await expect(reading(page)).toHaveText(before!);
});

test("impossible numbers are told beside their field", async ({ page, watch }) => {
  await open(page, watch, hash);
  await page.getByLabel("Items on which exactly one is right, %").fill("2");
  await expect(page.getByRole("alert")).toContainText("the plan asks for something impossible");
  await page.getByLabel("Items on which exactly one is right, %").fill("");
  await page.getByLabel("Difference to find, points").fill("");
  await expect(page.getByRole("alert")).toContainText("not a finite number");
  await page.getByLabel("Difference to find, points").fill("8");
  await expect(page.getByRole("alert")).toHaveCount(0);
  // Two systems that differ on 5 % of the items are no 8 points apart.
  await expect(plan(page).locator(".is-asked td").first()).toHaveText("–");
  await page.goto("about:blank");
  await open(page, watch, `${hash}&numbers=%7B`);
  await expect(page.getByRole("alert")).toContainText("could not be read");
});
