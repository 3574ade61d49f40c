// All tools, in the order of their buttons.

import * as hand from "./hand.js";
import * as select from "./select.js";
import * as dot from "./dot.js";
import * as brush from "./brush.js";
import * as eraser from "./eraser.js";
import * as dropper from "./dropper.js";
import * as fill from "./fill.js";
import * as region from "./region.js";
import * as material from "./material.js";
import * as split from "./split.js";
import * as join from "./join.js";
import * as lock from "./lock.js";

/**
 * What a file of a tool exports. Places are shares of the page.
 * @typedef {object} Tool
 * @property {string} name of its button and its word
 * @property {string} key
 * @property {string} icon
 * @property {string} cursor
 * @property {string[]} [options] that the bar shows
 * @property {boolean} [moves] whether pointers move the page
 * @property {boolean} [inside] whether it begins only on the page
 * @property {boolean} [secondary] whether the other mouse button uses it too
 * @property {Function} [start] (u, v, event)
 * @property {Function} [move] (u, v)
 * @property {Function} [end] (u, v)
 * @property {Function} [cancel] take back what has begun
 * @property {Function} [hover] (u, v)
 * @property {Function} [leave] nothing is pointed at any more
 * @property {Function} [rest] another tool is chosen
 * @property {Function} [keydown] (event), on the picture; whether it was used
 */

/** @type {Tool[]} */
export const TOOLS = [hand, select, dot, brush, eraser, dropper, fill, region, material, split, join, lock];
export const named = Object.fromEntries(TOOLS.map((tool) => [tool.name, tool]));
