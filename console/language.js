// The words of the page, in the first of the reader's languages that there is a file for.

const offered = (document.querySelector('meta[name="languages"]')?.content ?? "en").split(" ");
const wished = [new URLSearchParams(location.search).get("lang"), ...navigator.languages].filter(Boolean);
const chosen = wished.map((tag) => tag.split("-")[0]).find((tag) => offered.includes(tag)) ?? "en";

export const { words } = await import(`./words.${chosen}.js`);

/** How numbers and times are written: as in the reader's country, if its language is the page's. */
export const locale = wished.find((tag) => tag.split("-")[0] === chosen) ?? chosen;

document.documentElement.lang = chosen;
