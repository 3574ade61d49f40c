// Asks what a region is.

import { askMaterial, closeMenu, showHere } from "../materials.js";
import { stage } from "../stage.js";
import { pointAt, unpoint } from "./pointing.js";

export const name = "material";
export const key = "m";
export const icon = "tag";
export const cursor = "pointer";
export const options = ["material"];
export const inside = true;

export function start() {}

export function end(u, v) {
  const region = stage.page.regions?.at(u, v);
  if (region) askMaterial(region, stage.page.regions.safe(u, v));
}

export function hover(u, v) {
  const region = stage.page.regions?.at(u, v) || 0;
  pointAt(region);
  showHere(region);
}

export function leave() {
  unpoint();
  showHere(0);
}

export const rest = closeMenu;
