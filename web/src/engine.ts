/** Runs jobs in a worker. One at a time: a new job ends the one before it. */
import { inflated } from "./parts/bytes.ts";
import type { AnyJob, FromWorker, Reply, ToWorker } from "./protocol.ts";

/** A module that the build packed; unpacked and compiled when it is first asked for. */
export function packedModule(base64: string): () => Promise<WebAssembly.Module> {
  let compiled: Promise<WebAssembly.Module> | undefined;
  return () => (compiled ??= inflated(base64).then((bytes) => WebAssembly.compile(bytes)));
}

interface Running<Answer> {
  readonly id: number;
  readonly done: (answer: Reply<Answer> | undefined) => void;
}

export class Engine<Job extends AnyJob, Answer> {
  readonly #newWorker: () => Worker;
  readonly #module: () => Promise<WebAssembly.Module>;
  #worker: Worker | undefined;
  /** Until the worker has its module. */
  #ready: Promise<void> = Promise.resolve();
  #running: Running<Answer> | undefined;
  #heldKey: number | undefined;
  #lastId = 0;

  /** The worker's code carries no module: it is given the one that the page compiled. */
  constructor(newWorker: () => Worker, module: () => Promise<WebAssembly.Module>) {
    this.#newWorker = newWorker;
    this.#module = module;
  }

  /** Gives the answer, or undefined when the job was cancelled or a later one took its place. */
  run(job: Job): Promise<Reply<Answer> | undefined> {
    this.cancel();
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    const message = { id, job: this.#withoutHeldData(job) } satisfies ToWorker<Job>;
    return new Promise((done) => {
      this.#running = { id, done };
      // A worker that was ended meanwhile takes no notice.
      void this.#ready.then(() => worker.postMessage(message));
    });
  }

  /** Ends the running job at once, by ending its worker. */
  cancel(): void {
    if (this.#running === undefined) return;
    const { done } = this.#running;
    this.#running = undefined;
    this.#worker?.terminate();
    this.#worker = undefined;
    done(undefined);
  }

  #start(): Worker {
    const worker = this.#newWorker();
    this.#heldKey = undefined;
    this.#ready = this.#module().then(
      (module) => worker.postMessage({ module } satisfies ToWorker<Job>),
      (error: unknown) => this.#fail(error instanceof Error ? error.message : String(error)));
    worker.onmessage = ({ data }: MessageEvent<FromWorker<Answer>>) =>
      this.#finish(data.id, data.answer);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(event.message || "the page's worker could not be started");
    };
    return worker;
  }

  /** The next job starts another worker. */
  #fail(message: string): void {
    this.#worker = undefined;
    if (this.#running !== undefined) this.#finish(this.#running.id, { kind: "failed", message });
  }

  #finish(id: number, answer: Reply<Answer>): void {
    if (this.#running?.id !== id) return;
    const { done } = this.#running;
    this.#running = undefined;
    done(answer);
  }

  /** The worker keeps the last table that it read, so its text travels once. */
  #withoutHeldData(job: Job): Job {
    if (job.source === undefined) return job;
    const { key } = job.source;
    const isHeld = key === this.#heldKey;
    this.#heldKey = key;
    return isHeld ? { ...job, source: { key } } : job;
  }
}
