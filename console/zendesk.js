// The panel in Zendesk's sidebar: Zendesk's framework says who the ticket's requester is, or whose page this is, now
// and whenever that changes.

import { hear } from "./panel.js";

const client = window.ZAFClient?.init();
/** Grows with each look at the ticket; what an earlier look finds late is not told. */
let turn = 0;

const isNumber = (identity) => identity?.type === "phone_number";
const numbers = (identities) => (identities ?? []).filter(isNumber).map(({ value }) => value);

/** What Zendesk knows the customer by, as `type:value`. */
const identifiers = async () => {
  const { location } = await client.context();
  const path = location === "user_sidebar" ? "user" : "ticket.requester";
  const found = await client.get([`${path}.email`, `${path}.identities`]);
  const email = found[`${path}.email`];
  return [
    ...(email ? [`email:${email}`] : []),
    ...numbers(found[`${path}.identities`]).map((number) => `phone:${number}`),
  ];
};

const tellWho = async () => {
  const mine = ++turn;
  // The former customer goes at once, before Zendesk says who the next one is.
  hear([]);
  const who = await identifiers().catch(() => []);
  if (mine === turn && who.length) hear(who);
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
