/** What the page loads after the first paint. */
export { CompareTool } from "./compare/view.tsx";
export { Backtest } from "./judge/backtest.tsx";
export { CountsInputs, KnownInputs } from "./judge/counts.tsx";
export { CountsResult } from "./judge/counts-result.tsx";
export { ClassesTool } from "./judgement/classes.tsx";
export { PairsTool } from "./judgement/pairs.tsx";
export { RatersTool } from "./judgement/raters.tsx";
export { LabelsTool, PlanLink } from "./judgement/labels-view.tsx";
export { PapersTool } from "./judgement/papers-view.tsx";
export { Diagnostics } from "./judgement/diagnostics.tsx";
export { OtherForms } from "./judgement/other-forms.tsx";
export { OtherAnswer } from "./judgement/other-answer.tsx";
export { leads } from "./judgement/leads.ts";
export { Models } from "./judgement/models.tsx";
export { KnownRates } from "./judgement/known-rates.tsx";
export { UnlabelledInputs, UnlabelledResult } from "./judgement/unlabelled.tsx";
export { ParallelTool } from "./parallel/view.tsx";
export { PlanTool } from "./plan/view.tsx";
