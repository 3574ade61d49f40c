// Locked regions keep their colors; locks are decisions of the page, and the studio enforces them.

import { $, el, icon } from "./dom.js";
import { materialName, onTranslate, t } from "./i18n.js";
import { redraw, stage } from "./stage.js";
import { say } from "./status.js";

const resolved = new WeakMap(); // choices -> {regions, locked}

// The locked regions of a page.
export function lockedOf({ regions, work }) {
  if (!regions) return new Set();
  const known = resolved.get(work.mix.regions);
  if (known?.regions === regions) return known.locked;
  const locked = new Set();
  for (const choice of work.mix.regions) if (choice.locked) for (const [u, v] of choice.points) locked.add(regions.under(u, v));
  resolved.set(work.mix.regions, { regions, locked });
  return locked;
}

export const isLocked = (page, region) => lockedOf(page).has(region);

// Lock regions in the colors that they show. A piece that hints cut out keeps those hints, and all keep the borders.
export function lock(page, wanted) {
  const { mix, hints, borders } = page.work;
  const about = new Map(page.shown.regions.map((region) => [region.region, region]));
  const from = page.regions.resolve(mix.regions);
  const groups = new Map();
  for (const region of wanted) {
    if (isLocked(page, region) || !page.regions.boxes.has(region)) continue;
    const here = about.get(region);
    const source = here && page.work.finish !== "network" ? { color: here.color, material: here.material } : plainSource(page, from.get(region), here);
    const piece = { ...(here?.piece ? { hints: { hints } } : {}), ...(borders.length ? { borders: { borders } } : {}) };
    const key = JSON.stringify([source, Boolean(here?.piece)]);
    if (!groups.has(key)) groups.set(key, { points: [], ...source, locked: true, ...piece });
    groups.get(key).points.push(page.regions.anchor(region));
  }
  if (!groups.size) return;
  page.change({ mix: { ...mix, regions: [...mix.regions, ...groups.values()] } });
  say(t("lockedNow"));
}

// Where the network paints, a region is locked with its light and shade, unless something else colors it.
function plainSource(page, choice, here) {
  const { base } = page.work.mix;
  const own = page.work.hints.length || page.work.snap;
  if (choice?.color || (own && here)) return { color: choice?.color || here.color };
  return { from: choice?.from || base };
}

export function unlock(page, regions) {
  const freed = new Set(regions);
  const { mix } = page.work;
  const kept = mix.regions.map((choice) => {
    if (!choice.locked) return choice;
    return { ...choice, points: choice.points.filter(([u, v]) => !freed.has(page.regions.under(u, v))) };
  });
  page.change({ mix: { ...mix, regions: kept.filter((choice) => choice.points.length) } });
  say(t("unlockedNow"));
}

// --- the list ------------------------------------------------------------------------------------------------

export function showLocks() {
  const { page } = stage;
  const locked = lockedOf(page);
  $("locks-panel").hidden = !locked.size;
  $("locks-count").textContent = locked.size || "";
  const groups = new Map();
  for (const region of locked) {
    const here = page.shown.regions.find((other) => other.region === region);
    const key = here ? `${here.material} ${here.figure}` : "";
    if (!groups.has(key)) groups.set(key, { material: here?.material, color: here?.color, regions: [] });
    groups.get(key).regions.push(region);
  }
  $("locks").replaceChildren(...[...groups.values()].map((group) => entry(page, group)));
}

function entry(page, { material, color, regions }) {
  const swatch = el("span", { className: "swatch" });
  swatch.style.setProperty("--color", color || "transparent");
  const name = material ? materialName(material) : t("regionsNamed");
  const label = t("unlockThis", { name });
  const free = el("button", { type: "button", className: "icon", "aria-label": label, title: label, onclick: () => unlock(page, regions) }, icon("close"));
  const item = el("li", {}, swatch, el("span", {}, regions.length > 1 ? `${name} × ${regions.length}` : name), free);
  item.addEventListener("pointerenter", () => light(regions));
  item.addEventListener("pointerleave", () => light([]));
  return item;
}

function light(regions) {
  stage.lit = regions;
  redraw();
}

$("unlock-all").addEventListener("click", () => unlock(stage.page, lockedOf(stage.page)));
onTranslate(() => stage.page && showLocks());
