/** What all plots share: names that fit, and SVG that the page's policy and readers accept. */
import type * as Plot from "@observablehq/plot";

export const ofSvg = <K extends keyof SVGElementTagNameMap>(name: K): SVGElementTagNameMap[K] =>
  document.createElementNS("http://www.w3.org/2000/svg", name);

/** Measures names as they will be drawn: system fonts differ by a third in width. */
export function nameMeasure(): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return (text) => 9 * text.length;
  context.font = `600 13px ${getComputedStyle(document.body).fontFamily}`;
  return (text) => context.measureText(text).width;
}

/** Cuts the middle out of a name that does not fit: models of a family differ at the end. */
export function fitted(name: string, pixels: number, measure: (text: string) => number): string {
  // Nobody reads further, and measuring a megabyte would take its time.
  const chars = [...name.slice(0, 200)];
  if (name.length <= 200 && measure(name) <= pixels) return name;
  for (let kept = Math.min(chars.length, 60); kept > 2; --kept) {
    const head = Math.ceil(kept / 2);
    const text = `${chars.slice(0, head).join("")}…${chars.slice(head - kept).join("")}`;
    if (measure(text) <= pixels) return text;
  }
  return "…";
}

export interface Described {
  readonly title: string;
  readonly description: string;
}

/** Takes out what the page's policy forbids, and says what the picture shows. */
export function finish(
  plot: SVGSVGElement & Plot.Plot, { title, description }: Described,
): SVGSVGElement & Plot.Plot {
  // Plot's own style element would break the page's policy; its few rules are in style/chart.css.
  plot.querySelector("style")?.remove();
  // Names of marks such as "dot" say nothing, and shapes may not have any.
  for (const mark of plot.querySelectorAll("[aria-label]")) mark.removeAttribute("aria-label");
  const titleElement = ofSvg("title");
  titleElement.textContent = title;
  const descElement = ofSvg("desc");
  descElement.textContent = description;
  plot.prepend(titleElement, descElement);
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", title);
  plot.setAttribute("aria-description", description);
  return plot;
}

const hatchId = "evenhand-hatch";
/** Stripes, as a fill: what cannot be told, or cannot be. */
export const hatchFill = `url(#${hatchId})`;

/** Gives a finished plot its stripes. Every plot has the same ones, so it does not matter whose a
 *  browser takes. */
export function addHatch(plot: SVGSVGElement): void {
  const pattern = ofSvg("pattern");
  for (const [name, value] of Object.entries({
    id: hatchId, width: "7", height: "7", patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  })) pattern.setAttribute(name, value);
  const line = ofSvg("line");
  line.setAttribute("y2", "7");
  line.setAttribute("class", "hatch-line");
  pattern.append(line);
  const defs = ofSvg("defs");
  defs.append(pattern);
  plot.querySelector("desc")!.after(defs);
}
