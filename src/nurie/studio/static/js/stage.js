// Draws the page into the window. Only what is in sight is drawn, from copies of the right size, once a frame.

import { $ } from "./dom.js";
import { drawBorder } from "./borderlayer.js";
import { drawHint, HintLayer } from "./hintlayer.js";
import { View } from "./view.js";

const canvas = $("canvas");
const context = canvas.getContext("2d");
const ROOMY = 22; // px across, of a region on which a padlock is drawn
const accents = { light: [232, 89, 48], dark: [255, 144, 105] };

export const view = new View();

export const stage = {
  page: null,
  compare: null, // share of the window's width where "after" begins
  onlyLines: false,
  showHints: true,
  hover: 0, // region
  lit: [], // more regions that what is pointed at would change
  stroke: null, // a hint being drawn
  border: null, // a stroke being drawn that splits or joins
  pointed: null, // such a stroke that is pointed at
  lasso: null, // places around which a lasso is drawn
  hint: -1, // the hint that is pointed at
  selected: -1, // the hint that is selected
  selecting: false, // whether hints are taken hold of
  cursor: null, // {u, v, radius} ring, in shares of the page
  crosshair: null, // [u, v] for the keyboard
};

let asked = false;
export function redraw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    draw();
  });
}

const layer = new HintLayer(redraw);

new ResizeObserver(() => {
  const { clientWidth, clientHeight } = canvas;
  canvas.width = Math.round(clientWidth * devicePixelRatio);
  canvas.height = Math.round(clientHeight * devicePixelRatio);
  view.resize(clientWidth, clientHeight);
  canvas.dispatchEvent(new Event("view"));
  draw();
}).observe(canvas);

function draw() {
  const { page } = stage;
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, view.windowWidth, view.windowHeight);
  if (!page?.paper && !page?.sketch) return;
  const box = [view.x, view.y, view.width * view.scale, view.height * view.scale];
  context.save();
  view.apply(context);
  context.save();
  context.shadowColor = "rgb(0 0 0 / 25%)";
  context.shadowBlur = 14;
  context.shadowOffsetY = 2;
  context.fillStyle = "#fff";
  context.fillRect(...box);
  context.restore();
  if (page.paper) drawPage(page, box);
  else context.drawImage(page.sketch, ...box);
  context.restore();
  if (!page.paper || stage.onlyLines) return;
  drawMarks(page);
  if (stage.compare !== null) {
    context.fillStyle = "#b8371a";
    context.fillRect(stage.compare * view.windowWidth - 1, 0, 2, view.windowHeight);
  }
}

function drawPage(page, box) {
  context.imageSmoothingEnabled = view.scale * devicePixelRatio < 4;
  if (page.colors && !stage.onlyLines) {
    const split = stage.compare === null ? 0 : stage.compare * view.windowWidth;
    context.save();
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.beginPath();
    context.rect(split, 0, view.windowWidth - split, view.windowHeight);
    context.clip();
    view.apply(context);
    context.imageSmoothingEnabled = true;
    context.drawImage(page.colors, ...box);
    context.restore();
  }
  context.globalCompositeOperation = "multiply";
  context.drawImage(page.paper.at(box[2] * devicePixelRatio), ...box);
  if (page.ink) {
    context.globalCompositeOperation = "lighter";
    context.drawImage(page.ink.at(box[2] * devicePixelRatio), ...box);
  }
}

function drawMarks(page) {
  const lit = stage.hover ? [stage.hover] : stage.lit;
  const mask = lit.length && page.regions?.mask(lit, accents[document.documentElement.dataset.theme]);
  if (mask) {
    const [sx, sy] = [(view.width * view.scale) / page.regions.width, (view.height * view.scale) / page.regions.height];
    context.save();
    view.apply(context);
    context.drawImage(mask.canvas, view.x + mask.left * sx, view.y + mask.top * sy, mask.width * sx, mask.height * sy);
    context.restore();
  }
  if (stage.showHints) {
    for (const choice of page.work.mix.regions) {
      if (choice.locked) for (const point of choice.points) if (isRoomy(page.regions, point)) drawLock(...view.toWindow(...point));
    }
    drawHints(page.work.hints);
    for (const border of page.work.borders) drawBorder(context, view, border, border === stage.pointed ? accent() : "#000");
  }
  if (stage.border) drawBorder(context, view, stage.border, accent());
  if (stage.stroke) drawOne(stage.stroke);
  if (stage.lasso) drawLasso(stage.lasso);
  if (stage.cursor) {
    const [x, y] = view.toWindow(stage.cursor.u, stage.cursor.v);
    ring(x, y, Math.max(3, stage.cursor.radius * Math.max(view.width, view.height) * view.scale));
  }
  if (stage.crosshair) drawCrosshair(...view.toWindow(...stage.crosshair));
}

function drawCrosshair(x, y) {
  for (const [color, width] of [["#fff", 4], ["#000", 1.5]]) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + 5 * dx, y + 5 * dy);
      context.lineTo(x + 14 * dx, y + 14 * dy);
    }
    context.stroke();
  }
}

function drawLasso(places) {
  context.save();
  context.setLineDash([6, 4]);
  for (const [color, width] of [["#fff", 3], ["#000", 1.2]]) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    for (const [u, v] of places) context.lineTo(...view.toWindow(u, v));
    context.closePath();
    context.stroke();
  }
  context.restore();
}

// The dragged hint is drawn on top.
function drawHints(hints) {
  const selected = stage.selecting ? hints[stage.selected] : undefined;
  const pointed = hints[stage.hint];
  layer.draw(context, view, hints.filter((hint) => hint !== selected));
  if (pointed && pointed !== selected) drawOne(pointed, [accent(), 7]);
  if (selected) drawOne(selected, [accent(), 10]);
}

const accent = () => `rgb(${accents[document.documentElement.dataset.theme]})`;
const drawOne = (hint, halo) => drawHint(context, view, [0, 0, view.windowWidth, view.windowHeight], hint, halo);

function ring(x, y, radius) {
  for (const [color, width] of [["rgb(255 255 255 / 90%)", 3], ["rgb(0 0 0 / 80%)", 1.2]]) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, radius, 0, 7);
    context.stroke();
  }
}

// Whether the region under a place is large enough that a padlock does not hide it.
function isRoomy(regions, [u, v]) {
  const box = regions?.boxes.get(regions.under(u, v));
  return !box || (Math.min(box[2] - box[0], box[3] - box[1]) / regions.width) * view.width * view.scale >= ROOMY;
}

function drawLock(x, y) {
  context.fillStyle = "rgb(0 0 0 / 62%)";
  context.beginPath();
  context.arc(x, y, 7.5, 0, 7);
  context.fill();
  context.fillStyle = context.strokeStyle = "#fff";
  context.lineWidth = 1.3;
  context.fillRect(x - 3.5, y - 1, 7, 4.5);
  context.beginPath();
  context.arc(x, y - 1, 2.2, Math.PI, 0);
  context.stroke();
}
