// What stands behind a value: a tip beside its label, on hover, focus and touch.

import { h, show } from "./dom.js";
import { ago, moment } from "./format.js";
import { words } from "./language.js";

/** The label of a value that explains itself; `pointers` are those of the profile's `explain`. */
export const why = (label, ...pointers) =>
  h("button", { type: "button", class: "why", "data-why": pointers.join(" ") }, label);

const stated = (entry) => [
  h("p", {}, words.explain.stated(entry.source, entry.id)),
  h("p", { class: "soft" }, words.explain.on(moment(entry.at), ago(entry.at))),
  h("p", { class: "soft" }, entry.rule),
];

const derived = (entry, asOf) => [
  h("p", {}, entry.formula),
  entry.basis && h("p", { class: "soft" }, entry.basis),
  h("p", { class: "soft" }, [
    entry.sample === null ? null : words.explain.sample(entry.sample), words.explain.asOf(moment(asOf)),
  ].filter(Boolean).join(" · ")),
];

/** The explanation of a value, or of what it is part of. */
const find = (explanations, pointer) => {
  for (let path = pointer; path; path = path.slice(0, path.lastIndexOf("/"))) {
    if (explanations[path]) return explanations[path];
  }
  return null;
};

const explanation = (profile, pointers) => {
  const { stated: said = {}, derived: worked = {} } = profile?.explain ?? {};
  const parts = pointers.flatMap((pointer) => {
    const [one, other] = [find(worked, pointer), find(said, pointer)];
    return [one && derived(one, profile.as_of), other && stated(other)].filter(Boolean);
  });
  return parts.length ? parts : [[h("p", {}, words.explain.none)]];
};

/** Lets labels within `root` explain themselves from the profile that `profile()` returns. */
export const explainWithin = (root, profile) => {
  const tip = h("div", { id: "tip", role: "tooltip", class: "tip", popover: "manual" });
  document.body.append(tip);
  let holder = null;

  const hide = () => {
    holder?.removeAttribute("aria-describedby");
    holder = null;
    if (tip.matches(":popover-open")) tip.hidePopover();
    show(tip);
  };
  const reveal = (label) => {
    if (holder === label) return;
    hide();
    holder = label;
    show(tip, explanation(profile(), label.dataset.why.split(" ")).map((part) => h("div", {}, part)));
    label.setAttribute("aria-describedby", tip.id);
    tip.showPopover();
    const [place, size] = [label.getBoundingClientRect(), tip.getBoundingClientRect()];
    const below = place.bottom + 6 + size.height < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(place.left, innerWidth - size.width - 8))}px`;
    tip.style.top = `${below ? place.bottom + 6 : Math.max(8, place.top - size.height - 6)}px`;
  };
  const labelAt = (event) => event.target.closest?.("[data-why]");

  root.addEventListener("pointerover", (event) => {
    const label = labelAt(event);
    if (label) reveal(label);
    else if (holder && holder !== document.activeElement) hide();
  });
  root.addEventListener("focusin", (event) => (labelAt(event) ? reveal(labelAt(event)) : hide()));
  root.addEventListener("focusout", hide);
  root.addEventListener("click", (event) => labelAt(event) && reveal(labelAt(event)));
  addEventListener("scroll", hide, { passive: true, capture: true });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && holder) {
      hide();
      event.stopImmediatePropagation();
    }
  }, true);
  return hide;
};
