/** What tools and parts of judging are for, in a sentence or two. */
import type { ToolName } from "../../route.ts";

export const leads: { readonly [tool in ToolName]?: string } = {
  overlap: "A model that has seen the questions scores more than it knows. Give Evenhand a benchmark and training " +
    "text: it finds every shared passage exactly, by each published definition, and says what the leak did to the scores.",
  "judge-labels": "A judge is corrected by human labels, and labels cost. How many are needed, of right or of wrong " +
    "answers, what they buy, and when the judge is not worth them.",
  "judge-papers": "Scores of different judges are on different scales. Each is corrected first, by its own counts; " +
    "then the difference can be told, or not.",
  "judge-classes": "A judge that grades, or names one of several classes, confuses them. Labels show which with which, " +
    "and the shares and the mean are corrected for it.",
  "judge-pairs": "A judge that compares two answers often favours the one it sees first. Verdicts in both orders take " +
    "that out; labels take out its other errors.",
  "judge-raters": "Judges and people who rated the same answers: agreement with intervals, how well people agree among " +
    "themselves, and what a panel without gold labels can and cannot say.",
};
