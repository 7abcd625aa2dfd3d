import type { VNode } from "preact";
export const PlanTool = (): VNode => <p id="result">.</p>;
