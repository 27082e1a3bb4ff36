// Joining two profiles and taking them apart again: what would change stands side by side before anything does.

import { ask, get } from "./api.js";
import { tierName } from "./card.js";
import { announce, h, show } from "./dom.js";
import * as f from "./format.js";
import { words } from "./language.js";
import { field, submitting, tableOf } from "./states.js";

const t = words.steward;
const m = t.members;
const path = (id) => `/v1/profiles/${encodeURIComponent(id)}`;

/** What is compared of two profiles, each as lines of text. */
const MEMBERS = {
  name: (p) => [f.nameOf(p.person)],
  greeting: (p) => [p.person?.greeting],
  birthday: (p) => [p.person?.birthday?.date],
  identifiers: (p) => (p.identifiers ?? []).map((one) => `${one.type}:${one.value}`),
  address: ({ person: { address } = {} }) =>
    [[address?.street, address?.postal_code, address?.city].filter(Boolean).join(", ")],
  tier: (p) => [p.vip?.tier && tierName(p.vip.tier)],
  priority: (p) => [p.vip && String(p.vip.priority)],
  contacts: (p) => [p.contact && String(p.contact.total)],
  open: (p) => (p.contact?.open ?? []).map((problem) => problem.topic ?? problem.id),
  orders: (p) => [p.purchases && String(p.purchases.orders)],
  net: (p) => (p.purchases?.last_365_days ?? []).map((sum) => f.money(sum.net, sum.currency)),
  cart: (p) => [p.cart && f.money(p.cart.value, p.cart.currency)],
  consents: (p) => (p.consents ?? []).map((one) =>
    `${one.purpose} ${one.channel ?? ""}: ${words.interests.status[one.status] ?? one.status}`),
  facts: (p) => (p.sources ?? []).map((one) => `${one.source}: ${one.facts}`),
};

const lines = (values, others) => values.length
  ? h("ul", {}, values.map((value) => h("li", { dir: "auto",
    class: others && !others.includes(value) ? "differs" : null }, value)))
  : h("span", { class: "soft" }, "–");

/** A table of profiles beside each other; what differs from the first one is marked. */
const sideBySide = (columns) => {
  const rows = Object.entries(MEMBERS).flatMap(([member, read]) => {
    const cells = columns.map(({ profile }) => profile ? read(profile).filter(Boolean) : []);
    if (cells.every((cell) => !cell.length)) return [];
    return h("tr", {}, h("th", { scope: "row" }, m[member]),
      cells.map((cell, at) => h("td", { class: columns[at].result ? "result" : null },
        lines(cell, at > 0 ? cells[0] : null))));
  });
  return tableOf([t.merge.member, ...columns.map(({ title }) => title)], rows, { label: t.preview, class: "compare" });
};

const shortly = (value) => value === null || value === undefined ? "–"
  : typeof value === "object" ? JSON.stringify(value).slice(0, 160) : String(value);
const allChanges = ({ changes, truncated }) => h("details", { class: "all-changes" },
  h("summary", {}, t.merge.all(changes.length)),
  changes.length
    ? tableOf([t.merge.member, t.merge.was, t.merge.becomes], changes.map((change) => h("tr", {},
      h("th", { scope: "row" }, h("code", {}, change.pointer)), h("td", { dir: "auto" }, shortly(change.before)),
      h("td", { dir: "auto" }, shortly(change.after)))), { label: t.merge.all(changes.length) })
    : h("p", {}, t.merge.nothing),
  truncated && h("p", { class: "soft" }, t.merge.truncated));

const reasonField = () => field(t.reason, h("input", { name: "reason", required: true, maxlength: 500,
  autocomplete: "off" }),
  t.reasonHint);

/** The part that shows a dry run, and the button that does it. */
const outcome = (table, rehearsal, label, commit) => {
  const needed = rehearsal.needs_confirmation;
  const box = h("input", { type: "checkbox", name: "confirm", required: true });
  return submitting(h("form", { class: "box" },
    h("h2", { tabindex: "-1" }, t.preview), table, allChanges(rehearsal),
    needed && h("label", { class: "check warn" }, box, t.merge.confirm[needed]),
    h("div", { class: "actions" }, h("button", { class: "primary" }, label))), () => commit(Boolean(needed)));
};

const person = (profile) => f.nameOf(profile?.person) ?? words.card.nameless;

/**
 * A page that rehearses a decision about the profile `known` and shows what comes of it. `rehearse(data)` resolves with
 * the rehearsal's `outcome`; `about` and `fields` are what its form says and asks for besides a reason.
 */
const decisionPage = (place, { title, lead, known, about = [], fields = [], rehearse }) => {
  const result = h("div");
  let edits = 0;
  const form = submitting(h("form", { class: "box", id: "rehearse" },
    h("dl", { class: "pairs" }, h("dt", {}, t.merge.one), h("dd", {}, h("b", { dir: "auto" }, person(known)), " ",
      h("code", { class: "soft" }, known.id)), about),
    fields, reasonField(),
    h("div", { class: "actions" }, h("button", { class: "primary" }, t.merge.preview),
      h("a", { class: "button", href: `#/customer/${known.id}` }, words.cancel))), async (data) => {
    const mine = edits;
    const made = await rehearse(data);
    if (mine !== edits) return;
    show(result, made);
    made.querySelector("h2").focus();
  });
  // What was rehearsed is no longer what the form says.
  form.addEventListener("input", () => {
    edits += 1;
    show(result);
  });
  show(place, h("div", { class: "page wide" }, h("h1", { tabindex: "-1" }, title), h("p", {}, lead), form, result));
};

const finished = (id, sentence) => {
  location.hash = `#/customer/${id}`;
  announce(sentence);
};

/** Joins the profile `first` with `second`, or with one that the steward names. */
export const mergePage = async (place, [first, second]) => {
  const known = await get(`${path(first)}?fields=person`);
  const other = h("input", {
    name: "other", required: true, value: second, autocomplete: "off", spellcheck: "false", readonly: Boolean(second),
  });
  const rehearse = async (data) => {
    const body = { with: data.get("other").trim(), reason: data.get("reason").trim() };
    const rehearsal = await ask("POST", `${path(first)}/merge?dry_run=true`, body);
    const kept = rehearsal.profiles.find((one) => one.change === "updated");
    const gone = rehearsal.profiles.filter((one) => one.change === "removed");
    const table = sideBySide([
      { title: t.merge.before(1), profile: kept?.before },
      ...gone.map((one, at) => ({ title: t.merge.before(at + 2), profile: one.before })),
      { title: t.merge.after, profile: kept?.after, result: true },
    ]);
    const shown = rehearsal.profiles.length ? table : h("p", {}, t.merge.same);
    return outcome(shown, rehearsal, t.merge.commit, async (confirm) => {
      const wanted = { ...body, ...(confirm ? { confirm } : {}) };
      const { profile_id: survivor } = await ask("POST", `${path(first)}/merge`, wanted);
      finished(survivor, t.merge.done);
    });
  };
  const { title, lead } = t.merge;
  decisionPage(place, { title, lead, known, rehearse, fields: field(t.merge.other, other, t.merge.otherHint) });
};

/** Takes the profile `absorbed` out of `id` again. */
export const unmergePage = async (place, [id, absorbed]) => {
  const known = await get(`${path(id)}?fields=person`);
  const rehearse = async (data) => {
    const body = { profile: absorbed, reason: data.get("reason").trim() };
    const rehearsal = await ask("POST", `${path(id)}/unmerge?dry_run=true`, body);
    const kept = rehearsal.profiles.find((one) => one.change === "updated");
    const back = rehearsal.profiles.filter((one) => one.change === "created");
    const table = sideBySide([
      { title: t.unmerge.before, profile: kept?.before },
      { title: t.unmerge.survivor, profile: kept?.after, result: true },
      ...back.map((one) => ({ title: t.unmerge.restored, profile: one.after, result: true })),
    ]);
    return outcome(table, rehearsal, t.unmerge.commit, async () => {
      await ask("POST", `${path(id)}/unmerge`, body);
      finished(known.id, t.unmerge.done);
    });
  };
  const { title, lead } = t.unmerge;
  const about = [h("dt", {}, t.unmerge.restored), h("dd", {}, h("code", {}, absorbed))];
  decisionPage(place, { title, lead, known, rehearse, about });
};
