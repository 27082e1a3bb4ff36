// Small drawings on a grid of 16, in the colour of the text beside them.

import { svg } from "./dom.js";

const PATHS = {
  star: "M8 1.8l1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.3-.6z",
  check: "M3 8.5l3.2 3.2L13 5",
  clock: "M8 4.5V8l2.3 1.6M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  ban: "M3.8 3.8l8.4 8.4M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  alert: "M8 6.2v3M8 11.4v.1M7 2.6L1.7 12a1.2 1.2 0 0 0 1 1.8h10.6a1.2 1.2 0 0 0 1-1.8L9 2.6a1.2 1.2 0 0 0-2 0z",
  chat: "M13.8 10.2a1.2 1.2 0 0 1-1.2 1.2H5l-2.8 2.5V3.4a1.2 1.2 0 0 1 1.2-1.2h9.2a1.2 1.2 0 0 1 1.2 1.2z",
  phone: "M5.6 2.3l1.3 3-1.5 1.2a8 8 0 0 0 4.1 4.1l1.2-1.5 3 1.3v2.4a1.1 1.1 0 0 1-1.2 1.1A11.3 11.3 0 0 1 2.1 3.5 "
    + "1.1 1.1 0 0 1 3.2 2.300z",
  email: "M2 4.200h12v8.200H2zM2 4.500l6 4.3 6-4.3",
  form: "M3.5 2h9v12h-9zM6 5.500h4M6 8h4M6 10.500h2.5",
  store: "M2.5 6.500V14h11V6.500M1.8 6.500L3 2.200h10l1.2 4.300zM6.5 14v-4h3v4",
  box: "M8 1.800l5.5 3v6.400L8 14.200l-5.5-3V4.800zM2.6 4.900L8 8l5.4-3.100M8 8v6",
  cart: "M1.5 2.500h2l1.7 7.300h7L14 5H4.300M6.3 13.200h.1M11.5 13.200h.1",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM9.8 8a1.8 1.8 0 1 1-3.6 0 1.8 1.8 0 0 1 3.6 0z",
  search: "M11.8 7a4.8 4.8 0 1 1-9.6 0 4.8 4.8 0 0 1 9.6 0zM10.5 10.500L14 14",
  user: "M10.8 5a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0zM2.5 14c.5-3 2.6-4.5 5.5-4.500s5 1.5 5.5 4.5",
  link: "M6.5 3.500h-3v9h9v-3M9 2.500h4.500V7M13 3L7.5 8.5",
};

const CHANNELS = {
  phone: "phone", email: "email", letter: "email", form: "form", store: "store", video: "phone",
};

export const icon = (name) => svg("svg", {
  class: `icon icon-${name}`, viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", focusable: "false",
}, svg("path", { d: PATHS[name] }));

export const channelIcon = (channel) => icon(CHANNELS[channel] ?? "chat");
