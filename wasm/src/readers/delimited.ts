/** Delimited text to rows of cells, with quotes as in RFC 4180; line breaks are "\n". Never throws. */

export interface DelimitedRows {
  /** Every row, a blank one and the empty piece after the last line break too. */
  readonly rows: string[][];
  /** Physical line of each row's first character. */
  readonly lines: number[];
  /** The first quote that cannot be understood: nothing closes it, or text follows it. */
  readonly wrongQuote: { readonly kind: "open" | "stray"; readonly line: number } | undefined;
}

/** Cells of one text. A table says few things often, so each is made once, as far as they fit. */
class Cells {
  readonly #text: string;
  readonly #made: string[] = new Array<string>(1 << 14).fill("");

  constructor(text: string) {
    this.#text = text;
  }

  /** The characters from `start` to before `end`. */
  at(start: number, end: number): string {
    let hash = 0;
    for (let i = Math.max(start, end - 32); i < end; ++i) {
      hash = (Math.imul(hash, 31) + this.#text.charCodeAt(i)) | 0;
    }
    const place = (hash ^ (hash >>> 14)) & (this.#made.length - 1);
    const made = this.#made[place] as string;
    if (made.length === end - start && this.#isAt(made, start)) return made;
    return (this.#made[place] = this.#text.slice(start, end));
  }

  /** Faster than `startsWith` for a few characters. */
  #isAt(cell: string, start: number): boolean {
    for (let i = 0; i < cell.length; ++i) {
      if (cell.charCodeAt(i) !== this.#text.charCodeAt(start + i)) return false;
    }
    return true;
  }
}

/**
 * Splits a text into rows, at most `most`; the number of its first line is `firstLine`. A quote
 * counts at a cell's beginning only. Two quotes within are one, and one closes the cell where a
 * delimiter, a line break or the text's end follows; spaces may stand before the first two.
 */
export function delimitedRows(
  text: string, delimiter: string, firstLine: number = 1, most: number = Infinity,
): DelimitedRows {
  const rows: string[][] = [];
  const lines = [firstLine];
  const cells = new Cells(text);
  // Where there is none it is at the text's end.
  const find = (what: string, from: number): number => {
    const at = text.indexOf(what, from);
    return at < 0 ? text.length : at;
  };
  const isSpace = (at: number): boolean => at < text.length && text.charAt(at).trim() === "";
  let wrongQuote: DelimitedRows["wrongQuote"];
  // Copied when it is full: an array that grows keeps room to spare.
  const row: string[] = [];
  let width = 0;
  let line = firstLine;
  let nextDelimiter = find(delimiter, 0);
  let nextBreak = find("\n", 0);
  for (let start = 0; ;) {
    let end = 0;
    if (text.charCodeAt(start) === 0x22) {
      let quote = start;
      for (let isClosed = false; !isClosed;) {
        quote = find('"', quote + 1);
        if (text.charCodeAt(quote + 1) === 0x22) {
          ++quote;
          continue;
        }
        end = quote + 1;
        while (isSpace(end) && text[end] !== "\n" && !text.startsWith(delimiter, end)) ++end;
        isClosed = quote + 1 >= text.length || text[end] === "\n" || text.startsWith(delimiter, end);
        if (!isClosed) wrongQuote ??= { kind: "stray", line: lines.at(-1) as number };
      }
      if (quote >= text.length) wrongQuote ??= { kind: "open", line: lines.at(-1) as number };
      const cell = cells.at(start + 1, quote);
      row[width++] = cell.includes('"') ? cell.replaceAll('""', '"') : cell;
      end = Math.min(end, text.length);
      for (; nextBreak < end; nextBreak = find("\n", nextBreak + 1)) ++line;
      if (nextDelimiter < end) nextDelimiter = find(delimiter, end);
    } else {
      end = Math.min(nextDelimiter, nextBreak);
      row[width++] = cells.at(start, end);
    }
    if (end < text.length && end === nextDelimiter) {
      start = end + delimiter.length;
      nextDelimiter = find(delimiter, start);
      continue;
    }
    rows.push(row.slice(0, width));
    if (end >= text.length || rows.length >= most) return { rows, lines, wrongQuote };
    width = 0;
    start = end + 1;
    nextBreak = find("\n", start);
    lines.push(++line);
  }
}

/** The delimiter that splits the first rows most evenly, then into most cells; commas if none does. */
export function guessedDelimiter(text: string): string {
  let best = { delimiter: ",", changes: Infinity, width: 0 };
  for (const delimiter of ["\t", ",", ";", "|"]) {
    const { rows } = delimitedRows(text, delimiter, 1, 10);
    const widths = rows.map((row) => row.length);
    const changes = widths.reduce((sum, width, at) => sum + Math.abs(width - (widths[at - 1] ?? width)), 0);
    const width = widths.reduce((sum, each) => sum + each, 0) / widths.length;
    const isBetter = changes < best.changes || (changes === best.changes && width > best.width);
    if (width > 1.99 && isBetter) best = { delimiter, changes, width };
  }
  return best.delimiter;
}
