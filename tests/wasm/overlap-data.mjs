// A small benchmark and a corpus that has some of it, made of invented words.
export const encode = (text) => new TextEncoder().encode(text);
export const decode = (bytes) => new TextDecoder().decode(bytes);

/** Small pseudo-random numbers, the same everywhere (Lehmer's generator). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

const syllables = ["ka", "lo", "mi", "ren", "tu", "sol", "ve", "dra", "pin", "go", "wex", "hal"];

/** A source of sentences whose words come from a large set. */
export function writer(seed) {
  const below = numbers(seed);
  const word = () => Array.from({ length: 2 + below(3) }, () => syllables[below(syllables.length)]).join("");
  return (words) => `${Array.from({ length: words }, word).join(" ")}.`;
}

/** Items with questions of 12 to 31 words, and answers that end in a number. */
export function makeItems(count, seed = 7) {
  const sentence = writer(seed);
  return Array.from({ length: count }, (_, i) => ({
    id: `item-${i}`, question: sentence(12 + (i % 20)), answer: `${sentence(9)} #### ${i + 100}`,
  }));
}

/** JSON Lines of documents of some sentences; those with a number in `planted` hold that item. */
export function makeShard(documents, seed, planted = {}) {
  const sentence = writer(seed);
  return Array.from({ length: documents }, (_, i) => {
    const text = [sentence(30), sentence(40)];
    if (planted[i] !== undefined) text.splice(1, 0, planted[i]);
    return `${JSON.stringify({ text: text.join(" "), n: i })}\n`;
  }).join("");
}

/** Pieces of so many bytes. */
export function* pieces(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
