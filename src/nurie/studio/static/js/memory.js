// What this browser remembers between visits.

const KEY = "nurie";
let kept = {};
try {
  kept = JSON.parse(localStorage.getItem(KEY)) || {};
} catch {
  kept = {};
}

export const recall = (name, usual) => kept[name] ?? usual;

export function remember(name, value) {
  kept[name] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // private windows may refuse; everything still works until the window is closed
  }
}
