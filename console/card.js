// The first screen of a customer: what somebody needs in the first five seconds. Functions of a profile and a moment.

import { h, text } from "./dom.js";
import { why } from "./explain.js";
import * as f from "./format.js";
import { channelIcon, icon } from "./icons.js";
import { words } from "./language.js";

const t = words.card;
const SHOWN = 3;

/** A titled part of the screen. */
export const box = (name, title, ...content) =>
  h("section", { class: `box ${name}`, "data-key": name, "aria-labelledby": `t-${name}` },
    h("h2", { id: `t-${name}` }, title), ...content);

/** A titled part of what stands below the first screen. */
export const part = (id, title, ...content) =>
  h("section", { class: "box", id, "data-key": id, "aria-labelledby": `h-${id}` },
    h("h2", { id: `h-${id}`, tabindex: "-1" }, title), ...content);

/** A titled piece of a part. */
export const sub = (title, ...content) => h("div", { class: "sub" }, h("h3", {}, title), ...content);

export const nothing = (text) => h("p", { class: "nothing" }, text);

/** A link only where an address leads to the web; anything else stays text. */
export const webLink = (address, label) =>
  URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
    ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label, icon("link"))
    : text(address);

export const tierName = (tier) => tier ? tier[0].toLocaleUpperCase() + tier.slice(1) : t.noTier;

export const tierBadge = (vip) =>
  vip?.tier || vip?.vip
    ? h("span", { class: vip.vip ? "badge vip" : "badge", "data-live": true }, vip.vip && icon("star"),
      vip.vip ? `${t.isVip} · ${tierName(vip.tier)}` : tierName(vip.tier))
    : null;

const birthdayText = ({ date, days_until: days, today }) => {
  if (today) return t.birthdayToday;
  return days <= 14 ? t.birthdayIn(days, f.birthday(date)) : t.birthday(f.birthday(date));
};

const placeText = ({ city, country }) => [city, country && f.country(country)].filter(Boolean).join(", ");

const about = (person, contact, now) => {
  const { birthday, address, owner, loyalty } = person;
  const isSoon = birthday?.days_until <= 7;
  const zone = person.time_zone ?? contact?.now?.time_zone;
  const entries = [
    person.language && ["language", f.language(person.language), "/person/language"],
    placeText(address ?? {}) && ["address", placeText(address), "/person/address"],
    zone && ["zone", t.localTime(f.time(now, zone), f.place(zone)), "/contact/now", "/person/time_zone"],
    birthday?.age !== null && birthday && ["age", t.age(birthday.age), "/person/birthday/age"],
    birthday && ["birthday", birthdayText(birthday), "/person/birthday/days_until", "/person/birthday/date"],
    person.created_at && ["since", t.since(f.month(person.created_at)), "/person/created_at"],
    loyalty && ["loyalty", [loyalty.tier && tierName(loyalty.tier),
      loyalty.points !== null && t.points(f.number(loyalty.points))].filter(Boolean).join(", "), "/person/loyalty"],
    owner && ["owner", t.owner(owner.name ?? owner.id), "/person/owner"],
  ].filter(Boolean);
  return h("ul", { class: "about" }, entries.map(([key, value, ...pointers]) =>
    h("li", { "data-key": key, "data-live": true, class: key === "birthday" && isSoon ? "soon" : null },
      why(text(value), ...pointers))));
};

export const who = (profile, now) => {
  const person = profile.person ?? {};
  const name = f.nameOf(person);
  return h("header", { class: "who", "data-key": "who" },
    h("div", { class: "avatar", "aria-hidden": "true" }, name ? f.initials(name) : icon("user")),
    h("div", { class: "who-text" },
      h("div", { class: "name-line" },
        h("h1", { id: "name", tabindex: "-1", dir: "auto", "data-live": true, title: name }, name ?? t.nameless),
        tierBadge(profile.vip)),
      h("p", { class: "greeting", "data-live": true },
        person.greeting
          ? [why(t.say, "/person/greeting"), " ", h("strong", { dir: "auto" }, person.greeting)]
          : h("span", { class: "soft" }, t.noGreeting),
        f.isFamilyFirst(person) && h("span", { class: "soft" }, ` · ${t.familyFirst}`)),
      about(person, profile.contact, now)));
};

const headlines = ({ headlines: lines = [] }) =>
  box("headlines", why(t.headlines, "/headlines"), lines.length
    ? h("ol", { class: "lines" }, lines.map((line) =>
      h("li", { "data-key": line, "data-live": true, dir: "auto" }, line)))
    : nothing(t.noHeadlines));

/** What agents should know that concerns this customer; nothing when there is nothing. */
const noticesBox = ({ notices = [], more_notices: more = 0 }) => !notices.length ? null
  : box("notices", why(t.notices, "/notices"), h("ul", { class: "plain" }, notices.map((notice) =>
    h("li", { "data-key": `${notice.source} ${notice.id} ${notice.products.join()}`, "data-live": true },
      h("b", { class: notice.type === "recall" ? "warn" : null }, words.noticeTypes[notice.type]), " ",
      h("span", { dir: "auto" }, notice.text), " ",
      h("span", { class: "soft small" }, [
        notice.reason, notice.replaced_by && t.replacedBy(notice.replaced_by),
        notice.until && t.untilDay(f.day(notice.until)),
      ].filter(Boolean).join(" · ")),
      notice.url && [" ", webLink(notice.url, t.noticeMore)]))),
    more > 0 && h("p", { class: "soft small" }, t.more(more)));

/** What is known of what is in an open order. */
const goods = (order) => !order?.goods?.length ? null
  : h("ul", { class: "plain small goods" }, order.goods.slice(0, SHOWN).map((item) =>
    h("li", { "data-key": item.sku, "data-live": true },
      text(item.name ?? item.sku), " ",
      item.recalled && [h("b", { class: "warn" }, words.noticeTypes.recall), " "],
      item.stock !== null && h("span", { class: item.stock > 0 ? "soft" : "warn" }, t.stock(item.stock)),
      item.delay && h("span", { class: "soft", dir: "auto" }, ` · ${item.delay}`))));

const nextTier = ({ next }) => {
  if (!next) return null;
  const text = t.nextTier[next.match](tierName(next.tier), next.missing);
  return h("p", { class: "soft small one-line", dir: "auto", title: text }, text);
};

const standing = ({ vip }, may) => {
  if (!vip) return null;
  const { override } = vip;
  return box("standing", why(t.vip, "/vip/tier", "/vip/vip"),
    h("div", { class: "standing-line" },
      h("span", { class: "big", "data-live": true }, vip.tier ? tierName(vip.tier) : t.noVip),
      h("span", { class: "soft" }, [
        vip.since && t.sinceDay(f.day(vip.since)), vip.until && t.untilDay(f.day(vip.until)),
      ].filter(Boolean).join(", ")),
      h("span", { class: "meter-line" }, why(t.priority, "/vip/priority"), " ",
        h("b", { "data-live": true }, vip.priority),
        h("meter", { min: 0, max: 100, value: vip.priority, "aria-label": t.priority }))),
    override && h("p", { class: "by-hand" }, t.byHand(override.set_by, override.reason)),
    vip.reasons.length
      ? h("ul", { class: "reasons" }, vip.reasons.map((reason) =>
        h("li", { "data-key": reason, "data-live": true, dir: "auto" }, reason)))
      : !override && nothing(t.noReasons),
    nextTier(vip),
    may?.steward && h("button", { type: "button", class: "quiet corner", "data-act": "override" }, t.override));
};

const daysText = (days) => {
  const set = f.DAYS.map((day) => days.includes(day));
  if (set.every(Boolean) || !days.length) return t.everyDay;
  if (days.length === 5 && !set[5] && !set[6]) return t.weekdays;
  if (days.length === 2 && set[5] && set[6]) return t.weekend;
  return f.DAYS.flatMap((day, at) => days.includes(day) ? [f.weekday(at)] : []).join(", ");
};
const shareText = ({ basis, share }) =>
  [t.basis[basis], share !== null && share !== undefined && f.percent(share)].filter(Boolean).join(", ");

const VERDICTS = { good: "check", poor: "clock", forbidden: "ban" };
const contactNow = ({ contact }) => {
  if (!contact) return null;
  const { now, preferred_channel: channel, preferred_time: time } = contact;
  return box("now", why(t.now, "/contact/now"),
    h("p", { class: `verdict ${now.verdict}`, "data-live": true },
      icon(VERDICTS[now.verdict]), h("strong", {}, t.verdict[now.verdict])),
    h("p", { class: "soft small" }, now.reason),
    now.next && now.verdict !== "good" &&
      h("p", { class: "small", "data-live": true }, t.next(f.weekdayTime(now.next, now.time_zone))),
    h("dl", { class: "pairs" },
      h("dt", {}, why(t.preferredChannel, "/contact/preferred_channel")),
      h("dd", { "data-live": true }, channel
        ? [channelIcon(channel.channel), " ", f.word("channels", channel.channel), " ",
          h("span", { class: "soft small" }, shareText(channel))]
        : h("span", { class: "soft" }, t.notEnough)),
      h("dt", {}, why(t.preferredTime, "/contact/preferred_time")),
      h("dd", { "data-live": true }, time
        ? [`${time.from}–${time.to} `,
          h("span", { class: "soft small" }, `${daysText(time.days)}, ${shareText(time)}`)]
        : h("span", { class: "soft" }, t.notEnough))));
};

const rest = (list) => list.length > SHOWN && h("p", { class: "soft small" }, t.more(list.length - SHOWN));

const dueText = ({ due_at: at, due_on: on, overdue }, now) => {
  if (!at && !on) return null;
  const when = at ? f.ago(at, now) : f.dateOnly(on);
  return overdue ? t.overdue(when) : t.due(when);
};

const promiseBox = ({ promises }, now) => {
  const open = promises?.open ?? [];
  if (!open.length && !promises?.kept && !promises?.broken) return null;
  const made = box("promises", why(t.promises, "/promises/open"), open.length
    ? [h("ul", { class: "rows" }, open.slice(0, SHOWN).map((promise) =>
      h("li", {
        class: promise.overdue ? "late" : null, "data-key": `${promise.source} ${promise.id}`, "data-live": true,
      },
        icon(promise.overdue ? "alert" : "clock"),
        h("div", {}, text(promise.text, { class: "strong" }),
          h("span", { class: "soft small", dir: "auto" }, [
            dueText(promise, now), promise.order_id && t.aboutOrder(promise.order_id),
            promise.agent && t.by(promise.agent.name ?? promise.agent.id),
          ].filter(Boolean).join(" · ")))))), rest(open)]
    : nothing(t.noPromises));
  made.append(h("p", { class: "foot soft small" },
    why(t.kept(promises.kept), "/promises/kept"), " · ", why(t.broken(promises.broken), "/promises/broken")));
  return made;
};

const openProblems = ({ contact }, now) => {
  const open = contact?.open ?? [];
  const made = box("open", t.open, open.length
    ? [h("ul", { class: "rows" }, open.slice(0, SHOWN).map((problem) =>
      h("li", { "data-key": `${problem.source} ${problem.id}`, "data-live": true },
        channelIcon(problem.channel),
        h("div", {}, text(problem.topic ?? f.word("channels", problem.channel), { class: "strong" }),
          h("span", { class: "soft small" }, [
            problem.order_id && t.aboutOrder(problem.order_id), f.ago(problem.at, now),
          ].filter(Boolean).join(" · ")))))), rest(open)]
    : nothing(t.noOpen));
  if (open.length) made.classList.add("has");
  return made;
};

const lastContact = ({ contact }, now) => {
  const last = contact?.last;
  return box("last", t.last, last
    ? [h("div", { class: "row", "data-live": true },
      channelIcon(last.channel),
      h("div", {},
        h("span", { class: "strong" }, `${f.word("channels", last.channel)} `,
          h("time", { datetime: last.at, title: f.moment(last.at) }, f.ago(last.at, now))),
        h("span", { class: "soft small", dir: "auto" }, [
          last.topic, last.status && f.word("statuses", last.status), words.direction[last.direction],
        ].filter(Boolean).join(" · ")),
        last.agent && h("span", { class: "soft small", dir: "auto" }, t.with(last.agent.name ?? last.agent.id)))),
    h("p", { class: "foot soft small", "data-live": true },
      why(t.in30(contact.last_30_days), "/contact/last_30_days"), " · ",
      why(t.inAll(contact.total), "/contact/total"))]
    : nothing(t.noLast));
};

const STEP = { open: 0, paid: 1, shipped: 2, delivered: 3 };
const progress = (status) => STEP[status] === undefined ? null
  : h("ol", { class: "steps", "aria-hidden": "true" }, words.orderSteps.map((step, at) =>
    h("li", { class: at < STEP[status] ? "done" : at === STEP[status] ? "done here" : null }, step)));

/** Whole days by which an order is late in the customer's time zone; 0 when it is not. */
const daysLate = (expected, now, zone) =>
  Math.max(0, Math.round((Date.parse(f.dateIn(now, zone)) - Date.parse(expected)) / 86_400_000));

const lastOrder = ({ purchases, contact }, now) => {
  const order = purchases?.recent?.[0];
  if (!order) return box("order", t.order, nothing(t.noOrder));
  const open = purchases.open.find((other) => other.id === order.id && other.source === order.source);
  const late = open?.expected_delivery ? daysLate(open.expected_delivery, now, contact?.now?.time_zone) : 0;
  const others = purchases.open.length - (open ? 1 : 0);
  const year = purchases.last_365_days?.[0];
  return box("order", why(t.order, "/purchases/recent"),
    h("div", { class: "row", "data-live": true }, icon("box"), h("div", {},
      h("span", { class: "strong" }, `${order.id} · ${f.money(order.total, order.currency)}`),
      h("span", { class: "small" },
        h("b", {}, f.word("orderStatus", order.status)),
        h("span", { class: "soft" }, ` · ${t.items(order.items)} · ${f.ago(order.placed_at, now)}`)),
      open && h("span", { class: "small" },
        late ? h("b", { class: "warn" }, t.late(late))
          : open.expected_delivery && t.expected(f.dateOnly(open.expected_delivery)),
        open.tracking_url && [" ", webLink(open.tracking_url, t.track)]))),
    goods(open),
    progress(order.status),
    h("p", { class: "foot soft small", "data-live": true },
      why(t.orders(purchases.orders), "/purchases/orders"),
      year && [" · ", why(t.net(f.roundMoney(year.net ?? 0, year.currency)), "/purchases/last_365_days")],
      others > 0 && ` · ${t.otherOpen(others)}`));
};

const cartBox = ({ cart }, now) => box("cart", why(t.cart, "/cart"), cart
  ? [h("p", { class: "big", "data-live": true }, f.money(cart.value, cart.currency)),
    h("ul", { class: "plain small" }, cart.items.slice(0, SHOWN).map((item) =>
      h("li", { "data-key": item.sku, "data-live": true },
        item.quantity > 1 && `${f.number(item.quantity)} × `, text(item.name ?? item.sku)))),
    rest(cart.items),
    cart.updated_at && h("p", { class: "foot soft small" }, t.untouched(f.ago(cart.updated_at, now)))]
  : nothing(t.noCart));

/** A name and its value, which may be in any language. */
export const pair = (label, ...value) => [h("dt", {}, label), h("dd", { "data-live": true, dir: "auto" }, ...value)];

const usualOrder = ({ usual_on: usual, overdue, overdue_from: from }) =>
  overdue ? h("b", { class: "warn" }, t.overdueSince(f.dateOnly(from))) : f.dateOnly(usual);

/** Nothing until something was learned or the customer bought often enough. */
const outlookBox = ({ outlook }) => {
  if (!outlook) return null;
  const { withheld, orders, order_chance: chance, spend, contacts, next_order: next } = outlook;
  const title = why(t.outlook, "/outlook/orders", "/outlook/next_order", "/outlook/withheld");
  if (withheld) return box("outlook", title, nothing(t.withheld));
  const isKnown = (number) => number?.expected !== null && number?.expected !== undefined;
  const pairs = [
    next && pair(why(t.nextOrder, "/outlook/next_order"), usualOrder(next)),
    isKnown(orders) && pair(why(t.expectedOrders(outlook.days), "/outlook/orders"), f.number(orders.expected)),
    isKnown(chance) && pair(why(t.orderChance, "/outlook/order_chance"), f.percent(chance.expected)),
    isKnown(spend) && pair(why(t.expectedSpend, "/outlook/spend"), f.roundMoney(spend.expected, spend.currency)),
    isKnown(contacts) && pair(why(t.expectedContacts(contacts.days), "/outlook/contacts"), f.number(contacts.expected)),
  ].filter(Boolean);
  return pairs.length ? box("outlook", title, h("dl", { class: "pairs" }, pairs)) : null;
};

/** The whole first screen. `may` tells which decisions the reader's key allows. */
export const firstScreen = (profile, now, may) =>
  h("div", { class: "first", id: "first" },
    who(profile, now), headlines(profile), standing(profile, may), contactNow(profile),
    noticesBox(profile), promiseBox(profile, now), openProblems(profile, now), lastContact(profile, now),
    lastOrder(profile, now), cartBox(profile, now), outlookBox(profile));
