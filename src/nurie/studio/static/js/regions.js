// The region under each pixel, as the studio sees it, and what regions are chosen to be.

import { toHex } from "./color.js";
import { clamp } from "./dom.js";

export class Regions {
  static async of(blob) {
    const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    bitmap.close();
    const ids = new Uint32Array(width * height);
    for (let i = 0, j = 0; i < ids.length; i++, j += 4) ids[i] = data[j] | (data[j + 1] << 8) | (data[j + 2] << 16);
    return new Regions(ids, width, height);
  }

  constructor(ids, width, height) {
    this.ids = ids;
    this.width = width;
    this.height = height;
    this.boxes = new Map(); // region -> [left, top, right, bottom, pixels]
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const box = this.boxes.get(ids[i]);
        if (!box) this.boxes.set(ids[i], [x, y, x, y, 1]);
        else {
          if (x < box[0]) box[0] = x;
          else if (x > box[2]) box[2] = x;
          box[3] = y;
          box[4]++;
        }
      }
    }
    this.masks = new Map();
  }

  at(u, v) {
    if (u < 0 || v < 0 || u >= 1 || v >= 1) return 0;
    return this.ids[Math.floor(v * this.height) * this.width + Math.floor(u * this.width)];
  }

  // The same, of a place on the last edge too.
  under(u, v) {
    return this.at(Math.min(u, 0.999999), Math.min(v, 0.999999));
  }

  // The region that a dot lies on most; `radius` in shares of the long side.
  most(u, v, radius) {
    const reach = radius * Math.max(this.width, this.height);
    const step = Math.max(1, reach / 12);
    const counts = new Map();
    let [best, most] = [this.at(u, v), 0];
    if (!best) return 0;
    for (let dy = -reach; dy <= reach; dy += step) {
      for (let dx = -reach; dx <= reach; dx += step) {
        if (dx * dx + dy * dy > reach * reach) continue;
        const region = this.at(u + dx / this.width, v + dy / this.height);
        const count = (counts.get(region) || 0) + 1;
        counts.set(region, count);
        if (region && count > most) [best, most] = [region, count];
      }
    }
    return best;
  }

  // The regions of which more than a share lies in a polygon of places.
  within(polygon, share) {
    const canvas = new OffscreenCanvas(this.width, this.height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.beginPath();
    for (const [u, v] of polygon) context.lineTo(u * this.width, v * this.height);
    context.fill();
    const { data } = context.getImageData(0, 0, this.width, this.height);
    const counts = new Map();
    for (let i = 0; i < this.ids.length; i++) if (data[4 * i + 3] > 127) counts.set(this.ids[i], (counts.get(this.ids[i]) || 0) + 1);
    return [...counts].filter(([region, count]) => region && count > share * this.boxes.get(region)[4]).map(([region]) => region);
  }

  // The middle, in shares of the page, of the longest run of pixels in the region's middle row.
  anchor(region) {
    const [left, top, right, bottom] = this.boxes.get(region);
    for (let step = 0, row = (top + bottom) >> 1; step <= 2 * (bottom - top) + 2; step++) {
      const y = row + (step & 1 ? (step + 1) >> 1 : -(step >> 1));
      if (y < top || y > bottom) continue;
      let [start, best, length] = [-1, -1, 0];
      for (let x = left; x <= right + 1; x++) {
        const inside = x <= right && this.ids[y * this.width + x] === region;
        if (inside && start < 0) start = x;
        if (!inside && start >= 0) {
          if (x - start > length) [best, length] = [(start + x - 1) >> 1, x - start];
          start = -1;
        }
      }
      if (best >= 0) return [(best + 0.5) / this.width, (y + 0.5) / this.height];
    }
    return [(left + 0.5) / this.width, (top + 0.5) / this.height];
  }

  // Some regions as a picture to lay over the page, and their box there; null where they are not on the page.
  mask(numbers, [red, green, blue]) {
    const key = `${numbers} ${red}`;
    if (this.masks.has(key)) return this.masks.get(key);
    const boxes = numbers.map((number) => this.boxes.get(number)).filter(Boolean);
    if (!boxes.length) return null;
    const [left, top] = [0, 1].map((side) => Math.min(...boxes.map((box) => box[side])));
    const [right, bottom] = [2, 3].map((side) => Math.max(...boxes.map((box) => box[side])));
    const [width, height] = [right - left + 1, bottom - top + 1];
    const wanted = new Set(numbers);
    const picture = new ImageData(width, height);
    const pixels = new Uint32Array(picture.data.buffer);
    const paint = (150 << 24) | (blue << 16) | (green << 8) | red;
    for (let y = 0; y < height; y++) {
      const row = (y + top) * this.width + left;
      for (let x = 0; x < width; x++) if (wanted.has(this.ids[row + x])) pixels[y * width + x] = paint;
    }
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d").putImageData(picture, 0, 0);
    if (this.masks.size > 40) this.masks.clear();
    const mask = { canvas, left, top, width, height };
    this.masks.set(key, mask);
    return mask;
  }

  // A point in the region under a place that is that region's at every size: the place, if no border is near.
  safe(u, v) {
    const [x, y] = [Math.floor(u * this.width), Math.floor(v * this.height)];
    const region = this.at(u, v);
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const [nx, ny] = [clamp(x + dx, 0, this.width - 1), clamp(y + dy, 0, this.height - 1)];
        if (this.ids[ny * this.width + nx] !== region) return this.anchor(region);
      }
    }
    return [u, v];
  }

  // The mean color of each region in a picture of the same size.
  colors(data) {
    const sums = new Map();
    for (let i = 0, j = 0; i < this.ids.length; i++, j += 4) {
      let sum = sums.get(this.ids[i]);
      if (!sum) sums.set(this.ids[i], (sum = [0, 0, 0]));
      sum[0] += data[j];
      sum[1] += data[j + 1];
      sum[2] += data[j + 2];
    }
    const colors = new Map();
    for (const [region, sum] of sums) colors.set(region, toHex(...sum.map((v) => v / this.boxes.get(region)[4])));
    return colors;
  }

  // What each chosen region gets: the last choice counts, but none changes what an earlier one locked.
  resolve(choices) {
    const resolved = new Map();
    for (const choice of choices) {
      const named = choice.points.map(([u, v]) => this.under(u, v));
      for (const region of named) if (!resolved.get(region)?.locked) resolved.set(region, choice);
    }
    return resolved;
  }
}

// The choices with some regions set anew; `source` is {from} or {color}. Locks come last and stay as they are.
export function choose(choices, map, targets, source) {
  const locks = choices.filter((choice) => choice.locked);
  const resolved = map.resolve(choices.filter((choice) => !choice.locked));
  const kept = [];
  for (const [region, choice] of resolved) {
    if (!targets.has(region)) kept.push({ ...choice, points: [choice.points.find(([u, v]) => map.at(u, v) === region) || map.anchor(region)] });
  }
  for (const point of targets.values()) kept.push({ points: [point], ...source });
  return [...kept, ...locks];
}
