// Keyboard shortcuts, and the sheet that tells them.

import { $, el } from "./dom.js";
import { onTranslate, t } from "./i18n.js";
import { TOOLS } from "./tools/all.js";

const SHEET = () => [
  ...TOOLS.map(({ name, key }) => [t(name), [key.toUpperCase()]]),
  [t("kScope"), ["S"]],
  [t("kPick"), ["1", "…", "9"]],
  [t("kOthers"), ["N", "Shift+N"]],
  [t("large"), ["X"]],
  [t("book"), ["P"]],
  [t("kUndo"), ["Ctrl+Z", "Ctrl+Shift+Z"]],
  [t("kSize"), ["[", "]"]],
  [t("kMove"), [`${t("space")} + ${t("drag")}`]],
  [t("kZoom"), ["+", "−", "0", "Shift+0"]],
  [t("kTurn"), [",", ".", "F"]],
  [t("kLines"), ["L"]],
  [t("kCompare"), ["C"]],
  [t("kHints"), ["H"]],
  [t("kDropper"), ["Alt"]],
  [t("kCycleBack"), [`Shift + ${t("click")}`]],
  [t("kCursor"), ["←↑↓→", "Enter"]],
  [t("kOpen"), ["Ctrl+O"]],
  [t("kSave"), ["Ctrl+S"]],
  [t("kExport"), ["Ctrl+E"]],
  [t("kPages"), ["PageDown", "PageUp"]],
  [t("kHelp"), ["?"]],
];

// Whether the focus came to where it is by the keyboard.
export let byKeyboard = false;
let lastKey = false;
addEventListener("pointerdown", () => (lastKey = byKeyboard = false), true);
addEventListener("keydown", () => (lastKey = true), true);
addEventListener("focusin", () => (byKeyboard = lastKey));

// `down` and `up` map names such as "ctrl+z" or "shift+)" to what is done.
export function listen(down, up) {
  const typing = (target) => target.matches("input:not([type=range], [type=checkbox]), select, textarea");
  const name = (event) => {
    const written = event.getModifierState("AltGraph"); // as many keyboards write "["
    const control = (event.ctrlKey || event.metaKey) && !written ? "ctrl+" : "";
    const digit = /^Digit\d$/.test(event.code) && !/^[-+=?[\]]$/.test(event.key);
    if (digit && !control && !written && (event.code !== "Digit0" || !event.shiftKey)) return event.code[5]; // French keyboards write "&" there
    const shift = event.shiftKey && (control || /^(Digit0|KeyN)$/.test(event.code)) ? "shift+" : "";
    if (shift && !control && event.key === "?") return "?";
    const key = /^Digit/.test(event.code) && shift ? event.code.slice(5) : event.key;
    return control + shift + (key.length === 1 ? key.toLowerCase() : key);
  };
  addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]") || event.isComposing || (typing(event.target) && !event.ctrlKey && !event.metaKey)) return;
    if (typing(event.target) && /^ctrl\+(shift\+)?[zy]$/.test(name(event))) return;
    const run = down[name(event)];
    if (!run) return;
    if (run(event) !== false) event.preventDefault();
  });
  addEventListener("keyup", (event) => up[event.key.length === 1 ? event.key.toLowerCase() : event.key]?.(event));
}

export function showHelp() {
  $("help").showModal();
}

onTranslate(() => {
  $("keys").replaceChildren(...SHEET().map(([what, keys]) =>
    el("div", {}, el("dt", {}, what), el("dd", {}, ...keys.map((key) => (key === "…" ? "…" : el("kbd", {}, key)))))));
});
