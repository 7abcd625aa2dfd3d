// Evenhand in a page, through any bundler: npm install evenhand, then for instance npx vite.
// The module is embedded and the calls are synchronous: nothing is fetched, nothing is awaited.
import { correctJudge, readingOf } from "evenhand";

const corrected = correctJudge({
  judged: { positive: 400, total: 1000 },
  sensitivity: { correct: 180, total: 200 },
  specificity: { correct: 140, total: 200 },
});
document.querySelector("output").textContent = readingOf({ raw: corrected.raw, corrected });
