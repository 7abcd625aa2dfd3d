/** What is asked beside a tool's own work, of an engine of its own. */
import { useEffect, useState } from "preact/hooks";
import type { Engine } from "./engine.ts";
import type { AnyJob, Reply } from "./protocol.ts";

const engines = new Map<string, unknown>();

/** Runs a job, unless there is none. Each `place` has an engine, so that none ends another's work. */
export function useAsked<Job extends AnyJob, Answer>(
  place: string, newEngine: () => Engine<Job, Answer>, job: Job | undefined,
): Reply<Answer> | undefined {
  const [answer, setAnswer] = useState<Reply<Answer>>();
  // A table is named by its key; its text would be long to compare.
  const key = job && JSON.stringify(job, (name, value: unknown) => (name === "data" ? undefined : value));
  useEffect(() => {
    if (job === undefined) {
      setAnswer(undefined);
      return undefined;
    }
    if (!engines.has(place)) engines.set(place, newEngine());
    const engine = engines.get(place) as Engine<Job, Answer>;
    let isCurrent = true;
    void engine.run(job).then((given) => {
      if (isCurrent && given !== undefined) setAnswer(given);
    });
    return () => {
      isCurrent = false;
      engine.cancel();
    };
  }, [key]);
  return answer;
}
