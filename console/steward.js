// The steward's list: identifiers that were refused, and why.

import { get } from "./api.js";
import { announce, h, show } from "./dom.js";
import * as f from "./format.js";
import { words } from "./language.js";
import { empty, hiddenHead, tableOf, trying } from "./states.js";

const t = words.steward.conflicts;

const row = (conflict) => h("tr", { class: conflict.resolved_at ? "resolved" : null },
  h("td", {}, h("code", { dir: "auto" }, conflict.identifier),
    h("p", { class: "soft small" }, `${conflict.record.kind} ${conflict.record.source}:${conflict.record.id}`)),
  h("td", {}, h("span", { class: conflict.resolved_at ? "chip" : "chip open" },
    conflict.resolved_at ? t.resolved : t.rules[conflict.rule] ?? conflict.rule),
  h("p", { class: "small", dir: "auto" }, conflict.reason)),
  h("td", { class: "soft" }, h("time", { datetime: conflict.at, title: f.moment(conflict.at) }, f.ago(conflict.at))),
  h("td", { class: "end" }, conflict.holder && !conflict.resolved_at
    ? h("a", { class: "button", href: `#/merge/${conflict.holder}/${conflict.profile_id}` }, t.compare)
    : h("a", { class: "button", href: `#/customer/${conflict.profile_id}` }, t.profile)));

/** Shows the conflicts, a page at a time. */
export const conflictsPage = async (place) => {
  const table = tableOf([t.identifier, t.why, t.when, hiddenHead()], [], { label: t.title });
  const body = table.querySelector("tbody");
  const more = h("button", { type: "button" }, t.older);
  const openOnly = h("input", { type: "checkbox", checked: true });
  let [items, next] = [[], null];

  const draw = () => {
    const shown = items.filter((conflict) => !openOnly.checked || !conflict.resolved_at);
    show(body, shown.map(row));
    table.hidden = !shown.length;
    none.hidden = shown.length > 0 || Boolean(next);
    more.hidden = !next;
  };
  const load = async () => {
    const page = await get(`/v1/conflicts?limit=50${next ? `&cursor=${encodeURIComponent(next)}` : ""}`);
    items = [...items, ...page.items];
    next = page.next;
    draw();
  };
  const none = empty(t.none, t.noneHint, "check");
  more.addEventListener("click", async () => {
    more.disabled = true;
    await trying(load);
    more.disabled = false;
  });
  openOnly.addEventListener("change", () => {
    draw();
    announce(String(body.children.length));
  });
  await load();
  show(place, h("div", { class: "page" }, h("h1", { tabindex: "-1" }, t.title), h("p", {}, t.lead),
    h("div", { class: "box" }, h("label", { class: "check" }, openOnly, t.openOnly), table, none,
      h("div", { class: "actions" }, more))));
};
