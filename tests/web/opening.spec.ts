import { chart, copied, expect, open, reading, scoreRows, scores, test } from "./support/page.ts";

test("opens with the worked example computed", async ({ page, watch }) => {
  await open(page, watch);
  await expect(reading(page)).toContainText(/The judge passes 85\.7\s%; with its errors taken out, Aster-70B is right on 83\.7\s%/);
  await expect(scores(page).locator("tbody tr")).toHaveCount(6);
  expect((await scoreRows(page))[3]?.[0]).toBe("Dune-Chat-14B");
  await expect(page.getByRole("radio", { name: /Picked at random/ })).toBeChecked();
  expect(new URL(page.url()).hash).toBe("");
});

test("draws every model, with a title and a description", async ({ page, watch }) => {
  await open(page, watch);
  await expect(chart(page)).toBeVisible();
  await expect(chart(page)).toHaveAttribute("role", "img");
  await expect(chart(page)).toHaveAccessibleName(/6 models/);
  await expect(chart(page).locator("desc")).toContainText("Aster-70B");
  await expect(chart(page).locator(".plot-corrected circle")).toHaveCount(6);
  await expect(chart(page).locator(".plot-raw circle")).toHaveCount(6);
  await expect(chart(page).locator(".plot-shift line")).toHaveCount(6);
});

test("marks stand where the numbers say", async ({ page, watch }) => {
  await open(page, watch);
  const places = await chart(page).evaluate((svg) => {
    const middle = (mark: Element): number => {
      const box = mark.getBoundingClientRect();
      return box.left + box.width / 2;
    };
    const all = (selector: string): number[] => [...svg.querySelectorAll(selector)].map(middle);
    return { ticks: all(".plot-axis text"), corrected: all(".plot-corrected circle"), raw: all(".plot-raw circle") };
  });
  // The first and the last tick are 0 and 100; the axis label follows them.
  const [zero, hundred] = [places.ticks[0]!, places.ticks[10]!];
  const share = (x: number): number => (x - zero) / (hundred - zero);
  const titles = await scores(page).locator("tbody tr").evaluateAll((rows) => rows.map((row) =>
    [row.children[1]!, row.children[2]!].map((cell) => Number.parseFloat(cell.getAttribute("title")!))));
  for (const [index, [raw, corrected]] of titles.entries()) {
    expect(share(places.raw[index]!)).toBeCloseTo(raw!, 1);
    expect(share(places.corrected[index]!)).toBeCloseTo(corrected!, 1);
  }
});

test("the method sentence can be copied and names the version", async ({ page, watch }) => {
  await open(page, watch);
  await page.getByRole("button", { name: "Copy the sentence" }).click();
  const sentence = await copied(page, "Evenhand");
  expect(sentence).toMatch(/post-stratification.*Evenhand \d+\.\d+\.\d+\.$/);
  expect(sentence).toBe(await page.locator("blockquote").textContent());
  await expect(page.getByRole("status").getByText("Copied")).toBeVisible();
});

test("citations are in the sentence when labels come from another set", async ({ page, watch }) => {
  await open(page, watch);
  await page.getByRole("radio", { name: /From another labelled set/ }).check();
  await expect(page.locator("blockquote")).toContainText("Rogan and Gladen 1978");
});
