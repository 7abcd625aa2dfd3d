/** The page against the command line on the same rows: the whole result, byte for byte. */
import type { Page } from "@playwright/test";
import { runShown } from "./support/cli.ts";
import { command, expect, open, paste, saved, scores, test } from "./support/page.ts";
import { example, table } from "./support/tables.ts";

interface Share { estimate: number; lower: number; upper: number }
interface Row {
  model: string; items: number; labelled: number; raw: Share;
  corrected: Share; sensitivity: Share; specificity: Share;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}\u00a0%`;

async function expectTable(page: Page, rows: readonly Row[]): Promise<void> {
  const shown = await scores(page).locator("tbody tr").evaluateAll((lines) => lines.map((line) =>
    [...line.children].slice(1).map((cell) => [cell.textContent, cell.getAttribute("title")])));
  const exact = (share: Share): string => `${share.estimate} (${share.lower} to ${share.upper})`;
  expect(shown).toEqual(rows.map(({ raw, corrected, sensitivity, specificity, items, labelled }) => [
    [percent(raw.estimate), exact(raw)],
    [percent(corrected.estimate), String(corrected.estimate)],
    [`${(100 * corrected.lower).toFixed(1)}–${percent(corrected.upper)}`, `${corrected.lower} to ${corrected.upper}`],
    [percent(sensitivity.estimate), exact(sensitivity)],
    [percent(specificity.estimate), exact(specificity)],
    [String(items), null],
    [String(labelled), null],
  ]));
}

for (const [name, file] of [["Picked at random", "--design subset"],
  ["From another labelled set", "--design external"], ["Not sure", "judged-qa.csv"]] as const) {
  test(`the example, “${name}”`, async ({ page, watch }) => {
    await open(page, watch);
    await page.getByRole("radio", { name: new RegExp(name) }).check();
    await expect(command(page)).toHaveText(new RegExp(`${file}$`));
    const printed = runShown((await command(page).textContent())!, "judged-qa.csv", example);
    expect(await saved(page)).toBe(printed);
    await expectTable(page, (JSON.parse(printed) as { models: Row[] }).models);
  });
}

test("labels on a random subset by another method, and missing verdicts counted as failed", async ({ page, watch }) => {
  await open(page, watch);
  await page.getByText("Method, level, words").click();
  await page.getByLabel("Method", { exact: true }).selectOption("ppi_pp");
  await page.getByLabel("As published by").selectOption("glide");
  await page.getByLabel("Rows without a verdict").selectOption("fail");
  await expect(command(page)).toContainText("--design subset --blank-verdicts fail --method ppi_pp --convention glide");
  await expect(page.locator("blockquote")).toContainText("tuned weight");
  const printed = runShown((await command(page).textContent())!, "judged-qa.csv", example);
  await expect.poll(async () => saved(page)).toBe(printed);
  const [link, before] = [new URL(page.url()).hash, await scores(page).textContent()];
  await page.goto("about:blank");
  await open(page, watch, link);
  await expect(scores(page)).toHaveText(before!);
});

test("own rows with every option, and names that a shell would split", async ({ page, watch }) => {
  await open(page, watch);
  const text = table({
    models: ["it's; $HOME `x`", "B c"], header: "the item,a 'model',$verdict,-human",
  }).replaceAll(",pass,", ",super,");
  await paste(page, text);
  await page.getByText("Method, level, words").click();
  await page.getByLabel("More words that mean pass").fill("super, great");
  await page.getByLabel("More words that mean pass").blur();
  await page.getByLabel("Judge’s verdict", { exact: true }).selectOption("$verdict");
  await page.getByLabel("Human label", { exact: true }).selectOption("-human");
  await page.getByLabel("Model", { exact: true }).selectOption("a 'model'");
  await page.getByLabel("Item", { exact: true }).selectOption("the item");
  await page.getByLabel("Confidence level").selectOption("0.99");
  await page.getByLabel("Interval method").selectOption("beta_jeffreys");
  await expect(command(page)).toContainText("beta_jeffreys");
  await expect(scores(page)).toContainText(/99\s% interval/);
  const printed = runShown((await command(page).textContent())!, "verdicts.csv", text);
  expect(await saved(page)).toBe(printed);
  expect((JSON.parse(printed) as { models: Row[] }).models).toHaveLength(2);
});
