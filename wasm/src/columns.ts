/** Lists of the caller as the columns that the core takes. */
import { InputError } from "./errors.ts";

/** Numbers, in a list or in a typed array. */
export type Numbers = readonly number[] | Float64Array | Float32Array | Int32Array;
/** Whole numbers from 0, such as each item's cluster. */
export type WholeNumbers = readonly number[] | Int32Array;

function listed(argument: string, values: unknown): asserts values is ArrayLike<unknown> {
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) {
    throw new InputError("value_out_of_range", argument, values);
  }
}

/** What is no number is refused, since a typed array would turn it into one. */
export function float64s(argument: string, values: Numbers): Float64Array {
  if (values instanceof Float64Array) return values;
  listed(argument, values);
  return Float64Array.from(values, (value) => {
    if (typeof value !== "number") throw new InputError("not_finite", argument, value);
    return value;
  });
}

/** What is no whole number is refused, since a typed array would cut it to one. */
export function int32s(argument: string, values: WholeNumbers): Int32Array {
  if (values instanceof Int32Array) return values;
  listed(argument, values);
  return Int32Array.from(values, (value) => {
    if (typeof value !== "number" || (value | 0) !== value) {
      throw new InputError("not_integer", argument, value);
    }
    return value;
  });
}

/** The same for a list that may be left out. */
export function optionalInt32s(
  argument: string, values: WholeNumbers | undefined,
): Int32Array | undefined {
  return values === undefined ? undefined : int32s(argument, values);
}

/** Rows of equal length, one after the other, with that length. */
export function rowsOf(
  argument: string, rows: readonly Numbers[],
): { readonly values: Float64Array; readonly width: number } {
  listed(argument, rows);
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) {
    throw new InputError("length_mismatch", argument, rows);
  }
  const values = new Float64Array(rows.length * width);
  for (const [index, row] of rows.entries()) values.set(float64s(argument, row), index * width);
  return { values, width };
}
