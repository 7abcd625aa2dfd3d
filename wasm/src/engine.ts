/** Holds the compiled modules and one instance of each, and makes calls. Synchronous throughout. */
import { EngineError, InputError } from "./errors.ts";
import { errorCodes } from "./generated/shared.ts";
import { Writer, type Column, type ModuleName, type Signature } from "./wire.ts";

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
  readonly evenhand_answer_texts: () => number;
  readonly evenhand_answer_texts_size: () => number;
  readonly evenhand_error_argument: () => number;
  readonly evenhand_error_limit: () => number;
}
type Call = (request: number) => number;

/** More slots than any request has: columns of data are lent, not copied into slots. */
const requestSlots = 256;

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

class Engine {
  /** How often an instance was started. */
  starts = 0;
  readonly #name: ModuleName;
  #source: (() => Uint8Array) | undefined;
  #compiled: CompiledModule | undefined;
  #exports: Exports | undefined;
  /** Memory for the slots of a request, allocated once for each instance. */
  #requestAddress = 0;
  /** The memory as doubles and as bytes; made anew when it has grown and left the old one. */
  #doubles: Float64Array = new Float64Array(0);
  #bytes: Uint8Array = new Uint8Array(0);
  /** Columns that are in the module's memory while a call runs, to be released after it. */
  readonly #lent: number[] = [];
  /** Columns that the module takes over when the call begins. */
  readonly #given: number[] = [];
  readonly #writer: Writer =
    new Writer(requestSlots, (values, forGood) => this.#lend(values, forGood));

  constructor(name: ModuleName) {
    this.#name = name;
  }

  setSource(bytes: () => Uint8Array): void {
    this.#source = bytes;
  }

  useModule(module: CompiledModule): void {
    this.#compiled = module;
    this.#exports = undefined;
  }

  /** Whether the instance with this number is the one that answers. */
  runs(start: number): boolean {
    return this.#exports !== undefined && start === this.starts;
  }

  compiledModule(): CompiledModule {
    if (this.#compiled === undefined) {
      if (this.#source === undefined) {
        throw new EngineError("no module: call useModule(module) before using evenhand/bare");
      }
      this.#compiled = new WebAssembly.Module(this.#source());
    }
    return this.#compiled;
  }

  #start(): Exports {
    const instance = new WebAssembly.Instance(this.compiledModule(), {
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
    this.#requestAddress = started.evenhand_allocate(8 * requestSlots);
    ++this.starts;
    return started;
  }

  #refresh(engine: Exports): void {
    const { buffer } = engine.memory;
    if (this.#doubles.buffer === buffer) return;
    this.#doubles = new Float64Array(buffer);
    this.#bytes = new Uint8Array(buffer);
  }

  #lend(values: Column, forGood: boolean): number {
    const engine = this.#exports as Exports;
    const bytes = values.byteLength;
    // malloc(0) may give 0, which would read as failure; 2 GiB is all the module may have, and a
    // larger size would wrap around.
    const address = bytes < 2 ** 31 ? engine.evenhand_allocate(Math.max(8, bytes)) : 0;
    if (address === 0) throw new EngineError(`out of memory: ${bytes} bytes were needed`);
    (forGood ? this.#given : this.#lent).push(address);
    new Uint8Array(engine.memory.buffer, address, bytes)
      .set(new Uint8Array(values.buffer, values.byteOffset, bytes));
    return address;
  }

  call<Request extends object, Answer>(
    { symbol, write, read }: Signature<Request, Answer>, request: Request,
  ): Answer {
    const engine = this.#exports ??= this.#start();
    const run = (engine as unknown as Record<string, Call | undefined>)[symbol];
    if (run === undefined) {
      throw new EngineError(
        `this module lacks ${symbol}: evenhand/${this.#name}.wasm has every function`);
    }
    const writer = this.#writer;
    try {
      writer.reset();
      write(writer, request);
      // After `write`, since lending columns may have made the memory grow.
      this.#refresh(engine);
      const first = this.#requestAddress / 8;
      for (let slot = 0; slot < writer.length; ++slot) {
        this.#doubles[first + slot] = writer.slots[slot] as number;
      }
      this.#given.length = 0;
      const code = run(this.#requestAddress);
      if (code !== 0) {
        const argument = text(engine.memory, engine.evenhand_error_argument());
        throw new InputError(
          errorCodes[code - 1]!.name, argument, valueAt(request, argument), engine.evenhand_error_limit());
      }
      this.#refresh(engine);
      const texts = engine.evenhand_answer_texts();
      return read({
        slots: this.#doubles, next: engine.evenhand_answer() / 8, memory: this.#bytes,
        texts: this.#bytes.subarray(texts, texts + engine.evenhand_answer_texts_size()),
      });
    } catch (error) {
      if (error instanceof InputError) throw error;
      // The instance may be broken, its memory with it: the next call starts a fresh one.
      this.#exports = undefined;
      this.#lent.length = 0;
      this.#given.length = 0;
      if (error instanceof EngineError || error instanceof TypeError) throw error;
      throw new EngineError("the engine stopped unexpectedly; please report this", { cause: error });
    } finally {
      for (const list of [this.#lent, this.#given]) {
        while (list.length > 0) engine.evenhand_release(list.pop() as number);
      }
    }
  }
}

const engines: Readonly<Record<ModuleName, Engine>> =
  { core: new Engine("core"), overlap: new Engine("overlap") };

/** Where the bytes of a module come from; they are asked for at the first call. */
export function setSource(name: ModuleName, bytes: () => Uint8Array): void {
  engines[name].setSource(bytes);
}

/** Uses an already compiled module, for example one that was posted to a worker. */
export function useModule(module: CompiledModule): void {
  engines.core.useModule(module);
  engines.overlap.useModule(module);
}

/** The compiled module, compiling it now if need be; to be posted to workers. */
export function compiledModule(): CompiledModule {
  return engines.core.compiledModule();
}

/** The compiled module of `evenhand/overlap`. */
export function compiledOverlapModule(): CompiledModule {
  return engines.overlap.compiledModule();
}

/** Calls one function of the core. Throws InputError on a refusal, EngineError on a trap. */
export function call<Request extends object, Answer>(
  signature: Signature<Request, Answer>, request: Request,
): Answer {
  return engines[signature.module].call(signature, request);
}

/** The number of the instance that answers now. */
export function instanceNumber(name: ModuleName): number {
  return engines[name].starts;
}

/** Whether the instance of that number answers still: after a trap a fresh one does. */
export function instanceRuns(name: ModuleName, number: number): boolean {
  return engines[name].runs(number);
}
