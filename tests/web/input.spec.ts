import type { Page } from "@playwright/test";
import { expect, open, paste, reading, scoreRows, scores, test } from "./support/page.ts";
import { example, table } from "./support/tables.ts";

const measures = (page: Page): Promise<number[]> => page.evaluate(() =>
  performance.getEntriesByName("evenhand:paste-to-table").map((entry) => entry.duration));

async function drop(page: Page, name: string, content: string): Promise<void> {
  const data = await page.evaluateHandle(([fileName, text]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text!], fileName!));
    return transfer;
  }, [name, content]);
  await page.dispatchEvent(".step", "dragover", { dataTransfer: data });
  await page.dispatchEvent(".step", "drop", { dataTransfer: data });
}

test("pasted rows are computed, and nobody is taken to have said where labels come from", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, table());
  await expect(scores(page).locator("tbody tr")).toHaveCount(2);
  await expect(page.locator("input[name=labels]:checked")).toHaveCount(0);
  await expect(page.locator("#paste")).toHaveValue(table());
  await expect.poll(() => measures(page)).toHaveLength(1);
});

test("pasting works anywhere on the page", async ({ page, watch }) => {
  await open(page, watch);
  await page.evaluate((text) => navigator.clipboard.writeText(text), table({ models: ["Solo"] }));
  await page.locator("h1").click();
  await page.keyboard.press("Control+V");
  await expect(scores(page).getByRole("rowheader")).toHaveText(["Solo"]);
});

test("pasted text too long to edit is held and told", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, table({ models: ["A", "B", "C", "D", "E"], items: 2000 }));
  await expect(scores(page).locator("tbody tr")).toHaveCount(5);
  await expect(page.getByText(/10.000 rows, 4 columns/)).toBeVisible();
  await expect(page.locator("#paste")).toHaveValue("");
});

test("typing into the field computes after a pause", async ({ page, watch }) => {
  await open(page, watch);
  await page.locator("#paste").pressSequentially("model,judge,human\nA,pass,correct\nB,fail,incorrect\n");
  await expect(scores(page).getByRole("rowheader")).toHaveCount(2);
});

test("an emptied field waits for data", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, table());
  await expect(scores(page).getByRole("rowheader")).toHaveCount(2);
  await page.locator("#paste").fill("");
  await expect(scores(page)).toHaveCount(0);
  await expect(page.getByText("Paste a table, drop a file")).toBeVisible();
  await page.getByRole("button", { name: "Use the example" }).click();
  await expect(scores(page).getByRole("rowheader")).toHaveCount(6);
});

test("a dropped file is read", async ({ page, watch }) => {
  await open(page, watch);
  await drop(page, "my verdicts.csv", table({ models: ["Dropped"] }));
  await expect(scores(page).getByRole("rowheader")).toHaveText(["Dropped"]);
  await expect(page.locator(".source")).toContainText("my verdicts.csv");
  await expect.poll(() => measures(page)).toHaveLength(1);
});

test("a chosen file is read, whatever its encoding", async ({ page, watch }) => {
  await open(page, watch);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  const latin = Buffer.from(table({ models: ["Citro\u00ebn"] }), "latin1");
  await (await chooser).setFiles({ name: "v.csv", mimeType: "text/csv", buffer: latin });
  await expect(scores(page).getByRole("rowheader")).toHaveText(["Citroën"]);
  await expect(page.getByText("read as Windows-1252")).toBeVisible();
});

test("JSON Lines are read", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, '{"item":"q1","model":"J","judge":true,"human":true}\n{"item":"q2","model":"J","judge":false,"human":false}\n');
  await expect(scores(page).getByRole("rowheader")).toContainText(["J"]);
});

test("guessed columns can be corrected, and taken away", async ({ page, watch }) => {
  await open(page, watch);
  const rows = "id,system,first grader,second grader,people\n" +
    Array.from({ length: 40 }, (_, index) => [`q${index}`, "M", index % 4 === 0 ? "no" : "yes",
      index % 2 === 0 ? "no" : "yes", index < 20 ? (index % 3 === 0 ? "no" : "yes") : ""].join(",")).join("\n");
  await paste(page, rows);
  await expect(page.getByRole("alert")).toContainText("No column could be taken as the judge's verdict");
  await page.getByLabel("Judge’s verdict", { exact: true }).selectOption("first grader");
  await expect(reading(page)).toContainText(/75\.0\s%.*no human labels/);
  await page.getByLabel("Human label", { exact: true }).selectOption("people");
  await expect(page.getByRole("table", { name: "Scores by model" })).toContainText("20");
  await page.getByLabel("Judge’s verdict", { exact: true }).selectOption("second grader");
  await expect(reading(page)).toContainText(/passes 50\.0\s%/);
  await page.getByLabel("Model", { exact: true }).selectOption("none: one model");
  await expect(scores(page).getByRole("rowheader")).toContainText("(all rows)");
});

test("the answer about the labels changes the result", async ({ page, watch }) => {
  await open(page, watch);
  const subset = await scoreRows(page);
  await page.getByRole("radio", { name: /Not sure/ }).check();
  await expect.poll(() => scoreRows(page)).not.toEqual(subset);
  const unsure = await scoreRows(page);
  await expect(page.getByText("Nobody said where the labels come from")).toBeAttached();
  await page.getByRole("radio", { name: /From another labelled set/ }).check();
  await expect(page.getByText("Nobody said where the labels come from")).toHaveCount(0);
  expect(await scoreRows(page)).toEqual(unsure);
});

test("level, method and words can be set", async ({ page, watch }) => {
  await open(page, watch);
  await page.getByText("Method, level, words").click();
  await page.getByLabel("Confidence level").selectOption("0.8");
  await expect(scores(page)).toContainText(/80\s% interval/);
  await page.getByRole("radio", { name: /Not sure/ }).check();
  await page.getByLabel("Interval method").selectOption("profile");
  await expect(page.locator("blockquote")).toContainText("profile likelihood");
  await paste(page, example.replaceAll(",pass,", ",splendid,").replaceAll(",fail,", ",dreadful,"));
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("More words that mean pass").fill("splendid");
  await page.getByLabel("More words that mean fail").fill("dreadful");
  await page.getByLabel("More words that mean fail").blur();
  await expect(scores(page).getByRole("rowheader")).toHaveCount(6);
});
