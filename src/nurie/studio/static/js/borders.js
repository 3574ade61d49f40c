// The strokes that split and join regions: how they look over the picture, and their list.

import { $, el, icon } from "./dom.js";
import { onTranslate, t } from "./i18n.js";
import { redraw, stage } from "./stage.js";

export function deleteBorder(index) {
  const { page } = stage;
  stage.pointed = null;
  page.change({ borders: page.work.borders.filter((_, other) => other !== index) });
}

export function showBorders() {
  const { borders } = stage.page.work;
  $("borders-panel").hidden = !borders.length;
  $("borders-count").textContent = borders.length || "";
  const held = document.activeElement?.closest?.("#borders li");
  const place = held && [...$("borders").children].indexOf(held);
  $("borders").replaceChildren(...borders.map(entry));
  if (held) ($("borders").children[Math.min(place, borders.length - 1)]?.querySelector("button") || $("canvas")).focus();
}

function entry(border, index) {
  const name = `${index + 1}  ${border.kind === "split" ? t("aSplit") : t("aJoin")}`;
  const label = t("deleteBorder", { number: index + 1 });
  const remove = el("button", { type: "button", className: "icon", "aria-label": label, title: label, onclick: () => deleteBorder(index) }, icon("close"));
  const item = el("li", {}, icon(border.kind), el("span", {}, name), remove);
  for (const kind of ["pointerenter", "focusin"]) item.addEventListener(kind, () => point(border));
  for (const kind of ["pointerleave", "focusout"]) item.addEventListener(kind, () => point(null));
  return item;
}

function point(border) {
  stage.pointed = border;
  redraw();
}

onTranslate(() => stage.page && showBorders());
