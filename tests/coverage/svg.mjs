// Two kinds of drawing as SVG text, legible on light and on dark pages. No dates, no random
// numbers: equal input gives equal bytes.

const ink = "#7a7a7a"; // text and axes
const plain = "#3d84c6";
const marked = "#d9622b"; // the default
const font = 'font-family="system-ui, sans-serif"';

const number = (value) => String(Math.round(value * 10) / 10);
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const text = (x, y, content, { anchor = "start", size = 11, fill = ink, weight = 400 } = {}) =>
  `<text x="${number(x)}" y="${number(y)}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escape(content)}</text>`;
const line = (x1, y1, x2, y2, extra = "") =>
  `<line x1="${number(x1)}" y1="${number(y1)}" x2="${number(x2)}" y2="${number(y2)}" stroke="${ink}" ${extra}/>`;
const scale = (from, to, low, high) => (value) => from + ((value - low) / (high - low)) * (to - from);

function document(width, height, title, description, parts) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ${font}>`,
    `<title>${escape(title)}</title>`, `<desc>${escape(description)}</desc>`, ...parts, "</svg>", "",
  ].join("\n");
}

/** Round places for ticks between low and high. */
function ticks(low, high, most) {
  const step = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1].find((s) => (high - low) / s <= most) ?? 1;
  const out = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9; ++k) out.push(k * step);
  return out;
}
const short = (value) => String(Math.round(value * 1000) / 1000);

/**
 * Coverage against the true rate, a panel for each method.
 * panels: [{ name, values, marked }], values at p = .001 (.002) .999; what is below `low` is cut.
 */
export function curves({ title, description, panels, low, nominal }) {
  const columns = 2, width = 760, panelHeight = 130, left = 44, gap = 40, top = 34;
  const panelWidth = (width - left - 12 - gap) / columns;
  const rows = Math.ceil(panels.length / columns);
  const height = top + rows * (panelHeight + 46) + 6;
  const parts = [text(left, 16, title, { size: 13, weight: 600 })];
  panels.forEach((panel, i) => {
    const x0 = left + (i % columns) * (panelWidth + gap);
    const y0 = top + Math.floor(i / columns) * (panelHeight + 46) + 14;
    const x = scale(x0, x0 + panelWidth, 0, 1);
    const y = scale(y0 + panelHeight, y0, low, 1);
    const colour = panel.marked ? marked : plain;
    parts.push(text(x0, y0 - 5, panel.name, { weight: 600, fill: colour }));
    for (const tick of ticks(low, 1, 4)) {
      parts.push(line(x0 - 3, y(tick), x0, y(tick)), text(x0 - 6, y(tick) + 4, short(tick), { anchor: "end", size: 10 }));
    }
    for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
      parts.push(text(x(tick), y0 + panelHeight + 14, short(tick), { anchor: "middle", size: 10 }));
    }
    parts.push(line(x0, y0, x0, y0 + panelHeight), line(x0, y0 + panelHeight, x0 + panelWidth, y0 + panelHeight));
    const points = panel.values.map((value, k) => `${number(x(0.001 + 0.002 * k))} ${number(y(Math.max(low, value)))}`);
    parts.push(`<path d="M${points.join("L")}" fill="none" stroke="${colour}" stroke-width="1"/>`);
    parts.push(line(x0, y(nominal), x0 + panelWidth, y(nominal), 'stroke-dasharray="5 4"'));
  });
  return document(width, height, title, description, parts);
}

/**
 * Coverage against length, a panel for each setting.
 * panels: [{ name, points: [{ name, length, coverage, lowest?, marked }] }]; lengths relative.
 * A line runs from a point down to its lowest coverage, with an arrow where that is below `low`.
 */
export function scatter({ title, description, panels, low, nominal, xLabel }) {
  const width = 760, left = 44, gap = 36, top = 52, panelHeight = 290;
  const panelWidth = (width - left - 12 - gap * (panels.length - 1)) / panels.length;
  const height = top + panelHeight + 44;
  const parts = [text(left, 16, title, { size: 13, weight: 600 })];
  panels.forEach((panel, i) => {
    const x0 = left + i * (panelWidth + gap);
    const lengths = panel.points.map((point) => point.length);
    const spread = Math.max(0.02, Math.max(...lengths) - Math.min(...lengths));
    const x = scale(x0 + 8, x0 + panelWidth - 8, Math.min(...lengths) - 0.06 * spread, Math.max(...lengths) + 0.06 * spread);
    const y = scale(top + panelHeight, top, low, 1);
    parts.push(text(x0, top - 10, panel.name, { weight: 600 }));
    for (const tick of ticks(low, 1, 5)) {
      parts.push(line(x0 - 3, y(tick), x0, y(tick)), text(x0 - 6, y(tick) + 4, short(tick), { anchor: "end", size: 10 }));
    }
    for (const tick of ticks(Math.min(...lengths), Math.max(...lengths), 4)) {
      parts.push(line(x(tick), top + panelHeight, x(tick), top + panelHeight + 3),
        text(x(tick), top + panelHeight + 15, short(tick), { anchor: "middle", size: 10 }));
    }
    parts.push(line(x0, top, x0, top + panelHeight), line(x0, top + panelHeight, x0 + panelWidth, top + panelHeight));
    parts.push(line(x0, y(nominal), x0 + panelWidth, y(nominal), 'stroke-dasharray="5 4"'));

    const taken = []; // boxes of labels and points: [left, top, right, bottom]
    const whiskers = [];
    const free = (box, others) => box[0] >= x0 - 2 && box[2] <= x0 + panelWidth + 8 && box[1] >= top - 8 &&
      box[3] <= top + panelHeight && others.every((other) =>
      box[2] <= other[0] || box[0] >= other[2] || box[3] <= other[1] || box[1] >= other[3]);
    const places = panel.points.map((point) => ({
      ...point, px: x(point.length), py: y(Math.max(low, point.coverage)), colour: point.marked ? marked : plain,
    }));
    for (const { px, py, colour, lowest, coverage } of places) {
      taken.push([px - 5, py - 5, px + 5, py + 5]);
      const bottom = lowest === undefined ? undefined : y(Math.max(low, lowest));
      if (bottom !== undefined) {
        whiskers.push([px - 2, py, px + 2, bottom]);
        parts.push(`<line x1="${number(px)}" y1="${number(py)}" x2="${number(px)}" y2="${number(bottom)}" stroke="${colour}" stroke-width="1.5"/>`);
      }
      if (Math.min(lowest ?? 1, coverage) < low) {
        const end = top + panelHeight;
        parts.push(`<path d="M${number(px - 4)} ${number(end - 7)}L${number(px + 4)} ${number(end - 7)}L${number(px)} ${number(end)}Z" fill="${colour}"/>`);
      }
      parts.push(`<circle cx="${number(px)}" cy="${number(py)}" r="4" fill="${colour}"/>`);
    }
    for (const { px, py, colour, name } of places) {
      const length = name.length * 6.4;
      const candidates = [];
      for (const rise of [0, -11, 11, -22, 22, -33, 33, -44, 44, -55, 55, 66, 77, 88, 99, 110, 121, 132]) {
        candidates.push([px + 8, py + rise], [px - 8 - length, py + rise], [px - length / 2, py + rise - 12],
          [px + 24, py + rise], [px - 24 - length, py + rise]);
      }
      const box = ([bx, by]) => [bx, by - 6, bx + length, by + 6];
      const best = candidates.find((candidate) => free(box(candidate), [...taken, ...whiskers])) ??
        candidates.find((candidate) => free(box(candidate), taken)) ?? candidates[0];
      taken.push(box(best));
      if (Math.abs(best[1] - py) > 14) {
        parts.push(line(px, py, best[0] + (best[0] > px ? -2 : best[0] + length < px ? length + 2 : length / 2), best[1], 'stroke-width="0.6"'));
      }
      parts.push(text(best[0], best[1] + 4, name, { fill: colour, size: 11 }));
    }
  });
  parts.push(text(width / 2, height - 8, xLabel, { anchor: "middle", size: 11 }));
  return document(width, height, title, description, parts);
}
