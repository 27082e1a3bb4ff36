// What happened, newest first: filtered by kind, loaded as one scrolls, and still while one reads.

import { webLink } from "./card.js";
import { h, show, text } from "./dom.js";
import * as f from "./format.js";
import { keyOf, momentOf } from "./history.js";
import { channelIcon, icon } from "./icons.js";
import { words } from "./language.js";
import { failureText } from "./states.js";

const t = words.timeline;
const dots = (...parts) => parts.filter(Boolean).join(" · ");

const goods = (lines = []) => lines.slice(0, 3).map((line) =>
  `${line.quantity && line.quantity !== 1 ? `${f.number(line.quantity)} × ` : ""}${line.name ?? line.sku ?? ""}`)
  .join(", ") + (lines.length > 3 ? ` ${words.card.more(lines.length - 3)}` : "");

const ENTRY = {
  order: (item) => ({
    symbol: icon("box"),
    title: [h("b", {}, (item.total ?? "").startsWith("-") ? t.credit(item.id) : t.order(item.id)), " ",
      h("span", { class: `chip ${item.status}` }, f.word("orderStatus", item.status))],
    side: item.total && f.money(item.total, item.currency),
    lines: [goods(item.lines), item.refunded && Number(item.refunded)
      ? t.refunded(f.money(item.refunded, item.currency)) : null],
    link: item.tracking_url && webLink(item.tracking_url, words.card.track),
  }),
  interaction: (item) => ({
    symbol: channelIcon(item.channel),
    title: [text(item.topic ?? f.word("channels", item.channel), { class: "strong" }), " ",
      item.status && h("span", { class: `chip ${item.status}` }, f.word("statuses", item.status))],
    side: dots(item.csat && `${t.rated} ${item.csat}/5`, item.nps !== undefined && item.nps !== null
      && `${item.nps}/10`),
    lines: [dots(f.word("channels", item.channel), words.direction[item.direction ?? "inbound"],
      item.agent && words.card.with(item.agent.name ?? item.agent.id),
        item.order_id && words.card.aboutOrder(item.order_id),
      item.wait_seconds && t.waited(f.duration(item.wait_seconds)),
      item.duration_seconds && t.took(f.duration(item.duration_seconds))), item.summary],
  }),
  promise: (item) => ({
    symbol: icon("clock"),
    title: [text(item.text, { class: "strong" }), " ",
      h("span", { class: `chip ${item.status}` }, f.word("promiseStatus", item.status))],
    side: item.due_at ? t.due(f.moment(item.due_at)) : item.due_on && t.due(f.dateOnly(item.due_on)),
    lines: [dots(item.topic, item.agent && words.card.by(item.agent.name ?? item.agent.id),
      item.order_id && words.card.aboutOrder(item.order_id))],
  }),
  activity: (item) => ({
    symbol: icon(item.type.startsWith("product_added") || item.type.startsWith("product_removed") ? "cart" : "eye"),
    title: [h("span", { class: "soft" }, t.activities[item.type] ?? item.type.replaceAll("_", " ")),
      " ", text(item.name ?? item.query ?? item.sku ?? item.category ?? "")],
    side: item.price && f.money(item.price, item.currency),
    lines: [],
  }),
};

const entry = (item, zone) => {
  const { symbol, title, side, lines, link } = ENTRY[item.kind](item);
  const at = momentOf(item);
  return h("li", { class: item.kind, "data-key": keyOf(item) }, symbol,
    h("div", { class: "entry" },
      h("p", {}, title),
      lines.filter(Boolean).map((line) => h("p", { class: "soft small", dir: "auto" }, line)),
      h("p", { class: "soft small" }, h("time", { datetime: at }, f.time(at, zone)), ` · ${item.source}`,
        link && [" · ", link])),
    side && h("span", { class: "side" }, side));
};

const MINIMUM = 20;

/** The timeline's section, with `draw()` for when the history holds more, and `fresh(n)` for what came in. */
export const timeline = (history, zone) => {
  let kind = "all";
  const drawn = new Set();
  let heading = null;
  const list = h("ol", { class: "events" });
  const foot = h("div", { class: "events-foot" });
  const news = h("button", { type: "button", class: "news", hidden: true });
  const area = h("div", { class: "events-area", tabindex: "0", role: "group", "aria-label": t.records },
    list, foot);
  const choices = Object.entries(t.kinds).map(([value, label]) =>
    h("label", { class: "choice" }, h("input", { type: "radio", name: "kind", value, checked: value === kind }),
      h("span", {}, label)));
  const filter = h("fieldset", { class: "choices" }, h("legend", { class: "hidden" }, t.filter), choices);
  const section = h("section", { class: "box timeline", id: "timeline", "aria-labelledby": "t-timeline" },
    h("div", { class: "box-head" }, h("h2", { id: "t-timeline" }, words.sections.timeline), filter), news, area);

  const chosen = () => history.items.filter((item) => kind === "all" || item.kind === kind);
  const reset = () => {
    drawn.clear();
    heading = null;
    show(list);
  };
  /** The entries below those that stand. New entries above them wait for the reader's click. */
  const below = () => {
    const items = chosen();
    return items.slice(items.findLastIndex((item) => drawn.has(keyOf(item))) + 1);
  };
  /** Draws up to `count` more entries below those that stand. */
  const extend = (count) => {
    const items = below();
    for (const item of items.slice(0, count)) {
      const day = f.day(momentOf(item), zone);
      if (day !== heading) {
        heading = day;
        list.append(h("li", { class: "day" }, h("h3", {}, day)));
      }
      list.append(entry(item, zone));
      drawn.add(keyOf(item));
    }
    if (history.problem) {
      show(foot, h("p", { class: "error" }, failureText(history.problem)),
        h("button", { type: "button", onclick: () => history.more() }, words.retry));
    } else if (!history.done) show(foot, h("p", { class: "soft small" }, t.loading));
    else if (items.length <= count) show(foot, h("p", { class: "soft small" }, drawn.size ? t.end : t.empty));
    else show(foot);
  };
  const wants = () => area.scrollHeight - area.scrollTop - area.clientHeight < 400;
  const draw = () => {
    if (drawn.size < MINIMUM || wants()) extend(MINIMUM);
    if (drawn.size < MINIMUM && !below().length && !history.done && !history.problem) history.more();
  };
  const grow = () => {
    if (!wants()) return;
    if (below().length) extend(MINIMUM);
    else if (!history.done && !history.problem) history.more();
  };
  area.addEventListener("scroll", grow, { passive: true });
  filter.addEventListener("change", (event) => {
    kind = event.target.value;
    area.scrollTop = 0;
    reset();
    draw();
  });
  let unseen = 0;
  const redraw = () => {
    unseen = 0;
    news.hidden = true;
    const count = Math.max(drawn.size, MINIMUM);
    reset();
    extend(count);
  };
  news.addEventListener("click", () => {
    area.scrollTop = 0;
    redraw();
  });
  return {
    section, draw,
    /** Shows what came in at once where nobody reads, and offers it otherwise. */
    fresh: (count) => {
      unseen += count;
      if (area.scrollTop < 4 && !area.matches(":hover, :focus-within")) return redraw();
      news.textContent = t.fresh(unseen);
      news.hidden = false;
    },
  };
};
