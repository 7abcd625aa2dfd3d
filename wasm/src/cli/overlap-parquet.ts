/** Parquet files row by row, a group of rows in memory at a time. */
import { Failure } from "./overlap-files.ts";

/** A row as JSON: integers of 64 bits are numbers. */
export function jsonOf(row: unknown): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value));
}

/** The rows, with the columns that are asked for or all; a column that is not there is left out. */
export async function* parquetRows(
  path: string, columns?: readonly string[],
): AsyncGenerator<Record<string, unknown>> {
  const [{ asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema }, { compressors }] =
    await Promise.all([import("hyparquet"), import("hyparquet-compressors")]);
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    const wanted = columns?.filter((column) => names.includes(column));
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      yield* await parquetReadObjects({
        file, metadata, compressors, rowStart, rowEnd,
        ...(wanted !== undefined && { columns: wanted }),
      });
      rowStart = rowEnd;
    }
  } catch (error) {
    throw new Failure(`${path}: cannot be read as Parquet: ${(error as Error).message}`);
  }
}
