// Selects hints, to move, recolor, resize or delete them.

import { clamp } from "../dom.js";
import { deleteHint, selectHint, selected } from "../hintlist.js";
import { redraw, stage, view } from "../stage.js";
import { touchedHints } from "./hinting.js";

export const name = "select";
export const key = "a";
export const icon = "select";
export const cursor = "default";
export const options = ["hint"];

const REACH = 6; // px around a hint
let held = null; // {index, hint, u, v}: the hint that is dragged, as it was where the drag began
let before = null;

const at = (u, v) => {
  const touched = touchedHints(u, v, REACH / (Math.max(view.width, view.height) * view.scale));
  return touched.length ? stage.page.work.hints.lastIndexOf(touched.at(-1)) : -1;
};

export function start(u, v) {
  const index = at(u, v);
  selectHint(index);
  before = stage.page.work;
  held = index < 0 ? null : { index, hint: before.hints[index], u, v };
}

export function move(u, v) {
  if (!held) return;
  const { page } = stage;
  const [du, dv] = [u - held.u, v - held.v];
  if (page.work === before && Math.hypot(du * view.width, dv * view.height) * view.scale < 4) return;
  const round = (value) => Math.round(clamp(value, 0, 1) * 1e5) / 1e5;
  const points = held.hint.points.map(([x, y]) => [round(x + du), round(y + dv)]);
  const hints = before.hints.map((hint, index) => (index === held.index ? { ...held.hint, points } : hint));
  if (page.work === before) page.change({ hints });
  else page.amend({ hints });
}

export function end() {
  held = null;
}

export function cancel() {
  if (held && stage.page.work !== before) stage.page.takeBack();
  held = null;
}

export function hover(u, v) {
  stage.hint = at(u, v);
  redraw();
}

export function leave() {
  stage.hint = -1;
}

export function keydown(event) {
  if (event.key !== "Delete" && event.key !== "Backspace") return false;
  deleteHint(selected());
  return true;
}
