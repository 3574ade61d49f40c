// Removes hints that it touches, and strokes that split or join regions.

import { t } from "../i18n.js";
import { stage } from "../stage.js";
import { say } from "../status.js";
import { radius, touching } from "./hinting.js";

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
  const touched = touching(u, v, radius());
  const [hints, borders] = [page.work.hints, page.work.borders].map((all) => all.filter((one) => !touched(one)));
  const decisions = {
    ...(hints.length < page.work.hints.length ? { hints } : {}),
    ...(borders.length < page.work.borders.length ? { borders } : {}),
  };
  if (!Object.keys(decisions).length) return;
  if (page.work === before) page.change(decisions);
  else page.amend(decisions);
  say(t("hintErased"));
}

export function cancel() {
  if (stage.page.work !== before) stage.page.takeBack();
}
