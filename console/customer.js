// The page of one customer: the first screen, and what stands behind it, kept up to date by the stream.

import { load, Problem, Stream } from "./api.js";
import { firstScreen } from "./card.js";
import { whatChanged } from "./changes.js";
import { details } from "./details.js";
import { announce, h, hush, morph, quietly, settled, show } from "./dom.js";
import { explainWithin } from "./explain.js";
import { nameOf } from "./format.js";
import { History } from "./history.js";
import { words } from "./language.js";
import { failed, skeleton, trying } from "./states.js";
import { Advice } from "./suggestions.js";
import { timeline } from "./timeline.js";

/** Times read differently as they pass. */
const TICK = 30_000;
let shown = null;
let explaining = null;

/** The parts of the page that have a link and a key, in the order of the keys. */
export const PARTS = [
  "first", "timeline", "habits", "handling", "purchases", "suggestions", "journey", "interests", "identity",
];
const partLinks = () => h("nav", { class: "parts", "aria-label": words.sections.label },
  PARTS.map((part) => h("a", {
    href: `#${part}`, onclick: (event) => {
      event.preventDefault();
      const place = document.getElementById(part);
      place?.scrollIntoView({ behavior: "smooth", block: "start" });
      (place?.querySelector(".events-area") ?? place?.querySelector("h1, h2"))?.focus({ preventScroll: true });
    },
  }, words.sections[part])));

/** Shows a customer in `place` and returns what ends it. */
export const customerPage = (place, id, app) => {
  explaining ??= explainWithin(document.body, () => shown);
  shown = null;
  let [stream, history, advice, parts, tick, asking] = [null, null, null, null, null, null];
  show(place, skeleton("wide", "third", "third", "third", "quarter", "quarter", "quarter", "quarter"));

  const end = () => {
    stream?.stop();
    history?.stop();
    advice?.stop();
    clearInterval(tick);
    stream = null;
    shown = null;
    explaining();
    hush();
    app.setConnection(null);
  };
  const lose = (problem) => {
    end();
    app.title(null);
    show(place, failed(problem));
  };

  const draw = () => morph(place.querySelector(".first"), firstScreen(shown, Date.now(), app.may));

  const begin = () => {
    const lines = timeline(history, shown.contact?.now?.time_zone);
    const rest = details(app);
    const { id: mine } = shown;
    const drawn = settled(60, () => { if (shown?.id === mine) quietly(() => rest.draw(shown, history, advice)); });
    parts = { lines, rest, drawn };
    show(place, h("div", { class: "customer" }, firstScreen(shown, Date.now(), app.may), partLinks(),
      h("div", { class: "behind" }, lines.section, rest.section)));
    rest.draw(shown, history, advice);
    history.year(Date.now());
    advice.refresh();
    tick = setInterval(() => quietly(draw), TICK);
    if (document.activeElement?.contains(place)) document.getElementById("name")?.focus({ preventScroll: true });
  };

  const reading = (profile) => {
    const before = shown;
    shown = profile;
    const name = nameOf(profile.person) ?? words.card.nameless;
    app.title(name);
    app.opened(profile.id, name);
    if (!before) {
      history = new History(profile.id, () => {
        parts.lines.draw();
        parts.drawn();
      });
      advice = new Advice(profile.id, () => parts.drawn());
      begin();
      announce(words.card.label(name));
      return;
    }
    draw();
    parts.rest.draw(shown, history, advice);
    advice.refresh();
    announce(whatChanged(before, profile).join(". "));
    history.refresh().then((count) => count && parts.lines.fresh(count));
  };

  const events = {
    profile: reading,
    merged: ({ profile_id: survivor }) => {
      globalThis.history.replaceState(null, "", `#/customer/${survivor}`);
      history?.stop();
      advice?.stop();
      shown = null;
      clearInterval(tick);
      explaining();
      announce(words.changes.merged);
    },
    erased: () => {
      app.erased(shown?.id);
      lose(new Problem(404));
      announce(words.changes.erased);
    },
  };

  const act = (event) => {
    if (!shown || !event.target.closest('[data-act="override"]')) return;
    asking ??= trying(async () => (await load("./override.js")).overrideDialog(shown))
      .finally(() => { asking = null; });
  };
  place.addEventListener("click", act);
  stream = new Stream(`/v1/profiles/${encodeURIComponent(id)}/stream?explain=true`, {
    event: (name, data) => events[name]?.(data),
    state: (state) => app.setConnection(state),
    refused: (problem) => {
      if (problem.status === 401) return;
      // A malformed id belongs to no customer.
      lose(problem.status === 400 ? new Problem(404) : problem);
    },
  });
  return end;
};
