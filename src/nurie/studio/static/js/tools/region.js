// Takes a region from the next of the nine.

import { t } from "../i18n.js";
import { isLocked } from "../locks.js";
import { choose } from "../regions.js";
import { stage } from "../stage.js";
import { say } from "../status.js";
import { pointAt, unpoint } from "./pointing.js";
import { alike, whenSeen } from "./areas.js";

export const name = "region";
export const key = "r";
export const icon = "region";
export const cursor = "pointer";
export const options = ["same", "reset"];
export const inside = true;
export const secondary = true; // the other mouse button is used too

export const start = (u, v, event) => whenSeen(() => cycle(u, v, event?.shiftKey || event?.button === 2 ? -1 : 1));

function cycle(u, v, step) {
  const { page } = stage;
  const { regions, work: { mix } } = page;
  const region = regions.at(u, v);
  if (!region) return;
  if (isLocked(page, region)) return say(t("lockedRegion"));
  const now = regions.resolve(mix.regions).get(region)?.from || mix.base;
  const source = { from: ((now - 1 + step + 9) % 9) + 1 };
  const targets = alike(region, regions.safe(u, v));
  page.change({ mix: { ...mix, regions: choose(mix.regions, regions, targets, source) } });
  say(t("regionNow", { what: t("fromColoring", { number: source.from }) }));
}

export const hover = (u, v) => pointAt(stage.page.regions?.at(u, v) || 0);
export const leave = unpoint;
