/** Tables for a terminal. */

/** Characters that would move the cursor or hide text, made visible. */
function safe(cell: string): string {
  // eslint-disable-next-line no-control-regex
  return cell.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Columns side by side, numbers to the right; the first column to the left. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map(safe));
  const widths = header.map((_, column) =>
    cells.reduce((widest, row) => Math.max(widest, [...(row[column] ?? "")].length), 0));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => {
      const pad = " ".repeat((widths[column] as number) - [...cell].length);
      return column === 0 ? cell + pad : pad + cell;
    }).join("  ").trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(cells[0] as string[]), rule, ...cells.slice(1).map(line)].join("\n") + "\n";
}

/** Sentences as a list, wrapped at 96 columns. */
export function bullets(sentences: readonly string[]): string {
  return sentences.map((sentence) => wrapped(`- ${sentence}`, "  ")).join("");
}

/** A titled list; nothing when it is empty. */
export function section(title: string, sentences: readonly string[]): string {
  return sentences.length === 0 ? "" : `\n${title}\n${bullets(sentences)}`;
}

/** One paragraph wrapped at 96 columns; further lines begin with `indent`. */
export function wrapped(text: string, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of safe(text).split(" ")) {
    if (line !== "" && line.length + 1 + word.length > 96) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join("\n") + "\n";
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
