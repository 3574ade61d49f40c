// The color that is painted with: a square of shades, a hue, a number, the last ones used.

import { $, clamp, el, problem } from "./dom.js";
import { fromHsv, parse, toHex, toHsv } from "./color.js";
import { onTranslate, t } from "./i18n.js";
import { recall, remember } from "./memory.js";

const KEPT = 18;
const usual = ["#f6d7c3", "#3b2a26", "#7a9cc6", "#c85a54", "#f2c14e", "#5b8c5a", "#ffffff", "#2b2d42"];

let color = recall("color", "#c85a54");
let shade = toHsv(color);
let recent = recall("recent", usual);
const listeners = [];

export const current = () => color;
export const onColor = (listener) => listeners.push(listener);

// Make a color the current one.
export function take(hex) {
  if (hex === color) return;
  const next = toHsv(hex);
  shade = { ...next, hue: next.saturation ? next.hue : shade.hue };
  set(hex);
}

// A color was painted with: remember it.
export function use(hex) {
  recent = [hex, ...recent.filter((other) => other !== hex)].slice(0, KEPT);
  remember("recent", recent);
  showRecent();
}

function set(hex) {
  color = hex;
  remember("color", hex);
  show();
  for (const listener of listeners) listener(hex);
}

function show() {
  for (const id of ["current-swatch", "hex-swatch"]) $(id).style.setProperty("--color", color);
  $("square").style.setProperty("--hue", shade.hue);
  $("knob").style.left = `${100 * shade.saturation}%`;
  $("knob").style.top = `${100 * (1 - shade.value)}%`;
  $("square").setAttribute("aria-valuenow", Math.round(100 * shade.value));
  $("square").setAttribute("aria-valuetext", color);
  $("hue").value = Math.round(shade.hue) % 360;
  if (document.activeElement !== $("hex")) $("hex").value = color;
  $("hex").parentElement.classList.remove("wrong");
}

function showRecent() {
  $("recent").replaceChildren(...recent.map((hex) => {
    const swatch = el("span", { className: "swatch" });
    swatch.style.setProperty("--color", hex);
    const label = t("useColor", { color: hex });
    return el("button", { type: "button", title: hex, "aria-label": label, onclick: () => take(hex) }, swatch);
  }));
}

function shadeTo(saturation, value) {
  shade = { ...shade, saturation: clamp(saturation, 0, 1), value: clamp(value, 0, 1) };
  set(fromHsv(shade));
}

function fromPointer(event) {
  const box = $("square").getBoundingClientRect();
  shadeTo((event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height);
}

$("square").addEventListener("pointerdown", (event) => {
  $("square").setPointerCapture(event.pointerId);
  fromPointer(event);
});
$("square").addEventListener("pointermove", (event) => event.buttons && fromPointer(event));
$("square").addEventListener("keydown", (event) => {
  const step = event.shiftKey ? 0.1 : 0.02;
  const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key];
  if (!move) return;
  event.preventDefault();
  shadeTo(shade.saturation + move[0], shade.value + move[1]);
});
$("hue").addEventListener("input", () => {
  shade = { ...shade, hue: Number($("hue").value) };
  set(fromHsv(shade));
});
$("hex").addEventListener("input", () => {
  const hex = parse($("hex").value);
  $("hex").parentElement.classList.toggle("wrong", !hex);
  if (hex && $("hex").value.replace("#", "").length === 6) take(hex);
});
$("hex").addEventListener("keydown", (event) => event.key === "Enter" && $("hex").blur()); // keys are tools again
$("hex").addEventListener("change", () => {
  const hex = parse($("hex").value);
  if (hex) take(hex);
  $("hex").value = color;
});

// --- a reference picture, to take colors from -----------------------------------------------------------------

const LARGEST = 1200;

export async function showReference(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const canvas = $("reference-canvas");
    const scale = Math.min(1, LARGEST / Math.max(bitmap.width, bitmap.height));
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d", { willReadFrequently: true }).drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    $("reference").hidden = false;
    problem("reference-problem", "");
  } catch {
    problem("reference-problem", t("notPicture"));
  }
}

function fromReference(event) {
  const canvas = $("reference-canvas");
  const box = canvas.getBoundingClientRect();
  const x = clamp(Math.floor(((event.clientX - box.left) / box.width) * canvas.width), 0, canvas.width - 1);
  const y = clamp(Math.floor(((event.clientY - box.top) / box.height) * canvas.height), 0, canvas.height - 1);
  take(toHex(...canvas.getContext("2d").getImageData(x, y, 1, 1).data.slice(0, 3)));
}
$("reference-canvas").addEventListener("pointerdown", fromReference);
$("reference-canvas").addEventListener("pointermove", (event) => event.buttons && fromReference(event));
$("close-reference").addEventListener("click", () => ($("reference").hidden = true));

onTranslate(() => {
  show();
  showRecent();
});
