/** A worker that scans files of a corpus, one after the other, as streams. */
import { OverlapIndex, OverlapScan, useModule, type DocumentUnit } from "evenhand/overlap/bare";
import { contentsOf } from "./contents.ts";
import { documentsOf } from "./formats.ts";
import type { FromScan, Given, ScanSetup, ToScan } from "./protocol.ts";

// The types of a worker's global scope and of a page's cannot be loaded together.
const scope = self as unknown as {
  onmessage: (event: MessageEvent<ToScan>) => void;
  postMessage: (message: FromScan, transfer?: readonly Transferable[]) => void;
};

const progressMilliseconds = 100;

let setup: ScanSetup;
let index: OverlapIndex | undefined;
/** One for each kind of document that was met. */
const scans = new Map<DocumentUnit, OverlapScan>();

function scanOf(documents: DocumentUnit): OverlapScan {
  index ??= new OverlapIndex(setup.index);
  const scan = scans.get(documents) ??
    new OverlapScan({ index, documents, textField: setup.options.textField });
  scans.set(documents, scan);
  return scan;
}

async function scanFile({ name, data }: Given): Promise<void> {
  const { documents, textField } = setup.options;
  const scan = scanOf(documentsOf(name, documents));
  const hits: Uint8Array[] = [];
  let hitBytes = 0;
  let stored = 0;
  let told = performance.now();
  scan.begin({ id: name });
  for await (const piece of contentsOf(name, data, textField)) {
    if (piece.stored !== undefined) {
      stored += piece.stored.byteLength;
      scan.pushStored(piece.stored);
    }
    const sofar = scan.push(piece.bytes, { stored: piece.isAsStored });
    if (piece.isAsStored) stored += piece.bytes.byteLength;
    const lines = scan.takeHits();
    if (lines.byteLength > 0) hits.push(lines);
    hitBytes += lines.byteLength;
    if (performance.now() - told > progressMilliseconds) {
      told = performance.now();
      scope.postMessage({
        kind: "progress", bytes: stored, documents: sofar.documents, hits: sofar.documentsHit,
      });
    }
  }
  const { partial, hits: last, shard } = scan.finish();
  if (last.byteLength > 0) hits.push(last);
  scope.postMessage({ kind: "done", partial, hits, shard },
    [partial, ...hits].map(({ buffer }) => buffer as ArrayBuffer));
}

export function serveScans(): void {
  scope.onmessage = ({ data: message }) => {
    if ("module" in message) {
      setup = message;
      useModule(message.module);
      return;
    }
    scanFile(message.file).catch((error: unknown) => {
      for (const scan of scans.values()) scan.abandon();
      scope.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    });
  };
}
