// A dot of color.

import { clearLit, lightReach, placeHint } from "./hinting.js";

export const name = "dot";
export const key = "d";
export const icon = "dot";
export const cursor = "none";
export const options = ["size", "scope"];
export const inside = true;

export const start = (u, v) => placeHint([[u, v]]);
export const hover = lightReach;
export const leave = clearLit;
