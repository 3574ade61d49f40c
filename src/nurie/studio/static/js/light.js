// How the colors are lit: finish, where the light comes from, how strong it is.

import { $ } from "./dom.js";
import { t } from "./i18n.js";
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
  $("light-from").value = work.light_from;
  $("light-strength").value = 100 * work.light_strength;
  $("light-from").setAttribute("aria-valuetext", t("degrees", { degrees: Math.round(work.light_from) }));
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

// A slider that is dragged is one step of the history.
const slide = (decisions) => stage.page.change(decisions, `slide ${Object.keys(decisions)}`);
$("light-from").addEventListener("input", () => slide({ light_from: Number($("light-from").value) }));
$("light-strength").addEventListener("input", () => slide({ light_strength: Number($("light-strength").value) / 100 }));
for (const id of ["light-from", "light-strength"]) $(id).addEventListener("change", () => (stage.page.series = ""));
