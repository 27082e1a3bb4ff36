// What to suggest to a customer, with the reason for each.

import { get } from "./api.js";
import { nothing, part } from "./card.js";
import { h } from "./dom.js";
import * as f from "./format.js";
import { words } from "./language.js";

const t = words.suggestions;

/** What is suggested to a customer, as last loaded. */
export class Suggestions {
  answer = null;
  #place; #changed; #stopped = false;

  /** `changed` is called whenever there is something else to show. */
  constructor(id, changed) {
    this.#place = `/v1/profiles/${encodeURIComponent(id)}/suggestions`;
    this.#changed = changed;
  }

  stop() { this.#stopped = true; }

  /** Looks again. What was shown stays when the service is not reached. */
  async refresh() {
    const answer = await get(this.#place).catch(() => null);
    if (!answer || this.#stopped || JSON.stringify(answer) === JSON.stringify(this.answer)) return;
    this.answer = answer;
    this.#changed();
  }
}

/** A reason in the language of the page. */
export const reasonText = ({ because, evidence, reason }) => t.because[because]?.(evidence, f.day) ?? reason;

export const suggestions = (answer) => answer && part("suggestions", words.sections.suggestions,
  answer.withheld ? nothing(t.withheld) : null,
  answer.suggestions.length
    ? h("ul", { class: "suggestions" }, answer.suggestions.map((suggestion) =>
      h("li", { "data-key": suggestion.sku, "data-live": true },
        h("b", { dir: "auto" }, suggestion.name ?? suggestion.sku),
        h("span", { class: "soft small number" }, suggestion.sku),
        h("span", { class: suggestion.evidence.due ? "small due" : "soft small" }, reasonText(suggestion)))))
    : !answer.withheld && nothing(t.none),
  answer.learned && h("p", { class: "soft small" }, t.learned(f.number(answer.learned.baskets))));
