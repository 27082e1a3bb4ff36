// The page of one customer: the first screen, and what stands behind it, kept up to date by the stream.

import { Stream } from "./api.js";
import { firstScreen } from "./card.js";
import { whatChanged } from "./changes.js";
import { details } from "./details.js";
import { announce, h, morph, quietly, settled, show } from "./dom.js";
import { explainWithin } from "./explain.js";
import { nameOf } from "./format.js";
import { History } from "./history.js";
import { words } from "./language.js";
import { failed, skeleton } from "./states.js";
import { timeline } from "./timeline.js";

/** Times read differently as they pass. */
const TICK = 30_000;
let shown = null;
let explaining = null;

const PARTS = { first: "first", timeline: "timeline", habits: "habits", purchases: "purchases", interests: "interests",
  identity: "identity" };
const partLinks = () => h("nav", { class: "parts", "aria-label": words.sections.label },
  Object.entries(PARTS).map(([part, target]) => h("a", {
    href: `#${target}`, onclick: (event) => {
      event.preventDefault();
      const place = document.getElementById(target);
      place?.scrollIntoView({ behavior: "smooth", block: "start" });
      (place?.querySelector(".events-area") ?? place?.querySelector("h1, h2"))?.focus({ preventScroll: true });
    },
  }, words.sections[part])));

/** Shows a customer in `place` and returns what ends it. */
export const customerPage = (place, id, app) => {
  explaining ??= explainWithin(document.body, () => shown);
  shown = null;
  let [stream, history, parts, tick] = [null, null, null, null];
  let current = id;
  show(place, skeleton("wide", "third", "third", "third", "quarter", "quarter", "quarter", "quarter"));

  const end = () => {
    stream?.stop();
    history?.stop();
    clearInterval(tick);
    stream = null;
    app.setConnection(null);
  };

  const draw = () => {
    const fresh = h("div", { class: "customer" }, firstScreen(shown, Date.now(), app.may));
    const known = place.querySelector(".customer .first");
    if (known) morph(known, fresh.firstChild);
  };

  const begin = () => {
    const lines = timeline(history, shown.contact?.now?.time_zone);
    const rest = details(app);
    const drawn = settled(60, () => quietly(() => rest.draw(shown, history)));
    parts = { lines, rest, drawn };
    show(place, h("div", { class: "customer" }, firstScreen(shown, Date.now(), app.may), partLinks(),
      h("div", { class: "behind" }, lines.section, rest.section)));
    rest.draw(shown, history);
    history.year(Date.now());
    tick = setInterval(() => quietly(draw), TICK);
    if (document.activeElement === document.body || document.activeElement === place) {
      document.getElementById("name")?.focus({ preventScroll: true });
    }
  };

  const reading = (profile) => {
    const before = shown;
    shown = profile;
    current = profile.id;
    const name = nameOf(profile.person) ?? words.card.nameless;
    app.title(name);
    app.opened(profile.id, name);
    if (!before) {
      history = new History(profile.id, () => {
        parts.lines.draw();
        parts.drawn();
      });
      begin();
      announce(words.card.label(name));
      return;
    }
    draw();
    parts.rest.draw(shown, history);
    const sentences = whatChanged(before, profile);
    announce(sentences.length ? sentences.join(". ") : null);
    history.refresh().then((count) => count && parts.lines.fresh(count));
  };

  const events = {
    profile: reading,
    resync: () => {},
    merged: ({ profile_id: survivor }) => {
      globalThis.history.replaceState(null, "", `#/customer/${survivor}`);
      current = survivor;
      history?.stop();
      shown = null;
      clearInterval(tick);
      announce(words.changes.merged);
    },
    erased: () => {
      end();
      shown = null;
      announce(words.changes.erased);
      show(place, failed({ status: 404, message: "" }));
    },
  };

  const act = async (event) => {
    if (!event.target.closest('[data-act="override"]')) return;
    const { overrideDialog } = await import("./override.js");
    overrideDialog(shown);
  };
  place.addEventListener("click", act);
  stream = new Stream(`/v1/profiles/${encodeURIComponent(id)}/stream?explain=true`, {
    event: (name, data) => events[name]?.(data),
    state: (state) => app.setConnection(state),
    refused: (problem) => {
      if (problem.status === 401) return;
      end();
      // An id that is none names nobody.
      show(place, failed(problem.status === 400 ? { status: 404 } : problem, { scope: "profiles:read" }));
    },
  });
  return () => {
    place.removeEventListener("click", act);
    explaining?.();
    end();
  };
};
