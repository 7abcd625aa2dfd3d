/** What is asked beside a tool's own work, of an engine of its own. */
import { useEffect, useState } from "preact/hooks";
import type { Engine } from "./engine.ts";
import type { AnyJob, Reply } from "./protocol.ts";

const engines = new Map<string, unknown>();

interface Given<Answer> {
  readonly answer: Reply<Answer>;
  /** Of the job that it answers. */
  readonly key: string;
  readonly source: number | undefined;
}

/**
 * Runs a job, unless there is none. Each `place` has an engine, so that none ends another's work.
 * With `keeps` the answer to the job before stands until the next is there, on the same data only.
 */
export function useAsked<Job extends AnyJob, Answer>(
  place: string, newEngine: () => Engine<Job, Answer>, job: Job | undefined, keeps = false,
): Reply<Answer> | undefined {
  const [given, setGiven] = useState<Given<Answer>>();
  // A table is named by its key; its text would be long to compare.
  const key = job && JSON.stringify(job, (name, value: unknown) => (name === "data" ? undefined : value));
  const source = job?.source?.key;
  useEffect(() => {
    if (job === undefined || key === undefined) return undefined;
    if (!engines.has(place)) engines.set(place, newEngine());
    const engine = engines.get(place) as Engine<Job, Answer>;
    let isCurrent = true;
    void engine.run(job).then((answer) => {
      if (isCurrent && answer !== undefined) setGiven({ answer, key, source });
    });
    return () => {
      isCurrent = false;
      engine.cancel();
    };
  }, [key]);
  const stands = given !== undefined && (given.key === key || (keeps && given.source === source));
  return stands ? given.answer : undefined;
}
