// A Twilio Function that tells a Studio flow who calls. Studio's HTTP Request widget sends no header of yours, and a
// key belongs in no URL, so the flow runs this Function, which has CLIENTELE_URL and CLIENTELE_KEY (scope vip:read)
// among its environment variables. Callers who are unknown or withhold their number are no VIPs, and nobody is while
// the service is down.

const NOBODY = { found: false, vip: false, tier: null, priority: 0, reason: "", also_claimed_by: 0 };

const ask = async (context, identifier) => {
  const answer = await fetch(`${context.CLIENTELE_URL}/v1/vip/lookup`, {
    method: "POST",
    headers: { Authorization: `Bearer ${context.CLIENTELE_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({ identifiers: [identifier] }),
    signal: AbortSignal.timeout(2000),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()).answers[0];
};

exports.handler = async (context, event, callback) => {
  let person = NOBODY;
  try {
    if (event.From) person = await ask(context, `phone:${event.From}`);
  } catch (error) {
    console.error(`Clientele does not answer: ${error.name}`);
  }
  const { found, vip, tier, priority, reason, also_claimed_by } = person;
  const attributes = { found, vip, tier: tier ?? "", priority, reason, also_claimed_by };
  // As text, so that the flow puts it into a task whatever quotes the reason has.
  callback(null, { ...attributes, attributes: JSON.stringify(attributes) });
};
