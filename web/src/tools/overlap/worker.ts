/** The tool's worker: the desk, or one that scans. They are one script, since they share most of it. */
import { serveDesk } from "./desk-worker.ts";
import type { WorkerName } from "./protocol.ts";
import { serveScans } from "./scan-worker.ts";

const serve: Readonly<Record<WorkerName, () => void>> = { desk: serveDesk, scan: serveScans };
serve[self.name as WorkerName]();
