// The first screen of a customer inside another desk. The desk says who it is about by messages; a message from a page
// that the settings do not name is not heard, and an answer that comes after the next customer is thrown away.

import { ask, holdToken, Problem, session, signs, Stream, useFrameCookie } from "./api.js";
import { firstScreen, tierBadge } from "./card.js";
import { journey } from "./journey.js";
import { whatChanged } from "./changes.js";
import { announce, h, hush, morph, quietly, show } from "./dom.js";
import { explainWithin } from "./explain.js";
import { ago, nameOf } from "./format.js";
import { words } from "./language.js";
import { customerOf, decoded, isAllowed } from "./messages.js";
import { mayBeSignedIn, remembered, setTheme } from "./settings.js";
import { signIn } from "./signin.js";
import { connectionSign, empty, failed, offlineBar, skeleton } from "./states.js";
import { Advice, handling, suggestions } from "./suggestions.js";

const t = words.panel;
const root = document.getElementById("app");
const place = h("main", { id: "main" });
const bar = offlineBar();
const connection = connectionSign();
/** What a desk that proved who it is gets in place of a key. It is good once; the desk's next frame brings another. */
const ticket = document.querySelector('meta[name="ticket"]')?.content;
const origins = (document.querySelector('meta[name="origins"]')?.content ?? "").split(" ").filter(Boolean);

/** Counts the customers that the desk names; an answer for an earlier one is dropped. */
let turn = 0;
let stream = null;
let shown = null;
let advice = null;
let signedIn = false;
let wanted = null;
/** Whether the customer who is wanted could not be shown. */
let isMissed = false;
const WAITING = [t.waiting, t.waitingHint];
/** The title and the hint that stand where nobody is shown. */
let blank = WAITING;
/** The origins that spoke to us, among the allowed ones. */
const heard = new Set();
const hideTip = explainWithin(document.body, () => shown);

const tellHost = (message) => {
  if (parent === window) return;
  for (const origin of heard) parent.postMessage(message, origin);
};
const grown = new ResizeObserver(() => tellHost({ type: "clientele:height", height: root.scrollHeight }));

/** Forgets the customer; what is on screen is for the caller to replace, at once. */
const clear = () => {
  stream?.stop();
  advice?.stop();
  stream = null;
  shown = null;
  advice = null;
  connection.set(null);
  hideTip();
  hush();
};

const nobody = () => show(place, empty(...blank, "user", "h1"));

const draw = () => {
  const now = Date.now();
  const [fresh, below] = [firstScreen(shown, now, {}), h("div", { class: "below" }, suggestions(advice.suggestions),
    journey(shown, now), handling(advice.handling))];
  const known = place.querySelector(".first");
  if (known) {
    morph(known, fresh);
    morph(place.querySelector(".below"), below);
  } else show(place, fresh, below, h("p", { class: "panel-foot" }, connection.element,
    h("a", { href: `/console#/customer/${shown.id}`, target: "_blank", rel: "noopener" }, t.open)));
};

/** Says who is shown, to the agent and to the desk. */
const introduce = ({ id, person, vip }) => {
  announce(words.card.label(nameOf(person) ?? words.card.nameless));
  tellHost({ type: "clientele:shown", profile_id: id, vip: vip?.vip ?? false, tier: vip?.tier ?? null });
};

const follow = (id, mine) => {
  stream = new Stream(`/v1/profiles/${encodeURIComponent(id)}/stream?explain=true`, {
    state: (state) => { if (mine === turn) connection.set(state); },
    refused: (problem) => {
      if (mine !== turn || problem.status === 401) return;
      clear();
      isMissed = true;
      show(place, failed(problem));
    },
    event: (name, data) => {
      if (mine !== turn) return;
      if (name === "erased") {
        clear();
        isMissed = true;
        show(place, failed(new Problem(404)));
        announce(words.changes.erased);
      } else if (name === "merged") announce(words.changes.merged);
      else if (name === "profile") {
        const before = shown;
        shown = data;
        if (!before) advice = new Advice(data.id, draw);
        draw();
        advice.refresh();
        if (before) announce(whatChanged(before, data).join(". "));
        else introduce(data);
      }
    },
  });
};

const choose = (candidates, mine) => show(place, h("section", { class: "box" }, h("h1", {}, t.several),
  h("p", { class: "soft small" }, t.more),
  h("ul", { class: "candidates" }, candidates.map(({ profile }) => h("li", {},
    h("button", { type: "button", class: "wide", onclick: () => {
      if (mine !== turn) return;
      show(place, skeleton("wide", "wide"));
      follow(profile.id, mine);
    } }, h("span", { dir: "auto" }, nameOf(profile.person) ?? words.card.nameless), tierBadge(profile.vip),
    profile.contact?.last && h("span", { class: "soft small" }, ago(profile.contact.last.at))))))));

/** Shows the customer that one of `identifiers` leads to. */
const turnTo = async (identifiers) => {
  const mine = ++turn;
  clear();
  wanted = identifiers;
  isMissed = false;
  if (!signedIn) return;
  if (!identifiers.length) return nobody();
  show(place, skeleton("wide", "wide", "wide"));
  try {
    const [only] = identifiers;
    if (identifiers.length === 1 && only.startsWith("prf_")) return follow(only, mine);
    const found = await ask("POST", "/v1/profiles/lookup", { identifiers });
    if (mine !== turn) return;
    if (found.profile) follow(found.profile.id, mine);
    else if (found.candidates.length) choose(found.candidates, mine);
    else show(place, empty(t.unknown, identifiers.join(", "), "user", "h1"));
  } catch (problem) {
    if (mine !== turn) return;
    isMissed = true;
    if (problem.status === undefined) throw problem;
    show(place, failed(problem, { again: () => turnTo(identifiers) }));
  }
};

/**
 * Turns to the customer with `identifiers`, unless that is who was named before and could be shown. Without any, `why`
 * is what stands in the customer's place.
 */
export const hear = (identifiers, why = WAITING) => {
  if (!isMissed && why === blank && JSON.stringify(identifiers) === JSON.stringify(wanted)) return;
  blank = why;
  turnTo(identifiers);
};

addEventListener("message", (event) => {
  if (event.source !== parent || parent === window || !isAllowed(event.origin, origins)) return;
  const identifiers = customerOf(event.data);
  if (!identifiers) return;
  heard.add(event.origin);
  hear(identifiers);
});

/** A desk that can only name an address says who it is behind the `#`, which no server sees: `#phone:…,email:…`. */
const readAddress = () => hear(customerOf({
  type: "clientele:customer", identifiers: location.hash.slice(1).split(",").map(decoded),
}));
addEventListener("hashchange", readAddress);
if (location.hash) readAddress();

const keeps = (attributes) => {
  const cookie = `clientele_try=kept; Path=/panel; ${attributes}`;
  try {
    document.cookie = cookie;
    const kept = document.cookie.includes("clientele_try=kept");
    document.cookie = `${cookie}; Max-Age=0`;
    return kept;
  } catch { return false; }
};
/** Whose cookies the browser keeps here: this `site`'s, as in a window of its own, the `frame`'s, or `none`. */
const cookies = keeps("SameSite=Strict") ? "site"
  : keeps("SameSite=None; Secure; Partitioned") ? "frame" : "none";
if (cookies === "frame") useFrameCookie();

const memory = cookies === "frame" ? "frame" : "session";
const inMemory = { for: "panel", cookies: false };

/** Whether the browser's cookie is that of a session; throws when the service does not say. */
const isKnown = () => session.current().then(() => true, (problem) => {
  if (problem.status !== 401) throw problem;
  return false;
});

/** Begins a session by cookie, or holds it in memory where a frame's cookies are not kept. */
const begin = async (key) => {
  let begun = await session.begin(key, { site: undefined, frame: { for: "panel" }, none: inMemory }[cookies]);
  holdToken(begun.token ?? null);
  if (!begun.token && !await isKnown()) {
    begun = await session.begin(key, inMemory);
    holdToken(begun.token);
  }
  remembered.set(memory, begun.token ? "none" : "some");
  return begun;
};

const start = () => {
  signedIn = true;
  show(root, bar, place);
  grown.observe(root);
  if (wanted) turnTo(wanted);
  else nobody();
  // These go to every origin: anybody may know that a panel is here.
  parent.postMessage("chatwoot-dashboard-app:fetch-info", "*");
  parent.postMessage({ type: "clientele:ready" }, "*");
};

/** Shows why the session could not begin. */
const fail = (problem, again) => {
  if (problem.status === undefined) throw problem;
  show(root, bar, place);
  show(place, failed(problem, { again }));
};

/** An agent who came by a ticket has no key to type, so only a reload of Zendesk begins a new session. */
const askToReload = () => {
  show(root, place);
  show(place, empty(t.ended, t.reload, "user", "h1"));
};

const beginByTicket = async () => {
  try {
    holdToken((await session.begin(ticket, inMemory)).token);
  } catch (problem) {
    return problem.status === 401 ? askToReload() : fail(problem, beginByTicket);
  }
  start();
};

let asking = null;
signs.addEventListener("signedout", () => {
  turn += 1;
  clear();
  signedIn = false;
  if (ticket) return askToReload();
  asking ??= signIn(root, { lead: words.signIn.ended, begin }).then(() => {
    asking = null;
    start();
  });
});

const boot = async () => {
  try {
    if (!mayBeSignedIn(memory) || !await isKnown()) await signIn(root, { lead: words.signIn.panel, begin });
  } catch (problem) {
    return fail(problem, boot);
  }
  start();
};

setTheme(remembered.get("theme"));
setInterval(() => shown && quietly(draw), 30_000);
if (ticket) beginByTicket();
else boot();
