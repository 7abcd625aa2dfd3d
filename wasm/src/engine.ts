/** Holds the compiled module and one instance of it, and makes calls. Synchronous throughout. */
import { EngineError, InputError } from "./errors.ts";
import { errorCodes } from "./generated/shared.ts";
import { Writer, type Column, type Signature } from "./wire.ts";

// The small part of the WebAssembly API that is used: the library is compiled without the DOM's
// types, and these are the same everywhere.
interface Memory {
  readonly buffer: ArrayBuffer;
}
interface Instance {
  readonly exports: Record<string, unknown>;
}
/** A compiled WebAssembly module, as `new WebAssembly.Module(bytes)` makes it. */
export type CompiledModule = object;
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Instance: new (module: CompiledModule, imports: object) => Instance;
};

interface Exports {
  readonly memory: Memory;
  readonly _initialize: () => void;
  readonly evenhand_allocate: (bytes: number) => number;
  readonly evenhand_release: (address: number) => void;
  readonly evenhand_answer: () => number;
  readonly evenhand_error_argument: () => number;
  readonly evenhand_error_limit: () => number;
}
type Call = (request: number) => number;

let source: (() => Uint8Array) | undefined;
let compiled: CompiledModule | undefined;
let exports: Exports | undefined;
/** Memory for the slots of a request, allocated once for each engine. */
let requestAddress = 0;
/** More slots than any request has: columns of data are lent, not copied into slots. */
const requestSlots = 256;
/** The module's memory as doubles; made anew when the memory has grown and left the old one. */
let view: Float64Array = new Float64Array(0);

function heap(engine: Exports): Float64Array {
  const { buffer } = engine.memory;
  if (view.buffer !== buffer) view = new Float64Array(buffer);
  return view;
}

/** Where the bytes come from; they are asked for at the first call. */
export function setSource(bytes: () => Uint8Array): void {
  source = bytes;
}

/** Uses an already compiled module, for example one that was posted to a worker. */
export function useModule(module: CompiledModule): void {
  compiled = module;
  exports = undefined;
}

/** The compiled module, compiling it now if need be; to be posted to workers. */
export function compiledModule(): CompiledModule {
  if (compiled === undefined) {
    if (source === undefined) {
      throw new EngineError("no module: call useModule(module) before using evenhand/bare");
    }
    compiled = new WebAssembly.Module(source());
  }
  return compiled;
}

function start(): Exports {
  const instance = new WebAssembly.Instance(compiledModule(), {
    env: { emscripten_notify_memory_growth: () => {} },
    wasi_snapshot_preview1: {
      // Called when memory ends inside the C++ library.
      proc_exit: (code: number) => {
        throw new EngineError(`the engine stopped with code ${code}: most likely out of memory`);
      },
    },
  });
  const started = instance.exports as unknown as Exports;
  started._initialize();
  requestAddress = started.evenhand_allocate(8 * requestSlots);
  return started;
}

function text(memory: Memory, address: number): string {
  const bytes = new Uint8Array(memory.buffer);
  let out = "";
  for (let at = address; bytes[at]; ++at) out += String.fromCharCode(bytes[at] as number);
  return out;
}

/** What an object has at a path such as "a.successes". */
export function valueAt(request: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key], request);
}

/** Columns that are lent to the module while a call runs, to be released after it. */
const lent: number[] = [];

function lend(values: Column): number {
  const engine = exports as Exports;
  const bytes = values.byteLength;
  // malloc(0) may give 0, which would read as failure; 2 GiB is all the module may have, and a
  // larger size would wrap around.
  const address = bytes < 2 ** 31 ? engine.evenhand_allocate(Math.max(8, bytes)) : 0;
  if (address === 0) throw new EngineError(`out of memory: ${bytes} bytes were needed`);
  lent.push(address);
  new Uint8Array(engine.memory.buffer, address, bytes)
    .set(new Uint8Array(values.buffer, values.byteOffset, bytes));
  return address;
}

const writer: Writer = new Writer(requestSlots, lend);

/** Calls one function of the core. Throws InputError on a refusal, EngineError on a trap. */
export function call<Request extends object, Answer>(
  { symbol, write, read }: Signature<Request, Answer>,
  request: Request,
): Answer {
  exports ??= start();
  const engine = exports;
  const run = (engine as unknown as Record<string, Call | undefined>)[symbol];
  if (run === undefined) {
    throw new EngineError(`this module lacks ${symbol}: evenhand/core.wasm has every function`);
  }
  try {
    writer.reset();
    write(writer, request);
    // After `write`, since lending columns may have made the memory grow.
    const memory = heap(engine);
    const first = requestAddress / 8;
    for (let slot = 0; slot < writer.length; ++slot) {
      memory[first + slot] = writer.slots[slot] as number;
    }
    const code = run(requestAddress);
    if (code !== 0) {
      const argument = text(engine.memory, engine.evenhand_error_argument());
      throw new InputError(
        errorCodes[code - 1]!.name, argument, valueAt(request, argument), engine.evenhand_error_limit());
    }
    return read({ slots: heap(engine), next: engine.evenhand_answer() / 8 });
  } catch (error) {
    if (error instanceof InputError) throw error;
    // The instance may be broken, its memory with it: the next call starts a fresh one.
    exports = undefined;
    lent.length = 0;
    if (error instanceof EngineError || error instanceof TypeError) throw error;
    throw new EngineError("the engine stopped unexpectedly; please report this", { cause: error });
  } finally {
    while (lent.length > 0) engine.evenhand_release(lent.pop() as number);
  }
}
