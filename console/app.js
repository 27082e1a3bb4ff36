// The console's frame: signing in, the bar at the top, which page is shown, and keys.

import { load, session, signs } from "./api.js";
import { customerPage, PARTS } from "./customer.js";
import { h, show } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./language.js";
import { decoded } from "./messages.js";
import { searchField } from "./search.js";
import { mayBeSignedIn, remembered, setTheme } from "./settings.js";
import { signIn } from "./signin.js";
import {
  connectionSign, dialog, empty, failed, forbidden, offlineBar, scopeChips, skeleton, trying,
} from "./states.js";

const root = document.getElementById("app");
/** What was opened before, in memory alone: it is personal data. */
const recent = new Map();

const remember = (id, name) => {
  recent.delete(id);
  recent.set(id, name);
  if (recent.size > 8) recent.delete(recent.keys().next().value);
};

const forget = (id) => recent.delete(id);

const later = (file, name) => async (...values) => (await load(file))[name](...values);
const JOINING = ["steward", "profiles:read"];
/** A session's end cuts off what a `live` page shows; the others stay as they are, with what was typed there. */
const PAGES = {
  "": { show: home, scopes: ["profiles:read"], nav: "home", key: "h" },
  customer: {
    show: (place, [id], app) => customerPage(place, id, app), scopes: ["profiles:read"], nav: "home", live: true,
  },
  queue: { show: later("./queue.js", "queuePage"), scopes: ["vip:read"], nav: "queue", key: "q" },
  conflicts: { show: later("./steward.js", "conflictsPage"), scopes: ["steward"], nav: "conflicts", key: "c" },
  merge: {
    show: later("./merge.js", "mergePage"), scopes: JOINING, nav: "conflicts", title: words.steward.merge.title,
  },
  unmerge: {
    show: later("./merge.js", "unmergePage"), scopes: JOINING, nav: "conflicts", title: words.steward.unmerge.title,
  },
  policy: { show: later("./policy.js", "policyPage"), scopes: ["vip:read"], nav: "policy", key: "p" },
  keys: { show: later("./keys.js", "keysPage"), scopes: ["admin"], nav: "keys", key: "k" },
  webhooks: { show: later("./outgoing.js", "outgoingPage"), scopes: ["admin"], nav: "webhooks", key: "w" },
  incoming: { show: later("./incoming.js", "incomingPage"), scopes: ["admin"], nav: "webhooks" },
};

/** Whether a session's key has a scope, or one that contains it. */
const allows = (scopes, scope) =>
  scopes.includes("admin") || scopes.includes(scope) || (scope === "vip:read" && scopes.includes("profiles:read"));

/** The page that a URL names, and what it is about; no `entry` when there is no such page. */
const routeOf = (hash) => {
  const [page, ...parts] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  return { page, parts, entry: Object.hasOwn(PAGES, page) ? PAGES[page] : null };
};

function home(place) {
  const list = [...recent].reverse().map(([id, name]) =>
    h("li", {}, h("a", { href: `#/customer/${id}`, dir: "auto" }, name)));
  show(place, h("div", { class: "home" }, icon("search"),
    h("h1", { tabindex: "-1" }, words.home.title), h("p", {}, words.home.lead),
    h("p", { class: "soft small" }, h("kbd", {}, "/"), " ", words.home.keyHint, " ", h("kbd", {}, "?"), " ",
      words.home.keysHint),
    list.length > 0 && h("section", { class: "recent" }, h("h2", {}, words.home.recent), h("ul", {}, list))));
}

setTheme(remembered.get("theme"));

const chooseTheme = (theme) => {
  remembered.set("theme", theme);
  setTheme(theme);
};

const accountMenu = ({ key, scopes }) => {
  const menu = h("div", { id: "account", class: "menu", popover: "auto" },
    h("p", { class: "soft small" }, words.nav.account), h("p", { class: "strong", dir: "auto" }, key),
    h("p", { class: "soft small" }, words.nav.scopes),
    scopeChips(scopes),
    h("label", { class: "soft small", for: "theme" }, words.nav.theme),
    h("select", { id: "theme", onchange: (event) => chooseTheme(event.target.value) },
      Object.entries(words.nav.themes).map(([value, label]) =>
        h("option", { value, selected: value === (remembered.get("theme") ?? "system") }, label))),
    h("button", { type: "button", class: "wide", onclick: () => { menu.hidePopover(); shortcutList(); } },
      words.nav.shortcuts),
    h("button", { type: "button", class: "wide", onclick: () => { menu.hidePopover(); signOut(); } },
      words.nav.signOut));
  const label = `${words.nav.account} ${key}`;
  return [
    h("button", { type: "button", class: "quiet account", popovertarget: "account", "aria-label": label },
      icon("user")),
    menu,
  ];
};

const signOut = () => trying(async () => {
  await session.end();
  remembered.set("session", "none");
  location.hash = "";
  location.reload();
});

const shortcutList = () => {
  const t = words.shortcuts;
  const row = (label, ...keys) => [h("dt", {}, keys.map((key) => h("kbd", {}, key))), h("dd", {}, label)];
  const pages = Object.values(PAGES).filter((page) => page.key);
  dialog(t.title,
    h("h3", {}, t.group.move),
    h("dl", { class: "keys" }, row(t.search, "/"), row(t.help, "?"), row(t.escape, "Esc"),
      pages.map(({ nav, key }) => row(t.to(words.nav[nav]), "g", key))),
    h("h3", {}, t.group.results), h("dl", { class: "keys" }, row(t.choose, "↑", "↓"), row(t.open, "Enter")),
    h("h3", {}, t.group.customer),
    h("dl", { class: "keys" }, PARTS.map((part, at) => row(t.to(words.sections[part]), String(at + 1)))),
    h("label", { class: "check" }, h("input", {
      type: "checkbox", checked: singleKeys(),
      onchange: (event) => remembered.set("keys", event.target.checked ? "on" : "off"),
    }), t.single));
};
const singleKeys = () => remembered.get("keys") !== "off";

const connection = connectionSign();

const start = (current) => {
  const may = (scope) => allows(current.scopes, scope);
  const place = h("main", { id: "main", tabindex: "-1" });
  const search = may("profiles:read") ? searchField((id) => { location.hash = `#/customer/${id}`; }) : null;
  const entries = ["", "queue", "conflicts", "policy", "keys", "webhooks"]
    .filter((page) => PAGES[page].scopes.every(may));
  const account = h("div", {}, accountMenu(current));
  const links = entries.map((page) => h("a", { href: `#/${page}`, "data-nav": PAGES[page].nav },
    words.nav[PAGES[page].nav]));
  show(root,
    h("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); place.focus(); } },
      words.skip),
    h("header", { class: "top" },
      h("a", { class: "brand", href: "#/" }, h("span", { class: "logo", "aria-hidden": "true" }), words.product),
      search?.field ?? h("span"),
      h("nav", { "aria-label": words.nav.label }, links), connection.element, account),
    offlineBar(), place);

  let leave = null;
  let turn = 0;
  /** Whether the page has to load again after signing in. */
  let cut = false;
  const app = {
    may: { read: may("profiles:read"), steward: may("steward"), admin: may("admin") },
    session: current, setConnection: connection.set,
    opened: remember, erased: forget,
    title: (text) => { document.title = text ? `${text} · ${words.product}` : words.product; },
  };
  const go = async (event) => {
    const mine = ++turn;
    leave?.();
    leave = null;
    connection.set(null);
    const { page, parts, entry } = routeOf(location.hash);
    cut = Boolean(entry?.live);
    for (const link of links) {
      if (entry && link.dataset.nav === entry.nav) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    app.title(entry && page ? entry.title ?? words.nav[entry.nav] : null);
    scrollTo(0, 0);
    // Each page has a place of its own: one that loads after the next was opened draws where nobody sees it.
    const spot = h("div");
    show(place, spot);
    if (!entry) return show(spot, empty(...words.failure.page, "search", "h1"));
    const missing = entry.scopes.find((scope) => !may(scope));
    if (missing) return show(spot, forbidden(missing));
    show(spot, h("div", { class: "page" }, skeleton("wide", "wide", "wide")));
    const left = await Promise.resolve(entry.show(spot, parts, app)).catch((problem) => {
      if (problem.status === undefined) throw problem;
      if (mine !== turn) return;
      cut = true;
      show(spot, failed(problem, { scope: entry.scopes[0], again: go }));
    });
    if (mine !== turn) return left?.();
    leave = left ?? null;
    if (event) (place.querySelector("h1[tabindex]") ?? place).focus({ preventScroll: true });
  };
  let pressed = null;
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !singleKeys()) return;
    if (event.target.closest("input, textarea, select") || document.querySelector("dialog[open]")) return;
    const before = pressed;
    pressed = event.key === "g" ? "g" : null;
    const target = before === "g" && Object.keys(PAGES).find((page) => PAGES[page].key === event.key);
    if (event.key === "/" && search) search.focus();
    else if (event.key === "?") shortcutList();
    else if (typeof target === "string") location.hash = `#/${target}`;
    else if (/^[1-9]$/.test(event.key) && place.querySelector(".parts")) {
      place.querySelectorAll(".parts a")[event.key - 1]?.click();
    } else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", press);
  addEventListener("hashchange", go);
  let asking = null;
  signs.addEventListener("signedout", () => {
    asking ??= signIn(root, { lead: words.signIn.ended, overlay: true }).then((fresh) => {
      asking = null;
      if (fresh.scopes.join() !== current.scopes.join()) return location.reload();
      app.session = fresh;
      show(account, accountMenu(fresh));
      if (cut) go();
    });
  });
  go();
  if (!location.hash.replace(/^#\/?/, "")) search?.focus();
};

const begun = (current) => {
  remembered.set("session", "some");
  start(current);
};

const boot = async () => {
  try {
    if (!mayBeSignedIn()) return begun(await signIn(root));
    begun(await session.current());
  } catch (problem) {
    if (problem.status === 401) return begun(await signIn(root));
    if (problem.status === undefined) throw problem;
    show(root, h("main", {}, failed(problem, { again: boot })));
  }
};
boot();
