import { expect, open, paste, reading, scores, test } from "./support/page.ts";
import { table } from "./support/tables.ts";

const refused: readonly { name: string; text: string; says: RegExp }[] = [
  { name: "blank", text: "\n\n", says: /input is empty/ },
  { name: "header only", text: "item,model,judge,human\n", says: /no rows/ },
  { name: "ragged", text: "item,model,judge,human\nq1,A,pass\nq2,A,fail\n", says: /have 3 fields; the header has 4/ },
  { name: "an unknown verdict throughout", text: "item,judge\nq1,lovely\nq2,awful\n", says: /verdict/ },
  { name: "an open quote", text: 'item,judge\n"q1,pass\n', says: /quote opened on line 2 is never closed/ },
  { name: "broken JSON", text: '{"item": 1,\n{"item": 2}\n', says: /Line 1 is not valid JSON/ },
  { name: "a spreadsheet", text: "PK\u0003\u0004 rest", says: /Excel workbook/ },
];

for (const { name, text, says } of refused) {
  test(`refuses ${name} beside the input, with advice`, async ({ page, watch }) => {
    await open(page, watch);
    await paste(page, text);
    const alert = page.locator(".side").getByRole("alert");
    await expect(alert).toContainText(says);
    await expect(alert.locator(".advice")).not.toBeEmpty();
    await expect(scores(page)).toHaveCount(0);
    await expect(reading(page)).toHaveCount(0);
    // The way back is one click.
    await page.getByRole("button", { name: "Use the example" }).click();
    await expect(scores(page).getByRole("rowheader")).toHaveCount(6);
    await expect(alert).toHaveCount(0);
  });
}

test("a third verdict and short rows are counted and named, the rest is computed", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, `${table()}q98,A,perhaps,correct\nq99,A\n`);
  const warning = page.locator(".side .notice.warn");
  await expect(warning).toContainText("perhaps");
  await expect(warning).toContainText("line 122");
  await expect(warning).toContainText("wrong number of fields (line 123)");
  await expect(scores(page).getByRole("rowheader")).toHaveCount(2);
});

test("without labels the score cannot be told, and the page says so", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, table({ labelled: 0 }));
  await expect(reading(page)).toContainText("cannot be told");
  await expect(page.locator("#result > figure .plot-unknown rect")).toHaveCount(2);
  await expect(page.locator("#result > figure svg")).toContainText("cannot be told from these data");
  await expect(scores(page).locator("tbody tr").first()).toContainText("unknown");
});

test("markup in the data stays text", async ({ page, watch }) => {
  await open(page, watch);
  const evil = '<img src=x onerror="document.title=1">';
  const script = "<script>document.title=2</script>";
  await paste(page, table({ models: [evil.replaceAll('"', "'"), script], header: "item,model,judge,<b>human</b>" }));
  await expect(scores(page).getByRole("rowheader").first()).toContainText("<");
  await page.locator(".columns-more > summary").click();
  await expect(page.locator("#app img, #app script, #app b")).toHaveCount(0);
  await expect(page).toHaveTitle(/Evenhand/);
  await expect(scores(page)).toContainText(script);
});

test("hostile input changes nothing but a message", async ({ page, watch }) => {
  await open(page, watch);
  const long = "m".repeat(100_000);
  for (const text of [
    `item,model,judge,human\nq1,${long},pass,correct\nq2,${long},fail,incorrect\n`,
    `__proto__,constructor,judge,human\nq1,toString,pass,correct\nq2,hasOwnProperty,fail,incorrect\n`,
    `${Array.from({ length: 3000 }, (_, index) => `c${index}`).join(",")},judge\n${"x,".repeat(3000)}pass\n`,
    "item,judge\n" + "\u202e\u0007\ufffd,pass\n".repeat(50),
  ]) {
    await paste(page, text);
    await expect(page.getByRole("status").or(page.getByRole("alert")).or(scores(page)).first()).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  }
  await page.getByRole("button", { name: "Use the example" }).click();
  await expect(reading(page)).toContainText("Aster-70B");
});

test("fifty models stay readable", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, table({ models: Array.from({ length: 50 }, (_, index) => `A-family-of-models-with-a-long-name-${index}`), items: 40, labelled: 20 }));
  await expect(scores(page).getByRole("rowheader")).toHaveCount(50);
  await expect(page.locator("#result > figure .plot-corrected circle")).toHaveCount(50);
  const names = await page.locator("#result > figure .plot-name text").allTextContents();
  expect(new Set(names).size, "cut names can still be told apart").toBe(50);
});
