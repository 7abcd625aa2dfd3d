/** Limits of parallel decoding on the page: New City above all, and the numbers of the command line. */
import { runShown } from "./support/cli.ts";
import { command, copied, expect, open, paste, reading, saved, test, type Watch } from "./support/page.ts";
import type { Locator, Page } from "@playwright/test";

const hash = "#v=1&tool=parallel";
const outputs = (page: Page): Locator => page.getByRole("table", { name: "Answers of one step" });
const strategies = (page: Page): Locator => page.getByRole("table", { name: "Strategies and what they reach" });
const schedules = (page: Page): Locator => page.getByRole("table", { name: "Schedules for every number of steps" });
const player = (page: Page): Locator => page.locator(".player[aria-busy=false]");
const picture = (page: Page, name: RegExp): Locator => page.getByRole("img", { name });
const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });
const row = (table: Locator, name: RegExp): Locator =>
  table.locator("tbody tr").filter({ has: table.page().getByRole("rowheader", { name }) });

/** Opens the tool and waits for its first answer: what is said beside the input comes with it, and
 *  moves what stands below. */
async function start(page: Page, watch: Watch, link = hash): Promise<void> {
  await open(page, watch, link);
  await expect(reading(page)).toBeVisible();
}

interface Report {
  totalCorrelation: number;
  oneStep: { invalid: number; klForward: number | string; klReverse: number | string };
  schedules: { steps: number; bound: number; accuracy: number }[];
  frontier: { fixed: number; adaptive: number }[];
  strategies: { strategy: string; accuracy: number; meanSteps: number; klForward: number }[];
}
const report = async (page: Page): Promise<Report> => JSON.parse(await saved(page)) as Report;

test("opens with New City: one bit, half of the samples, no loss in two steps", async ({ page, watch }) => {
  await open(page, watch, hash);
  await expect(reading(page)).toContainText(/both tokens at once must lose 1 bit: 50\.0\s% of the samples are no right answer/);
  await expect(reading(page)).toContainText(/"New City", 25\.0\s%/);
  await expect(reading(page)).toContainText(/2 steps lose nothing: reveal position 1 first, then 2/);
  await expect(page.locator("#paste")).toHaveValue("New York\nNew Orleans\nMexico City\nPanama City");
  await expect(row(outputs(page), /^New City$/)).toContainText(/never.*25\.0\s%/);
  await expect(row(outputs(page), /^New York$/)).toContainText(/25\.0\s%.*12\.5\s%/);
  await expect(row(schedules(page), /^2$/)).toContainText(/1 → 2.*0.*100\.0\s%/);
  const { totalCorrelation, oneStep, schedules: best } = await report(page);
  expect(totalCorrelation).toBeCloseTo(1, 9);
  expect(oneStep.invalid).toBeCloseTo(0.5, 9);
  expect(oneStep.klForward).toBeCloseTo(1, 9);
  expect(oneStep.klReverse).toBe("infinite");
  expect(best[1]!.bound).toBeCloseTo(0, 9);
  expect(best[1]!.accuracy).toBeCloseTo(1, 9);
});

test("greedy: always New City", async ({ page, watch }) => {
  await start(page, watch);
  await page.getByRole("radio", { name: "Greedy" }).check();
  await expect(reading(page)).toContainText(/one step is right in 0\.0\s% of the runs; 100\.0\s% are no right answer/);
  await expect(row(outputs(page), /^New City$/)).toContainText(/100\.0\s%/);
  for (let draw = 0; draw < 3; ++draw) {
    await button(page, "Step").click();
    await expect(page.locator(".verdict")).toContainText("“New City”: no right answer");
    await button(page, "Another draw").click();
    await expect(player(page)).toContainText("Everything is masked");
  }
});

test("explains total correlation to who has never heard of it", async ({ page, watch }) => {
  await open(page, watch, hash);
  await expect(reading(page)).toContainText("Total correlation says how much the tokens tell about each other");
  await page.getByText("What is total correlation? Here it is 1 bit.").click();
  await expect(page.getByText("needs more yes-or-no questions")).toBeVisible();
});

test("the player reveals step by step, and back", async ({ page, watch }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, watch, hash);
  await page.getByLabel("How it chooses positions").selectOption({ label: "best schedule of 2 steps: 1 → 2" });
  const slots = player(page).locator(".slot");
  await expect(slots).toHaveCount(2);
  await expect(slots.first()).toHaveClass(/is-next/);
  await expect(slots.nth(1)).toHaveClass(/is-masked/);
  await expect(slots.first()).toContainText(/New.*50\.0\s%.*Mexico.*25\.0\s%/);
  await button(page, "Step").click();
  await expect(slots.first().locator(".slot-token")).toHaveText(/^(New|Mexico|Panama)$/);
  await expect(slots.nth(1)).toHaveClass(/is-next/);
  await button(page, "Step").click();
  await expect(page.locator(".verdict")).toHaveText(/“(New York|New Orleans|Mexico City|Panama City)”: a right answer\./);
  await expect(button(page, "Step")).toHaveAttribute("aria-disabled", "true");
  await button(page, "Back").click();
  await expect(page.locator(".verdict")).toHaveCount(0);
  await button(page, "Reset").click();
  await expect(player(page)).toContainText("Everything is masked");
  await button(page, "Play").click();
  await expect(page.locator(".verdict")).toBeVisible();
});

test("some draws of all at once are no city", async ({ page, watch }) => {
  await open(page, watch, hash);
  const seen = new Set<string>();
  for (let draw = 0; draw < 12; ++draw) {
    await button(page, "Step").click();
    seen.add((await page.locator(".verdict").textContent())!.replace(/^.*”: /, ""));
    await button(page, "Another draw").click();
    await expect(player(page)).toContainText("Everything is masked");
  }
  expect([...seen].sort()).toEqual(["a right answer.", "no right answer, and no later step can mend it."]);
});

test("heat maps, with every cell in a table", async ({ page, watch }) => {
  await open(page, watch, hash);
  for (const name of [/^Together$/, /^Drawn apart$/, /^Difference$/]) await expect(picture(page, name)).toBeVisible();
  await expect(picture(page, /^Drawn apart$/).locator(".plot-impossible rect")).toHaveCount(5);
  await expect(page.getByText(/50\.0\s% of such draws land there/)).toBeVisible();
  await page.getByText("The cells in numbers").click();
  const cells = page.getByRole("table", { name: /^position 1 down, position 2 across/ });
  await expect(cells.getByRole("cell")).toHaveCount(9);
  await expect(row(cells, /^New$/).getByRole("cell").first()).toHaveText(/0\.0\s%, 25\.0\s%never together/);
});

test("another pair of positions is worked out when it is asked for", async ({ page, watch }) => {
  await open(page, watch, `${hash}&preset=double_new_city`);
  await expect(page.getByText(/50\.0\s% of such draws land there/)).toBeVisible();
  await page.getByLabel("Second position").selectOption("3");
  await expect(page.getByText(/0\.0\s% of such draws land there/)).toBeVisible();
  await expect(row(schedules(page), /^2$/)).toContainText(/1, 3 → 2, 4/);
  expect(new URL(page.url()).hash).toContain("positions=1%2C3");
});

test("presets have the numbers of the paper", async ({ page, watch }) => {
  await open(page, watch, `${hash}&preset=shuffle&n=4`);
  await expect(reading(page)).toContainText("must lose 3.415 bits");
  expect((await report(page)).frontier.map(({ fixed }) => fixed).map((share) => Number(share.toFixed(7))))
    .toEqual([0.09375, 0.375, 0.75, 1]);
  await page.getByLabel("Example").selectOption({ label: "Coloured matching" });
  await expect(reading(page)).toContainText("must lose 6.755 bits");
  const { frontier } = await report(page);
  expect(frontier[2]!.fixed).toBeCloseTo(0.8333333, 6);
  expect(frontier[2]!.adaptive).toBeCloseTo(1, 9);
  await page.getByLabel("Example").selectOption({ label: "Replace one at random" });
  await expect(reading(page)).toContainText("must lose 1.245 bits");
  await page.getByLabel("Items", { exact: true }).fill("0");
  await expect(page.locator(".side").getByRole("alert")).toContainText("Items: ");
});

test("every strategy stands in the picture and in the table; others can be added", async ({ page, watch }) => {
  await open(page, watch, hash);
  await expect(strategies(page).getByRole("rowheader")).toHaveCount(7);
  await expect(row(strategies(page), /top 2, by confidence/)).toContainText(/50\.0\s%.*infinite/);
  await page.getByText("Strategies to compare").click();
  await page.getByLabel("Rule").selectOption({ label: "confidence threshold" });
  await page.getByLabel("Threshold", { exact: true }).fill("0.3");
  await button(page, "Add strategy").click();
  await expect(strategies(page).getByRole("rowheader")).toHaveCount(8);
  await expect(row(strategies(page), /confidence threshold 0.3/)).toContainText(/50\.0\s%/);
  await button(page, "Remove top 2, random").click();
  await expect(strategies(page).getByRole("rowheader")).toHaveCount(7);
  await page.getByLabel("Threshold", { exact: true }).fill("high");
  await expect(page.getByRole("alert")).toContainText("expected a number");
});

test("a measured curve stands beside the limit", async ({ page, watch }) => {
  await start(page, watch, `${hash}&preset=shuffle&n=6`);
  await page.getByText("A measured curve").click();
  await page.getByLabel("Tokens per step and accuracy").fill(
    "method,tokens_per_step,accuracy,n_items,task\nLLaDA,1,97,100,shuffle:6\nLLaDA,2,61,100,shuffle:6\n");
  await page.getByLabel("Tokens per step and accuracy").blur();
  const measured = page.getByRole("table", { name: "Measured points" });
  await expect(measured.locator("tbody tr").nth(1)).toContainText(/LLaDA.*Shuffle, 6.*61\.0\s%.*37\.0\s%.*above the unbiased limit/);
  await expect(page.getByText(/keeps 80\s% up to 1 token per step/)).toBeVisible();
  await expect(picture(page, /share of right answers/).locator(".plot-truth path")).toHaveCount(2);
});

test("the information curve shows what a schedule loses", async ({ page, watch }) => {
  await open(page, watch, `${hash}&preset=double_new_city`);
  const curve = picture(page, /How much a position knows/);
  await expect(curve.locator(".plot-known rect")).toHaveCount(4);
  await expect(page.getByText("Best sizes: 2, 2. They lose 0.6667 bits on average")).toBeVisible();
  await page.getByLabel("Steps", { exact: true }).selectOption("3");
  await expect(page.getByText("Best sizes: 1, 1, 2. They lose 0.3333 bits on average")).toBeVisible();
});

for (const [name, link] of [
  ["New City", ""], ["a greedy task", "&preset=replace_random&temperature=0"],
  ["other strategies", "&preset=hidden_parity&strategies=top-k%3D1%20threshold%3D0.3,inclusive"],
] as const) {
  test(`the JSON is that of the command shown: ${name}`, async ({ page, watch }) => {
    await open(page, watch, `${hash}${link}`);
    await expect(reading(page)).toBeVisible();
    expect(await saved(page)).toBe(runShown((await command(page).textContent())!, "unused", ""));
  });
}

test("own answers, with weights and letters: the same JSON, and a link with them", async ({ page, watch }) => {
  await start(page, watch);
  const text = "text,weight\nabc,2\nabd,1\nxyc,1\nabc,1\n";
  await page.getByRole("radio", { name: "Letters" }).check();
  await paste(page, text);
  await expect(reading(page)).toContainText("3 right answers of 3 tokens");
  await expect(page.locator(".side")).toContainText("merged with an equal one");
  expect(await saved(page)).toBe(runShown((await command(page).textContent())!, "answers.txt", text));
  expect(page.url()).not.toContain("data=");
  await button(page, "Copy link with data").click();
  const link = await copied(page, "data=");
  const before = await reading(page).textContent();
  await page.goto("about:blank");
  await open(page, watch, new URL(link).hash);
  await expect(reading(page)).toHaveText(before!);
  await expect(page.getByRole("radio", { name: "Letters" })).toBeChecked();
});

test("a link restores every setting", async ({ page, watch }) => {
  await start(page, watch);
  await page.getByLabel("Example").selectOption({ label: "Hidden pairing" });
  await page.getByRole("radio", { name: "Sharpened" }).check();
  await page.getByLabel("Temperature").fill("0.7");
  await page.getByLabel("First position").selectOption("4");
  await page.getByLabel("Steps", { exact: true }).selectOption("3");
  await page.getByLabel("How it chooses positions").selectOption("threshold=0.9");
  await button(page, "Another draw").click();
  const link = new URL(page.url()).hash;
  expect(link).toMatch(/preset=hidden_parity&temperature=0\.7&watch=threshold%3D0\.9&seed=2&positions=4%2C\d&steps=3/);
  // Pictures are drawn a frame after the words.
  const words = (): Promise<(string | null)[]> => Promise.all([
    reading(page).textContent(), strategies(page).textContent(), player(page).textContent(),
    page.locator(".schedule-said").textContent(), page.locator("#heat-heading + .intro").textContent(),
    command(page).textContent(),
  ]);
  await expect(player(page)).toBeVisible();
  await expect(page.locator(".schedule-said")).toContainText("Best sizes: 2, 1, 2");
  const before = await words();
  await page.goto("about:blank");
  await open(page, watch, link);
  await expect(player(page)).toBeVisible();
  await expect.poll(words).toEqual(before);
  await expect(page.getByLabel("First position")).toHaveValue("4");
});

for (const [name, text, says] of [
  ["unequal lengths", "New York\nRome\n", /1 token in 1 answer \(first in line 2\), 2 tokens in 1 answer \(first in line 1\)/],
  ["a negative weight", "text,weight\nNew York,-1\nNew Orleans,1\n", /Line 2, weight: found .*-1.*expected a finite number/],
  ["probabilities that do not sum to 1", "y1,y2,p\na,b,0.5\nb,a,0.4\n", /sum to 0\.9; expected 1/],
  ["blank", "\n \n", /input is empty/],
  ["broken JSON", "[\"New York\",\n", /not valid JSON/],
] as const) {
  test(`refuses ${name} beside the input, and names the line`, async ({ page, watch }) => {
    await open(page, watch, hash);
    await paste(page, text);
    await expect(page.locator(".side").getByRole("alert")).toContainText(says);
    await expect(reading(page)).toHaveCount(0);
    await page.getByLabel("Example").selectOption({ label: "New City" });
    await expect(reading(page)).toContainText("must lose 1 bit");
  });
}

test("shorter answers are filled when that is asked for", async ({ page, watch }) => {
  await start(page, watch);
  await paste(page, "New York\nRome\n");
  await page.getByRole("checkbox", { name: /Fill shorter answers/ }).check();
  await expect(page.locator(".side .notice.warn")).toContainText("<pad>");
  await expect(reading(page)).toContainText("must lose 1 bit");
});

test("conditions can be looked at one by one", async ({ page, watch }) => {
  await open(page, watch, hash);
  await paste(page, "x,text\nFrance,Paris Lyon\nFrance,Lyon Paris\nItaly,Rome Milan\n");
  await page.getByLabel("Looked at below: the answers given").selectOption({ label: "Italy" });
  await expect(player(page).locator(".slot").first()).toContainText(/Rome.*100\.0\s%/);
});

test("a task too large to be written out has its closed forms", async ({ page, watch }) => {
  await open(page, watch, `${hash}&preset=shuffle&n=100000`);
  await expect(reading(page)).toContainText("all 100,000 tokens at once must lose");
  await expect(page.locator(".player")).toHaveCount(0);
});

test("tokens that look like markup or like nothing stay text", async ({ page, watch }) => {
  await open(page, watch, hash);
  await paste(page, "<b>x</b> __proto__\n<img> constructor\n");
  await expect(player(page)).toContainText("<b>x</b>");
  await expect(player(page)).toContainText("__proto__");
  await expect(page.locator("#app img, #result b")).toHaveCount(0);
});

test("heat maps and player from the keyboard", async ({ page, watch }) => {
  await open(page, watch, hash);
  const tabTo = async (selector: string): Promise<void> => {
    for (let press = 0; press < 100; ++press) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector) === true) return;
    }
    throw new Error(`Tab does not reach ${selector}`);
  };
  await expect(player(page)).toBeVisible();
  await tabTo("section[aria-labelledby=heat-heading] summary");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("table", { name: /^position 1 down/ })).toBeVisible();
  await tabTo("section[aria-labelledby=heat-heading] .scroll");
  await tabTo(".player .strong");
  await page.keyboard.press("Enter");
  await expect(page.locator(".verdict")).toBeVisible();
  // The focus stays where it was, though there is no further step.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Step");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator(".verdict")).toHaveCount(0);
});
