/** Text to table: delimited text (comma, tab, semicolon, pipe) and JSON Lines. Never throws. */
import { delimitedRows, guessedDelimiter } from "./delimited.ts";
import { issues, type Issue } from "./issues.ts";

export interface Table {
  /** Column names, all different. */
  readonly header: readonly string[];
  /** One row of cells each, as long as the header. */
  readonly rows: readonly (readonly string[])[];
  /** Physical line of each row's first character, from 1. */
  readonly lines: readonly number[];
  /** What was noticed; one of severity `refuse` means that there are no rows. */
  readonly issues: readonly Issue[];
  /** Names that the header gives to more than one column. */
  readonly repeated: readonly string[];
}

/** Limits on what is read at all; larger input is refused with a message. */
export const readerLimits = { bytes: 268_435_456, columns: 4096 } as const;

const delimiterNames: Record<string, string> = {
  ",": "commas", "\t": "tabs", ";": "semicolons", "|": "pipes",
};

function refused(issue: Issue): Table {
  return { header: [], rows: [], lines: [], issues: [issue], repeated: [] };
}

/** What a text is that is none. */
export function binaryIssue(text: string): Issue | undefined {
  if (text.startsWith("PK\u0003\u0004")) {
    return issues.binary("a zip file or an Excel workbook", "Save the sheet as CSV.");
  }
  if (text.startsWith("%PDF")) return issues.binary("a PDF", "Copy the table out of it as text.");
  if (text.slice(0, 4096).includes("\u0000")) {
    return issues.binary("a binary file", "Save the table as CSV, TSV or JSON Lines.");
  }
  return undefined;
}

/** Makes the names unique: blank ones are numbered, repeated ones get " (2)", " (3)", ... */
function namedHeader(cells: readonly string[]): { header: string[]; repeated: string[] } {
  const seen = new Map<string, number>();
  const repeated = new Set<string>();
  const header = cells.map((cell, index) => {
    const name = cell.trim() || `column ${index + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    if (times > 1) repeated.add(name);
    return times === 1 ? name : `${name} (${times})`;
  });
  return { header, repeated: [...repeated] };
}

function readDelimited(text: string, delimiter: string): Table {
  // Excel's hint for the delimiter.
  const hint = /^sep=(.)\n/.exec(text);
  const firstLine = hint ? 2 : 1;
  const body = text.slice(hint?.[0].length ?? 0).replace(/^\uFEFF/, "");
  const asked = hint?.[1] ?? delimiter;
  const used = asked === "" ? guessedDelimiter(body) : /^["\r\n\uFEFF]$/.test(asked) ? "," : asked;
  const split = delimitedRows(body, used, firstLine);
  if (split.wrongQuote !== undefined) {
    const { kind, line } = split.wrongQuote;
    return refused(kind === "open" ? issues.quote(line) : issues.strayQuote(line));
  }

  const found: Issue[] = [];
  const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === "");
  const first = split.rows.findIndex((cells) => !isBlank(cells));
  const { header, repeated } = namedHeader(split.rows[first] ?? []);
  if (header.length > readerLimits.columns) {
    return refused(issues.tooManyColumns(header.length, readerLimits.columns));
  }
  if (header.length > 1) {
    found.push(issues.delimiter(delimiterNames[used] ?? JSON.stringify(used)));
  }
  for (const name of repeated) found.push(issues.duplicateColumn(name));

  const rows: string[][] = [];
  const rowLines: number[] = [];
  const ragged: number[] = [];
  let raggedWidth = 0;
  let blank = 0;
  for (let index = first + 1; index < split.rows.length; ++index) {
    const cells = split.rows[index] as string[];
    const line = split.lines[index] as number;
    if (isBlank(cells)) {
      // The empty piece after the last line break is no row.
      if (index + 1 < split.rows.length) ++blank;
      continue;
    }
    if (cells.length !== header.length) {
      if (cells.length < header.length || !isBlank(cells.slice(header.length))) {
        ragged.push(line);
        raggedWidth = cells.length;
        continue;
      }
      cells.length = header.length;
    }
    rows.push(cells);
    rowLines.push(line);
  }
  const total = rows.length + ragged.length;
  if (total === 0) return refused(issues.noRows(header));
  if (2 * ragged.length > total) {
    return refused(issues.raggedAll(ragged.length, total, raggedWidth, header.length));
  }
  if (ragged.length > 0) found.push(issues.ragged(ragged, header.length));
  if (blank > 0) found.push(issues.blankRows(blank));
  return { header, rows, lines: rowLines, issues: found, repeated };
}

/** Integers too long for a double, wrapped in quotes so that no digit of an id is lost. */
function keepLongIntegers(json: string): string {
  if (!/\d{16}/.test(json)) return json;
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g,
    (token) => (token.startsWith('"') ? token : `"${token}"`));
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function readJson(text: string): Table {
  const objects: Map<string, string>[] = [];
  const lines: number[] = [];
  const found: Issue[] = [];
  let refusal: Issue | undefined;
  const take = (value: unknown, line: number): void => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      refusal ??= issues.jsonShape(line, kindOf(value));
      return;
    }
    objects.push(new Map(Object.entries(value).map(([key, cell]) => [key.trim(), cellOf(cell)])));
    lines.push(line);
  };
  const parse = (json: string): unknown => JSON.parse(keepLongIntegers(json));

  if (text.startsWith("[")) {
    try {
      // A list's elements have no line of their own: they are numbered.
      for (const [index, value] of (parse(text) as unknown[]).entries()) take(value, index + 1);
    } catch (error) {
      return refused(issues.json(1, (error as Error).message));
    }
  } else {
    const parts = text.split("\n");
    const last = parts.findLastIndex((part) => part.trim() !== "");
    for (const [index, part] of parts.entries()) {
      if (part.trim() === "" || refusal !== undefined) continue;
      try {
        take(parse(part), index + 1);
      } catch (error) {
        if (index === last && objects.length > 0) {
          found.push(issues.truncated(index + 1));
        } else {
          refusal = issues.json(index + 1, (error as Error).message);
        }
      }
    }
  }
  if (refusal !== undefined) return refused(refusal);
  const header = [...new Set(objects.flatMap((object) => [...object.keys()]))];
  if (objects.length === 0) return refused(issues.noRows(header));
  if (header.length > readerLimits.columns) {
    return refused(issues.tooManyColumns(header.length, readerLimits.columns));
  }
  const rows = objects.map((object) => header.map((name) => object.get(name) ?? ""));
  return { header, rows, lines, issues: found, repeated: [] };
}

/**
 * Reads pasted text or a file's text as a table: CSV, TSV, semicolon- or pipe-separated values,
 * JSON Lines, or a JSON list of objects. Content decides, never a file name. Never throws: what
 * cannot be read gives no rows and one issue of severity `refuse`. A `delimiter` is guessed unless
 * it is given.
 */
export function readTable(input: string, delimiter = ""): Table {
  if (input.length > readerLimits.bytes) {
    return refused(issues.tooLarge(input.length, readerLimits.bytes));
  }
  const decoded = input.replace(/^\uFEFF/, "");
  const text = decoded.includes("\r") ? decoded.replace(/\r\n?/g, "\n") : decoded;
  const start = text.trimStart();
  if (start === "") return refused(issues.empty());
  const binary = binaryIssue(text);
  if (binary !== undefined) return refused(binary);
  return start.startsWith("{") || start.startsWith("[") ? readJson(text)
    : readDelimited(text, delimiter);
}
