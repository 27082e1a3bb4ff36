// What this browser remembers: how the page looks, and never a key or a customer.

export const remembered = {
  get: (name) => { try { return localStorage.getItem(`clientele.${name}`); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(`clientele.${name}`, value); } catch { /* forgotten */ } },
};

export const setTheme = (theme) => {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
};

/** Whether there may be a session. Asking without one logs an error in the browser. */
export const mayBeSignedIn = (where = "session") => remembered.get(where) === "some";
