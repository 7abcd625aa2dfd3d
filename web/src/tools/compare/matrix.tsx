import type { CompareReport } from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { matrixOf, signed, standingTexts, type Cell, type Standing } from "./model.ts";

/** With more systems, a cell has room for its sign only. */
const roomyLimit = 12;

interface Props {
  readonly report: CompareReport;
  readonly shown: readonly [string, string];
  readonly show: (a: string, b: string) => void;
}

function describe(cell: Cell, binary: boolean): string {
  const { a, b, standing, difference } = cell;
  const by = difference === null ? "" : `, ${signed(difference, binary)}${binary ? " points" : ""}`;
  return `${a} against ${b}${by}: ${standingTexts[standing].text}`;
}

/** Where an arrow leads from a cell; undefined for other keys. */
function moved(
  event: KeyboardEvent, [row, column]: readonly [number, number], rows: number, columns: number,
): readonly [number, number] | undefined {
  const [lastRow, lastColumn] = [rows - 1, columns - 1];
  switch (event.key) {
    case "ArrowUp": return [Math.max(0, row - 1), column];
    case "ArrowDown": return [Math.min(lastRow, row + 1), column];
    case "ArrowLeft": return [row, Math.max(0, column - 1)];
    case "ArrowRight": return [row, Math.min(lastColumn, column + 1)];
    case "Home": return [event.ctrlKey ? 0 : row, 0];
    case "End": return [event.ctrlKey ? lastRow : row, lastColumn];
    default: return undefined;
  }
}

function Legend({ standings }: { standings: readonly Standing[] }): VNode {
  return (
    <ul class="matrix-legend">
      {standings.map((standing) => (
        <li key={standing}>
          <span class={`cell-key is-${standing}`} aria-hidden="true">{standingTexts[standing].sign}</span>
          {standingTexts[standing].text}
        </li>
      ))}
    </ul>
  );
}

/** Every pair at a glance. One cell is in the order of tabs; arrows lead to the others. */
export function PairMatrix({ report, shown, show }: Props): VNode {
  const matrix = useMemo(() => matrixOf(report), [report]);
  const { rows, columns, cells } = matrix;
  const binary = report.design!.binary;
  const table = useRef<HTMLTableElement>(null);
  const isRoomy = columns.length <= roomyLimit;
  const shownAt = [rows.indexOf(shown[0]), columns.indexOf(shown[1])] as const;
  const [chosen, setAt] = useState<readonly [number, number]>();
  const at = chosen !== undefined && chosen[0] < rows.length && chosen[1] < columns.length
    ? chosen : [Math.max(0, shownAt[0]), Math.max(0, shownAt[1])] as const;
  const used = useMemo(() => {
    const found = new Set(cells.flat().map((cell) => cell?.standing));
    return (Object.keys(standingTexts) as Standing[]).filter((standing) => found.has(standing));
  }, [cells]);

  const press = (event: KeyboardEvent, cell: Cell | undefined): void => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (cell !== undefined) show(cell.a, cell.b);
      return;
    }
    const next = moved(event, at, rows.length, columns.length);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
    table.current!.tBodies[0]!.rows[next[0]]!.cells[next[1] + 1]!.focus();
  };

  return (
    <section class="matrix-section" aria-labelledby="matrix-heading">
      <h3 id="matrix-heading">Pair by pair</h3>
      <p class="hint" id="matrix-hint">
        Each cell says how the system of its row does against the system of its
        column{binary && isRoomy ? ", with the difference in points" : ""}. Choose one for its details; the
        arrow keys move between cells.
      </p>
      <Legend standings={used} />
      <div class="matrix-scroll">
        <table class={`matrix ${isRoomy ? "" : "is-dense"}`} role="grid" ref={table}
          aria-labelledby="matrix-heading" aria-describedby="matrix-hint">
          <thead>
            <tr>
              <th scope="col" class="corner"><span class="offscreen">System</span></th>
              {columns.map((name) => (
                <th key={name} scope="col" title={name}><span class="column-name">{name}</span></th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((name, row) => (
              <tr key={name}>
                <th scope="row" title={name}><span class="row-name">{name}</span></th>
                {cells[row]!.map((cell, column) => {
                  const isAt = row === at[0] && column === at[1];
                  const isShown = row === shownAt[0] && column === shownAt[1];
                  const shared = {
                    role: "gridcell", tabIndex: isAt ? 0 : -1,
                    onKeyDown: (event: KeyboardEvent) => press(event, cell),
                    onFocus: () => setAt([row, column]),
                  } as const;
                  if (cell === undefined) {
                    return <td key={column} {...shared} class="is-self"
                      aria-label={name === columns[column] ? "the same system" : "not compared"} />;
                  }
                  const { sign } = standingTexts[cell.standing];
                  return (
                    <td key={column} {...shared} class={`is-${cell.standing}`} aria-selected={isShown}
                      aria-label={describe(cell, binary)} title={describe(cell, binary)}
                      onClick={() => show(cell.a, cell.b)}>
                      <span class="sign">{sign}</span>
                      {isRoomy && cell.difference !== null &&
                        <span class="by">{signed(cell.difference, binary)}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
