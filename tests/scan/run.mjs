// What the tests of `evenhand-scan` share: the program, a folder of its own for each test, and
// files of every kind.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const program = process.env.EVENHAND_SCAN ??
  fileURLToPath(new URL("../../build/dev/core/scan/evenhand-scan", import.meta.url));

/** A folder that is gone after the test, with ways to write, run and look. */
export function folder(context) {
  const root = mkdtempSync(join(tmpdir(), "evenhand-scan-"));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const at = (name) => join(root, name);
  return {
    at,
    write(name, contents) {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), contents);
    },
    read: (name) => readFileSync(at(name)),
    /** All files below, sorted. */
    files: (name) => readdirSync(at(name), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(at(name), join(entry.parentPath ?? entry.path, entry.name))).sort(),
    run(args, input = "") {
      const { status, stdout, stderr } =
        spawnSync(program, args, { cwd: root, input, maxBuffer: 1 << 28 });
      return { status, stdout: stdout.toString(), stderr: stderr.toString() };
    },
  };
}

export const lines = (...objects) => objects.map((one) => `${JSON.stringify(one)}\n`).join("");

/** A zstd frame without compression (RFC 8878). */
export function zstdFrame(contents) {
  const bytes = Buffer.from(contents);
  const head = Buffer.alloc(9);
  head.writeUInt32LE(0xfd2fb528, 0);
  head[4] = 0xa0; // one segment, its size in four bytes
  head.writeUInt32LE(bytes.length, 5);
  const blocks = [];
  for (let from = 0; from === 0 || from < bytes.length; from += 100_000) {
    const part = bytes.subarray(from, from + 100_000);
    const last = from + 100_000 >= bytes.length ? 1 : 0;
    const block = Buffer.alloc(3);
    block.writeUIntLE(part.length * 8 + last, 0, 3);
    blocks.push(block, part);
  }
  return Buffer.concat([head, ...blocks]);
}

export const questions = [
  "A ferry leaves the northern harbour every forty minutes and carries nineteen bicycles on each crossing; how many bicycles cross in six hours?",
  "Which of the three glassblowers finished the blue lantern before the market opened on the second morning of the fair?",
  "Explain why the lighthouse keeper copied the tide tables by hand although the printed almanac had arrived in spring.",
];
export const benchmark = lines(...questions.map((question, place) => ({ id: `q${place}`, question, answer: `answer ${place}` })));
/** Of the n-th document of a clean corpus. */
export const filler = (n) =>
  `Notes of day ${n}: the garden needs water, the gate still creaks, and nobody has found the missing ladder yet.`;
