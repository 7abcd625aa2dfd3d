// Corrects every model in a table of judge verdicts: node examples/node/correct.mjs [FILE]
import { readFileSync } from "node:fs";
import { correctTable, methodSentence, percent, percentInterval } from "evenhand";

const file = process.argv[2] ?? new URL("../data/judged-qa.csv", import.meta.url);
const report = correctTable(readFileSync(file, "utf8"), { design: "subset" });
for (const { model, raw, corrected } of report.models) {
  console.log(`${model}: ${percent(raw.estimate)} -> ${percent(corrected.estimate)} ` +
    `(${percentInterval(corrected)})`);
}
console.log(methodSentence(report.models[0].corrected));
