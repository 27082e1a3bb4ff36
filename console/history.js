// The loaded records of a customer, newest first.

import { get } from "./api.js";

const PAGE = 100;
/** What tells a record from all others of a customer. */
export const keyOf = (item) => `${item.kind} ${item.source} ${item.id}`;
/** When something happened. */
export const momentOf = (item) => item.placed_at ?? item.occurred_at ?? item.promised_at ?? item.updated_at;

const YEAR = 365 * 86_400_000;
/** How many records are loaded for the charts, at most. */
const CHARTED = 2000;

export class History {
  items = [];
  done = false;
  problem = null;
  #id; #next = null; #loading = null; #changed; #stopped = false;

  /** `changed` is called whenever there is more to show. */
  constructor(id, changed) {
    this.#id = id;
    this.#changed = changed;
  }

  stop() { this.#stopped = true; }

  /** Whether all of the last year is loaded. */
  holdsYear(now) {
    return this.done || (this.items.length > 0 && now - new Date(momentOf(this.items.at(-1))) > YEAR);
  }

  /** The loaded records of the last year. */
  lastYear(now) { return this.items.filter((item) => now - new Date(momentOf(item)) <= YEAR); }

  /** Loads the next page; calls during that wait for the same one. */
  more() {
    if (this.done) return Promise.resolve();
    this.#loading ??= this.#page(this.#next).then((page) => {
      const known = new Set(this.items.map(keyOf));
      this.items.push(...page.items.filter((item) => !known.has(keyOf(item))));
      this.#next = page.next;
      this.done = !page.next;
      this.problem = null;
    }, (problem) => { this.problem = problem; }).finally(() => {
      this.#loading = null;
      if (!this.#stopped) this.#changed();
    });
    return this.#loading;
  }

  /** Loads a year, for the charts. */
  async year(now) {
    while (!this.#stopped && !this.problem && !this.holdsYear(now) && this.items.length < CHARTED) await this.more();
  }

  /** Looks for records that came or changed since; resolves with how many. */
  async refresh() {
    if (this.#loading) await this.#loading;
    const page = await this.#page(null).catch(() => null);
    if (!page || this.#stopped) return 0;
    const known = new Map(this.items.map((item) => [keyOf(item), item]));
    const fresh = page.items.filter((item) => known.get(keyOf(item))?.updated_at !== item.updated_at);
    if (!fresh.length) return 0;
    const replaced = new Set(fresh.map(keyOf));
    this.items = [...fresh, ...this.items.filter((item) => !replaced.has(keyOf(item)))]
      .sort((a, b) => new Date(momentOf(b)) - new Date(momentOf(a)));
    this.#changed();
    return fresh.length;
  }

  #page(cursor) {
    const place = `/v1/profiles/${encodeURIComponent(this.#id)}/timeline?limit=${PAGE}`;
    return get(cursor ? `${place}&cursor=${encodeURIComponent(cursor)}` : place);
  }
}
