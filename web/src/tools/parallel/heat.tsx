/** Two positions: what they do together, what they do apart, and what that gets wrong. */
import { difference, percent, type NamedPairMap } from "evenhand/bare";
import type { VNode } from "preact";
import { useCallback, useMemo, useState } from "preact/hooks";
import { Figure, type Plots } from "../../chart/figure.tsx";
import type { HeatMap } from "../../chart/rows.ts";
import { Field } from "../../parts/field.tsx";
import { heatMaps, positionName, tokenText } from "./model.ts";

/** More positions than this are chosen by typing their number. */
const optionLimit = 200;

/** With more tokens, each map has the whole width. */
const sideBySide = 8;

function HeatFigure({ map, kind, most, title, first, second, children }: {
  map: HeatMap; kind: "share" | "change"; most: number; title: string; first: string; second: string;
  children: string;
}): VNode {
  const draw = useCallback((plots: Plots, width: number) => plots.heatPlot(map, {
    width, kind, most, title, rowsLabel: first, columnsLabel: second,
    description: `${children} The table below holds every cell.`,
  }), [map, kind, most, title, first, second, children]);
  return (
    <div class="heat">
      <Figure draw={draw}>
        <span class="heat-title"><strong>{title}</strong> <span class="quiet">{children}</span></span>
      </Figure>
    </div>
  );
}

/** Every cell in numbers, made when it is asked for. */
function HeatTable({ map, first, second }: { map: NamedPairMap; first: string; second: string }): VNode {
  const [isOpen, setOpen] = useState(false);
  const { firstTokens, secondTokens, joint, product, possible } = map;
  return (
    <details class="more" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>The cells in numbers</summary>
      {isOpen && (
        <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="cells-caption">
          <table class="cells-table">
            <caption id="cells-caption">{first} down, {second} across: together in right answers, then drawn
              apart, and the difference in points</caption>
            <thead>
              <tr>
                <th scope="col"><span class="offscreen">Token</span></th>
                {secondTokens.map((token) =>
                  <th key={token} scope="col" class="number">{tokenText(token)}</th>)}
              </tr>
            </thead>
            <tbody>
              {firstTokens.map((token, row) => (
                <tr key={token}>
                  <th scope="row">{tokenText(token)}</th>
                  {secondTokens.map((other, column) => {
                    const at = row * secondTokens.length + column;
                    return (
                      <td key={other} class="number" title={`${joint[at]!}, apart ${product[at]!}`}>
                        {percent(joint[at]!)}, {percent(product[at]!)}
                        <span class="hint">{possible[at]!
                          ? difference(product[at]! - joint[at]!, true) : "never together"}</span>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

interface Props {
  readonly map: NamedPairMap;
  /** False while another pair is worked out. */
  readonly isCurrent: boolean;
  /** Tokens of an answer. */
  readonly length: number;
  readonly choose: (positions: readonly [number, number]) => void;
}

export function HeatSection({ map, isCurrent, length, choose }: Props): VNode {
  const { joint, product, change, most, mostChange } = useMemo(() => heatMaps(map), [map]);
  const [first, second] = [positionName(map.first), positionName(map.second)];
  const isDense = Math.max(map.firstTokens.length, map.secondTokens.length) > sideBySide;
  const places = Array.from({ length }, (_, place) => place);
  const select = (id: string, label: string, at: number, other: number, set: (place: number) => void): VNode => (
    <Field id={id} label={label}>
      {length <= optionLimit
        ? (
          <select id={id} value={String(at + 1)} onChange={({ currentTarget: { value } }) => set(Number(value) - 1)}>
            {places.filter((place) => place !== other).map((place) =>
              <option key={place} value={String(place + 1)}>{place + 1}</option>)}
          </select>
        )
        : <input id={id} type="text" inputMode="numeric" value={String(at + 1)}
          onChange={({ currentTarget: { value } }) => {
            const place = Number(value) - 1;
            if (Number.isInteger(place) && place >= 0 && place < length && place !== other) set(place);
          }} />}
    </Field>
  );
  return (
    <section aria-labelledby="heat-heading" aria-busy={!isCurrent}>
      <h3 id="heat-heading">Together, and drawn apart</h3>
      <p class="intro">
        Left, how often two tokens occur together in right answers. Beside it, what comes of drawing both in the
        same step: each follows its own frequency, neither sees the other. Striped cells are in no right answer,
        yet <strong>{percent(map.impossibleMass)}</strong> of such draws land there.
      </p>
      {length > 2 && (
        <div class="pair-choice">
          {select("position-first", "First position", map.first, map.second, (place) => choose([place, map.second]))}
          {select("position-second", "Second position", map.second, map.first, (place) => choose([map.first, place]))}
        </div>
      )}
      <div class={`heats ${isDense ? "is-dense" : ""}`}>
        <HeatFigure map={joint} kind="share" most={most} title="Together" first={first} second={second}>
          in right answers</HeatFigure>
        <HeatFigure map={product} kind="share" most={most} title="Drawn apart" first={first} second={second}>
          in the same step</HeatFigure>
        <HeatFigure map={change} kind="change" most={mostChange} title="Difference" first={first} second={second}>
          apart less together, in points</HeatFigure>
      </div>
      <p class="legend heat-legend">
        <span class="key key-share">more often, the stronger</span>
        <span class="key key-more">too often</span>
        <span class="key key-less">too seldom</span>
        <span class="key key-unknown">in no right answer</span>
      </p>
      <HeatTable map={map} first={first} second={second} />
    </section>
  );
}
