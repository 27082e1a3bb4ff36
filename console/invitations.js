// What invitations to a chat do: who got one, who was held out, and whether more of those invited order.

import { get } from "./api.js";
import { h, show } from "./dom.js";
import * as f from "./format.js";
import { words } from "./language.js";
import { tableOf } from "./states.js";

const t = words.invitations;

/** The difference in the share of people who order, as how many more or fewer of a hundred. */
export const conclusion = ({ order_rate: rate, days }) => {
  if (!rate) return t.few;
  const [low, high] = [rate.low, rate.high].map((share) => f.number(Math.abs(Math.round(share * 1000) / 10)));
  if (!rate.seen) return t.unseen(low, high, days);
  return rate.uplift > 0 ? t.gain(low, high, days) : t.loss(high, low, days);
};

const row = (name, arm) => h("tr", {},
  h("th", { scope: "row" }, name), h("td", { class: "number" }, f.number(arm.people)),
  h("td", { class: "number" }, f.number(arm.chatted)), h("td", { class: "number" }, f.number(arm.ordered)),
  h("td", { class: "number" }, arm.order_rate === null ? "–" : f.percent(arm.order_rate)));

const box = (effect) => h("section", { class: "box invitations", "aria-labelledby": "invitations-title" },
  h("h2", { id: "invitations-title" }, t.title), h("p", {}, conclusion(effect)),
  tableOf([t.arm, t.people, t.chatted, t.ordered, t.share],
    [row(t.invited, effect.invited), row(t.heldOut, effect.held_out)], { label: t.title }),
  h("p", { class: "soft small" }, t.how(effect.days), effect.running > 0 && ` ${t.running(effect.running)}`));

/** Shows in `place` what invitations do, once some were made. What cannot be loaded leaves the page as it is. */
export const invitations = async (place) => {
  const effect = await get("/v1/invitations/effect").catch(() => null);
  if (effect && effect.invited.people + effect.held_out.people > 0) show(place, box(effect));
};
