// Tells Clientele's panel who the ticket's requester is, or whose page this is, now and whenever that changes.
"use strict";

const client = ZAFClient.init();
const panel = document.getElementById("panel");
const problem = document.getElementById("problem");
let origin = null;
/** Counts looks at the ticket; a late answer to an earlier look is dropped. */
let turn = 0;

const complain = (words) => {
  problem.textContent = words;
  problem.hidden = false;
};

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

const tell = (message) => panel.contentWindow.postMessage(message, origin);

const tellWho = async () => {
  const mine = ++turn;
  // The former customer goes at once, before Zendesk says who the next one is.
  tell({ type: "clientele:clear" });
  const who = await identifiers().catch(() => []);
  if (mine === turn && who.length) tell({ type: "clientele:customer", identifiers: who });
};

addEventListener("message", (event) => {
  if (event.origin !== origin || event.source !== panel.contentWindow) return;
  if (event.data?.type === "clientele:ready") tellWho();
  if (event.data?.type === "clientele:height") {
    const height = Math.min(Math.max(event.data.height, 200), 1200);
    panel.style.height = `${height}px`;
    client.invoke("resize", { width: "100%", height: `${height}px` });
  }
});

const start = async () => {
  const { settings } = await client.metadata();
  try {
    origin = new URL(settings.clientele_url).origin;
  } catch {
    return complain("The address of Clientele in the app's settings is no URL.");
  }
  panel.src = `${origin}/panel`;
  panel.hidden = false;
  client.on("ticket.requester.id.changed", tellWho);
  client.on("ticket.requester.email.changed", tellWho);
};
start().catch(() => complain("Zendesk does not answer."));
