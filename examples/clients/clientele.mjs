// The five calls that most people need, with nothing but fetch: for Node, Deno, Bun and workers.

/** Why the service did not answer as wished (RFC 9457): `kind` is for programs, the message for people. */
export class Problem extends Error {
  constructor({ type, status, detail, errors = [] }) {
    super(detail);
    Object.assign(this, { kind: type, status, errors });
  }
}

export class Clientele {
  #url;
  #key;
  #timeout;

  constructor(url, key, timeout = 10_000) {
    [this.#url, this.#key, this.#timeout] = [url.replace(/\/+$/, ""), key, timeout];
  }

  /** States a record; the same again changes nothing. `kind` is customers, orders, interactions, activities or promises. */
  put(source, kind, id, record) {
    return this.#ask("PUT", ["v1", "sources", source, kind, id], { document: record });
  }

  /** The profile of an id or of `type:value`; null when nobody is known by it. */
  async profile(name) {
    try {
      return await this.#ask("GET", ["v1", "profiles", name]);
    } catch (problem) {
      if (problem.status === 404) return null;
      throw problem;
    }
  }

  /** Whether somebody goes first; an unknown person is an answer too. */
  vip(name) {
    return this.#ask("GET", ["v1", "vip", name]);
  }

  async search(words, limit = 20) {
    return (await this.#ask("POST", ["v1", "profiles", "search"], { document: { query: words, limit } })).results;
  }

  /** Everything that happened, newest first, page by page. */
  async *timeline(name) {
    let cursor = null;
    do {
      const query = { limit: 100, ...(cursor && { cursor }) };
      const page = await this.#ask("GET", ["v1", "profiles", name, "timeline"], { query });
      yield* page.items;
      cursor = page.next;
    } while (cursor);
  }

  async #ask(method, path, { document, query = {} } = {}) {
    // Identifiers hold characters that mean something in addresses.
    const address = new URL(`${this.#url}/${path.map(encodeURIComponent).join("/")}`);
    address.search = new URLSearchParams(query);
    const answer = await fetch(address, {
      method,
      headers: {
        Authorization: `Bearer ${this.#key}`,
        ...(document && { "Content-Type": "application/json" }),
      },
      body: document && JSON.stringify(document),
      redirect: "error",
      signal: AbortSignal.timeout(this.#timeout),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Problem(body);
    return body;
  }
}
