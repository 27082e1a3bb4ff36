// Finding a customer as you type: a combobox whose list is moved through by arrows.

import { ask } from "./api.js";
import { tierBadge } from "./card.js";
import { announce, h, settled, show } from "./dom.js";
import { ago } from "./format.js";
import { icon } from "./icons.js";
import { words } from "./language.js";
import { failureText } from "./states.js";

const t = words.search;
const PAUSE = 120;
const SLOW = 400;
const SHOWN = 12;

const matchedBy = (matched) => (matched ?? [])
  .map((match) => t.in[match.in] ?? (match.how === "tolerant" ? t.how.tolerant : null)).filter(Boolean)[0];

const option = (result, at) => h("li", {
  role: "option", id: `found-${at}`, "data-id": result.profile_id, "aria-selected": "false",
},
h("span", { class: "found-main" },
  h("span", { class: "strong clip", dir: "auto" }, result.name ?? result.greeting ?? words.card.nameless),
  tierBadge(result)),
h("span", { class: "soft small clip", dir: "auto" },
  [result.email, result.phone, result.city].filter(Boolean).join(" · ")),
h("span", { class: "found-side soft small" },
  matchedBy(result.matched) && h("span", { class: "chip" }, matchedBy(result.matched)),
  result.last_contact_at ? t.lastContact(ago(result.last_contact_at)) : t.never));

/** The search field with its list. `open(id)` opens the chosen customer. */
export const searchField = (open) => {
  const list = h("ul", { id: "found", role: "listbox", "aria-label": t.label });
  const foot = h("p", { class: "found-foot soft small" });
  const sheet = h("div", { class: "found", hidden: true }, list, foot);
  const input = h("input", {
    id: "search", type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "found",
    "aria-autocomplete": "list", "aria-label": t.label, placeholder: t.placeholder, autocomplete: "off",
    spellcheck: "false", enterkeyhint: "search", maxlength: 200,
  });
  const field = h("div", { class: "search", role: "search" }, icon("search"), input,
    h("kbd", { "aria-hidden": "true" }, "/"),
    sheet);
  let at = -1;
  let asked = null;
  let waiting = false;

  const options = () => [...list.children];
  const point = (to) => {
    options()[at]?.setAttribute("aria-selected", "false");
    at = to;
    const chosen = options()[at];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    sheet.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    soon.cancel();
    asked?.abort();
    waiting = false;
  };
  const openSheet = (items, note, first) => {
    show(list, items);
    show(foot, note);
    foot.hidden = !note;
    list.hidden = !items.length;
    sheet.hidden = false;
    input.setAttribute("aria-expanded", String(items.length > 0));
    point(first);
  };
  const choose = (element) => {
    if (!element?.dataset.id) return;
    close();
    input.value = "";
    open(element.dataset.id);
  };

  const search = async () => {
    const query = input.value.trim();
    asked?.abort();
    if (!query) return close();
    const mine = asked = new AbortController();
    const slow = setTimeout(() => sheet.hidden && openSheet([], words.loading, -1), SLOW);
    try {
      const found = await ask("POST", "/v1/profiles/search", { query, limit: SHOWN }, { signal: mine.signal });
      if (mine !== asked || document.activeElement !== input) return;
      const { results } = found;
      openSheet(results.map(option), results.length ? (found.truncated || found.next) && t.truncated
        : h("span", {}, h("b", {}, t.none), " ", t.noneHint), results.length ? 0 : -1);
      announce(t.results(results.length));
      if (waiting) choose(options()[0]);
    } catch (error) {
      if (error.name === "AbortError" || mine !== asked) return;
      if (error.status === undefined) throw error;
      openSheet([], failureText(error), -1);
      announce(failureText(error));
    } finally {
      clearTimeout(slow);
      if (mine === asked) waiting = false;
    }
  };
  const soon = settled(PAUSE, search);

  input.addEventListener("input", () => {
    waiting = false;
    point(-1);
    soon();
  });
  input.addEventListener("focus", () => input.value.trim() && soon());
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!count || sheet.hidden) return soon();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point((at + step + count) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!sheet.hidden && at >= 0) choose(options()[at]);
      else if (input.value.trim()) {
        waiting = true;
        soon();
      }
    } else if (event.key === "Escape") {
      event.stopPropagation();
      // Browsers would empty the field.
      event.preventDefault();
      if (!sheet.hidden) close();
      else if (input.value) input.value = "";
      else input.blur();
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => choose(event.target.closest("[role=option]")));
  list.addEventListener("pointermove", (event) => {
    const over = event.target.closest("[role=option]");
    if (over) point(options().indexOf(over));
  });
  field.addEventListener("focusout", (event) => field.contains(event.relatedTarget) || close());
  return { field, focus: () => { input.focus(); input.select(); } };
};
