// The supervisor's queue: who waits, in the order in which to serve them, with the reasons.

import { ask, get } from "./api.js";
import { tierBadge, tierName } from "./card.js";
import { announce, h, morph, show } from "./dom.js";
import * as f from "./format.js";
import { words } from "./language.js";
import { empty, submitting, tableOf } from "./states.js";

const t = words.queue;
const AGAIN = 10_000;
const NAMED = 50;

/** What was pasted as entries, or the number of the first line that cannot be read. */
export const readQueue = (text) => {
  const trimmed = text.trim();
  if (/^[[{]/.test(trimmed)) {
    try {
      const document = JSON.parse(trimmed);
      const entries = Array.isArray(document) ? document : document.queue;
      if (Array.isArray(entries)) return { entries };
    } catch { /* told below */ }
    return { wrong: 1 };
  }
  const entries = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (!line.trim()) continue;
    const [, identifier, seconds, ref] = line.trim().match(/^(\S+?:\S.*?|prf_\w+)[\s,;]+(\d+)(?:[\s,;]+(.+))?$/)
      ?? line.trim().match(/^(\S+?:\S+|prf_\w+)$/) ?? [];
    if (!identifier) return { wrong: at + 1 };
    entries.push({ ref: ref ?? identifier, identifier, waited_seconds: Number(seconds ?? 0) });
  }
  return { entries };
};

const names = new Map();
const nameFor = (id, place) => {
  if (!names.has(id)) {
    names.set(id, get(`/v1/profiles/${id}?fields=person`).then((profile) => f.nameOf(profile.person), () => null));
  }
  names.get(id).then((name) => { if (name) place.textContent = name; });
};

const row = (entry, known, mayRead) => {
  const name = h("span", { dir: "auto", class: "strong", "data-held": true, "data-key": `name ${entry.profile_id}` });
  name.textContent = known?.ref ?? entry.ref;
  if (entry.found && mayRead && entry.position <= NAMED) nameFor(entry.profile_id, name);
  return h("tr", { "data-key": entry.ref },
    h("td", { class: "number big" }, entry.position),
    h("td", {}, entry.found && mayRead ? h("a", { href: `#/customer/${entry.profile_id}` }, name) : name, " ",
      tierBadge(entry),
      h("p", { class: "soft small", dir: "auto" }, known?.identifier ?? "",
        !entry.found && ` · ${entry.also_claimed_by ? t.shared(entry.also_claimed_by) : t.unknown}`)),
    h("td", { class: "number" }, f.duration(entry.waited_seconds)),
    h("td", { class: "number" }, f.number(entry.effective_priority)),
    h("td", { class: "small", dir: "auto" }, entry.reason));
};

/** Shows where a queue is pasted, and the queue in order. */
export const queuePage = (place, _, app) => {
  const area = h("textarea", { id: "queue", name: "queue", placeholder: t.example, "aria-describedby": "queue-hint",
    spellcheck: "false" });
  const live = h("input", { type: "checkbox", id: "queue-live", checked: true });
  const result = h("div");
  let [entries, since, timer] = [null, 0, null];

  const rank = async (quiet) => {
    const passed = Math.floor((Date.now() - since) / 1000);
    const queue = entries.map((entry, at) => ({
      ref: String(at), identifier: entry.identifier ?? null, waited_seconds: (entry.waited_seconds ?? 0) + passed,
    }));
    const answer = await ask("POST", "/v1/vip/rank", { queue });
    const rows = answer.queue.map((entry) => row(entry, entries[entry.ref], app.may.read));
    const fresh = h("section", { class: "box queue" }, rows.length
      ? tableOf([t.position, t.who, t.waited, t.effective, t.reason], rows, { label: t.title })
      : empty(t.empty, t.emptyHint, "check"));
    if (result.firstChild) morph(result.firstChild, fresh);
    else show(result, fresh);
    if (!quiet) announce(t.ranked(rows.length));
  };
  const form = submitting(h("form", { class: "box" },
    h("label", { for: "queue", class: "strong" }, t.paste), area,
    h("p", { class: "soft small", id: "queue-hint" }, t.hint),
    h("div", { class: "actions" }, h("button", { class: "primary" }, t.commit),
      h("label", { class: "check inline" }, live, t.live))), async () => {
    const { entries: read, wrong } = readQueue(area.value);
    if (wrong) throw Object.assign(new Error(t.line(wrong)), { status: 400 });
    entries = read;
    since = Date.now();
    await rank();
  });
  timer = setInterval(() => {
    if (entries && live.checked && !document.hidden) rank(true).catch(() => null);
  }, AGAIN);
  show(result, empty(t.empty, t.emptyHint, "clock"));
  show(place, h("div", { class: "page" }, h("h1", { tabindex: "-1" }, t.title), h("p", {}, t.lead), form, result));
  return () => clearInterval(timer);
};
