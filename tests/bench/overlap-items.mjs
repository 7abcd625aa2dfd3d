// Benchmarks of any size that are as hard to scan against as real ones and hardly ever found: words
// cut from the corpus itself, every sixth replaced by another, written backwards.
import { closeSync, openSync, readSync } from "node:fs";

const itemTokens = 100;
const n = 13;

/** Pieces of a text file, cut at line ends. */
function* pieces(path) {
  const file = openSync(path, "r");
  const buffer = Buffer.alloc(1 << 22);
  let rest = "";
  for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer)) {
    const text = rest + buffer.latin1Slice(0, size);
    const end = text.lastIndexOf("\n") + 1;
    yield text.slice(0, end);
    rest = text.slice(end);
  }
  yield rest;
  closeSync(file);
}

/**
 * Items with about so many different n-grams of 13 words.
 * @param path text to cut from
 */
export function benchmarkOf(path, grams) {
  const items = [];
  const wanted = Math.ceil(grams / (itemTokens - n + 1));
  // Pages made from one template differ in one word, so that an ordinary word in its place would often
  // be a match; longer words are no other word backwards.
  const recent = Array(4096).fill("evenhand");
  let state = 1;
  let words = [];
  for (const piece of pieces(path)) {
    for (const [word] of piece.matchAll(/[A-Za-z0-9]+/g)) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      words.push(words.length % 6 === 5 ? [...recent[state >>> 20]].reverse().join("") : word);
      if (word.length > 4) recent[(state >>> 8) & 4095] = word;
      if (words.length === itemTokens) {
        items.push({ id: items.length + 1, question: words.join(" ") });
        words = [];
        if (items.length === wanted) return items;
      }
    }
  }
  return items;
}
