import { count, percent, percentInterval, pValue, type Correction, type Estimate } from "evenhand/bare";
import type { VNode } from "preact";
import { exact } from "./score-table.tsx";

function Line({ label, estimate, mark }: {
  label: string; estimate: Estimate | null; mark?: "raw" | "corrected";
}): VNode {
  return (
    <tr>
      <th scope="row"><span class={mark === undefined ? "" : `key key-${mark}`}>{label}</span></th>
      {estimate === null
        ? <><td class="number quiet">unknown</td><td class="number quiet">–</td></>
        : <><td class={`number ${mark === "corrected" ? "main" : ""}`} title={exact(estimate)}>
            {percent(estimate.estimate)}</td>
          <td class="number" title={exact(estimate)}>{percentInterval(estimate)}</td></>}
    </tr>
  );
}

/** What goes without an interval; in design `subset`. */
function numbersOf(
  { equivalentLabels, lambda, labelCheckP }: Correction,
): { name: string; value: number; text: string }[] {
  return [
    ...(equivalentLabels === undefined ? [] : [{
      name: "Worth as many labels without it", value: equivalentLabels,
      text: count(Math.round(equivalentLabels)) }]),
    ...(lambda === undefined ? [] : [{
      name: "Weight of the verdicts", value: lambda, text: lambda.toFixed(3) }]),
    ...(labelCheckP === undefined ? [] : [{
      name: "Picked at random? p", value: labelCheckP, text: pValue(labelCheckP) }]),
  ];
}

export function CountsTable({ result, level, id = "counts" }: {
  result: Correction; level: string; id?: string;
}): VNode {
  const { raw, sensitivity, specificity, youden, estimate, lower, upper, goldOnly } = result;
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-labelledby={`${id}-caption`}>
      <table class="counts-table">
        <caption id={`${id}-caption`} class="offscreen">Estimates{id === "counts" ? "" : ` of ${id}`}</caption>
        <thead>
          <tr>
            <th scope="col"><span class="offscreen">Quantity</span></th>
            <th scope="col" class="number">Estimate</th>
            <th scope="col" class="number">{level} interval</th>
          </tr>
        </thead>
        <tbody>
          <Line label="Judge says" estimate={raw} mark="raw" />
          <Line label="Corrected" mark="corrected"
            estimate={estimate === null ? null : { estimate, lower, upper }} />
          {goldOnly !== undefined && <Line label="Labels alone, no judge" estimate={goldOnly} />}
          <Line label="Sensitivity" estimate={sensitivity} />
          <Line label="Specificity" estimate={specificity} />
          {youden !== null && (
            <tr>
              <th scope="row">Youden’s J</th>
              <td class="number" title={exact(youden)}>{youden.estimate.toFixed(3)}</td>
              <td class="number" title={exact(youden)}>
                {youden.lower.toFixed(3)}–{youden.upper.toFixed(3)}</td>
            </tr>
          )}
          {numbersOf(result).map(({ name, value, text }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number" title={String(value)}>{text}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
