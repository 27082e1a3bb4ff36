// The VIP policy: its tiers, and what others would make of all customers before they are put in force.

import { ask, get } from "./api.js";
import { tierName } from "./card.js";
import { announce, h, show } from "./dom.js";
import * as f from "./format.js";
import { words } from "./language.js";
import { failed, skeleton, submitting, tableOf } from "./states.js";

const t = words.policy;
const MONEY = new Set(["net_365_days", "net_total", "percentile_net_365_days", "expected_spend_90_days", "visit_value"]);
const WORDS = new Set(["loyalty_tier", "tag"]);
/** Conditions that are met or not, without a value to compare with. */
const BARE = new Set(["overdue"]);

const request = ({ vip_from: vipFrom, tiers }) => ({
  vip_from: vipFrom || null,
  tiers: tiers.map(({ name, priority, match, conditions }) => ({
    name, priority: Number(priority), match,
    conditions: conditions.map(({ metric, at_least: least, equals, currency }) => BARE.has(metric) ? { metric }
      : WORDS.has(metric) ? { metric, equals } : { metric, at_least: metric.startsWith("orders") ? Number(least) : String(least),
        ...(MONEY.has(metric) && currency ? { currency } : {}) }),
  })),
});

/** The editor of one policy; `redraw` is called when its shape changes. */
const editor = (policy, locked, redraw) => {
  const input = (label, value, set, attributes) => h("input", {
    "aria-label": label, value, readonly: locked, required: true, autocomplete: "off", ...attributes,
    oninput: (event) => set(event.target.value),
  });
  const select = (label, choices, value, set) => h("select", {
    "aria-label": label, disabled: locked, onchange: (event) => set(event.target.value),
  }, Object.entries(choices).map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
  const button = (label, act, text) => locked ? null
    : h("button", { type: "button", class: "quiet", "aria-label": text ? label : null, title: text ? label : null,
      onclick: act }, text ?? label);

  const condition = (tier, one, at) => h("li", { class: "condition" },
    select(t.metric, t.metrics, one.metric, (metric) => {
      tier.conditions[at] = WORDS.has(metric) ? { metric, equals: one.equals ?? "" }
        : { metric, at_least: one.at_least ?? "1", currency: one.currency };
      redraw();
    }),
    BARE.has(one.metric) ? h("span") : WORDS.has(one.metric) ? input(t.value, one.equals, (value) => { one.equals = value; }, { maxlength: 500 })
      : input(t.value, one.at_least, (value) => { one.at_least = value; },
        { inputmode: "decimal", pattern: "-?[0-9]+([.][0-9]+)?" }),
    MONEY.has(one.metric) ? input(t.currency, one.currency, (value) => { one.currency = value.toUpperCase(); },
      { pattern: "[A-Za-z]{3}", required: false, size: 4 }) : h("span"),
    tier.conditions.length > 1 && button(t.remove, () => { tier.conditions.splice(at, 1); redraw(); }, "✕"));

  const swap = (at, to) => {
    [policy.tiers[at], policy.tiers[to]] = [policy.tiers[to], policy.tiers[at]];
    redraw();
  };
  const vipFrom = h("select", {
    id: "vip-from", disabled: locked, onchange: (event) => { policy.vip_from = event.target.value || null; },
  }, [["", t.nobody], ...policy.tiers.map(({ name }) => [name, tierName(name)])].map(([value, label]) =>
    h("option", { value, selected: value === (policy.vip_from ?? "") }, label)));
  const rename = (one, at, name) => {
    const option = vipFrom.options[at + 1];
    [option.value, option.textContent] = [name, tierName(name)];
    one.name = name;
    policy.vip_from = vipFrom.value || null;
  };
  const remove = (at) => {
    const [gone] = policy.tiers.splice(at, 1);
    if (policy.vip_from === gone.name) policy.vip_from = null;
    redraw();
  };
  const tier = (one, at) => h("fieldset", { class: "box tier" },
    h("legend", { class: "hidden" }, `${t.tier} ${at + 1}`),
    h("div", { class: "tier-head" },
      h("label", {}, t.name, input(t.name, one.name, (value) => rename(one, at, value),
        { pattern: "[a-z][a-z0-9 _\\-]{0,63}" })),
      h("label", {}, t.priority, input(t.priority, one.priority, (value) => { one.priority = value; },
        { type: "number", min: 0, max: 100 })),
      h("label", {}, t.match, select(t.match, { any: t.any, all: t.all }, one.match ?? "any",
        (value) => { one.match = value; })),
      h("span", { class: "tier-acts" }, at > 0 && button(t.up, () => swap(at, at - 1), "↑"),
        at < policy.tiers.length - 1 && button(t.down, () => swap(at, at + 1), "↓"),
        button(t.remove, () => remove(at), "✕"))),
    h("ul", {}, one.conditions.map((other, place) => condition(one, other, place))),
    button(t.addCondition, () => { one.conditions.push({ metric: "net_365_days", at_least: "1000.00" }); redraw(); }));

  return [
    h("div", { class: "field inline" }, h("label", { for: "vip-from" }, t.vipFrom), vipFrom),
    policy.tiers.map(tier),
    !locked && h("div", { class: "actions" }, button(t.add, () => {
      policy.tiers.push({ name: `tier ${policy.tiers.length + 1}`, priority: 10, match: "any",
        conditions: [{ metric: "orders_total", at_least: 1 }] });
      redraw();
    })),
  ];
};

const difference = (now, then) => {
  const change = then - now;
  return h("td", { class: "number" }, change ? h("b", { class: change > 0 ? "rise" : "fall" },
    `${change > 0 ? "+" : "−"}${Math.abs(change)}`) : "–");
};

const moveList = (title, moves, total) => moves?.length > 0 && h("div", { class: "sub" }, h("h3", {}, title),
  tableOf([t.customer, t.from, t.to], moves.map((move) => h("tr", {},
    h("td", {}, h("a", { href: `#/customer/${move.profile_id}`, dir: "auto" }, move.name ?? words.card.nameless)),
    h("td", {}, tierName(move.from)), h("td", {}, tierName(move.to)))), { label: title }),
  total > moves.length && h("p", { class: "soft small" }, t.moreMoves(f.number(total - moves.length))));

const preview = (now, then) => {
  const counts = (report) => new Map(report.tiers.map((tier) => [tier.tier, tier.count]));
  const [was, is] = [counts(now), counts(then)];
  const names = [...new Set([...is.keys(), ...was.keys()])];
  const line = (label, before, after) => h("tr", {}, h("th", { scope: "row" }, label),
    h("td", { class: "number" }, f.number(before)),
    h("td", { class: "number" }, f.number(after)), difference(before, after));
  return [
    tableOf([t.tier, t.before, t.after, t.change], [
      ...names.map((name) => line(tierName(name), was.get(name) ?? 0, is.get(name) ?? 0)),
      line(t.none, now.none, then.none), line(t.vips, now.vip, then.vip),
    ], { label: t.preview }),
    then.overridden > 0 && h("p", { class: "soft small" }, t.overridden(then.overridden)),
    (then.gainers.length || then.losers.length
      ? h("div", { class: "split" }, moveList(t.gain, then.gainers, then.gained),
        moveList(t.lose, then.losers, then.lost))
      : h("p", { class: "soft" }, t.nobodyMoves)),
  ];
};

const waits = ({ average_seconds: average, longest_seconds: longest }) =>
  h("td", { class: "number" }, t.waits(f.duration(average), f.duration(longest)));

/** How those who waited would have waited. */
const rehearsal = ({ rehearsal: then, withheld }) => {
  if (!then) return h("p", { class: "soft" }, t.noRehearsal(withheld));
  const line = (label, row) => h("tr", {}, h("th", { scope: "row" }, label),
    h("td", { class: "number" }, f.number(row.waits)), waits(row.past), waits(row.in_force), waits(row.wanted));
  return [
    tableOf([t.tier, t.waited, t.past, t.before, t.after], [
      ...then.tiers.map((row) => line(row.tier ? tierName(row.tier) : t.none, row)), line(t.everybody, then.all),
    ], { label: t.rehearsal }),
    h("p", {}, t.bound(f.duration(then.bound_seconds))),
    h("ul", { class: "soft small" }, then.notes.map((note) => h("li", { lang: "en" }, note))),
  ];
};

/** Shows the policy; administrators change it, after a preview. */
export const policyPage = async (place, _, app) => {
  let inForce = await get("/v1/vip/policy");
  let draft = structuredClone(inForce);
  let tried = null;
  const body = h("div", { class: "tiers" });
  const result = h("div", { "aria-live": "polite" });
  const commit = h("button", {
    value: "commit", disabled: true, title: t.confirm, "data-gated": true,
  }, t.commit);
  const edited = () => {
    tried = null;
    commit.disabled = true;
    show(result);
  };
  const redraw = () => {
    const at = [...body.querySelectorAll("input, select, button")].indexOf(document.activeElement);
    show(body, editor(draft, !app.may.admin, () => { edited(); redraw(); }));
    body.querySelectorAll("input, select, button")[at]?.focus();
  };
  const discard = () => {
    draft = structuredClone(inForce);
    edited();
    redraw();
  };
  body.addEventListener("input", edited);
  redraw();
  const form = h("form", {}, body, app.may.admin
    ? h("div", { class: "actions" }, h("button", { class: "primary", value: "preview" }, t.preview), commit,
      h("button", { type: "button", class: "quiet", onclick: discard }, t.reset))
    : h("p", { class: "soft" }, t.readOnly));
  if (app.may.admin) {
    submitting(form, async (_, button) => {
      const wanted = request(draft);
      const text = JSON.stringify(wanted);
      commit.disabled = true;
      if (button?.value === "commit" && tried === text) {
        try {
          inForce = await ask("PUT", "/v1/vip/policy", wanted);
        } catch (problem) {
          // What was previewed may be put in force once more, unless it was edited meanwhile.
          commit.disabled = tried !== text;
          throw problem;
        }
        tried = null;
        announce(t.done);
        show(result, h("p", { class: "success", role: "status" }, t.done));
        return;
      }
      show(result, h("p", { class: "soft", role: "status" }, t.previewing), skeleton("wide"));
      try {
        const then = await ask("POST", "/v1/vip/policy/preview", wanted);
        // The draft was edited meanwhile, so this preview no longer describes it.
        if (JSON.stringify(request(draft)) !== text) return show(result);
        const past = h("div", {}, skeleton("wide"));
        show(result, h("section", { class: "box" }, h("h2", {}, t.preview), preview(then.in_force, then)),
          h("section", { class: "box" }, h("h2", {}, t.rehearsal), past));
        tried = text;
        commit.disabled = false;
        // It may look at every interaction there is, and does not hold up the rest.
        ask("POST", "/v1/vip/policy/rehearsal", wanted)
          .then(rehearsal, (problem) => failed(problem)).then((told) => show(past, told));
      } catch (problem) {
        show(result);
        throw problem;
      }
    });
  }
  show(place, h("div", { class: "page" }, h("h1", { tabindex: "-1" }, t.title), h("p", {}, t.lead), form, result));
};
