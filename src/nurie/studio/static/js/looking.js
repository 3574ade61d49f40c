// The view of the page: zoom, rotation, mirror, before and after, lines only.

import { $ } from "./dom.js";
import { t } from "./i18n.js";
import { redraw, stage, view } from "./stage.js";

const TURN = 15; // degrees

export function showView() {
  $("zoom-shown").textContent = `${Math.round(100 * view.scale * devicePixelRatio)} %`;
  $("straighten").hidden = !view.angle;
  $("straighten").textContent = t("degreesShort", { degrees: Math.round(view.angle) });
  $("mirror").setAttribute("aria-pressed", view.mirrored);
  redraw();
}
$("canvas").addEventListener("view", showView);

const looking = (run) => () => {
  run();
  showView();
};
const middle = () => [view.windowWidth / 2, view.windowHeight / 2];
export const zoomIn = looking(() => view.zoom(1.25, ...middle()));
export const zoomOut = looking(() => view.zoom(0.8, ...middle()));
export const fit = looking(() => view.fit());
export const full = looking(() => view.full());
export const turnLeft = looking(() => view.turn(-TURN));
export const turnRight = looking(() => view.turn(TURN));
export const mirror = looking(() => view.mirror());
$("zoom-in").addEventListener("click", zoomIn);
$("zoom-out").addEventListener("click", zoomOut);
$("fit").addEventListener("click", fit);
$("zoom-shown").addEventListener("click", full);
$("turn").addEventListener("click", (event) => (event.shiftKey ? turnLeft() : turnRight()));
$("straighten").addEventListener("click", looking(() => view.straighten()));
$("mirror").addEventListener("click", mirror);

export function compare(on = stage.compare === null) {
  stage.compare = on ? Number($("slider").value) / 1000 : null;
  $("slider").hidden = !on;
  $("compare").setAttribute("aria-pressed", on);
  redraw();
}
$("compare").addEventListener("click", () => compare());
$("slider").addEventListener("input", () => {
  stage.compare = Number($("slider").value) / 1000;
  redraw();
});

export function onlyLines(on) {
  stage.onlyLines = on;
  $("lines").setAttribute("aria-pressed", on);
  redraw();
}
$("lines").addEventListener("pointerdown", () => onlyLines(true));
for (const end of ["pointerup", "pointerleave", "pointercancel", "blur"]) $("lines").addEventListener(end, () => onlyLines(false));

export function showHints() {
  stage.showHints = !stage.showHints;
  $("show-hints").setAttribute("aria-pressed", stage.showHints);
  redraw();
}
$("show-hints").addEventListener("click", showHints);
