// The panel in Zendesk's sidebar: Zendesk's framework says who the ticket's requester is, or whose page this is, now
// and whenever that changes.

import { words } from "./language.js";
import { hear } from "./panel.js";

const client = window.ZAFClient?.init();
const NAMELESS = [words.panel.nameless, words.panel.namelessHint];
const AGAIN = 3000;
/** Counts the looks at the ticket; the result of an earlier look is dropped. */
let turn = 0;

const isNumber = (identity) => identity?.type === "phone_number";
const numbers = (identities) => (identities ?? []).filter(isNumber).map(({ value }) => value);

/** What Zendesk knows the customer by, as `type:value`; null while the ticket has no requester. */
const identifiers = async () => {
  const { location } = await client.context();
  const path = location === "user_sidebar" ? "user" : "ticket.requester";
  const found = await client.get(["id", "email", "identities"].map((name) => `${path}.${name}`));
  const email = found[`${path}.email`];
  const names = [
    ...(email ? [`email:${email}`] : []),
    ...numbers(found[`${path}.identities`]).map((number) => `phone:${number}`),
  ];
  return names.length || found[`${path}.id`] ? names : null;
};

/** Looks until Zendesk answers, or the next look begins. */
const look = async (mine) => {
  if (mine !== turn) return;
  try {
    const who = await identifiers();
    if (mine === turn && who) hear(who, who.length ? undefined : NAMELESS);
  } catch {
    setTimeout(() => look(mine), AGAIN);
  }
};

const tellWho = () => {
  turn += 1;
  // The panel clears at once, because Zendesk takes a moment to name the next customer.
  hear([]);
  look(turn);
};

if (client) {
  client.on("ticket.requester.id.changed", tellWho);
  client.on("ticket.requester.email.changed", tellWho);
  const app = document.getElementById("app");
  new ResizeObserver(() => {
    const height = Math.min(Math.max(app.scrollHeight, 200), 1200);
    client.invoke("resize", { width: "100%", height: `${height}px` });
  }).observe(app);
  tellWho();
}
