// Removes hints that it touches.

import { t } from "../i18n.js";
import { stage } from "../stage.js";
import { say } from "../status.js";
import { radius, touchedHints } from "./hinting.js";

export const name = "eraser";
export const key = "e";
export const icon = "eraser";
export const cursor = "none";
export const options = ["size"];

let before = null; // the work when the stroke began

export function start(u, v) {
  before = stage.page.work;
  move(u, v);
}

export function move(u, v) {
  const { page } = stage;
  const touched = touchedHints(u, v, radius());
  if (!touched.length) return;
  const hints = page.work.hints.filter((hint) => !touched.includes(hint));
  if (page.work === before) page.change({ hints });
  else page.amend({ hints });
  say(t("hintErased"));
}

export function cancel() {
  if (stage.page.work !== before) stage.page.takeBack();
}
