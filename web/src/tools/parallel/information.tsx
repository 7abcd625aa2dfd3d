/** The information curve, and what a schedule loses of it. */
import { informationText, type InformationCurve } from "evenhand/bare";
import type { VNode } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { Figure, type Plots } from "../../chart/figure.tsx";
import { Field } from "../../parts/field.tsx";
import { informationBars } from "./model.ts";
import { Teach } from "./teach.tsx";

interface Props {
  readonly curve: InformationCurve;
  readonly totalCorrelation: number;
  /** Steps of the schedule that is shown. */
  readonly steps: number;
  readonly choose: (steps: number) => void;
}

export function InformationSection({ curve, totalCorrelation, steps, choose }: Props): VNode {
  const schedule = curve.schedules.find((each) => each.steps === steps) ?? curve.schedules[0]!;
  const bars = useMemo(() => informationBars(curve, schedule), [curve, schedule]);
  const sizes = schedule.sizes.join(", ");
  const description = `Steps of ${sizes} positions in random order lose ` +
    `${informationText(schedule.divergence)} on average, of ${informationText(totalCorrelation)} in all.`;
  const draw = useCallback((plots: Plots, width: number) => plots.informationPlot(bars, {
    width, description, title: "How much a position knows from those revealed before it",
    text: (bits) => String(Number(bits.toPrecision(3))),
  }), [bars, description]);
  return (
    <section aria-labelledby="information-heading">
      <h3 id="information-heading">When the order is random</h3>
      <div class="pair-choice">
        <Field id="schedule-steps" label="Steps">
          <select id="schedule-steps" value={String(schedule.steps)}
            onChange={({ currentTarget: { value } }) => choose(Number(value))}>
            {curve.schedules.map((each) =>
              <option key={each.steps} value={String(each.steps)}>{each.steps}</option>)}
          </select>
        </Field>
      </div>
      <p class="schedule-said">
        Best sizes: <strong>{sizes}</strong>. They lose <strong>{informationText(schedule.divergence)}</strong> on
        average over all orders, of {informationText(totalCorrelation)} in all.
        {curve.symmetric && " Here every order is as good as any other."}
        {!curve.exact && " An estimate from random sets of positions."}
      </p>
      <Figure draw={draw}>
        <span class="key key-known">used</span>
        <span class="key key-lost">lost: revealed in the same step</span>
      </Figure>
      <Teach title="What is this?">
        <p>
          Reveal the positions one after another, in random order. The height at the third is how many bits of it
          the first two tell, on average over all orders: nothing for the first, more and more for those that
          come later. The whole area is the total correlation.
        </p>
        <p>
          A step that reveals several positions at once can use what was there before the step, but not what its
          own members tell each other. That part is lost: the shaded area. The best sizes make it smallest; they
          are small where the curve is steep.
        </p>
      </Teach>
    </section>
  );
}
