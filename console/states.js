// What a page shows when there is nothing to show: empty, loading, failed, forbidden, offline.

import { Problem, signs } from "./api.js";
import { announce, h, show } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./language.js";

const t = words.failure;
const KINDS = { 0: "offline", 403: "forbidden", 404: "unknown", 409: "shared" };

/** A failure in one sentence. */
export const failureText = (problem) => {
  const kind = KINDS[problem.status];
  if (kind === "unknown") return t.absent;
  if (kind && kind !== "shared") return t[kind][0];
  return problem.message || t.other[0];
};

export const empty = (title, hint, symbol = "user", heading = "h2") =>
  h("div", { class: "state" }, icon(symbol), h(heading, {}, title), hint && h("p", {}, hint));

const AGAIN = 3000;

/** A failure in the place of a page. While it stands and the service is not reached, it tries `again` by itself. */
export const failed = (problem, { scope, again } = {}) => {
  const [title, hint] = t[KINDS[problem.status] ?? "other"];
  let tried = false;
  const retry = () => {
    if (tried || !made.isConnected) return;
    tried = true;
    again();
  };
  const made = h("div", { class: "state failed", role: "alert" },
    icon(problem.status === 403 ? "ban" : "alert"), h("h1", {}, title),
    h("p", {}, typeof hint === "function" ? hint(scope ?? "profiles:read") : hint),
    !KINDS[problem.status] && problem.message && h("p", { class: "soft small" }, problem.message),
    again && h("button", { type: "button", onclick: retry }, words.retry));
  if (again && problem.status === 0) setTimeout(retry, AGAIN);
  return made;
};

/** Says that the service is not reached, as long as it is not. */
export const offlineBar = () => {
  const bar = h("p", { class: "offline-bar", hidden: true }, icon("alert"), words.online.offlineBar);
  signs.addEventListener("online", (event) => {
    bar.hidden = event.detail;
    announce(event.detail ? words.online.back : words.online.offlineBar);
  });
  return bar;
};

/** Shows how the stream of a page is; `set` takes a word of `words.online`, or null where there is no stream. */
export const connectionSign = () => {
  const element = h("span", { class: "connection" });
  const set = (state) => {
    element.dataset.state = state ?? "";
    element.title = state === "live" ? words.online.liveHint : "";
    show(element, state ? [h("i", { "aria-hidden": "true" }), h("span", {}, words.online[state])] : []);
  };
  return { element, set };
};

export const forbidden = (scope) => failed(new Problem(403), { scope });

/** Does what a button asks for; a failure shows in a window. After a session's end the sign-in shows by itself. */
export const trying = async (act) => {
  try {
    await act();
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    if (problem.status !== 401) dialog(t.other[0], h("p", { class: "error", role: "alert" }, failureText(problem)));
  }
};

/** Grey shapes where words will stand. */
export const skeleton = (...sizes) =>
  h("div", { class: "skeleton", role: "status", "aria-label": words.loading },
    sizes.map((size) => h("div", { class: `bone ${size}` })));

/** The names in a JSON pointer (RFC 6901). */
const parts = (pointer) => pointer.split("/").slice(1)
  .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

/**
 * Runs a form's action, shows what went wrong beside it, and lets nobody send it twice. The action itself sees to
 * buttons with `data-gated`. `place` says in words where an error is, from the parts of its pointer.
 */
export const submitting = (form, act, place = () => null) => {
  const note = h("p", { class: "error", role: "alert", hidden: true });
  form.append(note);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const buttons = [...form.querySelectorAll("button:enabled:not([data-gated])")];
    buttons.forEach((button) => { button.disabled = true; });
    note.hidden = true;
    try {
      await act(new FormData(form), event.submitter);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      const errors = (problem.errors ?? []).map(({ pointer, detail }) => {
        const spot = pointer && place(parts(pointer));
        return spot ? `${spot}: ${detail}` : detail;
      });
      note.textContent = [failureText(problem), ...errors].join(" ");
      note.hidden = false;
    } finally {
      buttons.forEach((button) => { button.disabled = false; });
    }
  });
  return form;
};

/** A labelled field of a form. A `control` without an id gets one from its name. */
export const field = (label, control, hint) => {
  control.id ||= `f-${control.name}`;
  if (hint) control.setAttribute("aria-describedby", `${control.id}-hint`);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control,
    hint && h("p", { class: "soft small", id: `${control.id}-hint` }, hint));
};

/** The head of a column of buttons. */
export const hiddenHead = () => h("span", { class: "hidden" }, words.actions);

/** What a key may do. */
export const scopeChips = (scopes) => h("ul", { class: "chips" }, scopes.map((scope) =>
  h("li", { class: "chip", title: scope }, words.scopes[scope] ?? scope)));

export const tableOf = (heads, rows, { label, class: kind }) =>
  h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": label },
    h("table", { class: kind },
      h("caption", { class: "hidden" }, label),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows)));

/** A window over the page. Closing it removes it. */
export const dialog = (title, ...content) => {
  const made = h("dialog", { "aria-label": title },
    h("div", { class: "dialog-head" }, h("h2", {}, title),
      h("button", { type: "button", class: "quiet", "aria-label": words.close, onclick: () => made.close() }, "✕")),
    ...content);
  made.addEventListener("close", () => made.remove());
  document.body.append(made);
  made.showModal();
  made.querySelector("form :is(input, select)")?.focus();
  return made;
};
