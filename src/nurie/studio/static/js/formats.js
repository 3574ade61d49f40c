// The formats that the studio writes; it is asked when the page opens.

import * as api from "./api.js";

const AGAIN = 2000; // ms, until a studio that did not answer is asked once more

/** @type {{pictures: string[], palettes: string[], books: string[]}} */
let known = { pictures: [], palettes: [], books: [] };
const listeners = [];

export const formats = () => known;
export const onFormats = (listener) => listeners.push(listener);

async function ask() {
  try {
    known = await api.formats();
  } catch {
    return setTimeout(ask, AGAIN); // the status says that it is away
  }
  for (const listener of listeners) listener();
}

void ask();
