// Elements without markup: every word becomes a text node, so nothing a customer wrote can be anything else.

const SVG = "http://www.w3.org/2000/svg";

const fill = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
};

/** An element: `h("p", {class: "soft"}, "words", another)`. */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** An element of a drawing. */
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Words in the direction of their own letters. */
export const text = (value, attributes) => h("span", { dir: "auto", ...attributes }, value);

/** What scripts set on an element after it was drawn; drawing it again leaves it alone. */
const OWN = new Set(["open", "data-changed", "aria-describedby"]);
/** How long what changed is marked. */
const MARKED = 4000;

const keyOf = (node) => node.nodeType === 1 ? node.getAttribute("data-key") : null;
const fits = (node, fresh) =>
  node.nodeName === fresh.nodeName && keyOf(node) === keyOf(fresh) && node.id === fresh.id;

let marking = true;
/** Draws without marking what changes: what was loaded is no news. */
export const quietly = (draw) => {
  marking = false;
  try {
    draw();
  } finally {
    marking = true;
  }
};

const mark = (node) => {
  if (!marking) return;
  const place = (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-live]");
  if (!place) return;
  place.setAttribute("data-changed", "");
  clearTimeout(place.marked);
  place.marked = setTimeout(() => place.removeAttribute("data-changed"), MARKED);
};

/** Makes `node` read as `fresh`, and keeps elements that stay: focus, scrolling and selection are not lost. */
export const morph = (node, fresh) => {
  if (!fits(node, fresh)) {
    node.replaceWith(fresh);
    mark(fresh);
    return fresh;
  }
  if (node.nodeType === 3) {
    if (node.data !== fresh.data) {
      node.data = fresh.data;
      mark(node);
    }
    return node;
  }
  if (node.nodeType === 1) {
    morphAttributes(node, fresh);
    // Other code fills what is held.
    if (!node.hasAttribute("data-held")) morphChildren(node, fresh);
  }
  return node;
};

const morphAttributes = (node, fresh) => {
  for (const { name, value } of [...fresh.attributes]) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
  for (const { name } of [...node.attributes]) {
    if (!fresh.hasAttribute(name) && !OWN.has(name)) node.removeAttribute(name);
  }
};

const morphChildren = (node, fresh) => {
  const keyed = new Map([...node.childNodes].filter(keyOf).map((child) => [keyOf(child), child]));
  let place = node.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const known = keyOf(wanted) && keyed.get(keyOf(wanted));
    if (known && known !== place && fits(known, wanted)) {
      node.insertBefore(known, place);
      morph(known, wanted);
    } else if (place && fits(place, wanted)) {
      const next = place.nextSibling;
      morph(place, wanted);
      place = next;
    } else {
      node.insertBefore(wanted, place);
      mark(wanted);
    }
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    mark(node);
    place = next;
  }
};

/** Puts `children` in the place of what an element holds. */
export const show = (element, ...children) => element.replaceChildren(...children.flat(Infinity).filter(Boolean));

let pending = [];
/** Has screen readers say something once they are done with what they say now. */
export const announce = (sentence) => {
  const place = document.getElementById("announcer");
  if (!place || !sentence) return;
  pending.push(sentence);
  clearTimeout(place.timer);
  place.timer = setTimeout(() => {
    place.textContent = pending.join(". ");
    pending = [];
  }, 150);
};

/** Takes back what was announced: it is about somebody who is no longer shown. */
export const hush = () => {
  pending = [];
  document.getElementById("announcer")?.replaceChildren();
};

/** Calls `act` once `pause` milliseconds went by without another call; `cancel()` takes the calls back. */
export const settled = (pause, act) => {
  let timer;
  const call = () => {
    clearTimeout(timer);
    timer = setTimeout(act, pause);
  };
  call.cancel = () => clearTimeout(timer);
  return call;
};
