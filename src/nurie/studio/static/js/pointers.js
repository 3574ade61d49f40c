// What a pen, a finger, a mouse or the keyboard does to the page: tools get places, in shares of the page.
//
// A finger edits nothing until it has moved or was lifted, for a second one may come down: two fingers only ever
// move and zoom the page.

import { $, clamp } from "./dom.js";
import { redraw, stage, view } from "./stage.js";
import { active, hold, showTool } from "./tools.js";
import { named } from "./tools/all.js";
import { radius } from "./tools/hinting.js";

const canvas = $("canvas");
const SLACK = 6; // px that a finger may move before it draws
const pointers = new Map();
let gesture = null; // what the pressed pointers are doing: {pan}, {pinch}, {tool} or {waiting}
let penSeen = false; // from then on, fingers only move the page

const place = (event) => view.toPage(event.offsetX, event.offsetY);
const viewChanged = () => canvas.dispatchEvent(new Event("view"));
const onPage = (u, v) => u >= 0 && v >= 0 && u < 1 && v < 1;

function pinch() {
  const [a, b] = [...pointers.values()];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) || 1 };
}

function begin(tool, u, v, event) {
  gesture = { tool };
  if (!tool.inside || onPage(u, v)) tool.start(u, v, event);
  else gesture = {};
}

// --- pressing ------------------------------------------------------------------------------------------------

canvas.addEventListener("pointerdown", (event) => {
  if (!stage.page?.paper) return;
  canvas.setPointerCapture(event.pointerId);
  stage.crosshair = null;
  pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  if (event.pointerType === "pen") penSeen = true;
  if (pointers.size === 2) {
    gesture?.tool?.cancel?.();
    gesture = { pinch: pinch() };
  } else if (pointers.size === 1) press(event);
  redraw();
});

const ERASER_END = 5; // of a pen, as a button

function press(event) {
  if (event.button === ERASER_END) hold("eraser");
  const tool = event.altKey && active() !== named.region ? named.dropper : active();
  const finger = event.pointerType === "touch";
  if (tool.moves || event.button === 1 || (finger && penSeen)) {
    gesture = { pan: true };
    canvas.style.cursor = "grabbing";
  } else if (finger) gesture = { waiting: { tool, event, at: place(event) } };
  else if (event.button === 0 || event.button === ERASER_END || (event.button === 2 && tool.secondary)) {
    begin(tool, ...place(event), event);
  }
}

canvas.addEventListener("pointermove", (event) => {
  if (!stage.page?.paper) return;
  const before = pointers.get(event.pointerId);
  const from = gesture?.waiting?.event;
  if (from && Math.hypot(event.offsetX - from.offsetX, event.offsetY - from.offsetY) > SLACK) {
    begin(gesture.waiting.tool, ...gesture.waiting.at, from);
  }
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
    for (const step of steps.length ? steps : [event]) gesture.tool.move?.(...place(step));
  }
  hover(event);
  redraw();
});

function hover(event) {
  const [u, v] = place(event);
  const tool = active();
  if (tool.options?.includes("size")) stage.cursor = { u, v, radius: radius() };
  if (event.pointerType === "touch" || gesture?.pinch || gesture?.pan) return;
  tool.hover?.(u, v);
}

function release(event) {
  const { waiting } = gesture || {};
  pointers.delete(event.pointerId);
  if (pointers.size) return;
  const canceled = event.type === "pointercancel";
  if (waiting && !canceled) begin(waiting.tool, ...waiting.at, waiting.event);
  if (gesture?.tool) gesture.tool[canceled ? "cancel" : "end"]?.(...place(event));
  const panned = gesture?.pan;
  gesture = null;
  if (event.button === ERASER_END) hold(null);
  if (panned) showTool();
  if (event.pointerType === "touch") stage.cursor = null;
  redraw();
}
canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => {
  stage.cursor = null;
  if (stage.page) active().leave?.();
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
  const tool = active();
  if (STEPS[event.key]) {
    const [x, y] = view.toWindow(...(stage.crosshair || [0.5, 0.5]));
    const [dx, dy] = STEPS[event.key].map((step) => step * (event.shiftKey ? 1 : 12));
    stage.crosshair = view.toPage(x + dx, y + dy).map((share) => clamp(share, 0, 0.9999));
    tool.hover?.(...stage.crosshair);
  } else if (event.key === "Enter") {
    const [u, v] = (stage.crosshair ||= [0.5, 0.5]);
    if (!tool.moves) {
      tool.start(u, v, event);
      tool.end?.(u, v);
    }
  } else if (!tool.keydown?.(event)) return;
  event.preventDefault();
  redraw();
});
canvas.addEventListener("blur", () => {
  stage.crosshair = null;
  redraw();
});
