// What is advised for a customer: what to suggest, with the reason for each, and who should take their matter.

import { get } from "./api.js";
import { nothing, part } from "./card.js";
import { h } from "./dom.js";
import * as f from "./format.js";
import { words } from "./language.js";

const t = words.suggestions;

/** What is advised for a customer, as last loaded. */
export class Advice {
  suggestions = null;
  handling = null;
  #place; #changed; #stopped = false;

  /** `changed` is called whenever there is something else to show. */
  constructor(id, changed) {
    this.#place = `/v1/profiles/${encodeURIComponent(id)}`;
    this.#changed = changed;
  }

  stop() { this.#stopped = true; }

  /** Looks again. What was shown stays when the service is not reached. */
  async refresh() {
    await Promise.all(["suggestions", "handling"].map(async (part) => {
      const answer = await get(`${this.#place}/${part}`).catch(() => null);
      if (!answer || this.#stopped || JSON.stringify(answer) === JSON.stringify(this[part])) return;
      this[part] = answer;
      this.#changed();
    }));
  }
}

/** A reason in the language of the page. */
export const reasonText = ({ because, evidence, reason }) => t.because[because]?.(evidence, f.day) ?? reason;

export const suggestions = (answer) => answer && part("suggestions", words.sections.suggestions,
  answer.withheld ? nothing(t.withheld) : null,
  answer.suggestions?.length
    ? h("ul", { class: "suggestions" }, answer.suggestions.map((suggestion) =>
      h("li", { "data-key": suggestion.sku, "data-live": true },
        h("b", { dir: "auto" }, suggestion.name ?? suggestion.sku),
        h("span", { class: "soft small number" }, suggestion.sku),
        h("span", { class: suggestion.evidence.due ? "small due" : "soft small" }, reasonText(suggestion)))))
    : !answer.withheld && nothing(t.none),
  answer.learned && h("p", { class: "soft small" }, t.learned(answer.learned.baskets, f.number)));

const takes = words.handling;

/** Who should take what the customer comes with, who knows them, and the handover as the service words it. */
export const handling = (answer) => answer && part("handling", words.sections.handling,
  h("p", { "data-live": true }, answer.recommendation.agent
    ? takes.take(answer.recommendation.agent_name ?? answer.recommendation.agent,
      answer.recommendation.channel && f.word("channels", answer.recommendation.channel))
    : takes.nobody),
  answer.continuity.length > 0 && h("ul", { class: "plain" }, answer.continuity.slice(0, 3).map((known) =>
    h("li", { "data-key": known.agent, "data-live": true },
      h("b", { dir: "auto" }, known.name ?? known.agent), " ",
      h("span", { class: "soft small" }, takes.knows(known, f.number))))),
  answer.withheld ? nothing(words.suggestions.withheld) : null,
  h("p", { class: "soft small", lang: "en", dir: "auto", "data-live": true }, answer.handover));
