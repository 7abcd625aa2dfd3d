// What the tests of the package share: the package as installed from its tarball, the golden
// tables, the command line, and calls of the core by name, in WebAssembly and natively.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { requestLine, slotsEnough } from "./request-line.mjs";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const installed = join(root, "build", "installed-package");
const require = createRequire(join(installed, "package.json"));
export const packageFolder = dirname(require.resolve("evenhand/package.json"));
export const evenhand = await import(pathToFileURL(require.resolve("evenhand")).href);
/** Contamination, an entry of its own. */
export const scanning = await import(pathToFileURL(require.resolve("evenhand/overlap")).href);
/** A module of the package's insides, which its users cannot import. */
export const inside = (file) => import(pathToFileURL(join(packageFolder, "dist", file)).href);
const { call } = await inside("engine.js");
const { functions } = await inside("generated/functions.js");
const { Writer } = await inside("wire.js");

/** Rows of tests/golden/NAME as objects of strings. */
export function golden(name) {
  const [header, ...lines] = readFileSync(join(root, "tests", "golden", name), "utf8")
    .trim().split("\n");
  const columns = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(columns.map((column, index) => [column, cells[index]]));
  });
}

/** Whether two numbers agree to `relative`, or to `absolute` near zero. */
export function close(actual, expected, relative, absolute) {
  return Math.abs(actual - expected) <= Math.max(absolute, relative * Math.abs(expected));
}

/** Runs the installed command; returns its status and both outputs. */
export function cli(args, input = "", cwd = undefined) {
  const bin = join(installed, "node_modules", ".bin", "evenhand");
  const { status, stdout, stderr } = spawnSync(bin, args, { cwd, input, encoding: "utf8", maxBuffer: 2 ** 28 });
  return { status, stdout, stderr };
}

/** Writes a request only to see which of its lists the call expects as columns. */
class ColumnFinder extends Writer {
  constructor(request) {
    super(slotsEnough, () => 0);
    this.owner = request;
  }
  struct(field, value, write) {
    const outer = this.owner;
    this.owner = value;
    super.struct(field, value, write);
    this.owner = outer;
  }
  int32s(field, value) { super.int32s(field, this.column(field, value, Int32Array)); }
  bytes(field, value) { super.bytes(field, this.column(field, value, Uint8Array)); }
  float64s(field, value) { super.float64s(field, this.column(field, value, Float64Array)); }
  column(field, value, Kind) {
    if (Array.isArray(value)) this.owner[field] = Kind.from(value);
    return this.owner[field];
  }
}

/** Does it; an InputError becomes an outcome like an answer. */
function outcome(action) {
  try {
    return { answer: action() };
  } catch (error) {
    if (!(error instanceof evenhand.InputError)) throw error;
    const { code, argument, minimum } = error;
    return { refused: { code, argument, minimum } };
  }
}

/** A call of the core by name, from JSON: lists become the columns that the function expects. */
export function question({ call: name, request }) {
  const signature = functions[name];
  if (signature === undefined) throw new Error(`the core has no function ${name}`);
  const typed = structuredClone(request);
  // What is wrong with a request is found again when it is asked.
  outcome(() => signature.write(new ColumnFinder(typed), typed));
  return { signature, request: typed };
}

/** What the WebAssembly module makes of a question: { answer } or { refused }. */
export function wasm({ signature, request }) {
  return outcome(() => call(signature, request));
}

/** What the native build makes of questions, all in one run: a list of { answer } or { refused }. */
export function nativeAll(questions) {
  const lines = [];
  const results = questions.map((question) => outcome(() => {
    lines.push(requestLine(Writer, question));
  }));
  const program = join(root, "build", "dev", "tests", "evenhand_abi_run");
  const output = execFileSync(program,
    { input: lines.map((line) => `${line}\n`).join(""), encoding: "utf8", maxBuffer: 2 ** 28 });
  const replies = output.split("\n").values();
  return results.map((written, index) => {
    if (written.refused !== undefined) return written;
    const [code, ...words] = replies.next().value.split(" ");
    return outcome(() => {
      if (code === "0") {
        const [texts, ...slots] = words;
        return questions[index].signature.read({
          slots: Float64Array.from(slots, Number), next: 0, memory: new Uint8Array(),
          texts: Buffer.from(texts.slice(1), "hex"),
        });
      }
      const [limit, argument] = words;
      throw new evenhand.InputError(
        evenhand.errorCodes[code - 1].name, argument, undefined, Number(limit));
    });
  });
}

/**
 * Where two values differ, in words: numbers by a tolerance (whole ones exactly), all else exactly.
 */
export function differences(actual, expected, { relative = 0, absolute = 0 }, path = "answer") {
  if (typeof actual === "number" && typeof expected === "number") {
    const isWhole = Number.isInteger(actual) && Number.isInteger(expected);
    const agrees = isWhole ? actual === expected : close(actual, expected, relative, absolute);
    return agrees ? [] : [`${path} is ${actual}, not ${expected}`];
  }
  const areObjects = [actual, expected].every((value) => typeof value === "object" && value !== null);
  if (!areObjects || Array.isArray(actual) !== Array.isArray(expected)) {
    return Object.is(actual, expected) ? []
      : [`${path} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`];
  }
  return [...new Set([...Object.keys(actual), ...Object.keys(expected)])].flatMap((key) =>
    differences(actual[key], expected[key], { relative, absolute }, `${path}.${key}`));
}
