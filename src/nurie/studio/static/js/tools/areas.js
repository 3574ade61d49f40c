// What tools that take regions have in common.

import { $ } from "../dom.js";
import { nearest } from "../color.js";
import { isLocked } from "../locks.js";
import { stage } from "../stage.js";

// Do something once everything is there that it needs, and is as new as what was decided.
export function whenSeen(run, needed = ["regions"]) {
  const { page } = stage;
  const undecided = page.unsent.size || page.sending || page.fresh.stale.has("materials");
  const missing = !page.regions || (needed.includes("materials") && undecided);
  if (!missing) return run();
  page.addEventListener(page.regions ? "status" : "regions", () => page === stage.page && whenSeen(run, needed), { once: true });
}

// A region and, if that is wanted, all of its palette color that is not locked, with a point in each.
export function alike(region, point) {
  const { page } = stage;
  const { palette } = page.work;
  const targets = new Map([[region, point]]);
  if (!$("same").checked || !palette.length || !page.pixelData()) return targets;
  const entries = palette.map((entry) => entry.color);
  const colors = page.regions.colors(page.pixelData().data);
  const wanted = nearest(colors.get(region), entries);
  for (const [other, color] of colors) {
    if (!targets.has(other) && !isLocked(page, other) && nearest(color, entries) === wanted) {
      targets.set(other, page.regions.anchor(other));
    }
  }
  return targets;
}
