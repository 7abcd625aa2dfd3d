// What `./dev bench` asks of the area `parallel`: the sizes for which its issue gave budgets.
import { functions } from "../../wasm/dist/generated/functions.js";

/** Nearly all distinct sequences of `length` tokens out of `vocabulary`, made by a generator of its own. */
function randomTarget(sequences, length, vocabulary) {
  const tokens = new Int32Array(sequences * length);
  const weights = new Float64Array(sequences);
  // Mixed well: the low bits of a plain congruential generator repeat soon, and rows with them.
  let state = 12_345;
  const draw = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  for (let row = 0; row < sequences; ++row) {
    for (let i = 0; i < length; ++i) tokens[row * length + i] = draw() % vocabulary;
    weights[row] = 1 + (draw() % 100);
  }
  return { tokens, weights, sequences: Int32Array.of(sequences), lengths: Int32Array.of(length) };
}

const sampled = { temperature: 1 };
const large = randomTarget(100_000, 12, 8);

/** [title, function, calls in a round, request] */
export const parallelRequests = [
  ["entropies, 100,000 x 12", functions.measureTarget, 1, { target: large }],
  ["one step, 100,000 x 12", functions.stepsOutcome, 1, { target: large, decoding: sampled }],
  ["best partition, 610 x 16", functions.klSchedules, 1, { target: randomTarget(610, 16, 2) }],
  ["most accurate, 28 x 9", functions.accuracySchedules, 1,
    { target: randomTarget(28, 9, 2), decoding: sampled }],
  ["best policy, 180 x 12", functions.adaptiveFrontier, 1,
    { target: randomTarget(180, 12, 2), decoding: sampled }],
  ["shuffle of 1,000,000", functions.listTaskLimits, 1, { task: "shuffle", n: 1_000_000 }],
];
