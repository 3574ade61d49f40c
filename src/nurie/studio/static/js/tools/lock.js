// Locks or unlocks a region, its material, its figure, or everything else.

import { $ } from "../dom.js";
import { isLocked, lock, unlock } from "../locks.js";
import { chosenOf } from "../segments.js";
import { redraw, stage } from "../stage.js";
import { whenSeen } from "./areas.js";

export const name = "lock";
export const key = "k";
export const icon = "lock";
export const cursor = "pointer";
export const options = ["lock"];
export const inside = true;

// What a click at a region means.
function meant(region) {
  const { page } = stage;
  const all = page.shown.regions;
  const here = all.find((other) => other.region === region);
  if (!here) return $("all-but").checked ? [...page.regions.boxes.keys()].filter((other) => other !== region) : [region];
  const same = {
    region: (other) => other.region === region,
    material: (other) => other.material === here.material && other.figure === here.figure,
    figure: (other) => other.figure === here.figure,
  }[chosenOf("lock-what")];
  const but = $("all-but").checked;
  return all.filter((other) => same(other) !== but).map((other) => other.region);
}

export const start = (u, v) => whenSeen(() => {
  const { page } = stage;
  const region = page.regions.at(u, v);
  if (!region) return;
  const regions = meant(region);
  const free = regions.filter((other) => !isLocked(page, other));
  if (free.length) lock(page, free);
  else unlock(page, regions);
  stage.lit = [];
}, ["regions", "materials"]);

export function hover(u, v) {
  const region = stage.page.regions?.at(u, v) || 0;
  stage.lit = region ? meant(region) : [];
  redraw();
}

export function leave() {
  stage.lit = [];
}
