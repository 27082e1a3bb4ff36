// What a page shows when there is nothing to show: empty, loading, failed, forbidden.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./language.js";

const t = words.failure;
const KINDS = { 0: "offline", 403: "forbidden", 404: "unknown", 409: "shared" };

/** A failure in one sentence. */
export const failureText = (problem) => {
  const kind = KINDS[problem.status];
  if (kind && kind !== "shared") return t[kind][0];
  return problem.message || t.other[0];
};

export const empty = (title, hint, symbol = "user", heading = "h2") =>
  h("div", { class: "state" }, icon(symbol), h(heading, {}, title), hint && h("p", {}, hint));

/** A failure that takes the place of a page. */
export const failed = (problem, { scope, again } = {}) => {
  const [title, hint] = t[KINDS[problem.status] ?? "other"];
  return h("div", { class: "state failed", role: "alert" },
    icon(problem.status === 403 ? "ban" : "alert"), h("h1", {}, title),
    h("p", {}, typeof hint === "function" ? hint(scope ?? "profiles:read") : hint),
    !KINDS[problem.status] && problem.message && h("p", { class: "soft small" }, problem.message),
    again && h("button", { type: "button", onclick: again }, words.retry));
};

export const forbidden = (scope) => failed({ status: 403 }, { scope });

/** Grey shapes where words will stand. */
export const skeleton = (...sizes) =>
  h("div", { class: "skeleton", role: "status", "aria-label": words.loading },
    sizes.map((size) => h("div", { class: `bone ${size}` })));

/** Runs a form's action, shows what went wrong beside it, and lets nobody send it twice. */
export const submitting = (form, act) => {
  const note = h("p", { class: "error", role: "alert", hidden: true });
  form.append(note);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const buttons = [...form.querySelectorAll("button:enabled")];
    buttons.forEach((button) => { button.disabled = true; });
    note.hidden = true;
    try {
      await act(new FormData(form), event.submitter);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      note.textContent = [failureText(problem), ...(problem.errors ?? []).map((error) => error.detail)].join(" ");
      note.hidden = false;
    } finally {
      buttons.forEach((button) => { button.disabled = false; });
    }
  });
  return form;
};

/** A labelled field of a form; `control` gets the label's id and, with a hint, its description. */
export const field = (label, control, hint) => {
  control.id ||= `f-${label.replace(/\W+/g, "-").toLowerCase()}`;
  if (hint) control.setAttribute("aria-describedby", `${control.id}-hint`);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control,
    hint && h("p", { class: "soft small", id: `${control.id}-hint` }, hint));
};

/** The head of a column of buttons. */
export const hiddenHead = () => h("span", { class: "hidden" }, words.actions);

export const tableOf = (heads, rows, attributes) =>
  h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": attributes?.label },
    h("table", { class: attributes?.class },
      attributes?.label && h("caption", { class: "hidden" }, attributes.label),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows)));

/** A window over the page; resolves when it is closed. */
export const dialog = (title, ...content) => {
  const made = h("dialog", { "aria-labelledby": "dialog-title" },
    h("div", { class: "dialog-head" }, h("h2", { id: "dialog-title" }, title),
      h("button", { type: "button", class: "quiet", "aria-label": words.close, onclick: () => made.close() }, "✕")),
    ...content);
  made.addEventListener("close", () => made.remove());
  made.addEventListener("click", (event) => event.target === made && made.close());
  document.body.append(made);
  made.showModal();
  return made;
};
