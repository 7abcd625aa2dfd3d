import { errorCodes, type ErrorCode } from "./generated/shared.ts";

/** A value as it would be typed, short enough for a message. */
function shown(value: unknown): string {
  if (typeof value === "number" || value === undefined) return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** What was asked for cannot be computed; names the argument, what it was and what is expected. */
export class InputError extends RangeError {
  /** Stable name of the reason; the C++ core uses the same names. */
  readonly code: ErrorCode;
  /** The argument that is wrong, as it is called in the API. */
  readonly argument: string;
  /** The value that was given for it. */
  readonly received: unknown;
  /** How much is needed at least, when the code is `too_few` or `too_much_memory` (in bytes). */
  readonly minimum: number | undefined;

  /** `limit` is the bound that was broken, as the core gave it. */
  constructor(code: ErrorCode, argument: string, received: unknown, limit?: number) {
    const text = errorCodes.find((entry) => entry.name === code);
    const minimum = code === "too_few" || code === "too_much_memory" ? limit : undefined;
    const expected = minimum === undefined ? text?.detail ?? "another value" : `at least ${minimum}`;
    super(`${argument}: ${text?.title ?? code} (received ${shown(received)}; expected ${expected})`);
    this.name = "InputError";
    this.code = code;
    this.argument = argument;
    this.received = received;
    this.minimum = minimum;
  }
}

/** The engine stopped: a bug of Evenhand or out of memory. The next call starts a fresh engine. */
export class EngineError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EngineError";
  }
}
