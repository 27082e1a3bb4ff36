// What stands below the first screen: habits, who should take it, purchases, suggestions, the journey, interests,
// consents, satisfaction, identity.

import { nothing, part, sub } from "./card.js";
import { bars, columns, figure, heatMap, strip } from "./charts.js";
import { h, morph } from "./dom.js";
import { why } from "./explain.js";
import * as f from "./format.js";
import { icon } from "./icons.js";
import { identity } from "./identity.js";
import { journey } from "./journey.js";
import { words } from "./language.js";
import { handling, suggestions } from "./suggestions.js";

const t = words.habits;

const stats = (...pairs) => h("dl", { class: "stats" }, pairs.filter(Boolean).map(([label, value]) =>
  h("div", {}, h("dt", {}, label), h("dd", { "data-live": true }, value))));

/** What the charts cover: a year, or the latest records if a year has more or is not loaded. */
const reach = (history, now) => history.holdsYear(now) ? t.year : t.latest(history.items.length);

const preferredWindow = (time) => {
  if (!time) return null;
  const hour = (text) => Number(text.slice(0, 2)) + Number(text.slice(3)) / 60;
  const days = time.days.length ? time.days.map((day) => f.DAYS.indexOf(day)) : f.DAYS.map((_, at) => at);
  return { days: new Set(days), from: hour(time.from), to: hour(time.to) };
};

const heat = (contact, history, now) => {
  const zone = contact.now.time_zone;
  const calls = history.lastYear(now)
    .filter((item) => item.kind === "interaction" && item.direction !== "outbound");
  const counts = f.DAYS.map(() => Array(24).fill(0));
  for (const item of calls) {
    const [day, hour] = f.weekdayAndHour(item.occurred_at, zone);
    counts[day][hour] += 1;
  }
  if (!calls.length) return sub(t.title, nothing(t.none));
  const title = `${t.heat(calls.length)} ${reach(history, now)}`;
  const rows = counts.flatMap((row, day) => row.flatMap((n, hour) =>
    n ? [[f.weekday(day, "long"), `${hour}:00`, String(n)]] : []));
  return sub(t.title,
    figure(title, heatMap(counts, preferredWindow(contact.preferred_time), {
      title, day: (at) => f.weekday(at), cell: (day, hour, n) => t.cell(f.weekday(day, "long"), hour, n),
    }), [t.weekday, t.hour, t.count], rows),
    h("p", { class: "soft small" }, title, ` · ${t.zone(f.place(zone))}`,
      contact.preferred_time && [" · ", h("i", { class: "window-mark", "aria-hidden": "true" }), t.preferred]));
};

const RATINGS = { csat: [1, 5], nps: [0, 10], effort: [1, 7] };
const satisfaction = ({ satisfaction: rated }, history, now) => {
  const kinds = Object.keys(RATINGS).filter((kind) => rated?.[kind]);
  if (!kinds.length) return sub(t.satisfaction, nothing(t.noRatings));
  const over = `${t.satisfactionTime} ${reach(history, now)}`;
  const records = history.lastYear(now).reverse();
  return sub(t.satisfaction, kinds.map((kind) => {
    const points = records.filter((item) => item[kind] !== undefined && item[kind] !== null)
      .map((item) => ({ value: item[kind], title: `${f.day(item.occurred_at)}: ${item[kind]}`, at: item.occurred_at }));
    const { last, average, count } = rated[kind];
    return h("div", { class: "rating", "data-key": kind },
      h("span", {}, t[kind]),
      points.length > 1 ? figure(`${t[kind]}, ${over}`,
        strip(points, ...RATINGS[kind], `${t[kind]}, ${over}`),
        [t.when, t.rating], points.map((point) => [f.day(point.at), String(point.value)])) : h("span"),
      h("span", { class: "soft small", "data-live": true }, h("b", {}, last), ` ${t.last}`,
        average !== null && count > 1 && `, ${t.averageRating(f.number(average), count)}`));
  }), h("p", { class: "soft small" }, over));
};

/** How promises ended, by who made them or what they were about. */
const promiseEnds = (name, tallies, more) => tallies.length > 0 && sub(why(t[name], `/promises/${name}`),
  h("dl", { class: "pairs" }, tallies.map((tally) => [
    h("dt", { dir: "auto" }, tally.name ?? tally.id ?? tally.topic),
    h("dd", { "data-live": true }, t.promiseEnds(tally)),
  ])), more && h("p", { class: "soft small" }, words.more(more)));

const habits = ({ contact, promises }, history, now) => contact && part("habits", words.sections.habits,
  stats([why(t.last7, "/contact/last_7_days"), contact.last_7_days],
    [why(t.last30, "/contact/last_30_days"), contact.last_30_days],
    [why(t.last90, "/contact/last_90_days"), contact.last_90_days],
    [why(t.last365, "/contact/last_365_days"), contact.last_365_days],
    contact.average_days_between !== null &&
      [why(t.average, "/contact/average_days_between"), t.days(f.number(contact.average_days_between))]),
  heat(contact, history, now),
  h("div", { class: "split" },
    sub(why(t.channels, "/contact/preferred_channel"),
      contact.by_channel.length ? bars(contact.by_channel.map((channel) => ({
        key: channel.channel, label: f.word("channels", channel.channel), value: channel.count,
        text: f.number(channel.count), note: f.ago(channel.last_at, now),
      }))) : nothing(words.card.noLast),
      contact.more_channels && h("p", { class: "soft small" }, words.more(contact.more_channels))),
    sub(t.agents, contact.agents.length ? bars(contact.agents.slice(0, 6).map((agent) => ({
      key: agent.id, label: agent.name ?? agent.id, value: agent.count, text: f.number(agent.count),
      note: f.ago(agent.last_at, now),
    }))) : nothing("–"))),
  promises?.by_agent.length + promises?.by_topic.length > 0 && h("div", { class: "split" },
    promiseEnds("by_agent", promises.by_agent, promises.more_agents),
    promiseEnds("by_topic", promises.by_topic, promises.more_topics)),
  contact.handling && sub(why(t.handling, "/contact/handling"), stats(
    [t.averageCall, f.duration(contact.handling.average_seconds)],
    [t.longestCall, f.duration(contact.handling.longest_seconds)],
    [t.averageWait, f.duration(contact.handling.average_wait_seconds)],
    [t.longestWait, f.duration(contact.handling.longest_wait_seconds)])),
  satisfaction(contact, history, now));

const p = words.purchases;
const net = (order) => Number(order.total ?? 0) -
  (order.status === "returned" && !order.refunded ? Number(order.total ?? 0) : Number(order.refunded ?? 0));

const months = (history, currency, now) => {
  const list = Array.from({ length: 12 }, (_, back) => {
    const date = new Date(now);
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 11 + back, 1)).toISOString();
  });
  const sums = new Map(list.map((month) => [month.slice(0, 7), 0]));
  for (const order of history.items) {
    const month = order.placed_at?.slice(0, 7);
    if (order.kind !== "order" || order.currency !== currency || order.status === "cancelled") continue;
    if (!sums.has(month)) continue;
    sums.set(month, sums.get(month) + net(order));
  }
  const items = list.map((month) => {
    const value = sums.get(month.slice(0, 7));
    return { label: f.monthShort(month), value, title: `${f.month(month)}: ${f.money(value, currency)}`, month };
  });
  const title = `${p.months}, ${currency}, ${reach(history, now)}`;
  return sub(title, figure(title, columns(items, { title, top: (value) => f.roundMoney(value, currency) }),
    [p.month, p.net], items.map((item) => [f.month(item.month), f.money(item.value, currency)])));
};

const purchases = ({ purchases: bought }, history, now) => {
  if (!bought) return null;
  if (!bought.orders && !bought.returns?.count) return part("purchases", words.sections.purchases, nothing(p.none));
  return part("purchases", words.sections.purchases,
    stats([why(p.orders, "/purchases/orders"), bought.orders],
      ...bought.last_365_days.map((sum) => [why(p.last365, "/purchases/last_365_days"),
        f.money(sum.net, sum.currency)]),
      ...bought.totals.flatMap((sum) => [[why(p.total, "/purchases/totals"), f.money(sum.net, sum.currency)],
        [why(p.average, "/purchases/totals"), f.money(sum.average_order, sum.currency)]]),
      bought.average_days_between !== null &&
        [why(p.every, "/purchases/average_days_between"), t.days(f.number(bought.average_days_between))],
      bought.returned_share !== null && [why(p.returnedShare, "/purchases/returned_share"),
        f.percent(bought.returned_share)]),
    bought.totals.slice(0, 3).map((sum) => months(history, sum.currency, now)),
    h("div", { class: "split" },
      sub(why(p.products, "/purchases/products"), bars(bought.products.slice(0, 8).map((product) => ({
        key: product.sku ?? product.name, label: product.name ?? product.sku, value: product.quantity,
        text: f.number(product.quantity), note: product.last_at && f.ago(product.last_at, now),
      })))),
      sub(why(p.categories, "/purchases/categories"), bars(bought.categories.slice(0, 8).map((category) => ({
        label: category.category, value: category.quantity, text: f.number(category.quantity),
      }))))),
    sub(why(p.recent, "/purchases/recent"), h("ul", { class: "orders" }, bought.recent.slice(0, 6).map((order) =>
      h("li", { "data-key": `${order.source} ${order.id}`, "data-live": true },
        h("b", {}, order.id), h("span", { class: `chip ${order.status}` }, f.word("orderStatus", order.status)),
        h("span", { class: "soft small" }, f.day(order.placed_at)),
        h("span", { class: "number" }, f.money(order.total, order.currency)))))));
};

const i = words.interests;
const traitText = (value) => typeof value === "object" ? JSON.stringify(value) : String(value);
const interests = (profile, now) => part("interests", words.sections.interests,
  sub(why(i.title, "/interests"), profile.interests?.length ? bars(profile.interests.slice(0, 8).map((interest) => ({
    key: interest.sku, label: interest.name ?? interest.sku, value: interest.score, text: "",
    note: f.ago(interest.last_at, now),
  }))) : nothing(i.none)),
  sub(i.consents, profile.consents?.length
    ? h("ul", { class: "consents" }, profile.consents.map((consent, at) =>
      h("li", { "data-key": `${consent.purpose} ${consent.channel}`, "data-live": true },
        icon(consent.status === "granted" ? "check" : "ban"),
        why([consent.purpose, " · ", consent.channel ? f.word("channels", consent.channel) : i.all],
          `/consents/${at}`),
        h("b", { class: consent.status }, i.status[consent.status]),
        consent.at && h("span", { class: "soft small" }, f.ago(consent.at, now)))))
    : nothing(i.noConsents)),
  profile.person?.tags?.length > 0 && sub(why(i.tags, "/person/tags"),
    h("ul", { class: "chips" }, profile.person.tags.map((tag) => h("li", { class: "chip", dir: "auto" }, tag)))),
  Object.keys(profile.person?.traits ?? {}).length > 0 && sub(i.traits,
    h("dl", { class: "pairs" }, Object.entries(profile.person.traits).map(([name, value]) => [
      h("dt", {}, why(name.replaceAll("_", " "), `/person/traits/${name}`)), h("dd", { dir: "auto" }, traitText(value)),
    ]))));

/** The column beside the timeline, with `draw(profile, history, advice)` for each reading. */
export const details = (app) => {
  const section = h("div", { class: "details" });
  const who = identity(app);
  return {
    section,
    draw: (profile, history, advice) => {
      const now = Date.now();
      const parts = [habits(profile, history, now), handling(advice.handling), purchases(profile, history, now),
        suggestions(advice.suggestions), journey(profile, now), interests(profile, now), who.draw(profile),
      ].filter(Boolean);
      const fresh = h("div", { class: "details" }, parts);
      if (section.childElementCount) morph(section, fresh);
      else section.append(...parts);
      who.hold(section);
    },
  };
};
