// Real text for the overlap bench: the HTML of three Debian documentation packages without its tags,
// a document per file. Fetched with apt-get once, kept under build/bench, never committed.
import { execFileSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

const packages = ["rust-doc", "openjdk-17-doc", "linux-doc-6.1"];

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
const decoded = (text) => text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
  if (code !== undefined) return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : " ";
  return entities[name] ?? whole;
});

/** What a reader of the page sees, roughly. */
export const textOf = (html) => decoded(html
  .replace(/<(script|style|head)\b.*?<\/\1>/gs, " ")
  .replace(/<\/?(p|div|li|h[1-6]|tr|pre|section|table|ul|ol|dl|dt|dd|br)\b[^>]*>/g, "\n")
  .replace(/<[^>]*>/g, ""))
  .replace(/[ \t]+/g, " ").replace(/ ?\n[ \n]*/g, "\n").trim();

function* htmlFiles(folder) {
  const entries = readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* htmlFiles(path);
    else if (entry.isFile() && entry.name.endsWith(".html")) yield path;
  }
}

/**
 * {text, lines}: for each package a file of plain text and one of JSON lines with the same text.
 * @param folder where they are kept
 */
export function documentationText(folder) {
  const made = packages.map((name) => ({
    name, text: join(folder, `${name}.txt`), lines: join(folder, `${name}.jsonl`),
  }));
  mkdirSync(folder, { recursive: true });
  for (const { name, text, lines } of made) {
    if (existsSync(text) && existsSync(lines)) continue;
    const unpacked = join(folder, `unpacked-${name}`);
    rmSync(unpacked, { recursive: true, force: true });
    mkdirSync(unpacked);
    execFileSync("apt-get", ["download", "-qq", name], { cwd: unpacked, stdio: ["ignore", "inherit", "ignore"] });
    execFileSync("dpkg", ["-x", readdirSync(unpacked).find((file) => file.endsWith(".deb")), "."], { cwd: unpacked });
    const outputs = [text, lines].map((path) => openSync(`${path}.part`, "w"));
    for (const file of htmlFiles(unpacked)) {
      const content = textOf(readFileSync(file, "utf8"));
      if (content === "") continue;
      writeSync(outputs[0], `${content}\n\n`);
      writeSync(outputs[1], `${JSON.stringify({ id: file.slice(unpacked.length + 1), text: content })}\n`);
    }
    outputs.forEach(closeSync);
    for (const path of [text, lines]) renameSync(`${path}.part`, path);
    rmSync(unpacked, { recursive: true });
  }
  return made;
}
