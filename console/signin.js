// Exchanging a key for a session. The key leaves the page with the request and is kept nowhere.

import { session } from "./api.js";
import { h, show } from "./dom.js";
import { words } from "./language.js";
import { field, submitting } from "./states.js";

const t = words.signIn;

const form = (lead, begin, done) => {
  const key = h("input", {
    id: "key", name: "key", type: "password", autocomplete: "current-password", required: true, spellcheck: "false",
    autocapitalize: "none", "data-1p-ignore": true,
  });
  const made = h("form", { class: "sign-in", autocomplete: "off" },
    h("span", { class: "logo large", "aria-hidden": "true" }), h("h1", {}, t.title), h("p", { class: "soft" }, lead),
    h("input", { type: "text", autocomplete: "username", hidden: true, value: words.product }), field(t.key, key),
    h("button", { class: "primary wide" }, t.button));
  submitting(made, async () => {
    try {
      const begun = await begin(key.value.trim());
      key.value = "";
      done(begun);
    } catch (problem) {
      key.select();
      if (problem.status === 401) problem.message = t.wrong;
      throw problem;
    }
  });
  return { made, key };
};

/** Asks for a key until a session has begun, and resolves with it. With `overlay` what is on screen stays below. */
export const signIn = (root, { lead = t.lead, begin = session.begin, overlay = false } = {}) =>
  new Promise((done) => {
    const { made, key } = form(lead, begin, (begun) => {
      if (overlay) place.remove();
      done(begun);
    });
    const open = () => {
      place.showModal();
      key.focus();
    };
    const place = overlay
      ? h("dialog", {
        class: "sign-in-window", "aria-label": t.title, oncancel: (event) => event.preventDefault(),
        // Browsers let a second Escape close it all the same.
        onclose: () => place.isConnected && open(),
      }, made)
      : h("main", { class: "sign-in-page" }, made);
    if (overlay) {
      document.body.append(place);
      open();
    } else {
      show(root, place);
      key.focus();
    }
  });
