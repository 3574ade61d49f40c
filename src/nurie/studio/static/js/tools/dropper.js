// Takes a color from the picture.

import { toHex } from "../color.js";
import { take } from "../picker.js";
import { stage } from "../stage.js";

export const name = "dropper";
export const key = "i";
export const icon = "dropper";
export const cursor = "crosshair";
export const inside = true;

export function start(u, v) {
  const pixels = stage.page.pixelData();
  if (!pixels || u < 0 || v < 0 || u >= 1 || v >= 1) return;
  const index = 4 * (Math.floor(v * pixels.height) * pixels.width + Math.floor(u * pixels.width));
  take(toHex(...pixels.data.slice(index, index + 3)));
}

export const move = start;
