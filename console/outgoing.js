// Webhooks that go out: who is told what changes, what does not arrive, and telling it again.

import { ask, get } from "./api.js";
import { announce, h, morph, show } from "./dom.js";
import * as f from "./format.js";
import { words } from "./language.js";
import { choice, confirming, directions, names, reveal } from "./sheets.js";
import { dialog, empty, field, hiddenHead, submitting, tableOf, trying } from "./states.js";

const t = words.hooks.out;
const EVENTS = ["profile.created", "profile.updated", "profile.merged", "profile.unmerged", "profile.erased",
  "vip.changed", "problem.repeated", "conflict.opened"];
const AGAIN = 5000;

const place = (hook) => `/v1/webhooks/${encodeURIComponent(hook.id)}`;
/** What differs from the webhook: who changes the rest meanwhile is not undone. */
const differing = (wanted, hook) => Object.fromEntries(Object.entries(wanted).filter(([name, value]) =>
  JSON.stringify(value) !== JSON.stringify(hook[name])));
const all = async () => (await get("/v1/webhooks")).items;

const state = (hook) => h("span", { class: hook.enabled ? "chip shipped" : "chip open" },
  hook.enabled ? t.active : t.halts[hook.halt] ?? hook.halt);
const arrived = (hook) => [
  hook.delivered_at ? f.moment(hook.delivered_at) : t.never,
  hook.failing_since && h("p", { class: "small warn" }, t.failing(f.moment(hook.failing_since))),
  hook.resting_until && h("p", { class: "small warn" }, t.resting(f.moment(hook.resting_until))),
];
const answer = ({ status, failure }) => status ? t.answered(status) : failure ? t.failures[failure] ?? failure : "–";

/** A window with what a person settles about a webhook; `save` gets that and returns what to do with the window. */
const editing = (title, hook, save) => {
  const events = EVENTS.map((name) => h("label", { class: "check" },
    h("input", { type: "checkbox", name: "events", value: name, checked: hook?.events?.includes(name) }),
    h("code", {}, name)));
  const list = (name, hint) => field(t[name],
    h("input", { name, autocomplete: "off", value: hook?.[name]?.join(", ") ?? "" }), hint);
  const form = h("form", {},
    field(t.url, h("input", { name: "url", type: "url", required: true, autocomplete: "off", value: hook?.url }),
      t.urlHint),
    field(t.description, h("input", { name: "description", maxlength: 200, autocomplete: "off",
      value: hook?.description })),
    h("fieldset", { class: "field" }, h("legend", { class: "strong small" }, t.events),
      h("p", { class: "soft small" }, t.eventsHint), events),
    list("sections", t.sectionsHint), list("tiers", t.tiersHint),
    field(t.format, choice("format", Object.entries(t.formats), hook?.format ?? "standard")),
    !hook && h("label", { class: "check" }, h("input", { type: "checkbox", name: "everything" }), t.everything),
    h("div", { class: "actions" }, h("button", { class: "primary" }, hook ? t.save : t.make)));
  const sheet = dialog(title, form);
  submitting(form, async (data) => {
    const chosen = data.getAll("events");
    await save({
      url: data.get("url").trim(), description: data.get("description").trim() || null,
      events: chosen.length ? chosen : null, sections: names(data.get("sections")),
      tiers: names(data.get("tiers")), format: data.get("format"),
      ...(data.get("everything") ? { everything: true } : {}),
    }, form, sheet);
  }, ([name]) => t[name]);
};

const listPage = async (spot) => {
  const list = h("div");
  const draw = async () => {
    const hooks = await all();
    const row = (hook) => h("tr", {},
      h("td", { dir: "auto" }, h("a", { href: `#/webhooks/${hook.id}` }, hook.description ?? hook.url),
        hook.description && h("p", { class: "soft small" }, hook.url)),
      h("td", {}, hook.events?.join(", ") ?? t.allEvents), h("td", {}, state(hook)),
      h("td", { class: "number" }, f.number(hook.waiting)), h("td", { class: "number" }, f.number(hook.failed)),
      h("td", { class: "soft" }, arrived(hook)));
    show(list, hooks.length
      ? tableOf([t.to, t.events, t.state, t.waiting, t.failed, t.last], hooks.map(row), { label: t.title })
      : empty(t.none, t.noneHint, "link"));
  };
  await draw();
  const make = () => editing(t.make, null, async (wanted, form, sheet) => {
    const made = await ask("POST", "/v1/webhooks", wanted);
    reveal(form, sheet, t.secretOnce, made.secret, t.secret);
    trying(draw);
  });
  show(spot, h("div", { class: "page wide" }, h("h1", { tabindex: "-1" }, t.title), h("p", {}, t.lead),
    directions("webhooks"),
    h("section", { class: "box" }, h("div", { class: "actions first-action" },
      h("button", { type: "button", class: "primary", onclick: make }, t.make)), list)));
};

/** What waits for a webhook, was tried or given up; `retry` gets the queues to try again. */
const deliveryTable = (items, app, retry) => tableOf(
  [t.profile, t.event, t.state, t.attempts, t.answer, t.next, hiddenHead()],
  items.map((item) => h("tr", { "data-key": item.queue },
    h("td", {}, app.may.read ? h("a", { href: `#/customer/${item.profile_id}` }, item.profile_id) : item.profile_id),
    h("td", {}, [item.event, ...item.waiting].filter(Boolean).join(", ")),
    h("td", {}, h("span", { class: item.state === "failed" ? "chip open" : "chip" }, t.states[item.state])),
    h("td", { class: "number" }, f.number(item.attempts)), h("td", {}, answer(item)),
    h("td", { class: "soft" }, item.failed_at ? t.givenUp(f.moment(item.failed_at))
      : item.next_attempt_at ? f.moment(item.next_attempt_at) : "–"),
    h("td", { class: "end" }, h("button", { type: "button", disabled: item.state === "sending",
      onclick: () => retry([item.queue]) }, t.retry)))), { label: t.deliveries });

const hookPage = async (spot, id, app) => {
  const [head, list, result] = [h("div"), h("div"), h("div", { role: "status" })];
  const more = h("button", { type: "button", hidden: true }, t.older);
  let [hook, items, next] = [null, [], null];

  const settle = (holder, ...content) => {
    const fresh = h("div", {}, ...content);
    if (holder.firstChild) morph(holder.firstChild, fresh); else show(holder, fresh);
  };
  const say = (sentence, good = true) => {
    show(result, h("p", { class: good ? "success" : "error" }, sentence));
    announce(sentence);
  };
  const retry = (queues) => trying(async () => {
    const { retried } = await ask("POST", `${place(hook)}/replay`, queues ? { queues } : {});
    say(t.retried(retried));
    await load();
  });
  const change = (act) => trying(async () => {
    await act();
    await load();
  });
  const toggle = () => change(() =>
    ask("PATCH", place(hook), { enabled: !hook.enabled }));
  const ping = () => change(async () => {
    const told = await ask("POST", `${place(hook)}/ping`);
    say(told.delivered ? t.pinged(told.status, told.milliseconds) : t.notPinged(answer(told)), told.delivered);
  });
  const edit = () => editing(t.edit, hook, async (wanted, _, sheet) => {
    await ask("PATCH", place(hook), differing(wanted, hook));
    sheet.close();
    await load();
  });
  const rotate = () => {
    const form = h("form", {},
      field(t.overlap, choice("overlap", Object.entries(t.overlaps), "86400"), t.overlapHint),
      h("div", { class: "actions" }, h("button", { class: "primary" }, t.rotate)));
    const sheet = dialog(t.rotate, form);
    submitting(form, async (data) => {
      const wanted = { overlap_seconds: Number(data.get("overlap")) };
      const { secret } = await ask("POST", `${place(hook)}/secret`, wanted);
      reveal(form, sheet, t.secretOnce, secret, t.secret);
    });
  };
  const tellAll = () => confirming(t.everythingAsk, t.everything, async () => {
    await ask("POST", `${place(hook)}/everything`);
    await load();
  });
  const remove = () => confirming(t.removeAsk(hook.url), t.remove, async () => {
    await ask("DELETE", place(hook));
    location.hash = "#/webhooks";
  });
  const button = (label, act, kind) => h("button", { type: "button", class: kind, onclick: act }, label);

  const draw = () => {
    settle(head, h("p", { class: "soft", dir: "auto" }, hook.url),
      h("p", {}, state(hook), " ", hook.halted_at && f.moment(hook.halted_at), " ",
        hook.telling_everything && h("span", { class: "chip" }, t.telling)),
      h("p", {}, t.counts(f.number(hook.waiting), f.number(hook.failed))),
      h("p", {}, `${t.last}: `, arrived(hook)),
      h("div", { class: "actions" }, button(t.ping, ping, "primary"), button(t.edit, edit),
        button(hook.enabled ? t.pause : t.enable, toggle), button(t.rotate, rotate), button(t.everything, tellAll),
        button(t.remove, remove, "danger")));
    settle(list, h("div", { class: "actions first-action" },
      h("button", { type: "button", disabled: hook.failed === 0, onclick: () => retry(null) },
        t.retryAll(f.number(hook.failed)))),
    items.length ? deliveryTable(items, app, retry) : h("p", { class: "soft" }, t.nothing));
    more.hidden = !next;
  };
  const page = (cursor) =>
    get(`${place({ id })}/deliveries?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
  const load = async () => {
    const found = (await all()).find((one) => one.id === id);
    if (!found) return void show(spot, empty(t.gone, t.goneHint, "search", "h1"));
    hook = found;
    ({ items, next } = await page());
    draw();
  };
  more.addEventListener("click", () => trying(async () => {
    const older = await page(next);
    [items, next] = [[...items, ...older.items], older.next];
    draw();
  }));
  show(spot);
  await load();
  if (!hook) return null;
  show(spot, h("div", { class: "page wide" }, h("h1", { tabindex: "-1", dir: "auto" }, hook.description ?? t.one),
    directions(null), h("section", { class: "box" }, head, result),
    h("h2", {}, t.deliveries), h("section", { class: "box" }, list, h("div", { class: "actions" }, more))));
  // Older pages that somebody opened stay as they are.
  const timer = setInterval(() => {
    if (!document.hidden && items.length <= 50) load().catch(() => {});
  }, AGAIN);
  return () => clearInterval(timer);
};

/** Shows the systems that are told what changes, or one of them with what waits for it. */
export const outgoingPage = (spot, [id], app) => id ? hookPage(spot, id, app) : listPage(spot);
