/** Contamination on the page: the worked example, one's own files, definitions, scores. */
import AxeBuilder from "@axe-core/playwright";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Locator, Page } from "@playwright/test";
import { expect, open, reading, saved, test, type Watch } from "./support/page.ts";

const hash = "#v=1&tool=overlap";
const data = join(import.meta.dirname, "..", "..", "examples", "data");
const example = (name: string): string => readFileSync(join(data, name), "utf8");

const definitions = (page: Page): Locator => page.locator(".definition-table");
const definition = (page: Page, name: RegExp): Locator =>
  definitions(page).locator("tbody tr").filter({ has: page.getByRole("rowheader", { name }) });
const items = (page: Page): Locator => page.locator(".item-table > tbody > tr:not(.detail-row)");

/** Opens the tool and waits for the report on the example. */
async function start(page: Page, watch: Watch, link = hash): Promise<void> {
  await open(page, watch, link);
  await expect(reading(page).first()).toContainText("can be tested", { timeout: 30_000 });
}

interface Report {
  corpus: { total: { documents: number; documentsHit: number }; malformed: number };
  benchmarks: { name: string; levels: { unit: string; arm: string; full: number; partial: number }[] }[];
  findings: { id: string; level: string }[];
}

const give = async (page: Page, label: string, files: { name: string; text: string | Buffer }[]): Promise<void> =>
  page.getByLabel(label).setInputFiles(files.map(({ name, text }) =>
    ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text as string) })));

test("opens with a leak found, explained and shown in context", async ({ page, watch }) => {
  await start(page, watch);
  await expect(reading(page).first()).toContainText(/of \d+ items that can be tested \(\d+\.\d\s%\) have at least 50\.0\s% of the question/);
  await expect(page.getByRole("img", { name: /full/ }).first()).toBeVisible();
  const report = JSON.parse(await saved(page)) as Report;
  expect(report.corpus.total.documents).toBe(204);
  const counts = report.benchmarks[0]!.levels.filter(({ unit }) => unit === "question");
  expect(counts).toHaveLength(3);
  // The filter takes boilerplate away, never adds.
  expect(counts[2]!.full + counts[2]!.partial).toBeLessThanOrEqual(counts[0]!.full + counts[0]!.partial);

  await items(page).first().getByRole("button").click();
  await expect(page.locator(".item-detail mark").first()).toBeVisible();
  await expect(page.locator(".passage mark").first()).not.toBeEmpty();
});

test("a threshold moves what is flagged, without a scan", async ({ page, watch }) => {
  await start(page, watch);
  await definition(page, /^PaLM$/).getByRole("radio").check();
  const share = definition(page, /^PaLM$/).locator("td.main");
  const before = await share.textContent();
  await page.locator("#threshold").fill("0.05");
  await expect(share).not.toHaveText(before!);
  await expect(page).toHaveURL(/t-palm=0.05/);
  await page.getByRole("button", { name: "As published" }).click();
  await expect(share).toHaveText(before!);
});

test("the default definition's threshold is that of the headline and of the levels", async ({ page, watch }) => {
  await start(page, watch);
  const share = definition(page, /^Evenhand$/).locator("td.main");
  await page.locator("#threshold").fill("0.99");
  await expect(reading(page).first()).toContainText(/at least 99\.0\s% of the question/);
  await expect(page.locator(".level-share.main")).toHaveText((await share.textContent())!);
  await page.getByRole("button", { name: "As published" }).click();
  await expect(reading(page).first()).toContainText(/at least 50\.0\s% of the question/);
});

test("scores: clean against dirty, one row a model, and what it does not mean", async ({ page, watch }) => {
  await start(page, watch);
  const table = page.locator(".impact-table tbody tr");
  await expect(table).toHaveCount(3);
  await expect(page.locator(".impact")).toContainText("This is a correlation, not a cause");
  await expect(page.locator(".impact svg").first()).toBeVisible();
});

test("scores adjusted for difficulty, and as published reports have them: what the command line says", async ({ page, watch }) => {
  const folder = mkdtempSync(join(tmpdir(), "evenhand-"));
  const cli = (...args: string[]): string => execFileSync(process.execPath,
    [join(data, "..", "..", "wasm", "dist", "cli.js"), "overlap", ...args],
    { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  cli("index", join(data, "overlap-items.jsonl"), "-o", "leak.index");
  cli("scan", "leak.index", join(data, "overlap-corpus.jsonl"), "-o", "leak");
  const lines = cli("report", "leak.index", "leak", "--items", "1", "--scores", join(data, "overlap-scores.csv"),
    "--figures", "--strata", "difficulty", "--reference", "Heron-70B").split("\n");
  /** The rows of a table as the command line writes them, with one space between cells. */
  const rowsOf = (of: Locator): Promise<string[]> => of.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent).join(" ").replaceAll("\u00a0", " ")));
  const said = new Set(lines.map((line) => line.trim().replace(/ {2,}/g, " ")));

  await start(page, watch, `${hash}&strata=difficulty`);
  const adjusted = page.locator(".adjusted-table");
  await expect(adjusted.locator("tbody tr")).toHaveCount(2);
  await expect(adjusted).toContainText("within strata of difficulty");
  await expect(page.locator(".impact")).toContainText(/Within 2 of 3 strata dirty less clean is .* against .* without strata/);
  await page.getByLabel("Take off the scores of").selectOption("Heron-70B");
  await expect(adjusted.locator("tbody tr")).toHaveCount(3);
  await expect(page).toHaveURL(/strata=difficulty&reference=Heron-70B/);
  for (const row of await rowsOf(adjusted)) expect(said).toContain(row);

  const figures = page.locator(".figures-table");
  await expect(figures.locator("tbody tr")).toHaveCount(3);
  await expect(figures.locator("tbody tr").nth(1)).toContainText(/Magpie-13B−23\.29\s%−20\.78\s%not affectedup to 40 tokens/);
  expect([...said].join(" ")).toContain("GPT-4's degradation, (clean − all) / all, −20.78 %.");
  await page.getByText("Llama 2's buckets of Magpie-13B").click();
  const buckets = await rowsOf(page.locator(".bucket-table"));
  expect(buckets).toHaveLength(16);
  for (const row of buckets) expect(said).toContain(row);

  await page.getByLabel("Compare within").selectOption("all items");
  await expect(adjusted.locator("tbody tr")).toHaveCount(2);
  await expect(page).not.toHaveURL(/strata/);
  await expect(page.getByRole("region", { name: "Command", exact: true }))
    .toContainText("--scores scores.csv --figures --reference Heron-70B");
  await page.getByText("Assumptions and the sentence for a paper").click();
  await expect(page.locator(".impact")).toContainText("four buckets and their verdict as in Llama 2 (Touvron et al. 2023");
  await expect(page.locator("#result")).toContainText("They count every item, not a sample of them, and so have no interval.");
});

test("scores with dates: items from before and after a cutoff", async ({ page, watch }) => {
  await start(page, watch);
  await expect(page.locator(".impact")).not.toContainText("Before and after a cutoff");
  await give(page, "Files for the benchmark", [{ name: "items.jsonl", text: example("overlap-items.jsonl") }]);
  await expect(page.getByText("Read: 62 items")).toBeVisible();
  await give(page, "Files for the training text", [{ name: "pages.jsonl", text: example("overlap-corpus.jsonl") }]);
  const [header, ...rows] = example("overlap-scores.csv").trim().split("\n");
  const dated = rows.map((row) => `${row},${Number(row.slice(1, 3)) <= 31 ? "2023-04" : "2024-01-15"}`);
  await give(page, "Files for scores, if you have them", [{ name: "scores.csv", text: `${[`${header},written`, ...dated].join("\n")}\n` }]);
  await page.getByLabel("Last day of the training text").fill("2023-06-30");
  await expect(page.locator(".impact")).toContainText(/31 items up to the cutoff score .*31 later ones .*Later items score lower by .*95\s% interval/, { timeout: 30_000 });
  await expect(page.locator(".impact")).toContainText("Items from after the cutoff may simply be harder.");
  await expect(page).toHaveURL(/dates=written&cutoff=2023-06-30/);
  await expect(page.getByRole("region", { name: "Command", exact: true })).toContainText("--dates written --cutoff 2023-06-30");
  await page.getByLabel("Last day of the training text").fill("");
  await expect(page.locator(".impact")).not.toContainText("up to the cutoff");
});

test("one's own files: several, compressed, in a form of their own; the report is that of the example", async ({ page, watch }) => {
  await start(page, watch);
  const wanted = (JSON.parse(await saved(page)) as Report).findings.map(({ id, level }) => ({ id, level }));
  await give(page, "Files for the benchmark", [{ name: "items.jsonl", text: example("overlap-items.jsonl") }]);
  await expect(page.getByText("Read: 62 items")).toBeVisible();
  const lines = example("overlap-corpus.jsonl").trimEnd().split("\n");
  const part = (from: number, to: number): string => `${lines.slice(from, to).join("\n")}\n`;
  await give(page, "Files for the training text", [
    { name: "a.jsonl", text: part(0, 100) }, { name: "b.jsonl.gz", text: gzipSync(part(100, 204)) },
  ]);
  await expect(reading(page).first()).toContainText("can be tested", { timeout: 30_000 });
  const found = JSON.parse(await saved(page)) as Report;
  expect(found.findings.map(({ id, level }) => ({ id, level }))).toEqual(wanted);
  expect(found.corpus.total.documents).toBe(204);
});

test("what cannot be read is named: a broken line, a file that ends early, a benchmark without questions", async ({ page, watch }) => {
  await start(page, watch);
  await give(page, "Files for the benchmark", [{ name: "items.jsonl", text: '{"id":"a","question":"How many geese cross the frozen lake before the first bell?"}\n{"id":"a","question":"twice"}\n' }]);
  await expect(page.getByRole("alert")).toContainText("line 2");
  await give(page, "Files for the benchmark", [{ name: "items.jsonl", text: '{"id":"a","question":"How many geese cross the frozen lake before the first bell?"}\n' }]);
  await expect(page.getByText("Read: 1 item.")).toBeVisible();
  await give(page, "Files for the training text", [
    { name: "good.jsonl", text: '{"text":"nothing of note"}\n{"text":\n{"body":"x"}\n' },
    { name: "cut.jsonl.gz", text: gzipSync("some text\n".repeat(1000)).subarray(0, 40) },
    { name: "old.bz2", text: "BZh9" },
  ]);
  await expect(page.getByText("2 files were not scanned")).toBeVisible();
  await expect(page.locator("#result")).toContainText("cut.jsonl.gz ends early or is damaged");
  await expect(page.locator("#result")).toContainText(".bz2 files are not read here");
  await expect(page.locator("#result")).toContainText("good.jsonl:2 (json)");
  await expect(page.locator("#result")).toContainText("good.jsonl:3 (missing field)");
});

test("labels that look like markup stay text", async ({ page, watch }) => {
  await start(page, watch);
  const id = "<img src=x onerror=alert(1)>";
  await give(page, "Files for the benchmark", [{ name: "<b>.jsonl", text: `${JSON.stringify({ id, question: "How many geese cross the frozen lake before the first bell?" })}\n` }]);
  await give(page, "Files for the training text", [{ name: "<i>.txt", text: "How many geese cross the frozen lake before the first bell? None." }]);
  await expect(items(page).first()).toContainText(id);
  await expect(page.locator("#result img")).toHaveCount(0);
});

test("a scan can be cancelled and begun again", async ({ page, watch }) => {
  await start(page, watch);
  await give(page, "Files for the benchmark", [{ name: "items.jsonl", text: example("overlap-items.jsonl") }]);
  const text = "The clock in the square has been ten minutes slow for as long as people remember. ";
  await give(page, "Files for the training text", [{ name: "large.txt", text: text.repeat(400_000) }]);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator("#result")).toContainText("Cancelled");
  await page.getByRole("button", { name: "Compute again" }).click();
  await expect(reading(page).first()).toContainText("can be tested", { timeout: 60_000 });
});

test("a link brings the settings back", async ({ page, watch }) => {
  await start(page, watch, `${hash}&partial=0.7&shown=palm&t-palm=0.4`);
  await expect(reading(page).first()).toContainText(/at least 70\.0\s% of the question/);
  await expect(definition(page, /^PaLM$/).getByRole("radio")).toBeChecked();
  await expect(page.locator("#threshold")).toHaveValue("0.4");
});

for (const scheme of ["light", "dark"] as const) {
  test(`no violation, ${scheme}`, async ({ page, watch }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: scheme === "light" ? 1280 : 390, height: 800 });
    await start(page, watch, `${hash}&strata=difficulty`);
    await items(page).first().getByRole("button").click();
    await expect(page.locator(".passage mark").first()).toBeVisible();
    await expect(page.locator(".adjusted-table")).toBeVisible();
    await page.getByText(/^Llama 2's buckets of/).click();
    const found = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    expect(found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary ?? ""}`))).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

const real = process.env["EVENHAND_REAL_DATA"];
test("GSM8K planted in a corpus: the page's report is that of the command line", async ({ page, watch }) => {
  test.skip(real === undefined, "SKIPPED: EVENHAND_REAL_DATA is not set");
  const packed = readFileSync(join(real!, "contamination", "gsm8k_test-1.jsonl.gz"));
  const questions = gunzipSync(packed).toString().trim().split("\n")
    .map((line) => (JSON.parse(line) as { question: string }).question);
  const planted = questions.filter((_, place) => place % 60 === 7);
  const pages = example("overlap-corpus.jsonl").trimEnd().split("\n");
  const corpus = `${[...pages, ...planted.map((text) => JSON.stringify({ text: `Homework. ${text} Due on Monday.` }))].join("\n")}\n`;

  const folder = mkdtempSync(join(tmpdir(), "evenhand-"));
  const cli = (...args: string[]): string => execFileSync(process.execPath,
    [join(data, "..", "..", "wasm", "dist", "cli.js"), "overlap", ...args],
    { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "ignore"] });
  writeFileSync(join(folder, "gsm8k_test-1.jsonl"), gunzipSync(packed));
  writeFileSync(join(folder, "corpus.jsonl"), corpus);
  cli("index", "gsm8k_test-1.jsonl", "-o", "tests.index");
  cli("scan", "tests.index", "corpus.jsonl", "-o", "found");
  const { report: wanted } = JSON.parse(cli("report", "tests.index", "found", "--json")) as { report: Report };

  await start(page, watch);
  await give(page, "Files for the benchmark", [{ name: "gsm8k_test-1.jsonl.gz", text: packed }]);
  await expect(page.getByText(/^Read: [\d\s,]+ items\. Now give/)).toBeVisible({ timeout: 30_000 });
  await give(page, "Files for the training text", [{ name: "corpus.jsonl", text: corpus }]);
  await expect(reading(page).first()).toContainText("gsm8k_test-1", { timeout: 60_000 });
  const { findings, ...found } = JSON.parse(await saved(page)) as Report;
  expect(findings.filter(({ level }) => level === "full").length).toBeGreaterThanOrEqual(planted.length);
  const unnamed = findings.map(({ id: _, benchmark: __, ...finding }: Report["findings"][0] & { benchmark?: string }) => finding);
  expect(JSON.parse(JSON.stringify({ ...found, findings: unnamed }))).toEqual(wanted);
});
