/** What a worker replies when a job threw. */
import { InputError } from "evenhand/bare";
import type { Reply } from "./protocol.ts";

/** The package's refusal of an argument, or else a failure. */
export function refusal(error: unknown): Reply<never> {
  if (error instanceof InputError) {
    const { code, argument, message } = error;
    return { kind: "refused", code, argument, message };
  }
  return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
}
