// Drawings of numbers, each with a table of the same numbers for those who cannot see it.

import { h, svg } from "./dom.js";
import { words } from "./language.js";
import { tableOf } from "./states.js";

/** A drawing with its table; `heads` and `rows` are text. */
export const figure = (label, drawing, heads, rows) =>
  h("figure", { class: "figure" }, drawing,
    h("details", {}, h("summary", {}, words.table),
      tableOf(heads, rows.map(([first, ...cells]) =>
        h("tr", {}, h("th", { scope: "row" }, first), cells.map((cell) => h("td", {}, cell)))), { label })));

const drawing = (width, height, label, name, ...content) =>
  svg("svg", { class: `chart ${name}`, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    ...content);
const label = (x, y, text, anchor = "middle") => svg("text", { x, y, "text-anchor": anchor }, text);

/**
 * Weekdays by hours. `counts[day][hour]`; `window` is `{days: Set, from, to}` in hours, or null. `day` and `cell` name
 * days and cells.
 */
export const heatMap = (counts, window, { title, day, cell }) => {
  const [left, top, size, gap] = [34, 16, 17, 2];
  const most = Math.max(1, ...counts.flat());
  const x = (hour) => left + hour * (size + gap);
  const y = (row) => top + row * (size + gap);
  const cells = counts.flatMap((row, at) => row.map((n, hour) =>
    svg("rect", {
      x: x(hour), y: y(at), width: size, height: size, rx: 3, class: n ? "full" : "empty",
      "fill-opacity": n ? (0.18 + 0.82 * Math.sqrt(n / most)).toFixed(2) : 1,
    }, svg("title", {}, cell(at, hour, n)))));
  const frames = window ? counts.flatMap((_, at) => window.days.has(at)
    ? svg("rect", {
      x: x(window.from) - 1, y: y(at) - 1, width: Math.max(0, x(window.to) - x(window.from)), height: size + gap,
      rx: 4, class: "window",
    }) : []) : [];
  const hours = [0, 3, 6, 9, 12, 15, 18, 21].map((hour) => label(x(hour) + size / 2, top - 5, String(hour)));
  const days = counts.map((_, at) => label(left - 7, y(at) + size - 4, day(at), "end"));
  return drawing(left + 24 * (size + gap), top + 7 * (size + gap) + 1, title, "heat", hours, days, cells, frames);
};

/** Columns over a base line; values may be negative. `items` are `{label, value, title}`. */
export const columns = (items, { title, top: topText }) => {
  const [width, height, foot, head] = [480, 120, 16, 14];
  const most = Math.max(0, ...items.map((item) => item.value));
  const least = Math.min(0, ...items.map((item) => item.value));
  const room = height - foot - head;
  const y = (value) => head + room * (most - value) / (most - least || 1);
  const step = width / items.length;
  return drawing(width, height, title, "columns",
    svg("line", { x1: 0, x2: width, y1: y(most), y2: y(most), class: "rule" }),
    svg("line", { x1: 0, x2: width, y1: y(0), y2: y(0), class: "base" }),
    most > 0 && label(0, head - 4, topText(most), "start"),
    items.map((item, at) => [
      svg("rect", {
        x: at * step + step * 0.18, width: step * 0.64, y: Math.min(y(0), y(item.value)),
        height: Math.max(item.value ? 2 : 0, Math.abs(y(item.value) - y(0))), rx: 2,
        class: item.value < 0 ? "less" : "more",
      }, svg("title", {}, item.title)),
      label(at * step + step / 2, height - 4, item.label),
    ]));
};

/** Points in the order of time between `low` and `high`. `points` are `{value, title}`. */
export const strip = (points, low, high, title) => {
  const [width, height, edge] = [220, 36, 5];
  const x = (at) => points.length < 2 ? width / 2 : edge + (width - 2 * edge) * at / (points.length - 1);
  const y = (value) => edge + (height - 2 * edge) * (high - value) / (high - low);
  return drawing(width, height, title, "strip",
    svg("line", { x1: 0, x2: width, y1: y(low), y2: y(low), class: "rule" }),
    svg("line", { x1: 0, x2: width, y1: y(high), y2: y(high), class: "rule" }),
    svg("polyline", {
      points: points.map((point, at) => `${x(at).toFixed(1)},${y(point.value).toFixed(1)}`).join(" "),
    }),
    points.map((point, at) => svg("circle", {
      cx: x(at), cy: y(point.value), r: at === points.length - 1 ? 4 : 2.5,
      class: at === points.length - 1 ? "now" : null,
    }, svg("title", {}, point.title))));
};

/** Bars with their names and numbers; a list, so that no table is needed beside it. */
export const bars = (items) => {
  const most = Math.max(1, ...items.map((item) => item.value));
  return h("ul", { class: "bars" }, items.map((item) =>
    h("li", { "data-key": item.key ?? item.label, "data-live": true },
      h("span", { class: "clip", dir: "auto" }, item.label),
      svg("svg", { class: "bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
        svg("rect", { width: 100, height: 6, rx: 3, class: "track" }),
        svg("rect", { width: Math.max(1, 100 * item.value / most), height: 6, rx: 3, class: "full" })),
      h("span", { class: "number" }, item.text), item.note && h("span", { class: "soft small note" }, item.note))));
};
