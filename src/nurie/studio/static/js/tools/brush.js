// A stroke of color.

import { clamp } from "../dom.js";
import { current } from "../picker.js";
import { stage, view } from "../stage.js";
import { clearLit, lightReach, placeHint, radius } from "./hinting.js";

export const name = "brush";
export const key = "b";
export const icon = "brush";
export const cursor = "none";
export const options = ["size", "scope"];
export const inside = true;

export function start(u, v) {
  stage.stroke = { points: [[u, v]], radius: radius(), color: current() };
}

export function move(u, v) {
  if (!stage.stroke) return;
  const [x, y] = stage.stroke.points.at(-1);
  const far = Math.hypot((u - x) * view.width, (v - y) * view.height);
  const step = Math.max(1 / view.scale, (radius() * Math.max(view.width, view.height)) / 3);
  if (far >= step) stage.stroke.points.push([clamp(u, 0, 1), clamp(v, 0, 1)]);
}

export function end() {
  if (stage.stroke) placeHint(stage.stroke.points);
  stage.stroke = null;
}

export function cancel() {
  stage.stroke = null;
}

export const hover = lightReach;
export const leave = clearLit;
