// What tools have in common that draw strokes which split regions or join them.

import { clamp } from "../dom.js";
import { t } from "../i18n.js";
import { stage, view } from "../stage.js";
import { announce, say } from "../status.js";

const STEP = 2; // px in the window between two points

// The functions start, move, end, cancel and rest of a tool. With the keyboard, one Enter begins a straight stroke and the next ends it.
export function strokes(kind) {
  let typed = false;
  return {
    start(u, v, event) {
      typed = event.type === "keydown";
      if (typed && stage.border) stage.border.points.push(round(u, v));
      else stage.border = { points: [round(u, v)], kind };
    },
    move(u, v) {
      if (!stage.border) return;
      const [x, y] = stage.border.points.at(-1);
      if (Math.hypot((u - x) * view.width, (v - y) * view.height) * view.scale >= STEP) stage.border.points.push(round(u, v));
    },
    end() {
      const { border } = stage;
      if (typed && border.points.length < 2) return;
      stage.border = null;
      if (border?.points.length > 1) place(border);
    },
    cancel() {
      stage.border = null;
    },
    rest() {
      stage.border = null;
    },
  };
}

const round = (...place) => place.map((share) => Math.round(clamp(share, 0, 1) * 1e5) / 1e5);

// The regions come once the studio has split or joined them; if it could not, that is told.
function place(border) {
  const { page } = stage;
  const before = page.regions?.boxes.size;
  const splits = border.kind === "split";
  page.change({ borders: [...page.work.borders, border] });
  say(t(splits ? "splitDrawn" : "joinDrawn"));
  if (!before) return;
  const told = () => {
    if (page === stage.page && page.work.borders.at(-1) === border && page.regions.boxes.size === before) {
      announce(t(splits ? "splitNothing" : "joinedNothing"), "bad");
    }
  };
  page.addEventListener("regions", told, { once: true });
}
