/** The command line of the built package, to compare the page with. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./tables.ts";

/** Runs a command as the page shows it, in a folder with one file, and adds `--json`. */
export function runShown(command: string, file: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "evenhand-web-"));
  try {
    writeFileSync(join(folder, file), content);
    const ours = command.replace(/^npx evenhand /, `node '${root}wasm/dist/cli.js' `);
    if (ours === command) throw new Error(`no command of evenhand: ${command}`);
    return execFileSync("sh", ["-c", `${ours} --json`], { cwd: folder, encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
