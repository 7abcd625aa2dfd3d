/**
 * Verdict words, numbers and outcomes of battles. Nothing is taken for a verdict by guess beyond
 * these lists.
 */

const passWords = [
  "yes", "y", "true", "t", "1", "1.0", "c", "correct", "pass", "passed", "right", "accept",
  "accepted", "acceptable", "100%",
];
const failWords = [
  "no", "n", "false", "f", "0", "0.0", "i", "incorrect", "fail", "failed", "wrong", "reject",
  "rejected", "unacceptable", "0%",
];
const missingWords = [
  "", "na", "n/a", "#n/a", "null", "none", "nan", "-", "--", "–", "—", "#div/0!", "#value!",
  "#ref!", "#name?", "#num!", "#null!",
];

/** Whether a cell says that there is nothing in it. */
export const isMissing = (cell: string): boolean => missingWords.includes(cell.trim().toLowerCase());

/** 1 pass, 0 fail, -1 missing, undefined for anything else. */
export type VerdictReader = (value: string) => 1 | 0 | -1 | undefined;

/** Trims, drops Markdown stars, outer brackets and quotes, and full stops; lower-case. */
function clean(value: string): string {
  let text = value.trim().replace(/^\*+|\*+$/g, "").trim();
  for (;;) {
    const inner = /^(?:\[(.*)\]|\((.*)\)|"(.*)"|'(.*)')$/s.exec(text);
    if (inner === null) break;
    text = (inner[1] ?? inner[2] ?? inner[3] ?? inner[4] ?? "").trim();
  }
  return text.replace(/\.+$/, "").toLowerCase();
}

/** A reader of the standard words and of the caller's own, which win. */
export function verdictReader(
  pass: readonly string[] = [], fail: readonly string[] = [],
): VerdictReader {
  const meanings = new Map<string, 1 | 0 | -1>();
  for (const word of missingWords) meanings.set(word, -1);
  for (const word of passWords) meanings.set(word, 1);
  for (const word of failWords) meanings.set(word, 0);
  for (const word of pass) meanings.set(clean(word), 1);
  for (const word of fail) meanings.set(clean(word), 0);
  // Columns repeat few distinct values, so each is cleaned once; the cache stays small.
  const cache = new Map<string, 1 | 0 | -1 | null>();
  return (value) => {
    let meaning = cache.get(value);
    if (meaning === undefined) {
      meaning = meanings.get(value.trim().toLowerCase()) ?? meanings.get(clean(value)) ?? null;
      if (cache.size < 1000) cache.set(value, meaning);
    }
    return meaning ?? undefined;
  };
}

/** Of each word its number; of a word that two numbers claim, it and they are `twice`. */
export interface WordNumbers {
  readonly numbers: ReadonlyMap<string, number>;
  readonly twice: string | undefined;
}

/** Words by number, in the form that `wordReader` compares. */
export function wordNumbers(words: readonly (readonly string[])[]): WordNumbers {
  const numbers = new Map<string, number>();
  let twice: string | undefined;
  for (const [number, list] of words.entries()) {
    for (const word of list) {
      const form = wordForm(word);
      const other = numbers.get(form);
      if (other !== undefined && other !== number) twice ??= word;
      numbers.set(form, number);
    }
  }
  return { numbers, twice };
}

/** Numbers in one form ("4" for "4.0"), other words as `clean` leaves them. */
function wordForm(word: string): string {
  const text = clean(word);
  const number = numberForm.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? String(number) : text;
}

/** A reader of the caller's own words: their number, -1 missing, undefined for anything else. */
export function wordReader({ numbers }: WordNumbers): (value: string) => number | undefined {
  const cache = new Map<string, number | null>();
  return (value) => {
    let meaning = cache.get(value);
    if (meaning === undefined) {
      meaning = numbers.get(wordForm(value)) ??
        (isMissing(value) ? -1 : null);
      if (cache.size < 1000) cache.set(value, meaning);
    }
    return meaning ?? undefined;
  };
}

/** The score, null when missing, undefined for anything else. */
export type ScoreReader = (value: string) => number | null | undefined;

const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number as people write it; a percentage is divided by 100. */
export function numberIn(value: string, decimalComma: boolean): number | undefined {
  const text = value.trim().replace("\u2212", "-").replace(/[\u00a0\u202f]|(?<=\d)'(?=\d)/g, "");
  const digits = text.endsWith("%") ? text.slice(0, -1).trimEnd() : text;
  const plain = decimalComma ? digits.replace(",", ".") : digits;
  const number = numberForm.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isFinite(number)) return undefined;
  return digits === text ? number : number / 100;
}

/** Whether the comma is a column's decimal sign: some value has one, none has a point. */
export function hasDecimalComma(values: readonly string[]): boolean {
  let found = false;
  for (const value of values) {
    if (value.includes(",")) {
      if (!/^\s*[+\u2212-]?\d*,\d+\s*%?\s*$/.test(value)) return false;
      found = true;
    } else if (/\d\.\d/.test(value)) {
      return false;
    }
  }
  return found;
}

/** A reader of scores: verdict words as 1 and 0, numbers as they are. */
export function scoreReader(
  pass: readonly string[] = [], fail: readonly string[] = [], decimalComma = false,
): ScoreReader {
  const verdict = verdictReader(pass, fail);
  return (value) => {
    const meaning = verdict(value);
    if (meaning === undefined) return numberIn(value, decimalComma);
    return meaning === -1 ? null : meaning;
  };
}

const outcomeWords: readonly (readonly string[])[] = [
  ["a", "model_a", "model_1", "output_1", "assistant a", "left", "first", "1", "1.0", "a>b", "a>>b",
    "b<a", "b<<a"],
  ["b", "model_b", "model_2", "output_2", "assistant b", "right", "second", "2", "2.0", "b>a", "b>>a",
    "a<b", "a<<b"],
  ["tie", "draw", "equal", "both", "a=b", "b=a", "0", "0.0", "1.5"],
  ["tie (bothbad)", "bothbad", "both_bad", "both bad", "neither"],
];
const outcomes = new Map(outcomeWords.flatMap((words, outcome) =>
  words.map((word) => [word, outcome] as const)));

/** The number of a battle's outcome, -1 when missing, undefined for anything else. */
export function battleOutcome(value: string, a: string, b: string): number | undefined {
  const text = value.trim();
  if (isMissing(text)) return -1;
  if (text === a) return 0;
  if (text === b) return 1;
  return outcomes.get(text.toLowerCase()) ?? outcomes.get(clean(text));
}
