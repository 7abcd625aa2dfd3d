/**
 * How values cross to the core: a request is a row of doubles in the order of its layout, and so
 * is the answer. The layouts are generated from wasm/fields.hpp.
 */
import { InputError } from "./errors.ts";
import type { ErrorCode } from "./generated/abi.ts";

/** A name of the API with its title and one sentence more. */
export interface EnumText<Name extends string> {
  readonly name: Name;
  readonly title: string;
  readonly detail: string;
}

type Names = readonly EnumText<string>[];

/** How one value is laid out in slots; see the list at the top of wasm/fields.hpp. */
export type Kind =
  | "number"
  | "boolean"
  | "int32s"
  | { readonly enumeration: Names }
  | { readonly flags: Names }
  | { readonly nullable: Kind }
  | { readonly omitted: Kind }
  | { readonly struct: Layout }
  | { readonly list: Kind };

/** Fields in slot order: name, kind, and the value used when a request leaves it out. */
export type Layout = readonly (readonly [name: string, kind: Kind, fallback?: unknown])[];

/** One function of the module with its request and answer. */
export interface Signature<Request, Answer> {
  readonly symbol: string;
  readonly request: Layout;
  readonly answer: Kind;
  /** Carries the types only. */
  readonly types?: (request: Request) => Answer;
}

/** Lends memory of the module to columns of integers while a request runs. */
export interface Columns {
  lend(values: Int32Array): number;
}

/** Slots that a value of this kind takes. */
function width(kind: Kind): number {
  if (typeof kind === "string") return kind === "int32s" ? 2 : 1;
  if ("nullable" in kind) return 1 + width(kind.nullable);
  if ("omitted" in kind) return 1 + width(kind.omitted);
  if ("struct" in kind) return kind.struct.reduce((sum, [, field]) => sum + width(field), 0);
  return 1;
}

function wrong(code: ErrorCode, argument: string, received: unknown): never {
  throw new InputError(code, argument, received);
}

function encodeValue(
  out: number[], kind: Kind, value: unknown, argument: string, columns: Columns,
): void {
  if (kind === "number") {
    out.push(typeof value === "number" ? value : wrong("not_finite", argument, value));
  } else if (kind === "boolean") {
    out.push(typeof value === "boolean" ? Number(value) : wrong("value_out_of_range", argument, value));
  } else if (kind === "int32s") {
    if (!(value instanceof Int32Array)) wrong("value_out_of_range", argument, value);
    out.push(columns.lend(value), value.length);
  } else if ("enumeration" in kind) {
    const index = kind.enumeration.findIndex((entry) => entry.name === value);
    out.push(index >= 0 ? index : wrong("value_out_of_range", argument, value));
  } else if ("nullable" in kind || "omitted" in kind) {
    const inner = "nullable" in kind ? kind.nullable : kind.omitted;
    if (value === undefined || value === null) {
      for (let slot = 0; slot <= width(inner); ++slot) out.push(0);
    } else {
      out.push(1);
      encodeValue(out, inner, value, argument, columns);
    }
  } else if ("struct" in kind) {
    if (typeof value !== "object" || value === null) wrong("value_out_of_range", argument, value);
    encodeFields(out, kind.struct, value as Record<string, unknown>, columns, `${argument}.`);
  } else {
    throw new TypeError(`${argument}: no request holds this kind of value`);
  }
}

function encodeFields(
  out: number[], layout: Layout, fields: Record<string, unknown>, columns: Columns, prefix: string,
): void {
  for (const [name, kind, fallback] of layout) {
    encodeValue(out, kind, fields[name] ?? fallback, prefix + name, columns);
  }
}

/** The slots of a request; absent fields take their defaults. */
export function encode(layout: Layout, request: object, columns: Columns): number[] {
  const out: number[] = [];
  encodeFields(out, layout, request as Record<string, unknown>, columns, "");
  return out;
}

/** Reads one value; `read` returns the next slot. */
export function decode(kind: Kind, read: () => number): unknown {
  if (kind === "number") return read();
  if (kind === "boolean") return read() !== 0;
  if (typeof kind === "string") throw new TypeError("no answer holds columns");
  if ("enumeration" in kind) return kind.enumeration[read()]?.name;
  if ("flags" in kind) {
    const bits = read();
    return kind.flags.filter((_, index) => (bits & (1 << index)) !== 0).map((flag) => flag.name);
  }
  if ("nullable" in kind || "omitted" in kind) {
    const present = read() !== 0;
    const value = decode("nullable" in kind ? kind.nullable : kind.omitted, read);
    if (present) return value;
    return "nullable" in kind ? null : undefined;
  }
  if ("list" in kind) return Array.from({ length: read() }, () => decode(kind.list, read));
  const object: Record<string, unknown> = {};
  for (const [name, field] of kind.struct) {
    const value = decode(field, read);
    if (value !== undefined) object[name] = value;
  }
  return object;
}
