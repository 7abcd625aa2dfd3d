/** Where a table comes from, and the time it takes from its arrival to the result's paint. */
export interface Source {
  readonly key: number;
  readonly origin: "example" | "pasted" | "file" | "link";
  readonly name: string;
  readonly data: string | Uint8Array;
}

export type NewSource = Omit<Source, "key">;

let lastKey = 0;
export const withKey = (source: NewSource): Source => ({ ...source, key: ++lastKey });

/** Marks the moment when data arrive; the table's paint ends the measure. */
export function markArrival(): void {
  performance.mark("evenhand:paste");
}

export function measureAfterPaint(): void {
  requestAnimationFrame(() => {
    // A message is handled after the frame's paint, not before it.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      if (performance.getEntriesByName("evenhand:paste").length === 0) return;
      performance.measure("evenhand:paste-to-table", "evenhand:paste");
      performance.clearMarks("evenhand:paste");
      channel.port1.close();
    };
    channel.port2.postMessage(undefined);
  });
}
