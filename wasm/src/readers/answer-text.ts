/** A text to right answers: one a line, a table with a header, or JSON. */
import { collectValue } from "./answer-json.ts";
import { CollectedAnswers } from "./answer-rows.ts";
import { issues, type Issue } from "./issues.ts";
import { binaryIssue, readerLimits, readTable, type Table } from "./table.ts";
import { tokenize, type TokenRule } from "./tokens.ts";

const textNames: readonly string[] = ["text", "answer", "string", "output"];
const isTokenColumn = (name: string): boolean => /^y\d+$/.test(name);
const lowered = (names: readonly string[]): string[] => names.map((name) => name.trim().toLowerCase());

/**
 * The delimiter of a first line that names columns; undefined when it does not. It takes two known
 * names, so that a list whose first answer is "text" is a list.
 */
function headerDelimiter(line: string): string | undefined {
  return [",", "\t", ";", "|"].find((delimiter) => {
    const names = lowered(line.split(delimiter).map((cell) => cell.replace(/^\s*"|"\s*$/g, "")));
    const has = (name: string): boolean => names.includes(name);
    const weighted = has("weight") || has("p") || has("x");
    return (weighted && names.some((name) => textNames.includes(name))) ||
      (has("y1") && (weighted || has("y2")));
  });
}

/** The line that a message of the JSON parser points to. */
function lineOf(text: string, message: string): number {
  const [, position] = /position (\d+)/.exec(message) ?? [];
  return position === undefined ? 1 : text.slice(0, Number(position)).split("\n").length;
}

function collectJson(text: string, rule: TokenRule): CollectedAnswers | Issue {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    const refusal = issues.answersJson(lineOf(text, message), message);
    // JSON Lines, if the first line is JSON by itself.
    const values: unknown[] = [];
    for (const [index, line] of text.split("\n").entries()) {
      if (line.trim() === "") continue;
      try {
        values.push(JSON.parse(line));
      } catch (lineError) {
        return values.length === 0 ? refusal : issues.answersJson(index + 1, (lineError as Error).message);
      }
    }
    return collectValue(values, rule, "from JSON");
  }
  return collectValue(whole, rule, "from JSON");
}

/** The columns that are used; further ones are told. */
interface AnswerColumns {
  readonly text: number;
  readonly tokens: readonly number[];
  readonly weight: number;
  readonly p: number;
  readonly x: number;
  readonly xWeight: number;
}

function columnsOf(table: Table, found: Issue[]): AnswerColumns | Issue {
  const names = lowered(table.header);
  const tokenNames = names.filter(isTokenColumn).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  if (tokenNames.some((name, index) => name !== `y${index + 1}`)) return issues.tokenColumns(tokenNames);
  const text = tokenNames.length > 0 ? -1 : names.findIndex((name) => textNames.includes(name));
  const columns = {
    text,
    tokens: tokenNames.map((name) => names.indexOf(name)),
    weight: names.indexOf("weight"),
    p: names.indexOf("p"),
    x: names.indexOf("x"),
    xWeight: names.indexOf("x_weight"),
  };
  if (columns.weight >= 0 && columns.p >= 0) return issues.bothWeights();
  const used = [text, ...columns.tokens, columns.weight, columns.p, columns.x,
    columns.x < 0 ? -1 : columns.xWeight];
  const unused = table.header.filter((_, index) => !used.includes(index));
  if (unused.length > 0) found.push(issues.unusedNames(unused));
  return columns;
}

const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A weight, or why it is none. */
function weightIn(cell: string, name: string, line: number): number | Issue {
  const text = cell.trim().replace("\u2212", "-");
  const value = numberForm.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) {
    const found = cell.trim() === "" ? "a blank" : JSON.stringify(cell.slice(0, 60));
    return issues.notWeight(name, line, "line", found, "not_finite");
  }
  return value < 0 ? issues.notWeight(name, line, "line", text, "negative_weight") : value;
}

/** The tokens of a row; blanks at its end are none, which tells lengths. */
function rowTokens(
  row: readonly string[], columns: AnswerColumns, header: readonly string[], line: number, rule: TokenRule,
): string[] | Issue {
  if (columns.text >= 0) return tokenize(row[columns.text] as string, rule);
  const cells = columns.tokens.map((at) => {
    const cell = row[at] as string;
    return cell.trim() || cell;
  });
  while (cells.at(-1) === "") cells.pop();
  const blank = cells.indexOf("");
  return blank < 0 ? cells : issues.blankToken(header[columns.tokens[blank] as number] as string, [line]);
}

function collectTable(table: Table, rule: TokenRule): CollectedAnswers | Issue {
  const refusal = table.issues.find(({ severity }) => severity === "refuse");
  if (refusal !== undefined) return refusal;
  const ragged = table.issues.find(({ code }) => code === "W_RAGGED");
  if (ragged !== undefined) return issues.answersRagged(ragged.lines ?? [], table.header.length);
  const out = new CollectedAnswers("line");
  out.issues.push(...table.issues);
  if (table.repeated.length > 0) return issues.ambiguousColumn("answers", table.repeated[0] as string);
  const columns = columnsOf(table, out.issues);
  if ("severity" in columns) return columns;
  const { weight, p, x, xWeight } = columns;
  const weightless: number[] = [];
  for (const [index, row] of table.rows.entries()) {
    const line = table.lines[index] as number;
    const tokens = rowTokens(row, columns, table.header, line, rule);
    if (!Array.isArray(tokens)) return tokens as Issue;
    const rows = out.condition(x < 0 ? "" : row[x] as string);
    rows.joint = p >= 0;
    if (x >= 0 && xWeight >= 0 && (row[xWeight] as string).trim() !== "") {
      const given = weightIn(row[xWeight] as string, "x_weight", line);
      if (typeof given !== "number") return given;
      if (rows.weight !== undefined && rows.weight !== given) return issues.conditionWeight(rows.name, line);
      rows.weight = given;
    }
    const cell = p >= 0 ? row[p] as string : weight >= 0 ? row[weight] as string : "";
    let value: number | Issue = 1;
    if (p >= 0 || cell.trim() !== "") value = weightIn(cell, p >= 0 ? "p" : "weight", line);
    else if (weight >= 0) weightless.push(line);
    if (typeof value !== "number") return value;
    out.add(rows, tokens, value, line);
  }
  out.issues.push(issues.answersRead(table.rows.length,
    columns.text >= 0 ? "from a table with a column of texts" : "from a table with a column for each token"));
  if (weightless.length > 0) out.issues.push(issues.weightMissing(weightless, "line"));
  return out;
}

function collectLines(text: string, rule: TokenRule): CollectedAnswers {
  const out = new CollectedAnswers("line");
  const rows = out.condition("");
  const lines = text.split("\n");
  let blank = 0;
  for (const [index, line] of lines.entries()) {
    if (line.trim() !== "") out.add(rows, tokenize(line, rule), 1, index + 1);
    // The empty piece after the last line break is no line.
    else if (index + 1 < lines.length) ++blank;
  }
  const how = rule === "whitespace" ? "divided at white space"
    : rule === "characters" ? "divided into characters"
      : `divided at ${JSON.stringify(rule.separator)}`;
  out.issues.push(issues.answersRead(rows.ends.length, `one a line, ${how}`));
  if (blank > 0) out.issues.push(issues.blankLines(blank));
  return out;
}

/** Gathers the answers of a text; its content decides how. */
export function collectText(input: string, rule: TokenRule): CollectedAnswers | Issue {
  if (input.length > readerLimits.bytes) return issues.tooLarge(input.length, readerLimits.bytes);
  const text = input.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const start = text.trimStart();
  if (start === "") return issues.emptyAnswers();
  const binary = binaryIssue(text);
  if (binary !== undefined) return binary;
  if (start.startsWith("{") || start.startsWith("[")) return collectJson(text, rule);
  const delimiter = headerDelimiter(start.replace(/^sep=.\n/, "").split("\n", 1)[0] as string);
  return delimiter === undefined ? collectLines(text, rule)
    : collectTable(readTable(text, delimiter), rule);
}
