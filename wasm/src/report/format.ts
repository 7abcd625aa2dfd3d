/** Numbers for people. The only place that decides on digits. */

/** "66.0 %", with a no-break space. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}\u00a0%`;
}

/** "48.1–62.0 %" */
export function percentInterval(interval: { readonly lower: number; readonly upper: number }): string {
  return `${(100 * interval.lower).toFixed(1)}–${(100 * interval.upper).toFixed(1)}\u00a0%`;
}

/** A share with enough digits to compare: ".5520" is written 0.5520. */
export function decimal(value: number): string {
  return value.toFixed(4);
}

/** "95 %", "99.9 %" */
export function levelText(level: number): string {
  return `${Number((100 * level).toPrecision(6))}\u00a0%`;
}
