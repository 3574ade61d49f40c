// Fills regions with the current color: a click, a drag over several, or all that a lasso holds.

import { $, clamp } from "../dom.js";
import { t } from "../i18n.js";
import { isLocked } from "../locks.js";
import { current, use } from "../picker.js";
import { choose } from "../regions.js";
import { stage, view } from "../stage.js";
import { say } from "../status.js";
import { judge, pointAt, unpoint } from "./pointing.js";
import { alike, whenSeen } from "./areas.js";

export const name = "fill";
export const key = "g";
export const icon = "fill";
export const cursor = "pointer";
export const options = ["lasso", "same", "reset"];

const MOSTLY = 0.5; // of a region that a lasso must hold
let filled = null; // Map of regions, with a point in each, that this drag has filled
let before = null;

export function start(u, v) {
  if ($("lasso").checked) {
    stage.lasso = [[u, v]];
    return;
  }
  before = stage.page.work;
  filled = new Map();
  whenSeen(() => add(u, v));
}

export function move(u, v) {
  if (!stage.lasso) return filled && stage.page.regions && add(u, v);
  const [x, y] = stage.lasso.at(-1);
  if (Math.hypot((u - x) * view.width, (v - y) * view.height) * view.scale >= 3) stage.lasso.push([clamp(u, 0, 1), clamp(v, 0, 1)]);
}

export function end() {
  const { lasso, page } = stage;
  stage.lasso = null;
  filled = null;
  if (lasso?.length > 2) {
    whenSeen(() => {
      before = page.work;
      const held = page.regions.within(lasso, MOSTLY);
      fill(new Map(held.map((region) => [region, page.regions.anchor(region)])));
    });
  }
}

export function cancel() {
  stage.lasso = null;
  if (filled?.size && stage.page.work !== before) stage.page.takeBack();
  filled = null;
}

// Fill what is under a place, and all of its palette color if that is wanted.
function add(u, v) {
  const { page } = stage;
  const region = page.regions.at(u, v);
  if (!region || filled?.has(region)) return;
  if (isLocked(page, region)) return say(t("lockedRegion"));
  const more = alike(region, page.regions.safe(u, v));
  for (const [other, point] of more) filled?.set(other, point);
  fill(filled || more);
  judge(region);
}

function fill(targets) {
  const { page } = stage;
  const free = new Map([...targets].filter(([region]) => !isLocked(page, region)));
  if (!free.size) return;
  const { mix } = before;
  use(current());
  const decisions = { mix: { ...mix, regions: choose(mix.regions, page.regions, free, { color: current() }) } };
  if (page.work === before) page.change(decisions);
  else page.amend(decisions);
  say(free.size > 1 ? t("filledMany", { count: free.size, color: current() }) : t("regionNow", { what: current() }));
}

export const hover = (u, v) => pointAt(stage.page.regions?.at(u, v) || 0);
export const leave = unpoint;
