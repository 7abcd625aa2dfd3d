/** The design question: its answers, what the data say by themselves, and the other answer. */
import { runShown } from "./support/cli.ts";
import { command, expect, open, paste, reading, saved, scores, test } from "./support/page.ts";
import { table } from "./support/tables.ts";

const other = "And if the labels were";

test("nothing is preselected for data of one's own, and the safe answer is computed", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, table());
  await expect(page.locator("input[name=labels]:checked")).toHaveCount(0);
  await expect(page.getByText("Not answered yet; until then")).toBeVisible();
  await expect(page.getByText("60 of 120 rows have a human label.")).toBeVisible();
  await expect(page.locator("blockquote")).toContainText("Rogan and Gladen");
  await page.getByRole("radio", { name: /Picked at random/ }).check();
  await expect(page.locator("blockquote")).toContainText("post-stratification");
  await expect(page.getByText("Not answered yet")).toHaveCount(0);
});

test("labels that do not look picked at random are told beside the question", async ({ page, watch }) => {
  await open(page, watch);
  // Labelled where the judge fails, mostly.
  const rows = Array.from({ length: 200 }, (_, item) =>
    `q${item},M,${item % 2 ? "pass" : "fail"},${item % 2 === 0 && item < 80 ? "incorrect" : item < 20 ? "correct" : ""}`);
  await paste(page, `item,model,judge,human\n${rows.join("\n")}\n`);
  await page.getByRole("radio", { name: /Picked at random/ }).check();
  await expect(page.getByText("They do not look picked at random")).toBeVisible();
});

test("a table: the other answer on the same rows, with why it differs", async ({ page, watch }) => {
  await open(page, watch);
  await page.getByText(other).click();
  const both = page.getByRole("region", { name: "Both answers" });
  await expect(both.getByRole("rowheader")).toHaveCount(6);
  await expect(page.locator(".other-answer")).toContainText("The interval is wider with labels from another set for all 6 models.");
  const cells = await both.locator("tbody tr").first().locator("td").allTextContents();
  await page.getByRole("button", { name: "My labels are from another set" }).click();
  await expect(page.getByRole("radio", { name: /From another labelled set/ })).toBeChecked();
  const row = scores(page).locator("tbody tr").first();
  await expect(row).toContainText(cells[2]!);
  await expect(row).toContainText(cells[3]!);
  await expect(page.getByText(other)).toContainText("picked at random from these items");
});

test("counts: the same counts under the other answer, there and back", async ({ page, watch }) => {
  await open(page, watch, "#v=1&mode=counts&counts-from=subset");
  await page.getByText(other).click();
  await expect(page.locator(".other-answer")).toContainText("With labels from another set, or picked on purpose: The judge passes 53.8");
  const before = await reading(page).locator(".lead").textContent();
  await page.getByRole("button", { name: "My labels are from another set" }).click();
  await expect(command(page)).toContainText("--judged 430/800 --sensitivity 72/80 --specificity 84/120");
  await page.getByRole("button", { name: "My labels are picked at random" }).click();
  await expect(command(page)).toContainText("--confusion 72,8,36,84 --unlabelled 430/800");
  await expect(reading(page).locator(".lead")).toHaveText(before!);
});

for (const method of ["poststrat", "ppi", "ppi_pp", "eif", "mle"]) {
  test(`labels on a random subset by ${method}: as the command line has it`, async ({ page, watch }) => {
    await open(page, watch, "#v=1&mode=counts&counts-from=subset");
    await page.getByText("Method, level").click();
    await page.getByLabel("Method", { exact: true }).selectOption(method);
    if (method === "ppi_pp") await page.getByLabel("As published by").selectOption("chen");
    else await expect(page.getByLabel("As published by")).toHaveCount(method === "ppi" ? 1 : 0);
    await expect(page.locator("#result")).toHaveAttribute("aria-busy", "false");
    await expect(page.getByRole("rowheader", { name: "Labels alone, no judge" })).toBeVisible();
    await expect(reading(page)).toContainText(/The 200 labels alone, without the judge, give 40\.0\s%/);
    await expect.poll(async () => (JSON.parse(await saved(page)) as { method: string }).method).toBe(method);
    const text = await saved(page);
    expect(text).toBe(runShown((await command(page).textContent())!, "unused", ""));
    if (method === "ppi_pp") expect(JSON.parse(text).convention).toBe("chen");
  });
}

test("the method and the convention are in the link", async ({ page, watch }) => {
  await open(page, watch, "#v=1&mode=counts&counts-from=subset&subset-method=ppi_pp&convention=glide");
  await expect(command(page)).toContainText("--method ppi_pp --convention glide");
});
