// Draws a barrier: the regions that it runs through end there. It shows in no picture.

import { strokes } from "./bordering.js";

export const name = "split";
export const key = "w";
export const icon = "split";
export const cursor = "crosshair";
export const { start, move, end, cancel, rest } = strokes("split");
