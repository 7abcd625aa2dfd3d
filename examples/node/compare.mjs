// Compares every system in a table of scores: node examples/node/compare.mjs [FILE]
import { readFileSync } from "node:fs";
import { compareMethod, compareReading, compareTable } from "evenhand";

const file = process.argv[2] ?? new URL("../data/nine-models.csv", import.meta.url);
const report = compareTable(readFileSync(file, "utf8"));
for (const { system, estimate, rank } of report.systems) {
  console.log(`${system}: ${estimate}, rank ${rank.lower} to ${rank.upper}`);
}
for (const sentence of compareReading(report)) console.log(sentence);
console.log(compareMethod(report));
