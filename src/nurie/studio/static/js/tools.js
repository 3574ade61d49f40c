// Which tool is in use. Buttons, keys, options and help come from the tools' own files.

import { $, el, icon } from "./dom.js";
import { onSelect } from "./hintlist.js";
import { onTranslate, t } from "./i18n.js";
import { redraw, stage } from "./stage.js";
import { named, TOOLS } from "./tools/all.js";
import { segments } from "./segments.js";

const canvas = $("canvas");
const OPTIONS = ["size", "scope", "lasso", "same", "reset", "lock", "material", "hint"];
let tool = named.dot;
let held = null; // a tool used only while a key is held, or by a pen's other end

export const active = () => held || tool;

export function chooseTool(name) {
  tool.rest?.();
  tool = named[name];
  showTool();
}

// Returns whether that changed anything.
export function hold(name) {
  const wanted = named[name] || null;
  if (held === wanted) return false;
  held = wanted;
  showTool();
  return true;
}

export function showTool() {
  const now = active();
  for (const button of $("tool-buttons").children) button.setAttribute("aria-pressed", button.dataset.tool === now.name);
  const options = now.options || [];
  $("options").hidden = !stage.page || !options.length;
  for (const option of OPTIONS) $(`${option}-option`).hidden = !options.includes(option);
  if (!stage.page?.shown.materials.length) $("scope-option").hidden = true; // without materials no hint goes on
  stage.selecting = now === named.select;
  stage.hint = -1;
  if (!options.includes("size")) stage.cursor = null;
  if (stage.page) for (const other of TOOLS) other.leave?.();
  canvas.style.cursor = now.cursor;
  redraw();
}

$("tool-buttons").replaceChildren(...TOOLS.map((one) => {
  const button = el("button", { type: "button", className: "tool", onclick: () => chooseTool(one.name) }, icon(one.icon));
  button.dataset.tool = one.name;
  return button;
}));
$("tools").addEventListener("choose", ({ detail }) => active().name !== detail && chooseTool(detail));
segments("lock-what", "what");
$("reset-regions").addEventListener("click", () => {
  const { mix } = stage.page.work;
  const regions = mix.regions.filter((choice) => choice.locked);
  if (regions.length < mix.regions.length) stage.page.change({ mix: { ...mix, regions } });
});
onSelect(showTool);

onTranslate(() => {
  TOOLS.forEach((one, index) => {
    const label = `${t(one.name)} (${one.key.toUpperCase()})`;
    $("tool-buttons").children[index].title = label;
    $("tool-buttons").children[index].setAttribute("aria-label", label);
  });
});
