/** The comparison: what it opens with, what a person gives it, and what it says. */
import { runShown } from "./support/cli.ts";
import {
  cell, chart, command, copied, expect, leaderboard, matrix, open, pair, paste, reading, saved, test,
} from "./support/page.ts";
import { leaderboardExample, scoreTable } from "./support/tables.ts";

const hash = "#v=1&tool=compare";

test("opens with the worked example compared", async ({ page, watch }) => {
  await open(page, watch, hash);
  await expect(reading(page)).toContainText(/^\d+ of 36 differences stand after the Holm correction/);
  await expect(leaderboard(page).getByRole("rowheader")).toHaveCount(9);
  // Never a bare rank where others remain possible.
  await expect(leaderboard(page).locator("tbody tr").first()).toContainText(/1–\d/);
  await expect(chart(page)).toHaveAccessibleName(/9 systems/);
  await expect(chart(page).locator(".plot-interval line")).toHaveCount(9);
  await expect(matrix(page).getByRole("gridcell")).toHaveCount(81);
  await expect(pair(page).getByRole("heading", { level: 3 })).toContainText("against");
  await expect(page.getByText(/the 400 items tell as much as .* independent ones/)).toBeVisible();
  await expect(page.locator("blockquote")).toContainText(/Holm 1979.*Evenhand \d/);
});

test("marks of the chart stand where the numbers say", async ({ page, watch }) => {
  await open(page, watch, hash);
  const places = await chart(page).evaluate((svg) => {
    const middle = (mark: Element): number => {
      const { left, width } = mark.getBoundingClientRect();
      return left + width / 2;
    };
    const all = (selector: string): number[] => [...svg.querySelectorAll(selector)].map(middle);
    return { ticks: all(".plot-axis text"), scores: all(".plot-corrected circle") };
  });
  const [zero, hundred] = [places.ticks[0]!, places.ticks[10]!];
  const titles = await leaderboard(page).locator("td.main").evaluateAll((cells) =>
    cells.map((each) => Number(each.getAttribute("title"))));
  expect(titles).toHaveLength(9);
  for (const [index, score] of titles.entries()) {
    expect((places.scores[index]! - zero) / (hundred - zero)).toBeCloseTo(score, 2);
  }
});

test("the saved result equals what the shown command prints", async ({ page, watch }) => {
  await open(page, watch, hash);
  const printed = runShown((await command(page).textContent())!, "nine-models.csv", leaderboardExample);
  expect(await saved(page)).toBe(printed);
  const { systems } = JSON.parse(printed) as { systems: { system: string; rank: { lower: number; upper: number } }[] };
  const shown = await leaderboard(page).locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [row.children[0]!.textContent, row.children[1]!.textContent]));
  expect(shown).toEqual(systems.map(({ system, rank: { lower, upper } }) =>
    [system, lower === upper ? String(lower) : `${lower}–${upper}`]));
});

test("so does the result of own rows with every option", async ({ page, watch }) => {
  await open(page, watch, hash);
  const text = scoreTable({ systems: ["it's; $HOME", "-b", "c d", "E"] }).replace(/^item,/, "the item,");
  await paste(page, text);
  await page.locator(".columns-more > summary").first().click();
  await page.getByLabel("Item", { exact: true }).selectOption("the item");
  await page.getByText("Which systems").click();
  await page.getByRole("checkbox", { name: "E", exact: true }).uncheck();
  await page.getByLabel("Compare", { exact: true }).selectOption("with -b only");
  await page.getByText("Level, correction, items").click();
  await page.getByLabel("Confidence level").selectOption("0.99");
  await page.getByLabel("Correction", { exact: true }).selectOption("bh");
  await page.getByRole("checkbox", { name: "Only items that every system has" }).check();
  await expect(command(page)).toContainText("--common-items");
  await expect(leaderboard(page)).toContainText(/99\s% interval/);
  await expect(leaderboard(page).getByRole("rowheader")).toHaveCount(3);
  const printed = runShown((await command(page).textContent())!, "scores.csv", text);
  expect(await saved(page)).toBe(printed);
  expect((JSON.parse(printed) as { design: { baseline: string } }).design.baseline).toBe("-b");
});

test("tables are saved for a spreadsheet, without formulas", async ({ page, watch }) => {
  await open(page, watch, hash);
  await paste(page, scoreTable({ systems: ["=1+1", "@x", 'a "quoted"'] }).replace('a "quoted"', '"a ""quoted"""'));
  await expect(leaderboard(page).getByRole("rowheader")).toHaveCount(3);
  const systems = await saved(page, "Save table");
  expect(systems).toMatch(/^system,possible_ranks,score,lower,upper,items\n/);
  expect(systems).toContain("\n'=1+1,");
  expect(systems).toContain("\n'@x,");
  expect(systems).toContain('\n"a ""quoted""",');
  const pairs = await saved(page, "Save pairs");
  expect(pairs.trim().split("\n")).toHaveLength(4);
  expect(pairs).not.toMatch(/(^|,)[=@]/m);
});

test("long rows, with clusters chosen away", async ({ page, watch }) => {
  await open(page, watch, hash);
  const lines = scoreTable({ systems: ["A", "B"] }).trim().split("\n").slice(1).flatMap((line, index) => {
    const [item, a, b] = line.split(",");
    return [`${item},A,${a},t${index % 12}`, `${item},B,${b},t${index % 12}`];
  });
  await paste(page, `item,system,score,topic\n${lines.join("\n")}\n`);
  await expect(leaderboard(page).getByRole("rowheader")).toHaveText(["A", "B"]);
  await expect(page.getByText(/Items come in 12 clusters/)).toBeVisible();
  await expect(pair(page)).toContainText("If the 12 clusters were ignored");
  await page.locator(".columns-more > summary").first().click();
  await page.getByLabel("Cluster of items").selectOption("none: items independent");
  await expect(page.getByText(/Items come in 12 clusters/)).toHaveCount(0);
  await expect(page.locator("blockquote")).toContainText("Tango");
});

test("reruns are averaged, and said to be", async ({ page, watch }) => {
  await open(page, watch, hash);
  const rows = [1, 2, 3].flatMap((run) => Array.from({ length: 40 }, (_, item) =>
    ["A", "B"].map((system, at) => `q${item},${system},${run},${Number((item * 13 + run * 7 + at * 31) % 10 < 7 - 2 * at)}`)).flat());
  await paste(page, `item,system,run,score\n${rows.join("\n")}\n`);
  await expect(leaderboard(page)).toContainText("Scores read");
  await expect(leaderboard(page).locator("tbody tr").first()).toContainText("120");
  await expect(page.getByText("Reruns of an item are averaged")).toBeVisible();
});

test("a table with gaps shows how many items each system has", async ({ page, watch }) => {
  await open(page, watch, hash);
  await paste(page, scoreTable({ systems: ["A", "B", "C"], items: 60 }).replace(/^(q1\d,.*),\d$/gm, "$1,"));
  await expect(leaderboard(page)).toContainText("50 of 60");
  await expect(page.getByRole("list", { name: "Notes" })).toContainText("Some systems lack items");
});

test("one system alone is scored, and told that it cannot be compared", async ({ page, watch }) => {
  await open(page, watch, hash);
  await paste(page, scoreTable({ systems: ["Solo"] }));
  await expect(leaderboard(page).getByRole("rowheader")).toHaveText(["Solo"]);
  await expect(page.getByText("One system alone cannot be compared")).toBeVisible();
  await expect(matrix(page)).toHaveCount(0);
});

test("forty systems stay usable", async ({ page, watch }) => {
  await open(page, watch, hash);
  const systems = Array.from({ length: 40 }, (_, index) => `A-family-of-systems-${index}`);
  await paste(page, scoreTable({ systems, items: 200 }));
  await expect(matrix(page).getByRole("gridcell")).toHaveCount(1600);
  await expect(leaderboard(page).getByRole("rowheader")).toHaveCount(40);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
  const size = await matrix(page).getByRole("gridcell").nth(1).evaluate((td) => td.getBoundingClientRect().width);
  expect(size).toBeGreaterThanOrEqual(24);
});

for (const [name, text, says] of [
  ["blank", "\n\n", /input is empty/],
  ["header only", "item,A,B\n", /no rows/],
  ["words for scores", "item,A,B\nq1,lovely,awful\nq2,fine,dire\n", /score/],
  ["a spreadsheet", "PK\u0003\u0004 rest", /Excel workbook/],
] as const) {
  test(`refuses ${name} beside the input, with advice`, async ({ page, watch }) => {
    await open(page, watch, hash);
    await paste(page, text);
    const alert = page.locator(".side").getByRole("alert");
    await expect(alert).toContainText(says);
    await expect(alert.locator(".advice").first()).not.toBeEmpty();
    await expect(leaderboard(page)).toHaveCount(0);
    await page.getByRole("button", { name: "Use the example" }).click();
    await expect(leaderboard(page).getByRole("rowheader")).toHaveCount(9);
  });
}

test("a dropped file is read", async ({ page, watch }) => {
  await open(page, watch, hash);
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "mine.csv"));
    return transfer;
  }, scoreTable({ systems: ["Dropped", "Other"] }));
  await page.dispatchEvent(".step", "drop", { dataTransfer: data });
  await expect(leaderboard(page).getByRole("rowheader")).toHaveText(["Dropped", "Other"]);
  await expect(page.locator(".source")).toContainText("mine.csv");
});

test("markup in names stays text", async ({ page, watch }) => {
  await open(page, watch, hash);
  const systems = ["<img src=x onerror=document.title=1>", "<script>document.title=2</script>", "<b>C</b>"];
  await paste(page, scoreTable({ systems }));
  await expect(leaderboard(page).getByRole("rowheader")).toHaveCount(3);
  await expect(pair(page)).toContainText("<img");
  await expect(page.locator("#app img, #app script, #app b")).toHaveCount(0);
  await expect(page).toHaveTitle(/Evenhand/);
});

test("the address follows the settings and the pair, and restores them", async ({ page, watch }) => {
  await open(page, watch, hash);
  await page.getByText("Level, correction, items").click();
  await page.getByLabel("Confidence level").selectOption("0.9");
  await expect(leaderboard(page)).toContainText(/90\s% interval/);
  await cell(page, "Larch-34B", "Rowan-3B").click();
  await expect(pair(page).getByRole("heading", { level: 3 })).toHaveText("Larch-34B against Rowan-3B");
  const { hash: link } = new URL(page.url());
  expect(Object.fromEntries(new URLSearchParams(link.slice(1)))).toEqual(
    { v: "1", tool: "compare", level: "0.9", pair: '["Larch-34B","Rowan-3B"]' });
  await page.goto("about:blank");
  await open(page, watch, link);
  await expect(pair(page).getByRole("heading", { level: 3 })).toHaveText("Larch-34B against Rowan-3B");
  await expect(leaderboard(page)).toContainText(/90\s% interval/);
});

test("data go into a link only on request, and come back", async ({ page, watch }) => {
  await open(page, watch, hash);
  await paste(page, scoreTable({ systems: ["Ünïcode 模型", "B"] }));
  await expect(leaderboard(page).getByRole("rowheader")).toHaveCount(2);
  expect(page.url()).not.toContain("data=");
  await page.getByRole("button", { name: "Copy link with data" }).click();
  const link = await copied(page, "data=");
  await page.goto("about:blank");
  await open(page, watch, new URL(link).hash);
  await expect(leaderboard(page)).toContainText("Ünïcode 模型");
});

for (const [name, link, says] of [
  ["broken names", `${hash}&pair=%7B`, "names under pair"],
  ["an unknown correction", `${hash}&correction=luck`, "is not one of holm"],
  ["an impossible level", `${hash}&level=7`, "the confidence level is out of range"],
  ["cut data", `${hash}&source=own&data=AAAA`, "could not be read"],
] as const) {
  test(`a link with ${name} is told`, async ({ page, watch }) => {
    await open(page, watch, link);
    await expect(page.getByRole("alert").filter({ hasText: says })).toBeVisible();
  });
}

test("counts: why pairing matters", async ({ page, watch }) => {
  await open(page, watch, hash);
  await page.getByRole("radio", { name: "Counts only" }).check();
  await expect(reading(page)).toContainText("p = 0.0079");
  await expect(reading(page)).toContainText("(p = 0.080)");
  expect(await saved(page)).toBe(runShown((await command(page).textContent())!, "unused", ""));
  await page.getByRole("radio", { name: /^Different items/ }).check();
  await expect(reading(page)).toContainText("p = 0.080");
  expect(await saved(page)).toBe(runShown((await command(page).textContent())!, "unused", ""));
  await page.getByLabel("A: right").fill("999");
  await expect(page.getByRole("alert")).toContainText("A: the count is larger than its total");
  await page.getByRole("button", { name: "Why pairing matters" }).click();
  await expect(reading(page)).toContainText("p = 0.0079");
  await page.getByLabel("Only A right").fill("");
  await expect(page.getByRole("alert")).toContainText("Only A right: the value is not a finite number");
});

test("a large table shows progress and can be cancelled", async ({ page, watch }) => {
  test.slow();
  await open(page, watch, hash);
  const text = scoreTable({ systems: Array.from({ length: 40 }, (_, index) => `S${index}`), items: 20_000 });
  await page.locator("input[type=file]").setInputFiles({ name: "large.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await expect(page.getByRole("status").filter({ hasText: "Computing" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Cancelled.")).toBeVisible();
  await paste(page, scoreTable({ systems: ["Next", "Other"] }));
  await expect(leaderboard(page).getByRole("rowheader")).toHaveText(["Next", "Other"]);
});

test("paper shows the result, the matrix whole, and no controls", async ({ page, watch }) => {
  await page.setViewportSize({ width: 700, height: 900 });
  await open(page, watch, hash);
  await expect(chart(page)).toBeVisible();
  await expect(pair(page)).toBeVisible();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const shown of [reading(page), chart(page), leaderboard(page), matrix(page), pair(page), page.locator("blockquote"),
    page.locator(".print-only")]) await expect(shown).toBeVisible();
  await expect(page.locator(".print-only")).toContainText(/nine-models\.csv.*all pairs.*Holm.*#v=1&tool=compare/);
  await expect(page.locator("button:visible, input:visible, select:visible, nav:visible")).toHaveCount(0);
  expect(await matrix(page).evaluate((grid) =>
    grid.getBoundingClientRect().right <= document.documentElement.clientWidth)).toBe(true);
});
