/** `evenhand overlap index`: benchmarks made findable. */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import {
  BenchmarkError, buildOverlapIndex, itemFields, itemProblemSentence, overlapDefinitions, textRules,
  type BenchmarkInput, type ItemFieldNames,
} from "../overlap-index.ts";
import { count } from "../report/format.ts";
import { bytesText } from "../report/overlap.ts";
import { readTable } from "../readers/table.ts";
import { decodeText } from "../readers/text.ts";
import { asTyped, choice, CliError, numberOf, withOptions, words, type Parsed } from "./args.ts";
import { refuseUnread } from "./input.ts";
import { parquetItems, streamFile } from "./overlap-decode.ts";
import { compressionOf, Failure, writeWhole } from "./overlap-files.ts";
import { required, say } from "./overlap-options.ts";

interface Benchmark {
  readonly name: string;
  readonly path: string;
  fields: ItemFieldNames;
}

/** FILE, whose name without endings is the benchmark's, or NAME=FILE. */
function benchmarkOf(given: string): Benchmark {
  const equals = given.indexOf("=");
  if (equals >= 0 && !existsSync(given)) {
    return { name: given.slice(0, equals), path: given.slice(equals + 1), fields: {} };
  }
  const name = basename(given);
  const end = name.indexOf(".", 1);
  return { name: end < 0 ? name : name.slice(0, end), path: given, fields: {} };
}

/** An option that may begin with the name of a benchmark and a colon: for this one, or for all. */
function forNamed(
  benchmarks: readonly Benchmark[], option: string, change: (given: string) => ItemFieldNames,
): void {
  const named = benchmarks.find(({ name }) => option.startsWith(`${name}:`));
  const changed = change(named === undefined ? option : option.slice(named.name.length + 1));
  for (const benchmark of named === undefined ? benchmarks : [named]) {
    benchmark.fields = { ...benchmark.fields, ...changed };
  }
}

function fieldOf(option: string): ItemFieldNames {
  const equals = option.indexOf("=");
  const name = option.slice(0, Math.max(0, equals));
  const field = itemFields.find((entry) => entry.name === name);
  if (field === undefined || equals + 1 === option.length) {
    throw new CliError(`--field ${option}: expected [BENCHMARK:]FIELD=PATH with a FIELD of ` +
      itemFields.map((entry) => entry.name).join(", "));
  }
  return { [field.name]: option.slice(equals + 1) };
}

async function contentsOf(path: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const keep = (piece: Uint8Array): void => void pieces.push(piece.slice());
  const { compression } = compressionOf(path);
  await streamFile(path, compression, "", { push: keep, stored: () => {} });
  return Buffer.concat(pieces);
}

/** Cells as JSON has them: a list is a list, a number a number; what is empty is not there. */
function valueOf(cell: string): unknown {
  if (!/^\s*(\[|-?\d)/.test(cell)) return cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

const linesOf = (objects: readonly unknown[]): string =>
  objects.map((object) => `${JSON.stringify(object)}\n`).join("");

/** The items of a file as JSON Lines, and the line of each where it is not its own. */
async function itemsOf(path: string): Promise<{ items: Uint8Array | string; lines?: readonly number[] }> {
  if (path.endsWith(".parquet")) return { items: await parquetItems(path) };
  const bytes = await contentsOf(path);
  if (!/\.(csv|tsv)(\.gz|\.zst)?$/.test(path)) return { items: bytes };
  const table = readTable(decodeText(bytes).text);
  refuseUnread(path, table.issues);
  return {
    items: linesOf(table.rows.map((row) => Object.fromEntries(row.flatMap((cell, column) =>
      cell === "" ? [] : [[table.header[column], valueOf(cell)]])))),
    lines: table.lines,
  };
}

export async function indexVerb(options: Parsed): Promise<void> {
  if (options.positionals.length === 0) {
    throw new CliError("overlap index: expected benchmarks, each a FILE or NAME=FILE");
  }
  const output = required(options, "output", "index");
  const benchmarks = options.positionals.map(benchmarkOf);
  for (const option of options.texts("field")) forNamed(benchmarks, option, fieldOf);
  for (const option of options.texts("answer-split")) {
    forNamed(benchmarks, option, (answerSplit) => ({ answerSplit }));
  }
  const rule = choice(options.text("rule"), textRules, "--rule");
  const skipBudget = options.number("skip-budget");
  const n = options.text("n");
  const read: { input: BenchmarkInput; lines?: readonly number[] | undefined; path: string }[] = [];
  for (const { name, path, fields } of benchmarks) {
    try {
      const { items, lines } = await itemsOf(path);
      read.push({ input: { name, items, fields }, lines, path });
    } catch (error) {
      // Without all of its benchmarks an index is of no use.
      throw error instanceof Failure ? new CliError(error.message) : error;
    }
  }
  const given = {
    ...asTyped(options, ["rule", "n"]), skipBudget: asTyped(options, ["skip-budget"])["skip-budget"],
    memoryLimit: asTyped(options, ["memory-limit"])["memory-limit"],
  };
  let built;
  try {
    built = withOptions(given, () => buildOverlapIndex({
      benchmarks: read.map(({ input }) => input),
      definition: choice(options.text("definition"), overlapDefinitions, "--definition"),
      settings: {
        ...(n !== undefined && { n: words(n).map(numberOf) }),
        ...(rule !== undefined && { rule }),
        ...(skipBudget !== undefined && { skipBudget }),
      },
      memoryLimit: options.number("memory-limit"),
    }));
  } catch (error) {
    if (!(error instanceof BenchmarkError)) throw error;
    const { problem, benchmark } = error;
    const from = read.find(({ input }) => input.name === benchmark)!;
    const line = (number: number): number => from.lines?.[number - 1] ?? number;
    throw new CliError(itemProblemSentence(
      from.path, { ...problem, line: line(problem.line), otherLine: line(problem.otherLine) }));
  }
  writeWhole(output, built.index);
  const grams = built.settings.n.map((length, place) =>
    `, ${count(built.grams[place] as number)} ${length}-grams`);
  say(`${output}: ${count(built.items)} items, ${count(built.tokens)} tokens${grams.join("")}; a scan ` +
    `takes ${bytesText(built.scanMemory)} for each thread`);
  if (built.invalidUtf8 > 0) {
    say(`${count(built.invalidUtf8)} malformed UTF-8 sequences in the items, each read as U+FFFD`);
  }
}
