/** What speaks against the numbers stands above them: faults planted into the generated example. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { runShown } from "./support/cli.ts";
import { command, expect, open, paste, reading, saved, scores, test } from "./support/page.ts";
import { example } from "./support/tables.ts";

const [header, ...lines] = example.trim().split("\n");
const rows = lines.map((line) => line.split(",") as [string, string, string, string]);
const model = "Brook-34B";

/** The example with other verdicts. */
const planted = (verdict: (row: [string, string, string, string], index: number) => string): string =>
  `${[header, ...rows.map((row, index) => [row[0], row[1], verdict(row, index), row[3]].join(","))].join("\n")}\n`;

const findings = (page: Page) => page.locator("#result .diagnostics .findings").first().locator(".finding");
const finding = (page: Page, code: string) => page.locator(`.finding[data-code=${code}]`);

async function pasted(page: Page, text: string): Promise<void> {
  await paste(page, text);
  await page.getByRole("radio", { name: /Picked at random/ }).check();
  await expect(scores(page)).toBeVisible();
}

/** Above the words that say the result, and so above every number. */
async function expectOnTop(page: Page): Promise<void> {
  const [first, lead] = await Promise.all([findings(page).first().boundingBox(), reading(page).boundingBox()]);
  expect(first!.y + first!.height).toBeLessThanOrEqual(lead!.y);
}

test("a degenerate judge is caught and explained", async ({ page, watch }) => {
  await open(page, watch);
  await pasted(page, planted((row) => (row[1] === model ? "pass" : row[2])));
  await expect(findings(page).first()).toHaveAttribute("data-code", "degenerate_judge");
  await expect(findings(page).first()).toContainText("Read this first: the judge says the same of everything");
  await expect(findings(page).first()).toContainText(`${model}: 24 of 24 wrong answers passed.`);
  await expect(findings(page).first()).toContainText("its verdicts say nothing about this model");
  await expectOnTop(page);
});

test("a row shift is caught, explained, and its repair named", async ({ page, watch }) => {
  await open(page, watch);
  await pasted(page, planted((_row, index) => rows[index - 1]?.[2] ?? ""));
  const first = findings(page).first();
  await expect(first).toHaveAttribute("data-code", "possible_row_misalignment");
  await expect(first).toContainText("A column that slipped while a table was put together looks like this");
  await expect(first).toContainText("the column seems to have slipped 1 row down");
  await expectOnTop(page);
  // Of one model alone.
  const own = rows.filter((row) => row[1] === model);
  await pasted(page, planted((row) => (row[1] === model ? own[(own.indexOf(row) + own.length - 1) % own.length]![2] : row[2])));
  await expect(findings(page).first()).toContainText(`${model}: J = `);
  await expect(findings(page).first()).toContainText("slipped 1 row down");
});

test("a sign flip is caught and explained, and leads to the two models", async ({ page, watch }) => {
  await open(page, watch);
  // The judge passes four of five wrong answers of the last model, which people know to be the worst.
  const last = "Fennel-7B";
  let seen = 0;
  await pasted(page, planted((row) => (row[1] === last && row[2] === "fail" && ++seen % 5 !== 0 ? "pass" : row[2])));
  const flip = finding(page, "sign_flip");
  await expect(flip).toContainText("the judge reverses an order");
  await expect(flip).toContainText("The verdicts favour one model, the labels of each the other");
  await expect(flip).toContainText(/The judge prefers .* by \d+\.\d points; corrected by the labels of each, .* is ahead/);
  await flip.getByRole("button", { name: "Compare these two" }).click();
  await expect(page.locator("#sign-flip")).toContainText("The correction turns the sign");
  expect(page.url()).toContain("show=models");
});

test("an inverted column is caught", async ({ page, watch }) => {
  await open(page, watch);
  const opposite: Record<string, string> = { pass: "fail", fail: "pass" };
  await pasted(page, planted((row) => opposite[row[2]] ?? row[2]));
  await expect(finding(page, "swapped_labels")).toContainText("verdict column may be inverted");
});

test("labels that do not look random: the repair is one click away", async ({ page, watch }) => {
  await open(page, watch);
  const own = Array.from({ length: 200 }, (_, item) =>
    `q${item},M,${item % 2 ? "pass" : "fail"},${item % 2 === 0 && item < 80 ? "incorrect" : item < 20 ? "correct" : ""}`);
  await pasted(page, `item,model,judge,human\n${own.join("\n")}\n`);
  await finding(page, "labels_not_random").getByRole("button", { name: "Take them as another set" }).click();
  await expect(page.getByRole("radio", { name: /From another labelled set/ })).toBeChecked();
  await expect(finding(page, "labels_not_random")).toHaveCount(0);
});

test("the saved result has the findings, as the command prints it", async ({ page, watch }) => {
  await open(page, watch);
  const text = planted((row) => (row[1] === model ? "pass" : row[2]));
  await pasted(page, text);
  await expect(findings(page).first()).toBeVisible();
  const printed = runShown((await command(page).textContent())!, "verdicts.csv", text);
  expect(await saved(page)).toBe(printed);
  expect((JSON.parse(printed) as { diagnostics: { code: string }[] }).diagnostics[0]!.code).toBe("degenerate_judge");
});

for (const scheme of ["light", "dark"] as const) {
  test(`findings have no violation, ${scheme}`, async ({ page, watch }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: scheme === "dark" ? 390 : 1280, height: 800 });
    await open(page, watch);
    await pasted(page, planted((row) => (row[1] === model ? "pass" : row[2])));
    await page.locator(".diagnostics .more > summary").click();
    await expect(findings(page).first()).toBeVisible();
    const found = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    expect(found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`))).toEqual([]);
  });
}
