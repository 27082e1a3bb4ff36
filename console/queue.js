// The supervisor's queue: who waits, in the order in which to serve them, with the reasons.

import { ask, get, Problem } from "./api.js";
import { tierBadge } from "./card.js";
import { announce, h, morph, show, text } from "./dom.js";
import * as f from "./format.js";
import { invitations } from "./invitations.js";
import { words } from "./language.js";
import { empty, submitting, tableOf } from "./states.js";

const t = words.queue;
const AGAIN = 10_000;
const NAMED = 50;

/** What was pasted as entries, or the number of the first line that cannot be read. */
const readQueue = (pasted) => /^\s*[[{]/.test(pasted) ? readJSON(pasted) : readLines(pasted);

const readJSON = (pasted) => {
  try {
    const document = JSON.parse(pasted);
    const entries = Array.isArray(document) ? document : document.queue;
    return { entries: entries.map(({ ref, identifier, waited_seconds: waited }) =>
      ({ ref: ref ?? identifier, identifier: identifier ?? null, waited_seconds: Number(waited ?? 0) })) };
  } catch {
    return { wrong: 1 };
  }
};

const readLines = (pasted) => {
  const entries = [];
  for (const [at, line] of pasted.split("\n").entries()) {
    if (!line.trim()) continue;
    const [, identifier, seconds, ref] = line.trim().match(/^(\S+?:\S.*?|prf_\w+)[\s,;]+(\d+)(?:[\s,;]+(.+))?$/)
      ?? line.trim().match(/^(\S+?:\S+|prf_\w+)$/) ?? [];
    if (!identifier) return { wrong: at + 1 };
    entries.push({ ref: ref ?? identifier, identifier, waited_seconds: Number(seconds ?? 0) });
  }
  return { entries };
};

const row = (entry, known, learned, mayRead) => {
  const name = text(learned ?? known.ref ?? "–", { class: "strong", "data-key": `name ${entry.profile_id}` });
  return h("tr", { "data-key": entry.ref },
    h("td", { class: "number big" }, entry.position),
    h("td", {}, entry.found && mayRead ? h("a", { href: `#/customer/${entry.profile_id}` }, name) : name, " ",
      tierBadge(entry),
      h("p", { class: "soft small", dir: "auto" }, known.identifier,
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
  const [result, effect] = [h("div"), h("div")];
  let [entries, since] = [null, 0];
  /** The names of the customers who wait. A customer who left the queue is dropped. */
  let names = new Map();
  /** A name that does not come is asked for again with the next order. */
  const learn = async (id) => {
    const profile = await get(`/v1/profiles/${id}?fields=person`).catch(() => null);
    if (!profile) return;
    const name = f.nameOf(profile.person);
    names.set(id, name);
    if (name) result.querySelectorAll(`[data-key="name ${id}"]`).forEach((place) => { place.textContent = name; });
  };

  const rank = async (quiet) => {
    const asked = entries;
    const passed = Math.floor((Date.now() - since) / 1000);
    const queue = asked.map((entry, at) => ({
      ref: String(at), identifier: entry.identifier, waited_seconds: entry.waited_seconds + passed,
    }));
    const answer = await ask("POST", "/v1/vip/rank", { queue, remember: false });
    if (asked !== entries) return;
    const waiting = answer.queue.filter((entry) => entry.found && entry.position <= NAMED)
      .map((entry) => entry.profile_id);
    names = new Map(waiting.filter((id) => names.has(id)).map((id) => [id, names.get(id)]));
    const rows = answer.queue.map((entry) =>
      row(entry, asked[entry.ref], names.get(entry.profile_id), app.may.read));
    const fresh = h("section", { class: "box queue" }, rows.length
      ? tableOf([t.position, t.who, t.waited, t.effective, t.reason], rows, { label: t.title })
      : empty(t.empty, t.emptyHint, "check"));
    if (result.firstChild) morph(result.firstChild, fresh);
    else show(result, fresh);
    if (app.may.read) new Set(waiting.filter((id) => !names.has(id))).forEach(learn);
    if (!quiet) announce(t.ranked(rows.length));
  };
  const form = submitting(h("form", { class: "box" },
    h("label", { for: "queue", class: "strong" }, t.paste), area,
    h("p", { class: "soft small", id: "queue-hint" }, t.hint),
    h("div", { class: "actions" }, h("button", { class: "primary" }, t.commit),
      h("label", { class: "check inline" }, live, t.live))), async () => {
    const { entries: read, wrong } = readQueue(area.value);
    if (wrong) throw new Problem(400, { detail: t.line(wrong) });
    entries = read;
    since = Date.now();
    await rank();
  });
  const timer = setInterval(() => {
    if (!entries || !live.checked || document.hidden) return;
    rank(true).catch((problem) => { if (problem.status === undefined) throw problem; });
  }, AGAIN);
  show(result, empty(t.empty, t.emptyHint, "clock"));
  show(place, h("div", { class: "page" },
    h("h1", { tabindex: "-1" }, t.title), h("p", {}, t.lead), form, result, effect));
  if (app.may.read) invitations(effect);
  return () => {
    clearInterval(timer);
    entries = null;
  };
};
