// An image pyramid: a picture at full size and repeatedly halved, so that drawing it small is fast and smooth.

const SMALLEST = 400;

export class Pyramid {
  static async of(blob) {
    /** @type {ImageBitmapOptions} */
    const options = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
    const levels = [await createImageBitmap(blob, options)];
    for (;;) {
      const last = levels.at(-1);
      if (Math.max(last.width, last.height) < 2 * SMALLEST) break;
      const size = { resizeWidth: Math.round(last.width / 2), resizeHeight: Math.round(last.height / 2) };
      levels.push(await createImageBitmap(last, { ...size, resizeQuality: "high" }));
    }
    return new Pyramid(levels);
  }

  constructor(levels) {
    this.levels = levels;
  }

  // The smallest level with at least so many pixels across.
  at(width) {
    return this.levels.findLast((level) => level.width >= width) || this.levels[0];
  }

  close() {
    for (const level of this.levels) level.close();
  }
}

export function pixelsOf(bitmap) {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
