// What addresses say, and what other desks tell a panel inside them. Pure.

/** A part of an address; as it stands where an escape is broken. */
export const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Whether a page of `origin` is among `allowed`; a host of `*.` stands for all below it. */
export const isAllowed = (origin, allowed) => allowed.some((pattern) => {
  if (pattern === origin) return true;
  const [scheme, host] = pattern.split("://");
  if (!host?.startsWith("*.")) return false;
  const [itsScheme, itsHost] = origin.split("://");
  return itsScheme === scheme && Boolean(itsHost?.endsWith(host.slice(1)));
});

const named = (type, value) => typeof value === "string" && value.trim() ? `${type}:${value.trim()}` : null;
const isReference = (text) => typeof text === "string" && /^(prf_[0-9A-Z]{26}|[a-z][a-z0-9_]{0,31}:.+)$/.test(text);

/** Chatwoot's `appContext`: a string of JSON with the contact of the conversation. */
const chatwoot = (text) => {
  let message = null;
  try {
    message = JSON.parse(text);
  } catch { return null; }
  if (message?.event !== "appContext") return null;
  const contact = message.data?.contact ?? {};
  return [
    isReference(contact.identifier) ? contact.identifier : null, named("email", contact.email),
      named("phone", contact.phone_number),
  ].filter(Boolean);
};

/**
 * The identifiers of the customer that a message is about; none when there is no customer now, null when the message
 * is about something else. Any host may send `{type: "clientele:customer", identifiers: ["email:…", "phone:…"]}`.
 */
export const customerOf = (data) => {
  if (typeof data === "string") return chatwoot(data);
  if (data?.type === "clientele:clear") return [];
  if (data?.type !== "clientele:customer" || !Array.isArray(data.identifiers)) return null;
  return data.identifiers.filter(isReference).slice(0, 20);
};
