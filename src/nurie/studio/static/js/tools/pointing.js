// Highlights the region under the pointer; one that was just filled is not tinted until another is pointed at.

import { redraw, stage } from "../stage.js";

let judged = 0;

export function pointAt(region) {
  if (region !== judged) judged = 0;
  stage.hover = judged ? 0 : region;
  redraw();
}

export function judge(region) {
  judged = region;
  stage.hover = 0;
}

export function unpoint() {
  pointAt(0);
}
