// Colors as "#rrggbb" and as hue, saturation, value.

export function toHex(red, green, blue) {
  return `#${[red, green, blue].map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
}

export function toRgb(hex) {
  const number = parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

// "#abc", "abc", "#AABBCC" become "#aabbcc"; anything else null.
export function parse(text) {
  let digits = text.trim().replace(/^#/, "").toLowerCase();
  if (/^[0-9a-f]{3}$/.test(digits)) digits = [...digits].map((digit) => digit + digit).join("");
  return /^[0-9a-f]{6}$/.test(digits) ? `#${digits}` : null;
}

export function toHsv(hex) {
  const [red, green, blue] = toRgb(hex).map((value) => value / 255);
  const high = Math.max(red, green, blue);
  const spread = high - Math.min(red, green, blue);
  let hue = 0;
  if (spread) {
    if (high === red) hue = ((green - blue) / spread + 6) % 6;
    else if (high === green) hue = (blue - red) / spread + 2;
    else hue = (red - green) / spread + 4;
  }
  return { hue: 60 * hue, saturation: high ? spread / high : 0, value: high };
}

export function fromHsv({ hue, saturation, value }) {
  const channel = (n) => {
    const k = (n + hue / 60) % 6;
    return 255 * (value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1)));
  };
  return toHex(channel(5), channel(3), channel(1));
}

export function nearest(hex, colors) {
  const [red, green, blue] = toRgb(hex);
  let best = -1;
  let least = Infinity;
  colors.forEach((color, index) => {
    const [r, g, b] = toRgb(color);
    const distance = 2 * (r - red) ** 2 + 4 * (g - green) ** 2 + 3 * (b - blue) ** 2;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}
