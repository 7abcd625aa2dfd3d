// What decoding in parallel must lose: node examples/node/parallel.mjs [FILE]
import { readFileSync } from "node:fs";
import { analyseParallel, parallelReading, partitionText } from "evenhand";

const file = process.argv[2] ?? new URL("../data/parallel-cities.txt", import.meta.url);
const report = analyseParallel(readFileSync(file, "utf8"));
for (const { steps, partition, bound, accuracy } of report.schedules) {
  console.log(`${steps} steps: reveal ${partitionText(partition)}; ${bound} bits lost, right ${accuracy}`);
}
for (const sentence of parallelReading(report)) console.log(sentence);
