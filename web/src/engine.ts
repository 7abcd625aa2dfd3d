/** Runs jobs in a worker. One at a time: a new job ends the one before it. */
import { compiledModule } from "evenhand";
import type { Answer, FromWorker, Job, ToWorker } from "./protocol.ts";
// Inlined, so that it starts from a blob: such a worker inherits the page's policy and cannot
// fetch; one loaded from an address would not.
import EvenhandWorker from "./worker.ts?worker&inline";

interface Running {
  readonly id: number;
  readonly done: (answer: Answer | undefined) => void;
}

export class Engine {
  #worker: Worker | undefined;
  #running: Running | undefined;
  #heldKey: number | undefined;
  #lastId = 0;

  /** Gives the answer, or undefined when the job was cancelled or a later one took its place. */
  run(job: Job): Promise<Answer | undefined> {
    this.cancel();
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((done) => {
      this.#running = { id, done };
      worker.postMessage({ id, job: this.#withoutHeldData(job) } satisfies ToWorker);
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
    const worker = new EvenhandWorker();
    this.#heldKey = undefined;
    // The page compiled the module already; the worker's copy of the code carries none.
    worker.postMessage({ module: compiledModule() } satisfies ToWorker);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#finish(data.id, data.answer);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#worker = undefined;
      const message = event.message || "the page's worker could not be started";
      if (this.#running !== undefined) this.#finish(this.#running.id, { kind: "failed", message });
    };
    return worker;
  }

  #finish(id: number, answer: Answer): void {
    if (this.#running?.id !== id) return;
    const { done } = this.#running;
    this.#running = undefined;
    done(answer);
  }

  /** The worker keeps the last table that it read, so its text travels once. */
  #withoutHeldData(job: Job): Job {
    if (job.kind === "counts") return job;
    const { key } = job.source;
    const isHeld = key === this.#heldKey;
    this.#heldKey = key;
    return isHeld ? { ...job, source: { key } } : job;
  }
}
