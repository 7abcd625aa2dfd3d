/** Tables to paste. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../../../", import.meta.url));
export const examplePath: string = `${root}examples/data/judged-qa.csv`;
export const example: string = readFileSync(examplePath, "utf8");

export const leaderboardExample: string = readFileSync(`${root}examples/data/nine-models.csv`, "utf8");

/** Scores of systems on items, a column each; a system is right on more items the further left it is. */
export function scoreTable(
  { systems = ["A", "B", "C"], items = 120 }: { systems?: readonly string[]; items?: number } = {},
): string {
  const right = (item: number, system: number): number =>
    Number((item * 7919 + system * 104_729 + item * item * 31) % 100 < 90 - (60 * system) / systems.length);
  const lines = Array.from({ length: items }, (_, item) =>
    [`q${item}`, ...systems.map((_name, system) => right(item, system))].join(","));
  return `${["item", ...systems].join(",")}\n${lines.join("\n")}\n`;
}

/** A judge that passes three of four right answers and one of four wrong ones. */
export function table(
  { models = ["A", "B"], items = 60, labelled = 30, header = "item,model,judge,human" }:
  { models?: readonly string[]; items?: number; labelled?: number; header?: string } = {},
): string {
  const lines = [header];
  for (let item = 0; item < items; ++item) {
    for (const [index, model] of models.entries()) {
      const right = (item + index) % 3 !== 0;
      const judgedRight = (item * 7 + index) % 8 === 0 ? !right : right;
      const label = item < labelled ? (right ? "correct" : "incorrect") : "";
      lines.push(`q${item},${model},${judgedRight ? "pass" : "fail"},${label}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
