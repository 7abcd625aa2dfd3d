/**
 * How values cross to the core: a request is a row of doubles, and so is the answer. The functions
 * that write and read each structure are generated (generated/); they are made of these.
 */
import { InputError } from "./errors.ts";

/** A name of the API with its title and one sentence more. */
export interface EnumText<Name extends string> {
  readonly name: Name;
  readonly title: string;
  readonly detail: string;
}

/** The modules that are embedded, each with functions of its own. */
export type ModuleName = "core" | "overlap";

/** One function of a module: how to write its request and read its answer. */
export interface Signature<Request, Answer> {
  readonly module: ModuleName;
  readonly symbol: string;
  readonly write: (to: Writer, request: Request) => void;
  readonly read: (at: Cursor) => Answer;
}

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
const utf8: { readonly encoder: TextEncoder; readonly decoder: TextDecoder } =
  { encoder: new TextEncoder(), decoder: new TextDecoder() };

/** A column of data, put into the module's memory in one piece. */
export type Column = Int32Array | Float64Array | Uint8Array;

/** A place in the slots of an answer; reading moves it on. */
export interface Cursor {
  readonly slots: Float64Array;
  next: number;
  /** All texts of the answer, UTF-8. */
  readonly texts: Uint8Array;
  /** The module's memory, where bytes lie. */
  readonly memory: Uint8Array;
}

export function number(at: Cursor): number {
  return at.slots[at.next++] as number;
}

export function boolean(at: Cursor): boolean {
  return number(at) !== 0;
}

export function name<Name extends string>(texts: readonly EnumText<Name>[], at: Cursor): Name {
  return texts[number(at)]!.name;
}

/** A set of names; bit i stands for the i-th. */
export function names<Name extends string>(texts: readonly EnumText<Name>[], at: Cursor): Name[] {
  const bits = number(at);
  // By division: a shift would see 32 bits only.
  return texts.flatMap((text, index) => (Math.floor(bits / 2 ** index) % 2 === 0 ? [] : text.name));
}

/** Whether an optional value is there; its `slots` are passed over when it is not. */
export function present(at: Cursor, slots: number): boolean {
  const isPresent = boolean(at);
  if (!isPresent) at.next += slots;
  return isPresent;
}

export function text(at: Cursor): string {
  const begin = number(at);
  return utf8.decoder.decode(at.texts.subarray(begin, begin + number(at)));
}

/** A copy, since what it is copied from ends with the next call. */
export function bytes(at: Cursor): Uint8Array {
  const begin = number(at);
  return at.memory.slice(begin, begin + number(at));
}

export function list<T>(at: Cursor, read: (at: Cursor) => T): T[] {
  return Array.from({ length: number(at) }, () => read(at));
}

/** Takes the values of a request in order, and refuses those that are not of their kind. */
export class Writer {
  readonly slots: Float64Array;
  /** Slots written so far. */
  length = 0;
  #path = "";
  readonly #lend: (values: Column, forGood: boolean) => number;

  /**
   * `lend` puts a column into the module's memory and returns its address; for good when the module
   * is to keep it.
   */
  constructor(capacity: number, lend: (values: Column, forGood: boolean) => number) {
    this.slots = new Float64Array(capacity);
    this.#lend = lend;
  }

  reset(): void {
    this.length = 0;
    this.#path = "";
  }

  #put(value: number): void {
    this.slots[this.length++] = value;
  }

  number(field: string, value: unknown): void {
    if (typeof value !== "number") throw new InputError("not_finite", this.#path + field, value);
    this.#put(value);
  }

  boolean(field: string, value: unknown): void {
    if (typeof value !== "boolean") {
      throw new InputError("value_out_of_range", this.#path + field, value);
    }
    this.#put(Number(value));
  }

  name(field: string, value: unknown, texts: readonly EnumText<string>[]): void {
    const index = texts.findIndex((text) => text.name === value);
    if (index < 0) throw new InputError("value_out_of_range", this.#path + field, value);
    this.#put(index);
  }

  names(field: string, value: unknown, texts: readonly EnumText<string>[]): void {
    const places = Array.isArray(value)
      ? value.map((name) => texts.findIndex((text) => text.name === name)) : [-1];
    if (places.includes(-1)) throw new InputError("value_out_of_range", this.#path + field, value);
    this.#put([...new Set(places)].reduce((bits, place) => bits + 2 ** place, 0));
  }

  int32s(field: string, value: unknown): void {
    this.#column(field, value, Int32Array);
  }

  float64s(field: string, value: unknown): void {
    this.#column(field, value, Float64Array);
  }

  bytes(field: string, value: unknown): void {
    this.#column(field, value, Uint8Array);
  }

  /** Bytes that the module keeps. */
  given(field: string, value: unknown): void {
    this.#column(field, value, Uint8Array, true);
  }

  text(field: string, value: unknown): void {
    if (typeof value !== "string") {
      throw new InputError("value_out_of_range", this.#path + field, value);
    }
    this.#column(field, utf8.encoder.encode(value), Uint8Array);
  }

  #column(field: string, value: unknown, kind: new () => Column, forGood = false): void {
    if (!(value instanceof kind)) {
      throw new InputError("value_out_of_range", this.#path + field, value);
    }
    this.#put(this.#lend(value, forGood));
    this.#put(value.length);
  }

  struct<T>(field: string, value: T, write: (to: Writer, value: T) => void): void {
    if (typeof value !== "object" || value === null) {
      throw new InputError("value_out_of_range", this.#path + field, value);
    }
    const outer = this.#path;
    this.#path = `${outer}${field}.`;
    write(this, value);
    this.#path = outer;
  }

  /** A value that may be left out; it then takes `slots` all the same. */
  optional<T>(
    value: T | null | undefined, slots: number, write: (to: Writer, value: T) => void,
  ): void {
    if (value === undefined || value === null) {
      for (let slot = 0; slot <= slots; ++slot) this.#put(0);
    } else {
      this.#put(1);
      write(this, value);
    }
  }
}
