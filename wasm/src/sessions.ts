/// <reference lib="esnext.disposable" preserve="true" />
/** What lives in a module between calls, by its number there. */
import { instanceNumber, instanceRuns } from "./engine.ts";
import { EngineError } from "./errors.ts";
import type { ModuleName } from "./wire.ts";

interface Held {
  readonly module: ModuleName;
  readonly instance: number;
  readonly session: number;
  readonly end: (session: number) => void;
}

declare class FinalizationRegistry<Value> {
  constructor(cleanup: (held: Value) => void);
  register(target: object, held: Value, token: object): void;
  unregister(token: object): void;
}

function end({ module, instance, session, end }: Held): void {
  // With its instance the session has gone, too.
  if (instanceRuns(module, instance)) end(session);
}

/** Ends sessions whose objects were forgotten; nobody can tell when. */
const forgotten: FinalizationRegistry<Held> = new FinalizationRegistry(end);

/** One open session. Closed by `close`, by `using`, or when it is forgotten. */
export class Session {
  readonly #held: Held;
  readonly #what: string;
  #open = true;

  /** `what`: as people call it, for messages. `end` ends the session in the module. */
  constructor(module: ModuleName, what: string, session: number, end: (session: number) => void) {
    this.#held = { module, instance: instanceNumber(module), session, end };
    this.#what = what;
    forgotten.register(this, this.#held, this);
  }

  /** The number for calls. Throws EngineError when the session has ended. */
  get number(): number {
    const { module, instance, session } = this.#held;
    if (!this.#open) throw new EngineError(`this ${this.#what} was closed`);
    if (!instanceRuns(module, instance)) {
      throw new EngineError(
        `this ${this.#what} ended when the engine stopped; open it again, it begins anew`);
    }
    return session;
  }

  /** Gives its memory back; a second time does nothing. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    forgotten.unregister(this);
    end(this.#held);
  }
}
