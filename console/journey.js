// What somebody did in their last visit, and what went badly on their journey.

import { pair, part, sub } from "./card.js";
import { h } from "./dom.js";
import { why } from "./explain.js";
import * as f from "./format.js";
import { words } from "./language.js";

const t = words.journey;

/** What a sign rests on, in the words of whoever searched, wrote or called. */
const evidence = ({ evidence: { queries = [], pages = [], skus = [], contacts = [] } }) => [
  ...queries.map((query) => `“${query}”`), ...pages, ...skus,
  ...contacts.map((contact) => f.word("channels", contact.channel)),
].join(" · ");

const signs = (list, now) => h("ul", { class: "suggestions" }, list.map((sign) =>
  h("li", { "data-key": `${sign.sign} ${sign.at} ${evidence(sign)}`, "data-live": true },
    h("b", {}, t.signs[sign.sign]?.(sign.count) ?? sign.evidence.text),
    h("span", { class: "soft small number" }, f.ago(sign.at, now)),
    h("span", { class: "soft small", dir: "auto" }, evidence(sign)))));

const named = (products, times) => products.map(({ sku, name, ...product }) =>
  (times(product) > 1 ? `${f.number(times(product))} × ` : "") + (name ?? sku)).join(", ");

const origin = ({ referrer, medium, campaign }) => [referrer, medium, campaign].filter(Boolean).join(" · ");

const lastVisit = (visit, now) => h("dl", { class: "pairs" }, [
  pair(visit.present ? t.here : t.last, t.span(f.ago(visit.started_at, now), visit.pages)),
  visit.from && pair(t.from, origin(visit.from)),
  visit.viewed.length > 0 && pair(t.viewed, named(visit.viewed, (product) => product.times)),
  visit.compared.length > 0 && pair(t.compared, named(visit.compared, () => 1)),
  visit.added.length > 0 && pair(t.added, named(visit.added, (change) => change.quantity)),
  visit.removed.length > 0 && pair(t.removed, named(visit.removed, (change) => change.quantity)),
  visit.checkout && pair(t.checkout, visit.checkout.finished ? t.finished : t.unfinished),
].filter(Boolean));

/** Nothing where nobody visited and nothing went badly. */
export const journey = ({ journey: walked }, now) => walked && part("journey", words.sections.journey,
  h("p", { class: "soft small", "data-live": true },
    why(t.today(walked.visits_today), "/journey/visits_today"), " · ",
    why(t.month(walked.visits_last_30_days), "/journey/visits_last_30_days")),
  walked.signs.length > 0 && sub(why(t.friction, "/journey/signs"), signs(walked.signs, now)),
  walked.hesitation?.length > 0 && sub(why(t.hesitation, "/journey/hesitation"), signs(walked.hesitation, now)),
  walked.withheld && h("p", { class: "soft small" }, t.withheld),
  walked.visit && sub(why(t.visit, "/journey/visit"), lastVisit(walked.visit, now)),
  walked.came_back.length > 0 && sub(why(t.cameBack, "/journey/came_back"),
    h("dl", { class: "pairs" }, walked.came_back.map((product) =>
      pair(product.name ?? product.sku, t.visits(product.visits, product.days))))));
