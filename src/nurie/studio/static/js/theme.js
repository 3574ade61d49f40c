// Light or dark, and the language.

import { $ } from "./dom.js";
import { current, onTranslate, speak } from "./i18n.js";
import { recall, remember } from "./memory.js";
import { redraw } from "./stage.js";

const system = matchMedia("(prefers-color-scheme: dark)");
const usual = () => recall("theme") || (system.matches ? "dark" : "light");

function show(theme) {
  document.documentElement.dataset.theme = theme;
  redraw();
}
show(usual());
system.addEventListener("change", () => show(usual()));
$("theme").addEventListener("click", () => {
  remember("theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  show(usual());
});

$("language").addEventListener("click", () => speak(current() === "en" ? "ja" : "en"));
onTranslate(() => {
  const other = current() === "en" ? "ja" : "en";
  $("language").lang = other;
  $("language").textContent = other === "ja" ? "日本語" : "English";
});
