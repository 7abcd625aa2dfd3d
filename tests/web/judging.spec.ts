/** The further questions about a judge: labels to buy, models, two papers, grades, pairs, raters. */
import AxeBuilder from "@axe-core/playwright";
import { readFileSync } from "node:fs";
import { runShown } from "./support/cli.ts";
import { command, expect, open, paste, reading, saved, scores, test } from "./support/page.ts";
import { example, root, table } from "./support/tables.ts";

const data = (name: string): string => readFileSync(`${root}examples/data/${name}`, "utf8");

test("the parts are a link away, and the judge stays the tool", async ({ page, watch }) => {
  await open(page, watch);
  const parts = page.getByRole("navigation", { name: "Questions about a judge" });
  await expect(parts.locator("[aria-current]")).toHaveText("Scores");
  for (const [name, heading] of [["How many labels", "enough"], ["Two papers", "better"], ["Grades and classes", "worth"],
    ["Pairs", "prefer"], ["Raters", "agree"]] as const) {
    await parts.getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(heading);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await expect(parts.locator("[aria-current]")).toHaveText(name);
    await expect(page.locator("[aria-current=page]")).toHaveText("Judge");
    await expect(page.locator(".hero p")).not.toBeEmpty();
    await expect(page.locator("#result blockquote").first()).toContainText(/Evenhand \d/);
  }
  expect(await page.title()).toContain("raters");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("prefer");
});

test("how many labels: the plan equals what the command prints", async ({ page, watch }) => {
  await open(page, watch, "#v=1&tool=judge-labels");
  const same = async (part: string): Promise<void> => {
    await expect(command(page)).toContainText(part);
    await expect(reading(page)).toBeVisible();
    await expect.poll(async () => saved(page)).toBe(runShown((await command(page).textContent())!, "unused", ""));
  };
  await same("--plan --score 0.7 --sensitivity 0.9 --specificity 0.8 --items 1000 --labels 300");
  await expect(page.locator("#worth")).toContainText("Not worth it");
  await expect(page.getByRole("region", { name: "Gain of each purchase" }).getByRole("row")).toHaveCount(5);
  await expect(page.getByRole("region", { name: "Ways to spend the labels" })).toContainText("No judge, every item");
  await page.getByRole("radio", { name: /How many labels do I need/ }).check();
  await page.getByRole("radio", { name: /Counts of a pilot/ }).check();
  await page.getByLabel("Plus or minus, points").fill("10");
  await same("--judged 400/1000 --sensitivity 180/200 --specificity 140/200 --half-width 0.1");
  await page.getByLabel("Plus or minus, points").fill("2");
  await expect(reading(page)).toContainText("out of reach");
  await page.getByLabel("Plus or minus, points").fill("");
  await expect(page.getByRole("alert")).toContainText("Plus or minus, points: the value is not a finite number");
  await page.getByText("Level, split").click();
  await page.getByLabel("Split over right and wrong answers").selectOption("lee2025");
  await page.getByLabel("Human labels").fill("200");
  await same("--labels 200 --split lee2025");
  const [link, before] = [new URL(page.url()).hash, await reading(page).textContent()];
  await page.goto("about:blank");
  await open(page, watch, link);
  await expect(reading(page)).toHaveText(before!);
});

test("a result leads to its plan", async ({ page, watch }) => {
  await open(page, watch, "#v=1&mode=counts");
  await page.getByRole("link", { name: "How many more labels it takes" }).click();
  await expect(command(page)).toContainText("--judged 400/1000 --sensitivity 180/200 --specificity 140/200 --half-width 0.05");
  await page.getByRole("link", { name: "Scores" }).click();
  await page.getByRole("radio", { name: "Verdict table" }).check();
  await page.getByRole("link", { name: "How many more labels it takes" }).click();
  await expect(page.getByLabel("Sensitivity, %")).toHaveValue("94.06");
});

test("two papers: corrected first, then compared; the order turns", async ({ page, watch }) => {
  await open(page, watch, "#v=1&tool=judge-papers");
  await expect(reading(page)).toContainText(/B is better than A .* the raw rates favour A by 3\.0 points/);
  await expect(page.getByRole("img", { name: "The difference between A and B" })).toBeVisible();
  expect(await saved(page)).toBe(runShown((await command(page).textContent())!, "unused", ""));
  await page.getByText("Method, level").click();
  await page.getByLabel("Interval of the difference").selectOption("propagation");
  await page.getByLabel("Interval of each score").selectOption("beta_jeffreys");
  await expect(command(page)).toContainText("--method beta_jeffreys --difference propagation");
  await expect.poll(async () => saved(page)).toBe(runShown((await command(page).textContent())!, "unused", ""));
  await page.getByLabel("Sensitivity, B: count").fill("999");
  await expect(page.getByRole("alert").first()).toContainText("larger than its total");
  expect(page.url()).not.toContain("999");
});

test("models of a table: ranks that remain, and two of them, as the commands print them", async ({ page, watch }) => {
  await open(page, watch);
  await page.getByText("Which of these models is better?").click();
  const ranks = page.getByRole("table", { name: "Ranks by model" });
  await expect(ranks.getByRole("rowheader")).toHaveCount(6);
  await expect(page.getByText("Tied: none of these is shown to be better")).toBeVisible();
  await page.getByLabel("Is", { exact: true }).selectOption("Dune-Chat-14B");
  await page.getByLabel("better than", { exact: true }).selectOption("Cobble-22B");
  await expect(page.locator("#sign-flip")).toContainText("judge’s verdicts favour Dune-Chat-14B");
  await page.getByText("Assumptions, method and command of the difference").click();
  const shown = page.getByRole("region", { name: "Command of the difference" });
  await expect(shown).toHaveText("npx evenhand judge judged-qa.csv --compare Dune-Chat-14B Cobble-22B --design subset");
  const printed = JSON.parse(runShown((await shown.textContent())!, "judged-qa.csv", example)) as { answer: { estimate: number } };
  await expect(page.locator(".models .reading").last()).toContainText(`${Math.abs(100 * printed.answer.estimate).toFixed(1)} points`);
  await page.getByText("Assumptions, method and command of the ranks").click();
  const ranked = JSON.parse(runShown((await page.getByRole("region", { name: "Command of the ranks" }).textContent())!,
    "judged-qa.csv", example)) as { models: { model: string; corrected: { estimate: number } }[] };
  await expect(ranks.getByRole("rowheader")).toHaveText(ranked.models.map(({ model }) => model));
  await page.getByRole("radio", { name: /From another labelled set/ }).check();
  await page.getByLabel("Whose labels correct").selectOption("per_model");
  await expect(shown).toContainText("--design external --per-model");
  const [link, before] = [new URL(page.url()).hash, await page.locator(".models .reading").last().textContent()];
  await page.goto("about:blank");
  await open(page, watch, link);
  await expect(page.locator(".models .reading").last()).toHaveText(before!);
});

for (const [part, file, first] of [
  ["judge-classes", "graded-essays.csv", "mean is 3.346; with its errors taken out it is 3.187"],
  ["judge-pairs", "two-chats.csv", "By the judge's verdicts on 240 items"],
] as const) {
  test(`${part}: the example, as the shown command prints it`, async ({ page, watch }) => {
    await open(page, watch, `#v=1&tool=${part}`);
    await expect(reading(page)).toContainText(first);
    expect(await saved(page)).toBe(runShown((await command(page).textContent())!, file, data(file)));
    await page.getByRole("radio", { name: /From another labelled set/ }).check();
    await expect(command(page)).toContainText("--design external");
    await expect.poll(async () => saved(page)).toBe(runShown((await command(page).textContent())!, file, data(file)));
  });
}

test("grades: own classes, and what is wrong with them", async ({ page, watch }) => {
  await open(page, watch, "#v=1&tool=judge-classes");
  const text = `item,judge,human\n${Array.from({ length: 300 }, (_, item) => {
    const truth = ["win", "tie", "loss"][item % 3]!;
    return `q${item},${item % 7 === 0 ? "tie" : truth},${item < 150 ? truth : ""}`;
  }).join("\n")}\n`;
  await paste(page, text);
  await page.getByLabel("These are grades: numbers that rise").uncheck();
  await page.getByLabel("All of it, lowest or best first").fill("win, tie, loss");
  await page.getByLabel("What each is worth").fill("1, 0.5, 0");
  await expect(page.getByRole("region", { name: /^Classes of/ }).getByRole("rowheader")).toHaveText(["win", "tie", "loss", "mean"]);
  await expect.poll(async () => saved(page)).toBe(runShown((await command(page).textContent())!, "grades.csv", text));
  await page.getByLabel("What each is worth").fill("");
  await page.getByLabel("All of it, lowest or best first").fill("win, win");
  await expect(page.locator("#result").getByRole("alert")).toContainText("Classes: the value is not one of the allowed ones");
  await expect(page.getByRole("region", { name: "First rows of the table" })).toBeVisible();
});

test("raters: people, judges and the panel", async ({ page, watch }) => {
  await open(page, watch, "#v=1&tool=judge-raters");
  const pairs = page.getByRole("region", { name: "Agreement of pairs" });
  await expect(pairs.getByRole("rowheader")).toHaveCount(6);
  await expect(page.getByRole("heading", { name: "Panel consensus, not truth" })).toBeVisible();
  await page.getByLabel("judge_small", { exact: true }).uncheck();
  await expect(pairs.getByRole("rowheader")).toHaveCount(3);
  const text = table({ models: ["A"] });
  await paste(page, text);
  await page.getByLabel("judge", { exact: true }).check();
  await page.getByLabel("human", { exact: true }).check();
  await page.getByLabel("a person").last().check();
  await expect(pairs.getByRole("rowheader")).toHaveText(["human, judge"]);
  await expect.poll(async () => saved(page)).toBe(runShown((await command(page).textContent())!, "ratings.csv", text));
});

test("tables that ask another question are handed over to its form", async ({ page, watch }) => {
  await open(page, watch);
  await paste(page, data("two-chats.csv"));
  await page.getByRole("link", { name: "Open it as pairs" }).click();
  await expect(page.getByRole("region", { name: "Win rates" }).getByRole("rowheader")).toHaveCount(1);
  await page.getByRole("link", { name: "Scores" }).click();
  await paste(page, data("graded-essays.csv"));
  await page.getByRole("link", { name: "Open it as grades or classes" }).click();
  await expect(page.getByRole("region", { name: /^Classes of/ }).getByRole("rowheader")).toHaveText(["1", "2", "3", "4", "5", "mean"]);
  await page.getByRole("link", { name: "Scores" }).click();
  await paste(page, `item,judge_a,judge_b,human\n${Array.from({ length: 40 }, (_, item) =>
    `q${item},${item % 2},${(item + Number(item % 9 === 0)) % 2},${item % 2}`).join("\n")}\n`);
  await page.getByRole("link", { name: "See how far they agree" }).click();
  await expect(page.getByRole("region", { name: "Agreement of pairs" }).getByRole("rowheader")).toHaveCount(3);
});

for (const scheme of ["light", "dark"] as const) {
  for (const part of ["judge-labels", "judge-papers", "judge-classes", "judge-pairs", "judge-raters"]) {
    test(`no violation and nothing cut off: ${part}, ${scheme}`, async ({ page, watch }) => {
      const width = (scheme === "dark") === (part.length % 2 === 0) ? 1280 : 390;
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      await open(page, watch, `#v=1&tool=${part}`);
      await expect(reading(page)).toBeVisible();
      await page.evaluate(() => { for (const each of document.querySelectorAll("details")) each.open = true; });
      const found = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
      expect(found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
}

test("the comparison of models has no violation", async ({ page, watch }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.setViewportSize({ width: 390, height: 800 });
  await open(page, watch, "#v=1&show=models");
  await expect(page.getByRole("table", { name: "Ranks by model" })).toBeVisible();
  await expect(page.getByRole("region", { name: "The judge on each of the two" })).toBeVisible();
  await page.evaluate(() => { for (const each of document.querySelectorAll("details")) each.open = true; });
  const found = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  expect(found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`))).toEqual([]);
  await expect(scores(page)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
