/** The worked example of raters, written here: two judges that err alike, two people who err less. */

/** The share below which each rater's draw makes an error. */
const raters = [
  { name: "judge_large", error: 0.14 }, { name: "judge_small", error: 0.22 },
  { name: "person_1", error: 0.06 }, { name: "person_2", error: 0.08 },
] as const;
const items = 150;

/** A draw from 0 to 1 that is the same on every machine. */
function draw(item: number, place: number): number {
  let state = (item * 2654435761 + place * 40503 + 97) >>> 0;
  for (let round = 0; round < 3; ++round) {
    state = Math.imul(state ^ (state >>> 15), 2246822519) >>> 0;
    state = (state ^ (state >>> 13)) >>> 0;
  }
  return state / 2 ** 32;
}

function rowOf(item: number): string {
  const isRight = draw(item, 0) < 0.62;
  // What is hard for one judge is hard for the other.
  const isTricky = draw(item, 1) < 0.1;
  const ratings = raters.map(({ name, error }, index) => {
    const errs = name.startsWith("judge") && isTricky ? true : draw(item, index + 2) < error;
    return isRight !== errs ? "pass" : "fail";
  });
  return [`a${String(item + 1).padStart(3, "0")}`, ...ratings].join(",");
}

export const ratersExample: string = [
  ["item", ...raters.map(({ name }) => name)].join(","),
  ...Array.from({ length: items }, (_, item) => rowOf(item)), "",
].join("\n");
