/** Ranks over tasks in words. */
import { version } from "../generated/version.ts";
import type { TasksReport } from "../tasks.ts";
import { count, graded, levelText, pText } from "./format.ts";
import { nameList } from "./words.ts";

/** The whole report in a few plain sentences. */
export function tasksReading({ systems, pairs, design }: TasksReport): string[] {
  const [best] = systems;
  if (design === null || best === undefined) return [];
  const p = design.fPTies ?? design.fP;
  const alpha = 1 - design.level;
  const rank = new Map(systems.map((row) => [row.system, row.averageRank]));
  const standing = pairs.filter((pair) => pair.pAdjusted < alpha).map(({ a, b }) =>
    ((rank.get(a) as number) < (rank.get(b) as number) ? `${a} over ${b}` : `${b} over ${a}`));
  return [
    `${best.system} has the best average rank over ${count(design.tasks)} tasks, ` +
      `${graded(best.averageRank)} of ${count(design.systems)}.`,
    p < alpha
      ? `The systems' ranks differ by more than chance (Friedman, Iman and Davenport's F, ${pText(p)}).`
      : `These tasks do not show that the systems differ at all (Friedman, Iman and Davenport's F, ` +
        `${pText(p)}).`,
    standing.length === 0
      ? `None of ${count(pairs.length)} differences stands after the Holm correction; no two systems ` +
        `are told apart by these tasks.`
      : `${count(standing.length)} of ${count(pairs.length)} differences ` +
        `${standing.length === 1 ? "stands" : "stand"} after the Holm correction: ` +
        `${nameList(standing)}.`,
    `By Nemenyi's critical difference, which depends on which other systems took part, average ranks ` +
      `would have to differ by ${graded(design.criticalDifference)}.`,
  ];
}

/** The sentence for a paper: what was done, with sources and version. */
export function tasksMethod({ design }: TasksReport): string {
  if (design === null) return "";
  return `Systems were ranked on each of ${count(design.tasks)} tasks and compared by Friedman's test ` +
    `(Iman and Davenport 1980, Commun. Stat. A 9:571) and, in pairs, by Wilcoxon's signed-rank test ` +
    `with Holm's correction (Demsar 2006, J. Mach. Learn. Res. 7:1; Benavoli, Corani and Mangili ` +
    `2016, J. Mach. Learn. Res. 17(5)) at the ${levelText(design.level)} level; computed with Evenhand ` +
    `${version}.`;
}
