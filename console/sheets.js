// Windows that several pages of administrators share: a question before what cannot be undone, and a secret that is
// seen once.

import { h } from "./dom.js";
import { words } from "./language.js";
import { dialog, submitting } from "./states.js";

/** Asks before `act`; a failure shows beside the question. */
export const confirming = (question, label, act) => {
  const form = h("form", {}, h("p", { dir: "auto" }, question),
    h("div", { class: "actions" }, h("button", { class: "danger" }, label),
      h("button", { type: "button", onclick: () => sheet.close() }, words.cancel)));
  const sheet = dialog(label, form);
  submitting(form, async () => {
    await act();
    sheet.close();
  });
};

/** A text to be taken elsewhere, with a button that copies it. */
export const copyable = (value, label, ...more) => {
  const text = h("input", { value, readonly: true, class: "secret", "aria-label": label,
    onfocus: (event) => event.target.select() });
  const copy = h("button", { type: "button", class: "primary", onclick: async () => {
    try {
      await navigator.clipboard.writeText(value);
      copy.textContent = words.copied;
    } catch {
      // Browsers give the clipboard to pages under TLS alone: there a person copies what is selected.
      text.focus();
      text.select();
    }
  } }, words.copy);
  return [text, h("div", { class: "actions" }, copy, ...more)];
};

/** Puts a secret that is seen once into the place of the form that asked for it: Enter would ask for another one. */
export const reveal = (form, sheet, note, secret, label) => {
  const [text, actions] = copyable(secret, label,
    h("button", { type: "button", onclick: () => sheet.close() }, words.close));
  form.replaceWith(h("p", { class: "warn" }, note), text, actions);
  text.focus();
};

/** The two pages of webhooks, to change between them. */
export const directions = (current) => h("nav", { class: "actions", "aria-label": words.hooks.directions },
  ["webhooks", "incoming"].map((page) => h("a", {
    class: "button", href: `#/${page}`, "aria-current": page === current ? "page" : null,
  }, words.hooks[page])));

/** A choice among words; `options` are pairs of a value and what is said of it. */
export const choice = (name, options, value) => h("select", { name },
  options.map(([key, label]) => h("option", { value: key, selected: key === value }, label)));

/** Names separated by commas; null for none, which means all. */
export const names = (text) => {
  const found = text.split(",").map((name) => name.trim()).filter(Boolean);
  return found.length ? found : null;
};
