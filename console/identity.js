// Who a customer is and how we know: identifiers, sources and how fresh they are, joined profiles, records.

import { get } from "./api.js";
import { nothing, part, sub } from "./card.js";
import { h, show } from "./dom.js";
import * as f from "./format.js";
import { icon } from "./icons.js";
import { words } from "./language.js";
import { failureText, tableOf, trying } from "./states.js";

const t = words.identity;
const code = (text, attributes) => h("code", { dir: "auto", ...attributes }, text);
const shortId = (id) => `${id.slice(0, 8)}…${id.slice(-4)}`;

const identifiers = ({ identifiers: list = [], more_identifiers: more }) => [
  tableOf([t.identifier, t.from, t.seen, t.claimed], list.map((one) =>
    h("tr", { "data-key": `${one.type}:${one.value}`, "data-live": true },
      h("td", {}, h("span", { class: "soft" }, `${one.type} `), code(one.value)), h("td", {}, one.sources.join(", ")),
      h("td", { class: "soft" }, one.last_seen && f.ago(one.last_seen)),
      h("td", {}, one.also_claimed_by ? h("b", { class: "warn" }, one.also_claimed_by) : "–"))),
        { label: t.identifiers }),
  more && h("p", { class: "soft small" }, t.more(more)),
];

const latest = (kinds = []) => {
  const moments = kinds.map(([, kind]) => kind.last_at).filter(Boolean).sort();
  return moments.length ? f.ago(moments.at(-1)) : "–";
};

/** The last word of each source on this customer, and in all. */
const sources = ({ sources: list = [] }, fresh) => {
  const known = new Map((fresh ?? []).map((entry) => [entry.source, Object.entries(entry.kinds ?? {})]));
  const silent = list.flatMap(({ source }) => (known.get(source) ?? []).filter(([, kind]) => kind.silent)
    .map(([kind, { last_at: at }]) => t.silent(source, t.kinds[kind] ?? kind, f.ago(at))));
  return [
    silent.map((text) => h("p", { class: "warning", role: "note" }, icon("alert"), text)),
    tableOf([t.source, t.lastWord, t.facts, fresh && t.fresh].filter(Boolean), list.map((one) =>
      h("tr", { "data-key": one.source, "data-live": true }, h("td", {}, one.source),
        h("td", { class: "soft" }, one.last_at && f.ago(one.last_at)), h("td", {}, f.number(one.facts)),
        fresh && h("td", { class: "soft" }, latest(known.get(one.source))))), { label: t.sources }),
  ];
};

const merges = (history, profile, may) => history.merges.length
  ? h("ul", { class: "merges" }, history.merges.map((merge) => h("li", { "data-key": `${merge.absorbed} ${merge.at}` },
    h("div", {}, code(shortId(merge.absorbed), { title: merge.absorbed }), " ", h("span", { class: "soft small" },
      `${f.day(merge.at)} ${t.mergedBy(merge.by)}`),
    h("p", { class: "small", dir: "auto" }, merge.reason),
    merge.undone && h("p", { class: "soft small" }, t.undone(f.day(merge.undone.at), merge.undone.by))),
    may.steward && !merge.undone && merge.survivor === profile.id &&
      h("a", { class: "button", href: `#/unmerge/${profile.id}/${merge.absorbed}` }, t.unmerge))))
  : nothing(t.noMerges);

const records = (id) => {
  const table = tableOf([t.record, t.reason, t.happened], [], { label: t.records });
  const body = table.querySelector("tbody");
  const more = h("button", { type: "button" }, t.load);
  let next = null;
  const extend = async () => {
    const page = await get(`/v1/profiles/${id}/identity?limit=50${next ? `&cursor=${encodeURIComponent(next)}` : ""}`);
    body.append(...page.items.map((item) => h("tr", {},
      h("td", {}, `${item.kind} `, code(`${item.source}:${item.id}`)), h("td", { class: "small" }, item.reason),
      h("td", { class: "soft" }, f.day(item.happened_at)))));
    next = page.next;
    table.hidden = false;
    more.textContent = t.older;
    more.hidden = !next;
  };
  more.addEventListener("click", async () => {
    more.disabled = true;
    await trying(extend);
    more.disabled = false;
  });
  table.hidden = true;
  return [table, more];
};

/** The section, drawn for each reading; what it asks for besides is asked again when the version changes. */
export const identity = (app) => {
  const joined = h("div");
  const freshness = h("div");
  const filed = h("div");
  let version = null;
  const load = async (profile) => {
    version = `${profile.id} ${profile.version}`;
    const mine = version;
    const [history, fresh] = await Promise.all([
      get(`/v1/profiles/${profile.id}/identity?limit=1`).catch((problem) => problem),
      get("/v1/sources").then((answer) => answer.sources).catch(() => null),
    ]);
    if (mine !== version) return;
    show(joined, history.merges ? merges(history, profile, app.may) : h("p", { class: "error" }, failureText(history)));
    show(freshness, sources(profile, fresh));
  };
  let whose = null;
  return {
    draw: (profile) => {
      if (version !== `${profile.id} ${profile.version}`) load(profile);
      if (whose !== profile.id) {
        whose = profile.id;
        show(filed, records(profile.id));
        show(freshness, sources(profile, null));
        show(joined, h("p", { class: "soft small" }, words.loading));
      }
      return part("identity", t.title,
        h("p", { class: "soft small" }, code(profile.id),
          profile.aliases?.length > 0 && [` ${t.aliases} `, profile.aliases.map((alias) =>
            [code(shortId(alias), { title: alias }), " "])]),
        sub(t.identifiers, identifiers(profile)),
        sub(t.sources, h("div", { "data-key": "fresh", "data-held": true })),
        sub(t.merges, h("div", { "data-key": "joined", "data-held": true }),
          app.may.steward && h("a", { class: "button", href: `#/merge/${profile.id}` }, t.merge)),
        sub(t.records, h("div", { "data-key": "records", "data-held": true })));
    },
    /** Puts what was loaded where the drawn section has room for it. */
    hold: (root) => {
      for (const [key, part] of [["fresh", freshness], ["joined", joined], ["records", filed]]) {
        const place = root.querySelector(`[data-held][data-key="${key}"]`);
        if (place && place.firstChild !== part) show(place, part);
      }
    },
  };
};
