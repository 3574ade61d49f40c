// The hints of the page as a list, and the one that is selected.

import { $, el, icon } from "./dom.js";
import { materialName, onTranslate, t } from "./i18n.js";
import { current, onColor } from "./picker.js";
import { redraw, stage, view } from "./stage.js";

const listeners = [];
export const onSelect = (listener) => listeners.push(listener);
export const selected = () => stage.selected;

export function selectHint(index) {
  stage.selected = index;
  showHintList();
  for (const listener of listeners) listener(index);
  redraw();
}

export function deleteHint(index) {
  const { page } = stage;
  if (!page?.work.hints[index]) return;
  stage.selected = -1;
  page.change({ hints: page.work.hints.filter((_, other) => other !== index) });
}

// Change the selected hint; changes of one kind after another are one step.
export function changeHint(decisions, kind) {
  const { page } = stage;
  const index = stage.selected;
  if (!page?.work.hints[index]) return;
  const hints = page.work.hints.map((hint, other) => (other === index ? { ...hint, ...decisions } : hint));
  page.change({ hints }, `${kind} ${index}`);
}

export function resizeHint(by) {
  const hint = stage.page?.work.hints[stage.selected];
  if (hint) changeHint({ radius: Math.round(Math.min(0.05, Math.max(0.001, hint.radius * (by > 0 ? 1.15 : 1 / 1.15))) * 1e5) / 1e5 }, "size");
}

onColor((color) => stage.selecting && changeHint({ color }, "color"));

export function showHintList() {
  const { page } = stage;
  const hints = page.work.hints;
  if (stage.selected >= hints.length) stage.selected = -1;
  $("hints-panel").hidden = !hints.length;
  $("hints-count").textContent = hints.length || "";
  const held = document.activeElement?.closest?.("#hints li");
  const place = held && [...$("hints").children].indexOf(held);
  $("hints").replaceChildren(...hints.map(entry));
  if (held) ($("hints").children[Math.min(place, hints.length - 1)]?.querySelector("button") || $("canvas")).focus();
  for (const id of ["hint-color", "hint-delete"]) $(id).disabled = stage.selected < 0;
  $("hint-none").hidden = stage.selected >= 0;
}

function entry(hint, index) {
  const { page } = stage;
  const swatch = el("span", { className: "swatch" });
  swatch.style.setProperty("--color", hint.color);
  const region = page.regions?.under(...hint.points[0]);
  const material = page.shown.regions.find((other) => other.region === region)?.material;
  const kind = hint.points.length > 1 ? t("aStroke") : t("aDot");
  const name = material ? `${kind} · ${materialName(material)}` : kind;
  const choose = el("button", { type: "button" }, swatch, el("span", {}, `${index + 1}  ${name}`));
  choose.setAttribute("aria-pressed", stage.selected === index);
  choose.addEventListener("click", () => {
    selectHint(index);
    view.reveal(...hint.points[0]);
    $("canvas").dispatchEvent(new Event("view"));
    $("tools").dispatchEvent(new CustomEvent("choose", { detail: "select" }));
  });
  const label = t("deleteHint", { number: index + 1 });
  const remove = el("button", { type: "button", className: "icon", "aria-label": label, title: label, onclick: () => deleteHint(index) }, icon("close"));
  return el("li", {}, choose, remove);
}

$("hint-color").addEventListener("click", () => changeHint({ color: current() }, "color"));
$("hint-delete").addEventListener("click", () => deleteHint(stage.selected));
onTranslate(() => stage.page && showHintList());
