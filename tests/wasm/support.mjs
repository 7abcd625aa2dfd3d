// What the tests of the package share: the package as installed from its tarball, the golden
// tables, and the command line.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const installed = join(root, "build", "installed-package");
const require = createRequire(join(installed, "package.json"));
export const packageFolder = dirname(require.resolve("evenhand/package.json"));
export const evenhand = await import(pathToFileURL(require.resolve("evenhand")).href);

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
export function cli(args, input = "") {
  const bin = join(installed, "node_modules", ".bin", "evenhand");
  const { status, stdout, stderr } = spawnSync(bin, args, { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  return { status, stdout, stderr };
}
