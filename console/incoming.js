// Webhooks that come in: the addresses other systems send to, how what they send is read, and what could not be.

import { ask, get } from "./api.js";
import { announce, h, show } from "./dom.js";
import * as f from "./format.js";
import { words } from "./language.js";
import { choice, confirming, copyable, directions, reveal } from "./sheets.js";
import { dialog, empty, field, hiddenHead, submitting, tableOf, trying } from "./states.js";

const t = words.hooks.in;
const KINDS = ["customer", "order", "interaction", "activity", "promise", "product", "notice", "agent"];
const OWN = "own";

const place = (name) => `/v1/webhooks/in/${encodeURIComponent(name)}`;
/** Without the setting it is what this browser was given, which others may not reach. */
const address = (endpoint) => endpoint.url ?? location.origin + place(endpoint.name);
const schemes = Object.entries(t.schemes);
const redactions = Object.entries(t.redactions);

const making = (draw) => {
  const form = h("form", {},
    field(t.name, h("input", { name: "name", required: true, pattern: "[a-z][a-z0-9_\\-]{0,63}", autocomplete: "off" }),
      t.nameHint),
    field(t.source, h("input", { name: "source", required: true, pattern: "[a-z][a-z0-9_]{0,31}",
      autocomplete: "off" }), t.sourceHint),
    field(t.scheme, choice("scheme", schemes, "standard"), t.schemeHint),
    field(t.secret, h("input", { name: "secret", minlength: 8, maxlength: 512, autocomplete: "off" }), t.secretHint),
    h("div", { class: "actions" }, h("button", { class: "primary" }, t.make)));
  const sheet = dialog(t.make, form);
  submitting(form, async (data) => {
    const [name, secret] = [data.get("name"), data.get("secret")];
    const made = await ask("PUT", place(name), {
      source: data.get("source"), scheme: data.get("scheme"), ...(secret ? { secret } : {}),
    });
    if (made.secret) reveal(form, sheet, t.secretOnce, made.secret, t.secret);
    else sheet.close();
    announce(t.made);
    trying(draw);
  });
};

const listPage = async (spot) => {
  const list = h("div");
  const draw = async () => {
    const { items } = await get("/v1/webhooks/in");
    const row = (one) => h("tr", {},
      h("td", {}, h("a", { href: `#/incoming/${one.name}` }, one.name)), h("td", {}, one.source),
      h("td", {}, t.schemes[one.scheme] ?? one.scheme), h("td", {}, h("code", {}, address(one))),
      h("td", { class: "number" }, f.number(one.failed)), h("td", { class: "number" }, f.number(one.waiting)));
    show(list, items.length
      ? tableOf([t.name, t.source, t.scheme, t.address, t.failed, t.waiting], items.map(row), { label: t.title })
      : empty(t.none, t.noneHint, "link"));
  };
  await draw();
  show(spot, h("div", { class: "page wide" }, h("h1", { tabindex: "-1" }, t.title), h("p", {}, t.lead),
    directions("incoming"),
    h("section", { class: "box" }, h("div", { class: "actions first-action" },
      h("button", { type: "button", class: "primary", onclick: () => making(draw) }, t.make)), list)));
};

/** A line of the mapping: a type of event, and what becomes of it. */
const ruleRow = (event, mapping, known) => {
  const actions = [["ignore", t.ignore], ...known.map((name) => [name, name]),
    ...KINDS.map((kind) => [`withdraw:${kind}`, t.withdraw(kind)]), [OWN, t.own]];
  const isKnown = actions.some(([value]) => value === mapping);
  const text = h("textarea", { name: "text", "aria-label": t.text, spellcheck: "false", hidden: isKnown });
  text.value = isKnown ? "" : mapping;
  const action = choice("action", actions, isKnown ? mapping : OWN);
  action.setAttribute("aria-label", t.action);
  action.addEventListener("change", () => { text.hidden = action.value !== OWN; });
  const row = h("li", { class: "rule" },
    h("input", { name: "event", "aria-label": t.event, value: event, autocomplete: "off", placeholder: "orders/*" }),
    action,
    h("button", { type: "button", class: "quiet", "aria-label": t.removeRule, onclick: () => row.remove() }, "✕"),
    text);
  return row;
};

const readRules = (list) => Object.fromEntries([...list.children].map((row) => {
  const [event, action, text] = ["event", "action", "text"].map((name) => row.querySelector(`[name="${name}"]`).value);
  // The service takes one line for a name of its own mappings.
  return [event.trim(), action === OWN ? `${text.trimEnd()}\n` : action];
}));

const settingsForm = (endpoint, known, changed) => {
  const rules = h("ul", {}, Object.entries(endpoint.mappings).map(([event, text]) => ruleRow(event, text, known)));
  const form = h("form", {},
    field(t.source, h("input", { name: "source", required: true, value: endpoint.source, autocomplete: "off" })),
    field(t.scheme, choice("scheme", schemes, endpoint.scheme)),
    field(t.redact, choice("redact", redactions, endpoint.redact)),
    h("fieldset", { class: "field" }, h("legend", { class: "strong small" }, t.mappings),
      h("p", { class: "soft small" }, t.mappingsHint), rules),
    h("div", { class: "actions" },
      h("button", { type: "button", onclick: () => {
        const row = ruleRow("", "ignore", known);
        rules.append(row);
        row.querySelector("input").focus();
      } }, t.addRule),
      h("button", { class: "primary", value: "save" }, t.save), h("button", { value: "usual" }, t.usual)));
  return submitting(form, async (data, button) => {
    const wanted = { source: data.get("source"), scheme: data.get("scheme"), redact: data.get("redact") };
    const gone = Object.fromEntries(Object.keys(endpoint.mappings).map((event) => [event, null]));
    const mappings = button?.value === "usual" ? null : { ...gone, ...readRules(rules) };
    await changed(await ask("PATCH", place(endpoint.name), { ...wanted, mappings }));
    announce(t.saved);
  }, ([name, event]) => name === "mappings" && event !== undefined && t.mappingOf(event));
};

const rotating = (endpoint, changed) => {
  const form = h("form", {},
    field(t.secret, h("input", { name: "secret", minlength: 8, maxlength: 512, autocomplete: "off" }), t.secretHint),
    field(t.overlap, choice("overlap", Object.entries(t.overlaps), "86400"), t.overlapHint),
    h("div", { class: "actions" }, h("button", { class: "primary" }, t.rotate)));
  const sheet = dialog(t.rotate, form);
  submitting(form, async (data) => {
    const secret = data.get("secret");
    const answer = await ask("POST", `${place(endpoint.name)}/secret`, {
      overlap_seconds: Number(data.get("overlap")), ...(secret ? { secret } : {}),
    });
    if (answer.secret) reveal(form, sheet, t.secretOnce, answer.secret, t.secret);
    else sheet.close();
    await changed(answer);
  });
};

/** What is kept of an endpoint's deliveries. The bodies are sealed and not shown. */
const deliveries = (endpoint) => {
  const [list, result] = [h("div"), h("div", { role: "status" })];
  const state = choice("state", Object.entries(t.states), "failed");
  const more = h("button", { type: "button", hidden: true }, t.older);
  let [items, next] = [[], null];
  const say = (sentence) => {
    show(result, h("p", { class: "success" }, sentence));
    announce(sentence);
  };
  const replay = (ids) => trying(async () => {
    const { taken, failed } = await ask("POST", `${place(endpoint.name)}/replay`, ids ? { deliveries: ids } : {});
    say(t.replayed(taken, failed));
    await load();
  });
  const settle = (one) => confirming(t.settleAsk, t.settle, async () => {
    await ask("POST", `${place(endpoint.name)}/settle`, { deliveries: [one.id] });
    say(t.settled);
    await load();
  });
  const row = (one) => h("tr", {},
    h("td", { class: "soft" }, f.moment(one.received_at)),
    h("td", {}, one.event, h("p", { class: "soft small" }, one.id)),
    h("td", {}, one.errors?.map(({ pointer, detail }) =>
      h("p", { class: "small" }, pointer && h("code", {}, pointer), " ", detail)),
    one.profiles?.map((id) => h("a", { href: `#/customer/${id}` }, id))),
    h("td", { class: "end" },
      one.replayable && h("button", { type: "button", onclick: () => replay([one.id]) }, t.replay),
      one.state === "waiting" && h("button", { type: "button", onclick: () => settle(one) }, t.settle)));
  const draw = () => {
    show(list, items.length
      ? tableOf([t.received, t.event, t.reason, hiddenHead()], items.map(row), { label: t.deliveries })
      : h("p", { class: "soft" }, t.nothing));
    all.disabled = state.value !== "failed" || !items.length;
    more.hidden = !next;
  };
  const page = (cursor) => get(`${place(endpoint.name)}/deliveries?limit=50&state=${state.value}`
    + (cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""));
  const load = async () => {
    ({ items, next } = await page());
    draw();
  };
  const all = h("button", { type: "button", onclick: () => replay(null) }, t.replayAll);
  state.addEventListener("change", () => trying(load));
  more.addEventListener("click", () => trying(async () => {
    const older = await page(next);
    [items, next] = [[...items, ...older.items], older.next];
    draw();
  }));
  const box = h("section", { class: "box" }, field(t.show, state),
    h("div", { class: "actions" }, all, h("button", { type: "button", onclick: () => trying(load) }, t.again)),
    result, list, h("div", { class: "actions" }, more));
  return { box, load };
};

const endpointPage = async (spot, name) => {
  const { items, mappings: known } = await get("/v1/webhooks/in");
  const endpoint = items.find((one) => one.name === name);
  if (!endpoint) return show(spot, empty(t.gone, t.goneHint, "search", "h1"));
  const [form, secrets] = [h("div"), h("ul", {})];
  const drawSecrets = (one) => show(secrets, one.secrets.map((secret) =>
    h("li", {}, secret.ends_at ? t.ends(f.moment(secret.ends_at)) : t.holds)));
  const changed = async (fresh) => {
    show(form, settingsForm(fresh, known, changed));
    drawSecrets(fresh);
  };
  const remove = () => confirming(t.removeAsk(name), t.remove, async () => {
    await ask("DELETE", place(name));
    location.hash = "#/incoming";
  });
  const kept = deliveries(endpoint);
  await Promise.all([changed(endpoint), kept.load()]);
  show(spot, h("div", { class: "page wide" }, h("h1", { tabindex: "-1" }, name), directions(null),
    h("section", { class: "box" }, h("h2", {}, t.address), copyable(address(endpoint), t.address),
      !endpoint.url && h("p", { class: "warn small" }, t.noPublicURL),
      endpoint.scheme === "bearer" && h("p", { class: "soft small" }, t.bearerHint)),
    h("h2", {}, t.deliveries), kept.box,
    h("h2", {}, t.settings), h("section", { class: "box" }, form),
    h("h2", {}, t.secrets), h("section", { class: "box" }, secrets, h("div", { class: "actions" },
      h("button", { type: "button", onclick: () => rotating(endpoint, async (fresh) => drawSecrets(fresh)) },
        t.rotate),
      h("button", { type: "button", class: "danger", onclick: remove }, t.remove)))));
};

/** Shows the endpoints that others send to, or one of them with what is kept of its deliveries. */
export const incomingPage = (spot, [name]) => name ? endpointPage(spot, name) : listPage(spot);
