import { overlapArms, overlapLevels, type OverlapBenchmark, type OverlapLevelCounts } from "evenhand/overlap/bare";
import { percent } from "evenhand/bare";
import type { VNode } from "preact";
import { titleOf } from "./model.ts";

/** The parts of a bar, from what speaks most for a leak to what speaks least. */
const parts = [
  { level: "full", of: (counts: OverlapLevelCounts) => counts.full },
  { level: "partial", of: (counts: OverlapLevelCounts) => counts.partial },
  { level: "trace", of: (counts: OverlapLevelCounts) => counts.trace },
  { level: "short_match", of: (counts: OverlapLevelCounts) => counts.shortMatch },
  { level: "template_only", of: (counts: OverlapLevelCounts) => counts.templateOnly },
  { level: "untestable", of: (counts: OverlapLevelCounts) => counts.untestable },
  { level: "clean", of: (counts: OverlapLevelCounts) => counts.clean },
] as const;

/** Counts of a benchmark's questions, what the filter leaves last. */
const questionCounts = ({ levels }: OverlapBenchmark): readonly OverlapLevelCounts[] =>
  levels.filter(({ unit }) => unit === "question");

function Bar({ counts, label }: { counts: OverlapLevelCounts; label: string }): VNode {
  const total = parts.reduce((sum, { of }) => sum + of(counts), 0);
  let left = 0;
  const shown = parts.flatMap(({ level, of }) => {
    const count = of(counts);
    const part = { level, count, left, width: (100 * count) / Math.max(1, total) };
    left += part.width;
    return count === 0 ? [] : [part];
  });
  const words = shown.map(({ level, count }) => `${count} ${titleOf(overlapLevels, level)}`).join(", ");
  return (
    <svg class="level-bar" role="img" aria-label={`${label}: ${words}`} preserveAspectRatio="none">
      {shown.map(({ level, left: x, width }) => (
        <rect key={level} class={`level-${level}`} x={`${x}%`} width={`${width}%`} y="0" height="100%" />
      ))}
    </svg>
  );
}

/** How the questions of each benchmark divide into levels, before the filter and after. */
export function LevelFigure({ benchmarks }: { benchmarks: readonly OverlapBenchmark[] }): VNode {
  const present = parts.filter(({ of }) => benchmarks.some((benchmark) =>
    questionCounts(benchmark).some((counts) => of(counts) > 0)));
  return (
    <figure class="figure">
      <figcaption class="legend">
        {present.map(({ level }) =>
          <span key={level} class={`key key-level level-${level}`}>{titleOf(overlapLevels, level)}</span>)}
      </figcaption>
      <div class="level-bars">
        {benchmarks.map((benchmark) => {
          const rows = questionCounts(benchmark);
          return rows.map((counts, row) => {
            const arm = titleOf(overlapArms, counts.arm);
            return (
              <div class="level-row" key={`${benchmark.name}-${counts.arm}`}>
                <span class="level-name">
                  {benchmarks.length > 1 && row === 0 && <strong>{benchmark.name}</strong>}
                  <span class="quiet">{arm}</span>
                </span>
                <Bar counts={counts} label={`${benchmark.name}, ${arm}`} />
                <span class={`level-share ${row === rows.length - 1 ? "main" : ""}`}>
                  {counts.share === null ? "–" : percent(counts.share)}</span>
              </div>
            );
          });
        })}
      </div>
    </figure>
  );
}

/** The same in numbers. */
export function LevelTable({ benchmarks }: { benchmarks: readonly OverlapBenchmark[] }): VNode {
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="levels-caption">
      <table>
        <caption id="levels-caption" class="offscreen">Items by level</caption>
        <thead>
          <tr>
            <th scope="col">Benchmark</th><th scope="col">Part</th><th scope="col">Counted</th>
            <th scope="col" class="number">Testable</th>
            {parts.map(({ level }) =>
              <th key={level} scope="col" class="number"
                title={overlapLevels.find(({ name }) => name === level)?.detail}>{titleOf(overlapLevels, level)}</th>)}
            <th scope="col" class="number">Contaminated</th>
          </tr>
        </thead>
        <tbody>
          {benchmarks.map((benchmark) => benchmark.levels.filter(({ present }) => present > 0)
            .map((counts) => (
              <tr key={`${benchmark.name}-${counts.unit}-${counts.arm}`}>
                <th scope="row"><span class="model" title={benchmark.name}>{benchmark.name}</span></th>
                <td>{counts.unit.replace("_", " and ")}</td>
                <td>{titleOf(overlapArms, counts.arm)}</td>
                <td class="number">{counts.testable}</td>
                {parts.map(({ level, of }) => <td key={level} class="number">{of(counts)}</td>)}
                <td class="number main">{counts.share === null ? "–" : percent(counts.share)}</td>
              </tr>
            )))}
        </tbody>
      </table>
    </div>
  );
}
