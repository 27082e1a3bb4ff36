// Times, amounts and names as the reader writes them. All of it follows from its arguments.

import { locale, words } from "./language.js";

const once = (make) => {
  const known = new Map();
  return (...values) => {
    const key = values.join();
    if (!known.has(key)) known.set(key, make(...values));
    return known.get(key);
  };
};

const dates = once((style, zone) => new Intl.DateTimeFormat(locale, {
  ...{
    day: { day: "numeric", month: "short", year: "numeric" },
    moment: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
    time: { hour: "2-digit", minute: "2-digit" },
    weekdayTime: { weekday: "short", hour: "2-digit", minute: "2-digit" },
    month: { month: "short", year: "numeric" },
    monthShort: { month: "short" },
    birthday: { day: "numeric", month: "long" },
  }[style], hourCycle: "h23", timeZone: zone || undefined,
}));
/** `make` for a time zone, or for the reader's where the browser does not know it. */
const inZone = (make, zone) => {
  try {
    return make(zone);
  } catch {
    return make("");
  }
};
const write = (style, at, zone) => {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : inZone((known) => dates(style, known), zone).format(date);
};

export const day = (at, zone) => write("day", at, zone);
export const moment = (at, zone) => write("moment", at, zone);
export const time = (at, zone) => write("time", at, zone);
export const weekdayTime = (at, zone) => write("weekdayTime", at, zone);
export const month = (at) => write("month", at, "UTC");
export const monthShort = (at) => write("monthShort", at, "UTC");

/** A date without a year or a time: `--12-01` or `1984-12-01`. */
export const birthday = (text) => {
  const [, , monthOf, dayOf] = text.match(/^(\d{4}|-)?-?(\d{2})-(\d{2})$/) ?? [];
  return monthOf ? write("birthday", `2024-${monthOf}-${dayOf}T12:00:00Z`, "UTC") : text;
};
export const dateOnly = (text) => write("day", `${text}T12:00:00Z`, "UTC");

const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
const STEPS = [["year", 31_557_600], ["month", 2_629_800], ["week", 604_800], ["day", 86_400], ["hour", 3600],
  ["minute", 60]];

/** How long ago something was, or how soon it will be, in one unit. */
export const ago = (at, now = Date.now()) => {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 0];
  return unit === "second" ? words.justNow : relative().format(Math.trunc(seconds / size), unit);
};

const amounts = once((currency) => new Intl.NumberFormat(locale, { style: "currency", currency }));
const wholes = once((currency) =>
  new Intl.NumberFormat(locale, { style: "currency", currency, maximumFractionDigits: 0 }));
export const money = (amount, currency) => {
  if (amount === null || amount === undefined) return words.unknown;
  if (!currency) return number(amount);
  try {
    return amounts(currency).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
};
export const roundMoney = (amount, currency) => {
  try {
    return wholes(currency).format(amount);
  } catch {
    return money(amount, currency);
  }
};

const numbers = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }));
export const number = (value) => numbers().format(value);
const shares = once(() => new Intl.NumberFormat(locale, { style: "percent" }));
export const percent = (share) => shares().format(share);

export const duration = (seconds) => {
  if (seconds === null || seconds === undefined) return words.unknown;
  if (seconds < 60) return words.seconds(seconds);
  if (seconds < 3600) return words.minutes(Math.round(seconds / 60));
  return words.hours(number(Math.round(seconds / 360) / 10));
};

/** Languages in which the family name is said first. */
const FAMILY_FIRST = new Set(["hu", "ja", "ko", "zh", "vi"]);

export const isFamilyFirst = (person) =>
  Boolean(person.given_name && person.family_name) && FAMILY_FIRST.has((person.language ?? "").split("-")[0]);

/** The name as it is said: in the order of the customer's language. */
export const nameOf = (person) => {
  const parts = [person?.given_name, person?.family_name].filter(Boolean);
  if (!parts.length) return person?.full_name || null;
  return (isFamilyFirst(person) ? parts.reverse() : parts).join(" ");
};

export const initials = (name) =>
  (name ?? "").split(/\s+/).filter(Boolean).map((part) => [...part][0]).filter((_, at, all) =>
    at === 0 || at === all.length - 1).join("").toLocaleUpperCase(locale) || "?";

/** The name of a channel, a status or another word of the service; those we do not know stay as they are. */
export const word = (group, name) => words[group]?.[name] ?? (name ?? "").replaceAll("_", " ");

/** `Europe/Berlin` as a place. */
export const place = (zone) => (zone ?? "").split("/").pop().replaceAll("_", " ");

const regions = once(() => new Intl.DisplayNames([locale], { type: "region" }));
const languages = once(() => new Intl.DisplayNames([locale], { type: "language" }));
const display = (names, code) => {
  try {
    return names().of(code) ?? code;
  } catch {
    return code;
  }
};
export const country = (code) => display(regions, code);
export const language = (code) => display(languages, code);

/** Weekdays as the service calls them. */
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const clocks = once((zone) => new Intl.DateTimeFormat("en-GB", {
  weekday: "short", hour: "2-digit", hourCycle: "h23", timeZone: zone || undefined,
}));
/** The weekday, 0 for Monday, and the hour of a moment in a time zone. */
export const weekdayAndHour = (at, zone) => {
  const parts = inZone(clocks, zone).formatToParts(new Date(at));
  const { weekday: name, hour } = Object.fromEntries(parts.map((part) => [part.type, part.value]));
  return [DAYS.indexOf(name.toLowerCase()), Number(hour)];
};
const isoDays = once((zone) => new Intl.DateTimeFormat("en-CA", { timeZone: zone || undefined, dateStyle: "short" }));
/** The date of a moment in a time zone, as `2026-03-01`. */
export const dateIn = (at, zone) => inZone(isoDays, zone).format(at);
const weekdays = once((style) => new Intl.DateTimeFormat(locale, { weekday: style, timeZone: "UTC" }));
/** The name of a weekday, 0 for Monday: the first of January 2024 was one. */
export const weekday = (index, style = "short") => weekdays(style).format(new Date(Date.UTC(2024, 0, 1 + index)));
