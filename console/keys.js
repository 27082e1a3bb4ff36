// Keys and sessions: who may do what, and who is signed in.

import { ask, get } from "./api.js";
import { announce, h, show } from "./dom.js";
import * as f from "./format.js";
import { words } from "./language.js";
import { confirming, reveal } from "./sheets.js";
import { dialog, field, hiddenHead, scopeChips, submitting, tableOf, trying } from "./states.js";

const t = words.keys;

const making = (made) => {
  const scopes = Object.entries(words.scopes).map(([scope, label]) =>
    h("label", { class: "check" }, h("input", { type: "checkbox", name: "scopes", value: scope }), `${label} `,
      h("code", { class: "soft" }, scope)));
  const form = h("form", {},
    field(t.name, h("input", { name: "name", id: "key-name", required: true, maxlength: 100, autocomplete: "off" }),
      t.makeHint),
    h("fieldset", { class: "field" }, h("legend", { class: "strong small" }, t.scopes), scopes),
    field(t.sources, h("input", { name: "sources", id: "key-sources", autocomplete: "off" }), t.sourcesHint),
    h("div", { class: "actions" }, h("button", { class: "primary" }, t.make)));
  const sheet = dialog(t.make, form);
  submitting(form, async (data) => {
    const sources = data.get("sources").split(/[\s,]+/).filter(Boolean);
    const key = await ask("POST", "/v1/keys", {
      name: data.get("name").trim(), scopes: data.getAll("scopes"), ...(sources.length ? { sources } : {}),
    });
    reveal(form, sheet, t.made, key.key, t.key);
    trying(made);
  });
};

/** Shows keys and sessions, and lets administrators make and end them. */
export const keysPage = async (place, _, app) => {
  const keys = h("div");
  const sessions = h("div");
  const drawKeys = async () => {
    const { items } = await get("/v1/keys");
    show(keys, tableOf([t.name, t.scopes, t.sources, t.created, t.state, hiddenHead()], items.map((key) =>
      h("tr", { class: key.revoked_at ? "resolved" : null },
        h("td", { dir: "auto" }, h("b", {}, key.name), h("p", { class: "soft small" }, key.id)),
        h("td", {}, scopeChips(key.scopes)),
        h("td", {}, key.sources ? key.sources.join(", ") : h("span", { class: "soft" }, t.allSources)),
        h("td", { class: "soft" }, f.day(key.created_at)),
        h("td", {}, key.revoked_at ? `${t.revoked} ${f.day(key.revoked_at)}` : t.holds),
        h("td", { class: "end" }, !key.revoked_at && h("button", { type: "button", class: "danger", onclick: () =>
          confirming(t.confirm(key.name), t.revoke, async () => {
            await ask("DELETE", `/v1/keys/${encodeURIComponent(key.id)}`);
            announce(t.revokeDone);
            await drawKeys();
          }) }, t.revoke)))), { label: t.title }));
  };
  const drawSessions = async () => {
    const { sessions: list } = await get("/v1/sessions");
    const end = async ({ target: button }, { id }) => {
      button.disabled = true;
      await trying(async () => {
        await ask("DELETE", `/v1/sessions/${encodeURIComponent(id)}`);
        announce(t.endDone);
        await drawSessions();
      });
      button.disabled = false;
    };
    const row = (one) => h("tr", {},
      h("td", { dir: "auto" }, one.key, one.id === app.session.id && h("span", { class: "chip" }, t.current)),
      h("td", {}, scopeChips(one.scopes)), h("td", { class: "soft" }, f.moment(one.expires_at)),
      h("td", { class: "end" }, one.id !== app.session.id &&
        h("button", { type: "button", class: "danger", onclick: (event) => end(event, one) }, t.end)));
    show(sessions, list.length ? tableOf([t.key, t.scopes, t.until, hiddenHead()], list.map(row), { label: t.sessions })
      : h("p", { class: "soft" }, t.noSessions));
  };
  await Promise.all([drawKeys(), drawSessions()]);
  show(place, h("div", { class: "page" }, h("h1", { tabindex: "-1" }, t.title), h("p", {}, t.lead),
    h("section", { class: "box" }, h("div", { class: "actions first-action" },
      h("button", { type: "button", class: "primary", onclick: () => making(drawKeys) }, t.make)), keys),
    h("h2", {}, t.sessions), h("p", { class: "soft" }, t.sessionsLead),
    h("section", { class: "box" }, sessions)));
};
