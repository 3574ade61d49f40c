// What tools that place hints have in common: their size, how far a hint reaches, and what it would color.

import { $, clamp } from "../dom.js";
import * as api from "../api.js";
import { t } from "../i18n.js";
import { recall, remember } from "../memory.js";
import { current, use } from "../picker.js";
import { chosenOf, segments, step } from "../segments.js";
import { redraw, stage, view } from "../stage.js";
import { say } from "../status.js";

let size = recall("size", 12); // thousandths of the long side, the diameter

export const radius = () => size / 2000;

export function setSize(value) {
  size = clamp(Math.round(value), 2, 60);
  remember("size", size);
  $("size").value = size;
  $("size-shown").textContent = `${(size / 10).toFixed(1)} %`;
  if (stage.cursor) stage.cursor.radius = radius();
  redraw();
}

export const resize = (by) => setSize(size + by * Math.max(1, Math.round(size / 8)));

// --- how far a hint reaches ----------------------------------------------------------------------------------

segments("scope-option", "scope", () => {
  asked = "";
  say(t("scopeNow", { scope: $("scope-option").querySelector('[aria-checked="true"]').textContent }));
  if (stage.cursor) lightReach(stage.cursor.u, stage.cursor.v);
});

export const cycleScope = () => step("scope-option", 1);

// --- placing -------------------------------------------------------------------------------------------------

export function placeHint(points) {
  const color = current();
  use(color);
  const round = (value) => Math.round(value * 1e5) / 1e5;
  const hint = { points: points.map(([u, v]) => [round(u), round(v)]), radius: round(radius()), color };
  const scope = chosenOf("scope-option");
  if (scope !== "flow") hint.scope = scope;
  judged = asked;
  stage.lit = [];
  stage.page.change({ hints: [...stage.page.work.hints, hint] });
  say(t("hintPlaced", { color }));
}

// Whether a stroke, with its own radius or none, comes near a place.
export function touching(u, v, reach) {
  const { width, height } = view;
  const long = Math.max(width, height);
  return ({ points, radius: own = 0 }) => {
    const limit = (own + reach) * long;
    const [px, py] = [u * width, v * height];
    return points.some(([x1, y1], index) => {
      const [x2, y2] = points[Math.min(index + 1, points.length - 1)];
      const [ax, ay, bx, by] = [x1 * width, y1 * height, x2 * width, y2 * height];
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const along = length ? clamp(((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length, 0, 1) : 0;
      return Math.hypot(ax + along * (bx - ax) - px, ay + along * (by - ay) - py) <= limit;
    });
  };
}

export const touchedHints = (u, v, reach) => stage.page.work.hints.filter(touching(u, v, reach));

// --- what a hint would color ---------------------------------------------------------------------------------

const known = new WeakMap(); // what the page shows -> Map of "region scope" to the regions that a hint there colors
let asked = ""; // "region scope" that is pointed at
let judged = ""; // the same for a hint just placed: shown without a tint until another place is pointed at

// Light up what a dot at a place would color. The studio is asked once for each region and scope.
export async function lightReach(u, v) {
  const { page } = stage;
  if (!page?.regions) return;
  const region = page.regions.most(u, v, radius());
  const scope = chosenOf("scope-option");
  const key = region ? `${region} ${scope}` : "";
  if (key !== judged) judged = "";
  if (key === asked && (!key || known.get(page.shown)?.has(key))) return;
  asked = key;
  if (!known.has(page.shown)) known.set(page.shown, new Map());
  const answers = known.get(page.shown);
  if (!answers.has(key)) {
    const [x, y] = region ? page.regions.anchor(region) : [0, 0];
    const answer = key ? api.reach(page.id, { x, y, radius: 0, color: current(), scope }) : { regions: [] };
    const nothing = () => {
      answers.delete(key);
      return { regions: [] };
    };
    answers.set(key, Promise.resolve(answer).catch(nothing));
  }
  const { regions } = await answers.get(key);
  if (key !== asked || page !== stage.page) return;
  stage.lit = judged ? [] : regions;
  redraw();
}

export function clearLit() {
  asked = judged = "";
  stage.lit = [];
  redraw();
}
