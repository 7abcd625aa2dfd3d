import type { VNode } from "preact";

interface Props {
  readonly id: string;
  readonly label: string;
  /** A percentage, as typed. */
  readonly value: string;
  readonly least?: number | undefined;
  /** The label has a line of its own. */
  readonly isLong?: boolean | undefined;
  readonly change: (value: string) => void;
}

/** A percentage: moved, or typed where it must be exact. */
export function Slider({ id, label, value, least = 50, isLong = false, change }: Props): VNode {
  return (
    <div class={isLong ? "slider is-long" : "slider"}>
      <label for={id}>{label}, %</label>
      <input type="range" id={id} min={least} max={100} step={1}
        value={Number.isFinite(Number(value)) ? value : String(least)} aria-valuetext={`${value} %`}
        onInput={({ currentTarget }) => change(currentTarget.value)} />
      <input type="text" inputMode="decimal" autocomplete="off" aria-label={`${label}, in percent`} value={value}
        onInput={({ currentTarget }) => change(currentTarget.value)} />
    </div>
  );
}
