import { chart, command, expect, open, paste, reading, scores, test } from "./support/page.ts";
import { table } from "./support/tables.ts";

test("the policy comes first and is the strict one", async ({ page, watch }) => {
  await open(page, watch);
  const first = page.locator("head > *").first();
  await expect(first).toHaveAttribute("http-equiv", "Content-Security-Policy");
  expect((await first.getAttribute("content"))!.split("; ").sort()).toEqual([
    "base-uri 'none'", "connect-src 'none'", "default-src 'none'", "form-action 'none'",
    "img-src data: blob:", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'",
    "worker-src blob:",
  ]);
});

test("every flow runs without a request, a console message or a breach", async ({ page, watch }) => {
  await open(page, watch);
  // The watch sees requests: the page, its script, its style and the chart were among them.
  expect(watch.loaded).toBeGreaterThanOrEqual(4);
  await paste(page, table());
  await page.getByRole("radio", { name: /From another labelled set/ }).check();
  await expect(chart(page)).toBeVisible();
  await page.getByText("Try it on your own labels").click();
  await page.getByRole("button", { name: "Hide and compare" }).click();
  await expect(page.locator(".backtest .notice, .backtest table").first()).toBeVisible();
  for (const name of ["Copy link", "Copy link with data", "Copy JSON", "Copy the sentence", "Copy the command"]) {
    await page.getByRole("button", { name, exact: true }).click();
  }
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save JSON" }).click();
  expect((await download).suggestedFilename()).toBe("evenhand.json");
  await page.getByRole("radio", { name: "Counts only" }).check();
  await expect(command(page)).toContainText("--judged");
});

test("the chart brings no style of its own", async ({ page, watch }) => {
  await open(page, watch);
  await expect(chart(page)).toBeVisible();
  await expect(page.locator("style")).toHaveCount(0);
  // Its own sheet reaches it nevertheless.
  await expect(chart(page).locator(".plot-interval")).toHaveCSS("stroke-width", "7px");
});

test("the page cannot reach its own server", async ({ page, watch }) => {
  await open(page, watch);
  const target = new URL("./", page.url()).href;
  expect((await page.request.get(target)).status(), "the server answers").toBe(200);
  const outcome = await page.evaluate(async (url) => {
    const directives: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => directives.push(event.effectiveDirective));
    const fetched = await fetch(url).then(() => "answered", () => "blocked");
    const xhr = await new Promise<string>((done) => {
      const request = new XMLHttpRequest();
      request.onload = () => done("answered");
      request.onerror = () => done("blocked");
      request.open("GET", url);
      request.send();
    });
    const image = await new Promise<string>((done) => {
      const element = new Image();
      element.onload = () => done("answered");
      element.onerror = () => done("blocked");
      element.src = `${url}favicon.png`;
    });
    return { fetched, xhr, image, directives };
  }, target);
  expect(outcome).toEqual({
    fetched: "blocked", xhr: "blocked", image: "blocked",
    directives: ["connect-src", "connect-src", "img-src"],
  });
  expect(watch.problems.length).toBeGreaterThanOrEqual(3);
  watch.problems.length = 0;
  // What was tried here, besides what the policy stopped before it was a request.
  watch.requests.length = watch.loaded;
});

test("its worker cannot reach the server either", async ({ page, watch }) => {
  // Catches the worker that the page itself starts, to run code in it.
  const started = page.waitForEvent("worker");
  await open(page, watch);
  const worker = await started;
  expect(worker.url()).toMatch(/^blob:/);
  expect(page.workers().map((each) => each.url()).filter((url) => !url.startsWith("blob:"))).toEqual([]);
  const target = new URL("./", page.url()).href;
  const outcome = await worker.evaluate(async (url) => {
    const directives: string[] = [];
    self.addEventListener("securitypolicyviolation", (event) =>
      directives.push((event as SecurityPolicyViolationEvent).effectiveDirective));
    const fetched = await fetch(url).then(() => "answered", () => "blocked");
    await new Promise((done) => setTimeout(done, 50));
    return { fetched, directives };
  }, target);
  expect(outcome).toEqual({ fetched: "blocked", directives: ["connect-src"] });
  watch.problems.length = 0;
  watch.requests.length = watch.loaded;
});

test("it works offline once it is open", async ({ page, context, watch }) => {
  await open(page, watch);
  await context.setOffline(true);
  await paste(page, table({ models: ["Offline"] }));
  await expect(scores(page).getByRole("rowheader")).toHaveText(["Offline"]);
  await expect(chart(page)).toContainText("Offline");
  await page.getByRole("radio", { name: "Counts only" }).check();
  await expect(reading(page)).toContainText(/right on 16\.7\s%/);
});

test("a link of settings alone loads the chart too, for later", async ({ page, context, watch }) => {
  await open(page, watch, "#v=1&source=own");
  await context.setOffline(true);
  await paste(page, table({ models: ["Later"] }));
  await expect(chart(page)).toContainText("Later");
});
