// Makes the regions one that a stroke crosses; they light up meanwhile.

import { redraw, stage } from "../stage.js";
import { isLocked } from "../locks.js";
import { strokes } from "./bordering.js";

export const name = "join";
export const key = "j";
export const icon = "join";
export const cursor = "crosshair";

const stroke = strokes("join");
export const { start, rest } = stroke;

export function move(u, v) {
  stroke.move(u, v);
  const { page } = stage;
  if (!stage.border || !page.regions) return;
  const crossed = new Set(stage.border.points.map(([x, y]) => page.regions.under(x, y)));
  stage.lit = [...crossed].filter((region) => region && !isLocked(page, region));
}

export function end() {
  unlight();
  stroke.end();
}

export function cancel() {
  unlight();
  stroke.cancel();
}

function unlight() {
  stage.lit = [];
  redraw();
}
