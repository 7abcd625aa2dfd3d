import { levelText, scoreInterval, scoreText, type CompareReport } from "evenhand/bare";
import type { VNode } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { Figure, type Plots } from "../../chart/figure.tsx";
import { leaderRows, ranksText } from "./model.ts";

/** Scores with their intervals, and the ranks that remain possible. */
export function LeaderFigure({ report, description }: {
  report: CompareReport; description: string;
}): VNode {
  const design = report.design!;
  const rows = useMemo(() => leaderRows(report), [report]);
  const draw = useCallback((plots: Plots, width: number) => plots.leaderboardPlot(rows, {
    width, isShare: design.binary, text: (score) => scoreText(score, design.binary), description,
    title: `Scores of ${rows.length} ${rows.length === 1 ? "system" : "systems"} with their intervals`,
  }), [rows, description]);
  return (
    <Figure draw={draw}>
      <span class="key key-corrected">score, with its {levelText(design.level)} interval</span>
      {rows.some(({ ranks }) => ranks !== "") && <span class="quiet">at the end: possible ranks, score</span>}
    </Figure>
  );
}

export function LeaderTable({ report }: { report: CompareReport }): VNode {
  const { systems, design } = report;
  const { binary, level, items, complete, repeated } = design!;
  const hasRanks = systems.some(({ rank }) => rank !== null);
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="leader-caption">
      <table class="leader-table">
        <caption id="leader-caption" class="offscreen">Leaderboard</caption>
        <thead>
          <tr>
            <th scope="col">System</th>
            {hasRanks && (
              <th scope="col" class="number"
                title={`With ${levelText(level)} confidence all true ranks lie in these sets`}>Possible ranks</th>
            )}
            <th scope="col" class="number"><span class="key key-corrected">Score</span></th>
            <th scope="col" class="number">{levelText(level)} interval</th>
            <th scope="col" class="number">Items</th>
            {repeated && <th scope="col" class="number">Scores read</th>}
          </tr>
        </thead>
        <tbody>
          {systems.map((row) => {
            const { system, n, rows, estimate, lower, upper } = row;
            const isShort = !complete && n < items;
            return (
              <tr key={system}>
                <th scope="row"><span class="model" title={system}>{system}</span></th>
                {hasRanks && <td class="number ranks">{ranksText(row)}</td>}
                <td class="number main" title={String(estimate)}>{scoreText(estimate, binary)}</td>
                {lower === null || upper === null
                  ? <td class="number quiet">–</td>
                  : <td class="number" title={`${lower} to ${upper}`}>
                    {scoreInterval({ lower, upper }, binary)}</td>}
                <td class={`number ${isShort ? "short" : ""}`}>{isShort ? `${n} of ${items}` : n}</td>
                {repeated && <td class="number">{rows}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
