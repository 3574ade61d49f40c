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
import * as lock from "./lock.js";

export const TOOLS = [hand, select, dot, brush, eraser, dropper, fill, region, material, lock];
export const named = Object.fromEntries(TOOLS.map((tool) => [tool.name, tool]));
