// The page's palette: named colors, kept in files that other programs read.

import { $, el, icon, problem } from "./dom.js";
import * as api from "./api.js";
import { colorName, onTranslate, t } from "./i18n.js";
import { current, onColor, take } from "./picker.js";
import { save } from "./exports.js";
import { formats, onFormats } from "./formats.js";
import { stage } from "./stage.js";

let listed = ""; // the colors that are listed, and in which language

export function showPalette() {
  const colors = stage.page?.work.palette || [];
  list(colors);
  $("snap").checked = Boolean(stage.page?.work.snap);
  $("snap-option").hidden = !colors.length;
  $("palette-empty").hidden = colors.length > 0;
  $("same").disabled = !colors.length; // a region tool, of the palette's colors
  $("palette-save-option").hidden = !colors.length;
}

// List other colors; the same ones stay, with the name that is being typed. Focus stays where it was.
function list(colors) {
  const now = JSON.stringify([t("colorName"), colors]);
  if (now === listed) return;
  listed = now;
  const items = [...$("palette").children];
  const row = items.findIndex((item) => item.contains(document.activeElement));
  const part = row < 0 ? -1 : [...items[row].children].indexOf(document.activeElement);
  $("palette").replaceChildren(...colors.map(entry));
  if (row < 0) return;
  const next = $("palette").children[Math.min(row, colors.length - 1)];
  (next?.children[part] || $("palette-add")).focus();
}

function entry({ name, color }, index) {
  const swatch = el("span", { className: "swatch" });
  swatch.style.setProperty("--color", color);
  const label = t("useColor", { color: name || color });
  const input = el("input", { value: name, placeholder: color, maxLength: 120, "aria-label": t("colorName") });
  input.addEventListener("change", () => change((colors) => (colors[index] = { name: input.value.trim(), color })));
  const remove = el("button", { type: "button", className: "icon", "aria-label": t("removeColor"), title: t("removeColor") }, icon("close"));
  remove.addEventListener("click", () => change((colors) => colors.splice(index, 1)));
  const item = el("li", {}, el("button", { type: "button", "aria-label": label, title: color, onclick: () => take(color) }, swatch), input, remove);
  item.dataset.current = color === current();
  return item;
}

function change(edit) {
  const colors = [...stage.page.work.palette];
  edit(colors);
  set(colors);
}

function set(palette) {
  problem("palette-problem", "");
  const { snap } = stage.page.work;
  stage.page.change({ palette, snap: snap && palette.length > 0 });
}

async function fetched(request) {
  try {
    const form = await request;
    if (stage.page) set(form.colors);
  } catch (error) {
    problem("palette-problem", error.message);
  }
}

export const loadPalette = (file) => fetched(api.readPalette(file));

$("palette-add").addEventListener("click", () => change((colors) => colors.push({ name: "", color: current() })));
$("palette-suggest").addEventListener("click", () => {
  const named = ({ colors }) => ({ colors: colors.map(({ name, color }) => ({ name: colorName(name), color })) });
  fetched(api.suggestPalette(stage.page.id).then(named));
});
$("palette-load").addEventListener("click", () => $("palette-file").click());
$("palette-file").addEventListener("change", () => {
  if ($("palette-file").files[0]) loadPalette($("palette-file").files[0]);
  $("palette-file").value = "";
});
$("palette-save").addEventListener("change", () => {
  const kind = $("palette-save").value;
  $("palette-save").value = "";
  if (kind) save(`palette.${kind}`, `.${kind}`, "palette-problem");
});
$("snap").addEventListener("change", () => stage.page.change({ snap: $("snap").checked }));

onColor(() => {
  const colors = stage.page?.work.palette || [];
  for (const [index, item] of [...$("palette").children].entries()) item.dataset.current = colors[index]?.color === current();
});

function showKinds() {
  const option = (value, text) => el("option", { value }, text);
  const kinds = formats().palettes;
  $("palette-save").replaceChildren(option("", t("paletteSave")), ...kinds.map((kind) => option(kind, `.${kind}`)));
  $("palette-file").accept = kinds.map((kind) => `.${kind}`).join();
}

onFormats(showKinds);
onTranslate(() => {
  showKinds();
  showPalette();
});
