/** The page as the tests use it. Every test fails on a console error, a breach of the page's policy
 *  or a request after load, whatever else it looks at. */
import { readFileSync } from "node:fs";
import { expect, test as base, type Locator, type Page } from "@playwright/test";

/** What the browser said and asked for. Tests that provoke something empty it themselves. */
export interface Watch {
  readonly problems: string[];
  /** Requests that leave the page, in order. */
  readonly requests: string[];
  /** How many of them belong to the load. */
  loaded: number;
}

export const test = base.extend<{ watch: Watch }>({
  watch: [async ({ page }, use) => {
    const watch: Watch = { problems: [], requests: [], loaded: 0 };
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") watch.problems.push(message.text());
    });
    page.on("pageerror", (error) => watch.problems.push(String(error)));
    page.context().on("request", (request) => {
      // The worker's code and downloads are blobs of the page itself.
      if (!/^(blob|data):/.test(request.url())) watch.requests.push(request.url());
    });
    await use(watch);
    expect(watch.problems, "console errors and breaches of the policy").toEqual([]);
    expect(watch.requests.slice(watch.loaded), "requests after load").toEqual([]);
  }, { auto: true }],
});

export { expect };

/** Opens the page and waits until everything that it ever loads is there. */
export async function open(page: Page, watch: Watch, hash = ""): Promise<void> {
  // A page opened before has made no request since it was loaded.
  expect(watch.requests.slice(watch.loaded), "requests after load").toEqual([]);
  watch.requests.length = 0;
  watch.loaded = 0;
  await page.goto(hash === "" ? "./" : `./${hash}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect.poll(() => watch.requests.filter((url) => url.endsWith(".js")).length).toBe(3);
  await expect.poll(() => page.evaluate(() => document.readyState)).toBe("complete");
  watch.loaded = watch.requests.length;
}

/** The text of the file that a button saves. */
export async function saved(page: Page, name = "Save JSON"): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  return readFileSync(await (await download).path(), "utf8");
}

/** What was copied, once it holds `part`: writing to the clipboard takes a moment. */
export async function copied(page: Page, part: string): Promise<string> {
  const text = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(text).toContain(part);
  return text();
}

/** Pastes as a person does, into the focused or the given field. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((content) => navigator.clipboard.writeText(content), text);
  await page.locator("#paste").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+V");
}

export const reading = (page: Page): Locator => page.locator("#result > output.reading");
export const leaderboard = (page: Page): Locator => page.getByRole("table", { name: "Leaderboard" });
export const matrix = (page: Page): Locator => page.getByRole("grid", { name: "Pair by pair" });
export const cell = (page: Page, row: string, column: string): Locator =>
  matrix(page).getByRole("gridcell", { name: new RegExp(`^${row} against ${column}\\b`) });
/** The details of one pair, when they are there. */
export const pair = (page: Page): Locator => page.locator(".pair[aria-busy=false]");
export const scores = (page: Page): Locator => page.getByRole("table", { name: "Scores by model" });
export const command = (page: Page): Locator => page.getByRole("region", { name: "Command", exact: true });
export const chart = (page: Page): Locator => page.locator("#result > figure svg");

/** The rows of the scores table as text, cell by cell. */
export async function scoreRows(page: Page): Promise<string[][]> {
  return scores(page).locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? "")));
}
