// What a pen, a finger, a mouse or the keyboard does to the page.

import { $, clamp } from "./dom.js";
import * as colors from "./color.js";
import { t } from "./i18n.js";
import { recall, remember } from "./memory.js";
import { current, take, use } from "./picker.js";
import { askMaterial, closeMenu, showHere } from "./materials.js";
import { choose } from "./regions.js";
import { redraw, stage, view } from "./stage.js";

const canvas = $("canvas");
const pointers = new Map();
let tool = "dot";
let held = null; // a tool used only while a key is held
let regionMode = recall("regionMode", "cycle");
let size = recall("size", 12); // thousandths of the long side, the diameter
let gesture = null; // what the pressed pointer is doing
let judged = 0; // the region that was just filled: no tint lies over it until another is pointed at
let penSeen = false; // from then on, fingers only move the page

export const radius = () => size / 2000;
const active = () => held || tool;
const PICKS = ["region", "material"]; // tools that take regions
const say = (sentence) => ($("canvas-says").textContent = sentence);

export function chooseTool(name) {
  tool = name;
  showTool();
}

export function hold(name) {
  held = name;
  showTool();
}

export function setSize(value) {
  size = clamp(Math.round(value), 2, 60);
  remember("size", size);
  $("size").value = size;
  $("size-shown").textContent = `${(size / 10).toFixed(1)} %`;
  if (stage.cursor) stage.cursor.radius = radius();
  redraw();
}

export const resize = (step) => setSize(size + step * Math.max(1, Math.round(size / 8)));

export function setRegionMode(mode) {
  regionMode = mode;
  remember("regionMode", mode);
  for (const button of $("region-option").children) {
    const chosen = button.dataset.region === mode;
    button.setAttribute("aria-checked", chosen);
    button.tabIndex = chosen ? 0 : -1;
  }
  $("same-option").hidden = mode === "lock";
}

export function showTool() {
  const name = active();
  for (const button of document.querySelectorAll("[data-tool]")) {
    button.setAttribute("aria-pressed", button.dataset.tool === name);
  }
  const sized = ["dot", "brush", "eraser"].includes(name);
  $("options").hidden = !stage.page || !(sized || PICKS.includes(name));
  $("material-option").hidden = name !== "material";
  $("size-option").hidden = !sized;
  for (const id of ["region-option", "same-option", "reset-regions"]) $(id).hidden = name !== "region";
  if (name === "region") setRegionMode(regionMode);
  stage.showLocks = name === "region";
  closeMenu();
  point(0);
  if (!sized) stage.cursor = null;
  canvas.style.cursor = { hand: "grab", dropper: "crosshair", region: "pointer", material: "pointer" }[name] || "none";
  redraw();
}

// The region that is pointed at, with a tool that picks regions.
function point(region) {
  if (region !== judged) judged = 0;
  stage.hover = judged ? 0 : region;
  if (active() === "material") showHere(region);
}

// --- tools: each takes a place in shares of the page ---------------------------------------------------------

function colorAt(u, v) {
  const pixels = stage.page?.pixelData();
  if (!pixels || u < 0 || v < 0 || u >= 1 || v >= 1) return null;
  const index = 4 * (Math.floor(v * pixels.height) * pixels.width + Math.floor(u * pixels.width));
  return colors.toHex(...pixels.data.slice(index, index + 3));
}

function touchedHints(u, v, reach) {
  const { width, height } = view;
  const long = Math.max(width, height);
  const near = ({ points, radius: own }) => {
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
  return stage.page.work.hints.filter(near);
}

const inside = (u, v) => u >= 0 && v >= 0 && u < 1 && v < 1;

const tools = {
  dot: {
    start: (u, v) => inside(u, v) && placeHint([[u, v]]),
  },
  brush: {
    start(u, v) {
      if (!inside(u, v)) return;
      stage.stroke = { points: [[u, v]], radius: radius(), color: current() };
    },
    move(u, v) {
      if (!stage.stroke) return;
      const [x, y] = stage.stroke.points.at(-1);
      const far = Math.hypot((u - x) * view.width, (v - y) * view.height);
      const step = Math.max(1 / view.scale, (radius() * Math.max(view.width, view.height)) / 3);
      if (far >= step) stage.stroke.points.push([clamp(u, 0, 1), clamp(v, 0, 1)]);
    },
    end() {
      if (stage.stroke) placeHint(stage.stroke.points);
      stage.stroke = null;
    },
    cancel() {
      stage.stroke = null;
    },
  },
  eraser: {
    start(u, v) {
      this.before = stage.page.work;
      this.move(u, v);
    },
    move(u, v) {
      const touched = touchedHints(u, v, radius());
      if (!touched.length) return;
      const hints = stage.page.work.hints.filter((hint) => !touched.includes(hint));
      if (stage.page.work === this.before) stage.page.change({ hints });
      else stage.page.amend({ hints });
      say(t("hintErased"));
    },
  },
  dropper: {
    start(u, v) {
      const color = colorAt(u, v);
      if (color) take(color);
    },
    move(u, v) {
      const color = colorAt(u, v);
      if (color) take(color);
    },
  },
  region: {
    start: (u, v, event) => setRegion(u, v, event?.shiftKey || event?.button === 2 ? -1 : 1),
  },
  material: {
    start() {},
    end(u, v) {
      const region = stage.page.regions?.at(u, v);
      if (region) askMaterial(region, stage.page.regions.safe(u, v));
    },
  },
};

function placeHint(points) {
  const color = current();
  use(color);
  const round = (value) => Math.round(value * 1e5) / 1e5;
  const hint = { points: points.map(([u, v]) => [round(u), round(v)]), radius: round(radius()), color };
  stage.page.change({ hints: [...stage.page.work.hints, hint] });
  say(t("hintPlaced", { color }));
}

function describe(choice) {
  if (!choice) return t("asPicked");
  const what = choice.color || t("fromColoring", { number: choice.from });
  return choice.locked ? `${what}, ${t("locked")}` : what;
}

// Cycle, fill or lock the region at a place, and all of its palette color if that is wanted.
function setRegion(u, v, step) {
  const { page } = stage;
  const missing = !page.regions ? "regions" : regionMode === "lock" && page.stale.has("materials") ? "materials" : "";
  if (missing) {
    page.addEventListener(missing, () => page === stage.page && setRegion(u, v, step), { once: true });
    return;
  }
  const region = page.regions.at(u, v);
  if (!region) return;
  const { mix, palette } = page.work;
  const resolved = page.regions.resolve(mix.regions);
  const here = resolved.get(region);
  if (here?.locked && regionMode !== "lock") return say(t("lockedRegion"));
  const targets = new Map([[region, page.regions.safe(u, v)]]);
  if ($("same").checked && regionMode !== "lock" && palette.length && page.pixelData()) {
    const entries = palette.map((entry) => entry.color);
    const of = page.regions.colors(page.pixelData().data);
    const wanted = colors.nearest(of.get(region), entries);
    for (const [other, color] of of) {
      if (!targets.has(other) && !resolved.get(other)?.locked && colors.nearest(color, entries) === wanted) {
        targets.set(other, page.regions.anchor(other));
      }
    }
  }
  let source;
  if (regionMode === "lock") {
    const { from, color } = here || { from: mix.base };
    // its very color, so that no hint, scheme or palette changes it; where regions have no one color, its source
    const kept = page.shown.regions.find((other) => other.region === region)?.color || color;
    source = { ...(kept ? { color: kept } : { from }), locked: !here?.locked };
  } else if (regionMode === "fill") {
    use(current());
    source = { color: current() };
  } else {
    const now = here?.from || mix.base;
    source = { from: ((now - 1 + step + 9) % 9) + 1 };
  }
  page.change({ mix: { ...mix, regions: choose(mix.regions, page.regions, targets, source) } });
  if (regionMode === "fill") {
    judged = region;
    point(region);
  }
  say(t("regionNow", { what: describe(source) }));
}

export function resetRegions() {
  const { mix } = stage.page.work;
  const regions = mix.regions.filter((choice) => choice.locked);
  if (regions.length < mix.regions.length) stage.page.change({ mix: { ...mix, regions } });
}

// --- pointers ------------------------------------------------------------------------------------------------

const place = (event) => view.toPage(event.offsetX, event.offsetY);
const viewChanged = () => canvas.dispatchEvent(new Event("view"));

function pinch() {
  const [a, b] = [...pointers.values()];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) || 1 };
}

canvas.addEventListener("pointerdown", (event) => {
  if (!stage.page?.paper) return;
  canvas.setPointerCapture(event.pointerId);
  stage.crosshair = null;
  pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  if (event.pointerType === "pen") penSeen = true;
  if (pointers.size === 2) {
    if (gesture?.tool) tools[gesture.tool].cancel?.();
    gesture = { pinch: pinch() };
  } else if (pointers.size === 1) {
    const finger = event.pointerType === "touch" && penSeen;
    if (active() === "hand" || event.button === 1 || finger) {
      gesture = { pan: true };
      canvas.style.cursor = "grabbing";
    } else if (event.button === 0 || (event.button === 2 && active() === "region")) {
      gesture = { tool: event.altKey && active() !== "region" ? "dropper" : active() };
      tools[gesture.tool].start(...place(event), event);
    }
  }
  redraw();
});

canvas.addEventListener("pointermove", (event) => {
  if (!stage.page?.paper) return;
  const before = pointers.get(event.pointerId);
  if (before) pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  if (gesture?.pinch && pointers.size === 2) {
    const now = pinch();
    view.zoom(now.apart / gesture.pinch.apart, now.x, now.y);
    view.pan(now.x - gesture.pinch.x, now.y - gesture.pinch.y);
    gesture.pinch = now;
    viewChanged();
  } else if (gesture?.pan && before) {
    view.pan(event.offsetX - before.x, event.offsetY - before.y);
    viewChanged();
  } else if (gesture?.tool) {
    const steps = event.getCoalescedEvents?.() || [];
    for (const step of steps.length ? steps : [event]) tools[gesture.tool].move?.(...place(step));
  }
  const [u, v] = place(event);
  if (["dot", "brush", "eraser"].includes(active())) stage.cursor = { u, v, radius: radius() };
  if (PICKS.includes(active())) point(event.pointerType === "touch" ? 0 : stage.page.regions?.at(u, v) || 0);
  redraw();
});

function release(event) {
  pointers.delete(event.pointerId);
  if (pointers.size) return;
  if (gesture?.tool) tools[gesture.tool][event.type === "pointercancel" ? "cancel" : "end"]?.(...place(event));
  if (gesture?.pan) showTool();
  gesture = null;
  redraw();
}
canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => {
  stage.cursor = null;
  point(0);
  redraw();
});
canvas.addEventListener("contextmenu", (event) => event.preventDefault());

canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  if (!stage.page?.paper) return;
  const lines = event.deltaMode === 1 ? 16 : 1;
  if (!event.ctrlKey && (event.deltaX || event.shiftKey)) {
    view.pan(-lines * (event.deltaX || event.deltaY), event.shiftKey ? 0 : -lines * event.deltaY);
  } else {
    view.zoom(Math.exp((-lines * event.deltaY) / (event.ctrlKey ? 120 : 400)), event.offsetX, event.offsetY);
  }
  viewChanged();
  redraw();
}, { passive: false });

// --- the keyboard on the picture -----------------------------------------------------------------------------

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

canvas.addEventListener("keydown", (event) => {
  if (!stage.page?.paper || event.ctrlKey || event.metaKey) return;
  if (STEPS[event.key]) {
    const [u, v] = stage.crosshair || [0.5, 0.5];
    const pixels = (event.shiftKey ? 1 : 12) / view.scale;
    const [dx, dy] = STEPS[event.key];
    stage.crosshair = [clamp(u + (dx * pixels) / view.width, 0, 0.9999), clamp(v + (dy * pixels) / view.height, 0, 0.9999)];
    if (PICKS.includes(active())) point(stage.page.regions?.at(...stage.crosshair) || 0);
  } else if (event.key === "Enter") {
    const [u, v] = (stage.crosshair ||= [0.5, 0.5]);
    if (active() !== "hand") {
      tools[active()].start(u, v, event);
      tools[active()].end?.(u, v);
    }
  } else return;
  event.preventDefault();
  redraw();
});
canvas.addEventListener("blur", () => {
  stage.crosshair = null;
  redraw();
});
