// Requests to the service, and its streams. The session is a cookie that scripts cannot read; a page in a frame whose
// browser keeps no cookie holds the session's token in memory instead, for as long as the page is open.

/** Why a request failed. Status 0: the service was not reached. */
export class Problem extends Error {
  constructor(status, document) {
    super(document?.detail ?? "");
    this.status = status;
    this.errors = document?.errors ?? [];
  }
}

let bearer = null;
let own = {};
/** Sends a session's token with every request, in place of a cookie; null for none. */
export const holdToken = (token) => { bearer = token; };
/** Acts by the cookie of a panel in a frame of another site. */
export const useFrameCookie = () => { own = { "Clientele-Session": "panel" }; };
// Nobody else has the token, so its session is over with the page, and a page that comes back begins anew.
addEventListener("pagehide", () => {
  if (bearer) fetch("/v1/sessions/current", {
    method: "DELETE", keepalive: true, headers: { Authorization: `Bearer ${bearer}` },
  });
});

addEventListener("pageshow", ({ persisted }) => persisted && bearer && location.reload());

/** Hears whether the service is reached (`online`), and that a session ended (`signedout`). */
export const signs = new EventTarget();
let reached = true;
const tell = (is) => {
  if (is === reached) return;
  reached = is;
  signs.dispatchEvent(new CustomEvent("online", { detail: is }));
};

/** Loads a module when it is needed; throws a `Problem` when it does not come, and the module's own fault as it is. */
export const load = (file) => import(file).catch((error) => {
  if (!(error instanceof TypeError)) throw error;
  tell(false);
  throw new Problem(0);
});

const send = async (method, path, { body, key, signal, headers } = {}) => {
  const token = key ?? bearer;
  try {
    const answer = await fetch(path, {
      method, signal, credentials: "same-origin", cache: "no-store",
      headers: {
        ...own, ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}), ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    tell(answer.status !== 502 && answer.status !== 504);
    return answer;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    tell(false);
    throw new Problem(0);
  }
};

const failure = async (answer, key) => {
  if (answer.status === 401 && !key) signs.dispatchEvent(new Event("signedout"));
  return new Problem(answer.status, await answer.json().catch(() => null));
};

/** The JSON of an answer whose connection may break while it is read. */
const read = async (answer) => {
  try {
    return await answer.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    tell(false);
    throw new Problem(0);
  }
};

/** Sends a request and returns the JSON of the answer; throws a `Problem`. */
export const ask = async (method, path, body, options = {}) => {
  const answer = await send(method, path, { body, ...options });
  if (!answer.ok) throw await failure(answer, options.key || options.quiet);
  return answer.status === 204 ? null : read(answer);
};

export const get = (path, options) => ask("GET", path, undefined, options);

export const session = {
  current: () => get("/v1/sessions/current", { quiet: true }),
  begin: (key, page) => ask("POST", "/v1/sessions", page, { key }),
  /** One that has ended before is no failure. */
  end: () => ask("DELETE", "/v1/sessions/current", undefined, { quiet: true }).catch((problem) => {
    if (problem.status !== 401) throw problem;
  }),
};

/** Reads the lines of an event stream: `take(event, data, id)` for each event, `hint(milliseconds)` for `retry:`. */
const readEvents = async (body, { take, hint, alive }) => {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let [event, data, id] = ["message", [], null];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    alive();
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const raw of lines) {
      const line = raw.replace(/\r$/, "");
      const [, name, text] = line.match(/^([^:]*):? ?(.*)$/s);
      if (line === "") {
        if (data.length) take(event, data.join("\n"), id);
        [event, data] = ["message", []];
      } else if (name === "event") event = text;
      else if (name === "data") data.push(text);
      else if (name === "id") id = text;
      else if (name === "retry" && /^\d+$/.test(text)) hint(Number(text));
    }
  }
};

const SILENT = 45_000;
const HIDDEN = 60_000;

/**
 * A stream of events that is opened again whenever it ends, after what came last.
 *
 * `on.event(name, document)` gets each event, `on.state(word)` one of `opening`, `live`, `lost`.
 * `on.refused(problem)` gets a failure that another try cannot cure. A page hidden for a minute closes the stream.
 */
export class Stream {
  #path; #on; #abort = null; #timer; #silence; #last = null; #wait = 500; #stopped = false; #hiding;

  constructor(path, on) {
    this.#path = path;
    this.#on = on;
    document.addEventListener("visibilitychange", this.#look);
    addEventListener("online", this.#again);
    this.#open();
  }

  stop() {
    this.#stopped = true;
    document.removeEventListener("visibilitychange", this.#look);
    removeEventListener("online", this.#again);
    clearTimeout(this.#hiding);
    this.#close();
  }

  #look = () => {
    clearTimeout(this.#hiding);
    if (document.hidden) this.#hiding = setTimeout(() => this.#close(), HIDDEN);
    else if (!this.#abort) this.#again();
  };

  #again = () => {
    if (this.#stopped) return;
    this.#wait = 500;
    this.#close();
    this.#open();
  };

  #close() {
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    this.#abort?.abort();
    this.#abort = null;
  }

  #alive = () => {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(this.#again, SILENT);
  };

  async #open() {
    const abort = this.#abort = new AbortController();
    this.#on.state("opening");
    this.#alive();
    try {
      const answer = await send("GET", this.#path, {
        signal: abort.signal,
        headers: { Accept: "text/event-stream", ...(this.#last ? { "Last-Event-ID": this.#last } : {}) },
      });
      if (!answer.ok) throw await failure(answer);
      this.#on.state("live");
      await readEvents(answer.body, { take: this.#take, hint: (wait) => { this.#wait = wait; }, alive: this.#alive });
    } catch (error) {
      if (abort.signal.aborted || this.#stopped) return;
      if ([400, 401, 403, 404, 409].includes(error.status)) {
        this.#close();
        this.#on.refused(error);
        return;
      }
    }
    if (abort.signal.aborted || this.#stopped) return;
    this.#abort = null;
    clearTimeout(this.#silence);
    this.#on.state("lost");
    this.#timer = setTimeout(() => this.#open(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, 10_000);
  }

  #take = (event, data, id) => {
    if (this.#stopped) return;
    if (id) this.#last = id;
    this.#wait = 500;
    try {
      this.#on.event(event, JSON.parse(data));
    } catch (error) {
      // A fault of the page must not look like a lost connection, which would be opened again and again.
      reportError(error);
    }
  };
}
