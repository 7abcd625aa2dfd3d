// Real text for the overlap bench: the HTML of three Debian documentation packages without its tags,
// a document per file. Fetched with apt-get once, kept under build/bench, never committed.
import { execFileSync } from "node:child_process";
import {
  appendFileSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync,
  writeFileSync, writeSync,
} from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

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

function* filesBelow(folder, ending) {
  const entries = readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, ending);
    else if (entry.isFile() && entry.name.endsWith(ending)) yield path;
  }
}

/** A folder with the files of a Debian package. */
function unpackedPackage(folder, name) {
  const unpacked = join(folder, `unpacked-${name}`);
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  execFileSync("apt-get", ["download", "-qq", name], { cwd: unpacked, stdio: ["ignore", "inherit", "ignore"] });
  execFileSync("dpkg", ["-x", readdirSync(unpacked).find((file) => file.endsWith(".deb")), "."], { cwd: unpacked });
  return unpacked;
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
    const unpacked = unpackedPackage(folder, name);
    const outputs = [text, lines].map((path) => openSync(`${path}.part`, "w"));
    for (const file of filesBelow(unpacked, ".html")) {
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

/** All of them in one file each. */
export function together(folder, made) {
  const whole = { text: join(folder, "documentation.txt"), lines: join(folder, "documentation.jsonl") };
  for (const [kind, path] of Object.entries(whole)) {
    if (existsSync(path)) continue;
    writeFileSync(`${path}.part`, "");
    for (const part of made) appendFileSync(`${path}.part`, readFileSync(part[kind]));
    renameSync(`${path}.part`, path);
  }
  return whole;
}

/** A file of manual pages in other languages than English, without their mark-up. */
export function manualPages(folder) {
  const path = join(folder, "manual-pages.txt");
  if (existsSync(path)) return path;
  writeFileSync(`${path}.part`, "");
  for (const language of ["de", "fr", "ru", "ja", "zh"]) {
    const unpacked = unpackedPackage(folder, `manpages-${language}`);
    for (const file of filesBelow(unpacked, ".gz")) {
      const page = gunzipSync(readFileSync(file)).toString("utf8")
        .replace(/^[.'].*$/gm, "").replace(/\\f[A-Z]|\\-/g, "").replace(/\n\s*\n/g, "\n").trim();
      if (page !== "") appendFileSync(`${path}.part`, `${page}\n\n`);
    }
    rmSync(unpacked, { recursive: true });
  }
  renameSync(`${path}.part`, path);
  return path;
}
