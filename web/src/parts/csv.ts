/** Tables for a spreadsheet. */

type Value = string | number | null | undefined;

/** Numbers as they are. A text that a spreadsheet would take for a formula is led by an apostrophe. */
function cell(value: Value): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV. */
export const csvOf = (rows: readonly (readonly Value[])[]): string =>
  `${rows.map((row) => row.map(cell).join(",")).join("\n")}\n`;
