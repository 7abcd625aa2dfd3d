/** The page's side of the desk: questions and their answers, in order. */
import type { FromWorker, Reply } from "../../protocol.ts";
import { overlapModule, startWorker } from "./module.ts";
import type { AnswerTo, DeskAnswer, DeskJob } from "./protocol.ts";

type Waiting = (answer: Reply<DeskAnswer>) => void;

export class Desk {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Promise<Worker> | undefined;
  #lastId = 0;

  async ask<Job extends DeskJob>(job: Job): Promise<Reply<AnswerTo<Job>>> {
    const worker = await (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((done) => {
      this.#waiting.set(id, done as Waiting);
      worker.postMessage({ id, job });
    });
  }

  /** Ends what runs; the next question finds a desk with nothing on it. */
  clear(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.then((started) => started.terminate());
    this.#waiting.clear();
  }

  async #start(): Promise<Worker> {
    const module = await overlapModule();
    const worker = startWorker("desk");
    worker.postMessage({ module });
    worker.onmessage = ({ data: { id, answer } }: MessageEvent<FromWorker<DeskAnswer>>) => {
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const message = event.message || "the page's worker could not be started";
      this.#worker = undefined;
      for (const done of this.#waiting.values()) done({ kind: "failed", message });
      this.#waiting.clear();
    };
    return worker;
  }
}
