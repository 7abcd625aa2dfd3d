/** What a person can look at before they have data of their own: small sets of right answers, and the
 *  list tasks of ParallelBench. */
import { listTasks, type ListTask } from "evenhand/bare";

const bits = ["0", "1"] as const;
const cities = ["New York", "New Orleans", "Mexico City", "Panama City"];

/** Two bits, put at four places by one of the three ways to pair them. */
function paired(way: number, first: string, second: string): string {
  return [[first, first, second, second], [first, second, first, second], [first, second, second, first]][way]!.join(" ");
}

const ways = [0, 1, 2];
const colours = ["red", "green", "blue"] as const;

interface Words {
  readonly title: string;
  readonly detail: string;
  readonly answers: readonly string[];
}

const words = {
  new_city: {
    title: "New City", detail: "four cities of two words; together they make a fifth that is none",
    answers: cities,
  },
  double_new_city: {
    title: "Two New Cities", detail: "two cities one after the other, which do not depend on each other",
    answers: cities.flatMap((first) => cities.map((second) => `${first} ${second}`)),
  },
  coloured_matching: {
    title: "Coloured matching", detail: "four places, paired up; it pays to look before choosing the next",
    answers: ways.flatMap((way) => bits.flatMap((a) => bits.map((b) =>
      paired(way, colours[way]! + a, colours[way]! + b)))),
  },
  hidden_parity: {
    title: "Hidden pairing", detail: "a first token tells which of four bits are equal",
    answers: ways.flatMap((way) => bits.flatMap((a) => bits.map((b) => `${"ABC"[way]!} ${paired(way, a, b)}`))),
  },
} as const satisfies Readonly<Record<string, Words>>;

export type WordsName = keyof typeof words;
export type PresetName = WordsName | ListTask;

const wordNames = Object.keys(words) as WordsName[];
export const presetNames: readonly PresetName[] = [...wordNames, ...listTasks.map(({ name }) => name)];

export const isTask = (name: PresetName): name is ListTask => !Object.hasOwn(words, name);

/** The answers of a preset; a task's are written out by the package. */
export const answersOfPreset = (name: PresetName): readonly string[] => (isTask(name) ? [] : words[name].answers);

export const presetTitle = (name: PresetName): string =>
  (isTask(name) ? listTasks.find((task) => task.name === name)!.title : words[name].title);

export const presetDetail = (name: PresetName): string =>
  (isTask(name) ? listTasks.find((task) => task.name === name)!.detail : words[name].detail);

/** Small enough to be worked out in full at once. */
export const defaultSize = (name: PresetName): number => (name === "latin_square" ? 2 : 4);
