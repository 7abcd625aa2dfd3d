/** What the sentences of every report are made of. */
import type { EnumText } from "../wire.ts";

export function textOf<Name extends string>(
  list: readonly EnumText<Name>[], name: Name,
): EnumText<Name> {
  return list.find((entry) => entry.name === name)!;
}

/** Up to five names, then how many more. */
export function nameList(names: readonly string[]): string {
  const more = names.length - 5;
  return names.slice(0, 5).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** Adds a value to the list of its key. */
export function gather<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** A note with the models it is about. */
export interface GroupedNote {
  readonly text: string;
  readonly models: readonly string[];
  /** Whether it is about every model of the report. */
  readonly all: boolean;
}
