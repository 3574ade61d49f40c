// Where the page lies in the window: one scale and one offset, in CSS pixels.

import { clamp } from "./dom.js";

const LARGEST = 16;
const MARGIN = 28;
const BARS = 120; // px that the floating bars take above and below

export class View {
  constructor() {
    this.scale = 1;
    this.x = 0;
    this.y = 0;
    this.width = 1; // of the page
    this.height = 1;
    this.windowWidth = 1;
    this.windowHeight = 1;
    this.fitted = true;
  }

  resize(width, height) {
    const [dx, dy] = [(width - this.windowWidth) / 2, (height - this.windowHeight) / 2];
    this.windowWidth = width;
    this.windowHeight = height;
    if (this.fitted) this.fit();
    else this.pan(dx, dy);
  }

  show(width, height) {
    this.width = width;
    this.height = height;
    this.fit();
  }

  get fitScale() {
    const room = (size) => Math.max(40, size - 2 * MARGIN);
    const high = Math.max(40, this.windowHeight - BARS - 8);
    return Math.min(room(this.windowWidth) / this.width, high / this.height);
  }

  fit() {
    this.scale = this.fitScale;
    this.x = (this.windowWidth - this.width * this.scale) / 2;
    this.y = (this.windowHeight - this.height * this.scale) / 2;
    this.fitted = true;
  }

  // One pixel of the page on one of the screen.
  full() {
    this.zoom(1 / devicePixelRatio / this.scale, this.windowWidth / 2, this.windowHeight / 2);
  }

  zoom(factor, x, y) {
    const scale = clamp(this.scale * factor, Math.min(0.02, this.fitScale), LARGEST);
    const change = scale / this.scale;
    this.x = x - (x - this.x) * change;
    this.y = y - (y - this.y) * change;
    this.scale = scale;
    this.fitted = false;
    this.pan(0, 0);
  }

  // A part of the page always stays in sight.
  pan(dx, dy) {
    const keep = 60;
    this.x = clamp(this.x + dx, keep - this.width * this.scale, this.windowWidth - keep);
    this.y = clamp(this.y + dy, keep - this.height * this.scale, this.windowHeight - keep);
    if (dx || dy) this.fitted = false;
  }

  // Move the page until a place of it is well in sight.
  reveal(u, v) {
    const [x, y] = this.toWindow(u, v);
    const [left, top, right, bottom] = [MARGIN, BARS / 2, this.windowWidth - MARGIN, this.windowHeight - BARS / 2];
    this.pan(clamp(x, left, right) - x, clamp(y, top, bottom) - y);
  }

  // From the window to shares of the page, 0..1 inside it.
  toPage(x, y) {
    return [(x - this.x) / this.scale / this.width, (y - this.y) / this.scale / this.height];
  }

  toWindow(u, v) {
    return [this.x + u * this.width * this.scale, this.y + v * this.height * this.scale];
  }
}
