// What differs between two readings of a profile, in the words that are said aloud. Pure.

import { tierName } from "./card.js";
import { money, nameOf, word } from "./format.js";
import { words } from "./language.js";

const t = words.changes;
const keyOf = (item) => `${item.source} ${item.id}`;
const added = (before = [], after = [], key = (item) => item) => {
  const known = new Set(before.map(key));
  return after.filter((item) => !known.has(key(item)));
};

const contacts = (before, after) => {
  const [was, is] = [before.contact ?? {}, after.contact ?? {}];
  const sentences = [];
  if (is.last && is.last.at !== was.last?.at) {
    sentences.push(t.contact(word("channels", is.last.channel), is.last.topic));
  }
  sentences.push(...added(was.open, is.open, keyOf).map((problem) => t.opened(problem.topic)));
  if (added(is.open, was.open, keyOf).length) sentences.push(t.resolved);
  if (was.now?.verdict !== is.now?.verdict && is.now) sentences.push(t.verdict(words.card.verdict[is.now.verdict]));
  return sentences;
};

const orders = (before, after) =>
  added(before.purchases?.recent, after.purchases?.recent, (order) => `${keyOf(order)} ${order.status}`)
    .map((order) => t.order(order.id, word("orderStatus", order.status)));

const promises = ({ promises: was }, { promises: is }) => [
  ...added(was?.open, is?.open, keyOf).map((promise) => t.promised(promise.text)),
  ...added(was?.open.filter(({ overdue }) => overdue), is?.open.filter(({ overdue }) => overdue), keyOf)
    .map((promise) => t.overdue(promise.text)),
  ...(is?.kept > (was?.kept ?? 0) ? [t.kept] : []), ...(is?.broken > (was?.broken ?? 0) ? [t.broken] : []),
];

const carts = ({ cart: was }, { cart: is }) =>
  was?.value === is?.value && was?.items.length === is?.items.length
    ? [] : [t.cart(is && money(is.value, is.currency))];

/** Sentences about what is new, the most important first; empty when nothing that shows is. */
export const whatChanged = (before, after) => {
  const sentences = [];
  if (before.vip?.tier !== after.vip?.tier) sentences.push(t.tier(after.vip?.tier && tierName(after.vip.tier)));
  sentences.push(...contacts(before, after), ...promises(before, after), ...orders(before, after),
    ...carts(before, after));
  if (JSON.stringify(before.person) !== JSON.stringify(after.person)) {
    sentences.push(t.person(nameOf(after.person) ?? words.card.nameless));
  }
  sentences.push(...added(before.headlines, after.headlines).slice(0, 2).map(t.headline));
  return sentences;
};
