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

const withMinus = (text: string): string => text.replace("-", "\u2212");

/** Four digits at most: 0.709, 83.71, 12340. */
export function graded(value: number): string {
  return withMinus(String(Number(value.toPrecision(4))));
}

/** A score: a percentage if scores are 0 or 1, otherwise a number. */
export function scoreText(value: number, binary: boolean): string {
  return binary ? percent(value) : graded(value);
}

/** "48.1–62.0 %", or "3.21 to 3.57". */
export function scoreInterval(
  interval: { readonly lower: number; readonly upper: number }, binary: boolean,
): string {
  return binary ? percentInterval(interval) : `${graded(interval.lower)} to ${graded(interval.upper)}`;
}

/** A difference of shares in points, without the unit: "4.5", "−1.2". */
export function difference(value: number, binary: boolean): string {
  // Adding 0 turns the -0.0 of a small negative number into 0.0.
  return binary ? withMinus((Number((100 * value).toFixed(1)) + 0).toFixed(1)) : graded(value);
}

/** "−1.2 to 4.2 points", or "−0.12 to 0.42". */
export function differenceInterval(
  interval: { readonly lower: number; readonly upper: number }, binary: boolean,
): string {
  const { lower, upper } = interval;
  return `${difference(lower, binary)} to ${difference(upper, binary)}${binary ? " points" : ""}`;
}

/** A change in percent, with its sign: "+7.23 %", "−2.75 %". */
export function change(percentage: number): string {
  const text = withMinus(percentage.toFixed(2));
  return `${percentage > 0 ? "+" : ""}${text}\u00a0%`;
}

/** "0.080", "< 0.0001" */
export function pValue(p: number): string {
  return p < 0.0001 ? "< 0.0001" : p.toPrecision(2);
}

/** "p = 0.080", "p < 0.0001" */
export function pText(p: number): string {
  return p < 0.0001 ? `p ${pValue(p)}` : `p = ${pValue(p)}`;
}

/** Two digits, rounded up: a number to plan with. 25,855 is "26,000". */
export function about(value: number): string {
  const unit = 10 ** Math.max(0, String(Math.ceil(value)).length - 2);
  return count(Math.ceil(value / unit) * unit);
}

/** "3,900" */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
