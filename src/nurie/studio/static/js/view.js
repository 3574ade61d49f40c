// Where the page lies in the window: one scale and one offset, in CSS pixels; then it is mirrored, and turned around
// the middle of the window.

import { clamp } from "./dom.js";

const LARGEST = 16;
const MARGIN = 28;
const BAR = 60; // px that a floating bar takes, above and below
const NARROW = 600; // px: the bar above has two rows in narrower windows

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
    this.angle = 0; // degrees, clockwise
    this.mirrored = false;
  }

  resize(width, height) {
    this.x += (width - this.windowWidth) / 2;
    this.y += (height - this.windowHeight) / 2;
    this.windowWidth = width;
    this.windowHeight = height;
    if (this.fitted) this.fit();
    else this.pan(0, 0);
  }

  turn(degrees) {
    this.angle = (((this.angle + degrees + 180) % 360) + 360) % 360 - 180;
    if (this.fitted) this.fit();
  }

  straighten() {
    this.turn(-this.angle);
  }

  mirror() {
    this.mirrored = !this.mirrored;
  }

  // A vector in the window, in the axes of the page.
  #straight(dx, dy) {
    const turn = (-this.angle * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const across = dx * cos - dy * sin;
    return [this.mirrored ? -across : across, dx * sin + dy * cos];
  }

  #onStraight(x, y) {
    const [middle, center] = [this.windowWidth / 2, this.windowHeight / 2];
    const [dx, dy] = this.#straight(x - middle, y - center);
    return [middle + dx, center + dy];
  }

  // The turn and mirror, for a canvas whose unit is a CSS pixel.
  apply(context) {
    const [x, y] = [this.windowWidth / 2, this.windowHeight / 2];
    context.translate(x, y);
    context.rotate((this.angle * Math.PI) / 180);
    context.scale(this.mirrored ? -1 : 1, 1);
    context.translate(-x, -y);
  }

  show(width, height) {
    this.width = width;
    this.height = height;
    this.fit();
  }

  get #above() {
    return this.windowWidth < NARROW ? BAR + 28 : BAR;
  }

  get fitScale() {
    const room = (size) => Math.max(40, size - 2 * MARGIN);
    const high = Math.max(40, this.windowHeight - this.#above - BAR - 8);
    const turn = (this.angle * Math.PI) / 180;
    const [cos, sin] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
    const [across, down] = [this.width * cos + this.height * sin, this.width * sin + this.height * cos];
    return Math.min(room(this.windowWidth) / across, high / down);
  }

  fit() {
    this.scale = this.fitScale;
    this.x = (this.windowWidth - this.width * this.scale) / 2;
    this.y = (this.windowHeight + this.#above - BAR - this.height * this.scale) / 2;
    this.fitted = true;
  }

  // Scale 1: one pixel of the page on one of the screen.
  full() {
    this.zoom(1 / devicePixelRatio / this.scale, this.windowWidth / 2, this.windowHeight / 2);
  }

  zoom(factor, x, y) {
    const scale = clamp(this.scale * factor, Math.min(0.02, this.fitScale), LARGEST);
    const change = scale / this.scale;
    [x, y] = this.#onStraight(x, y);
    this.x = x - (x - this.x) * change;
    this.y = y - (y - this.y) * change;
    this.scale = scale;
    this.fitted = false;
    this.pan(0, 0);
  }

  // A part of the page always stays in sight.
  pan(dx, dy) {
    const keep = 60;
    if (dx || dy) this.fitted = false;
    [dx, dy] = this.#straight(dx, dy);
    this.x = clamp(this.x + dx, keep - this.width * this.scale, this.windowWidth - keep);
    this.y = clamp(this.y + dy, keep - this.height * this.scale, this.windowHeight - keep);
  }

  // Move the page until a place of it is well in sight.
  reveal(u, v) {
    const [x, y] = this.toWindow(u, v);
    const [left, top, right, bottom] = [MARGIN, this.#above, this.windowWidth - MARGIN, this.windowHeight - BAR];
    this.pan(clamp(x, left, right) - x, clamp(y, top, bottom) - y);
  }

  // From the window to shares of the page, 0..1 inside it.
  toPage(x, y) {
    [x, y] = this.#onStraight(x, y);
    return [(x - this.x) / this.scale / this.width, (y - this.y) / this.scale / this.height];
  }

  toWindow(u, v) {
    const [middle, center] = [this.windowWidth / 2, this.windowHeight / 2];
    const across = (this.x + u * this.width * this.scale - middle) * (this.mirrored ? -1 : 1);
    const down = this.y + v * this.height * this.scale - center;
    const turn = (this.angle * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    return [middle + across * cos - down * sin, center + across * sin + down * cos];
  }
}
