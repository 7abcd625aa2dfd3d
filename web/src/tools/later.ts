/** What the page loads after the first paint. */
export { CompareTool } from "./compare/view.tsx";
export { ParallelTool } from "./parallel/view.tsx";
export { PlanTool } from "./plan/view.tsx";
