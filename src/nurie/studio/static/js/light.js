// How the colors are lit: finish, where the sun stands, how strong it is.

import { $ } from "./dom.js";
import { directionName, onTranslate, t } from "./i18n.js";
import { stage } from "./stage.js";

const LIT = ["cel", "soft"];

export function showLight() {
  const { shown, work } = stage.page;
  $("light-panel").hidden = !shown.materials.length;
  const finish = work.finish || "cel";
  for (const button of $("finish").children) {
    const chosen = button.dataset.finish === finish;
    button.setAttribute("aria-checked", chosen);
    button.tabIndex = chosen ? 0 : -1;
  }
  $("light-options").hidden = !LIT.includes(finish);
  $("light-strength").value = 100 * work.light_strength;
  showSun(work.light_from);
}

function showSun(angle) {
  const degrees = Math.round(angle) % 360;
  const words = t("lightFrom", { direction: directionName(degrees), degrees });
  $("sun").style.setProperty("--from", `${degrees}deg`);
  $("sun").setAttribute("aria-valuenow", degrees);
  $("sun").setAttribute("aria-valuetext", words);
  $("sun-says").textContent = words;
}

function choose(finish) {
  if ((stage.page.work.finish || "cel") !== finish) stage.page.change({ finish });
}

for (const button of $("finish").children) button.addEventListener("click", () => choose(button.dataset.finish));
$("finish").addEventListener("keydown", (event) => {
  const choices = [...$("finish").children];
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = choices.at((choices.indexOf(document.activeElement) + step) % choices.length);
  choose(next.dataset.finish);
  next.focus();
});

// What is dragged, or turned with a key that is held, is one step of the history.
const slide = (decisions) => stage.page.change(decisions, `slide ${Object.keys(decisions)}`);
const settle = () => {
  if (stage.page) stage.page.series = "";
};
$("light-strength").addEventListener("input", () => slide({ light_strength: Number($("light-strength").value) / 100 }));
$("light-strength").addEventListener("change", settle);

// --- the sun -------------------------------------------------------------------------------------------------

const STEP = 5; // degrees; an eighth of a turn with Shift
const TURNS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
const MIDDLE = 6; // px around the middle of its round that name no direction
const sun = $("sun");
let held = null; // the pointer that drags it

function shine(angle) {
  const degrees = (Math.round(angle) + 360) % 360;
  if (degrees !== stage.page.work.light_from) slide({ light_from: degrees });
}

function follow(event) {
  const box = sun.getBoundingClientRect();
  const [dx, dy] = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
  if (Math.hypot(dx, dy) > MIDDLE) shine((Math.atan2(dx, -dy) * 180) / Math.PI);
}

sun.addEventListener("pointerdown", (event) => {
  if (held !== null || event.button !== 0) return;
  held = event.pointerId;
  sun.setPointerCapture(held);
  follow(event);
});
sun.addEventListener("pointermove", (event) => event.pointerId === held && follow(event));
sun.addEventListener("lostpointercapture", () => {
  held = null;
  settle();
});
sun.addEventListener("keydown", (event) => {
  const turn = TURNS[event.key];
  if (!turn || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  shine(stage.page.work.light_from + turn * (event.shiftKey ? 45 : STEP));
});
sun.addEventListener("keyup", settle);
onTranslate(() => stage.page && showLight());
