/** How an answer becomes tokens, and the numbers that tokens have for the core. */

/** Words between white space, single characters, or what stands between a separator. */
export type TokenRule = "whitespace" | "characters" | { readonly separator: string };

/** Fills answers that are shorter than others, where that was asked for. */
export const padToken = "<pad>";

/**
 * Whitespace: runs of Unicode White_Space divide, and nothing is empty. Characters: Unicode scalar
 * values, as they are. A separator: what stands between, empty pieces too.
 */
export function tokenize(text: string, rule: TokenRule): string[] {
  if (rule === "characters") return [...text];
  if (rule === "whitespace") return text.split(/\p{White_Space}+/u).filter((piece) => piece !== "");
  return text.split(rule.separator);
}

/** Tokens numbered in the order in which they first appear. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();

  of(token: string): number {
    let number = this.#numbers.get(token);
    if (number === undefined) this.#numbers.set(token, number = this.#numbers.size);
    return number;
  }

  /** The number of a token; undefined when it never appeared. */
  known(token: string): number | undefined {
    return this.#numbers.get(token);
  }

  tokens(): string[] {
    return [...this.#numbers.keys()];
  }
}
