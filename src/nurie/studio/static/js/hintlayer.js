// The hints as a cached picture that moves with the view. It is redrawn when hints change, or when the view rests at
// another scale or beyond the picture's edge; a new hint is drawn onto it.

import { View } from "./view.js";

const REST = 120; // ms without a change of the view
const AROUND = 0.5; // of the window, on each side of it, drawn as well
const EDGE = 40; // px that hints may stand over the page's edge

export class HintLayer {
  // `redraw` asks for another frame.
  constructor(redraw) {
    this.redraw = redraw;
    this.canvas = new OffscreenCanvas(1, 1);
    this.context = this.canvas.getContext("2d");
    this.drawn = null; // {view, hints, box, ratio}: what the picture shows
    this.moved = "";
    this.rest = 0;
  }

  // Draw hints into a context whose unit is a CSS pixel.
  draw(context, view, hints) {
    if (!hints.length) return;
    const known = this.drawn?.ratio === devicePixelRatio && this.drawn.hints.every((hint, index) => hint === hints[index]);
    if (!known) this.#begin(view);
    this.#add(hints);
    const { view: then, box: [left, top, width, height] } = this.drawn;
    const turn = placing(view).multiply(placing(then).inverse());
    const panned = sameLook(view, then);
    if (panned) [turn.e, turn.f] = [turn.e, turn.f].map((way) => Math.round(way * devicePixelRatio) / devicePixelRatio);
    context.save();
    context.transform(turn.a, turn.b, turn.c, turn.d, turn.e, turn.f);
    context.drawImage(this.canvas, left, top, width, height);
    context.restore();
    this.#wait(panned && this.#reaches(view, turn) ? "" : String(turn));
  }

  // Redraw once the view has not moved for a while; "" if there is no need to.
  #wait(moved) {
    if (moved === this.moved) return;
    this.moved = moved;
    clearTimeout(this.rest);
    const anew = () => {
      this.drawn = null;
      this.redraw();
    };
    if (moved) this.rest = setTimeout(anew, REST);
  }

  #begin(view) {
    const { windowWidth, windowHeight } = view;
    const box = seen(view, AROUND * windowWidth, AROUND * windowHeight);
    this.canvas.width = Math.ceil(box[2] * devicePixelRatio);
    this.canvas.height = Math.ceil(box[3] * devicePixelRatio);
    this.context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, -box[0] * devicePixelRatio, -box[1] * devicePixelRatio);
    this.drawn = { view: Object.assign(new View(), view), hints: [], box, ratio: devicePixelRatio };
  }

  #add(hints) {
    const { drawn } = this;
    for (const hint of hints.slice(drawn.hints.length)) drawHint(this.context, drawn.view, drawn.box, hint);
    drawn.hints = hints;
  }

  // Whether the picture, moved, holds all of the page that is in the window.
  #reaches(view, { e, f }) {
    const [left, top, width, height] = seen(view, 0, 0);
    const [x, y, across, down] = this.drawn.box;
    return left >= x + e - 1 && top >= y + f - 1 && left + width <= x + e + across + 1 && top + height <= y + f + down + 1;
  }
}

const sameLook = (one, other) => ["scale", "angle", "mirrored", "width", "height"].every((key) => one[key] === other[key]);

// From shares of the page to the window.
function placing(view) {
  const [[x, y], [rightX, rightY], [downX, downY]] = [[0, 0], [1, 0], [0, 1]].map(([u, v]) => view.toWindow(u, v));
  return new DOMMatrix([rightX - x, rightY - y, downX - x, downY - y, x, y]);
}

// [left, top, width, height] of the page in the window and `across` and `down` px around it.
function seen(view, across, down) {
  const corners = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([u, v]) => view.toWindow(u, v));
  const side = (axis, size, more) => {
    const places = corners.map((corner) => corner[axis]);
    const low = Math.floor(Math.max(-more, Math.min(...places) - EDGE));
    const high = Math.ceil(Math.min(size + more, Math.max(...places) + EDGE));
    return [low, Math.max(1, high - low)];
  };
  const [[left, width], [top, height]] = [side(0, view.windowWidth, across), side(1, view.windowHeight, down)];
  return [left, top, width, height];
}

// `halo` is [color, px] of a line around it.
export function drawHint(context, view, box, hint, halo = null) {
  const [left, top, width, height] = box;
  const radius = Math.max(2.5, hint.radius * Math.max(view.width, view.height) * view.scale);
  const points = thin(hint.points.map(([u, v]) => view.toWindow(u, v)));
  const near = ([x, y]) => x > left - radius && y > top - radius && x < left + width + radius && y < top + height + radius;
  if (!points.some(near)) return;
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  context.moveTo(...points[0]);
  if (points.length === 1) context.lineTo(points[0][0] + 0.01, points[0][1]);
  for (const point of points.slice(1)) context.lineTo(...point);
  for (const [color, wider] of [...(halo ? [halo] : []), ["rgb(0 0 0 / 55%)", 4.5], ["#fff", 3], [hint.color, 0]]) {
    context.strokeStyle = color;
    context.lineWidth = 2 * radius + wider;
    context.stroke();
  }
}

// Without points that lie within a pixel of the one before.
function thin(points) {
  const kept = [points[0]];
  for (const point of points) if (Math.hypot(point[0] - kept.at(-1)[0], point[1] - kept.at(-1)[1]) >= 1) kept.push(point);
  return kept;
}
