// The nine colorings to pick from.

import { $, el } from "./dom.js";
import { onTranslate, t } from "./i18n.js";
import { stage } from "./stage.js";

const buttons = [...Array(9).keys()].map((index) => {
  const button = el("button", { type: "button", className: "thumb", role: "radio" }, el("b", {}, String(index + 1)));
  button.dataset.number = index + 1;
  button.addEventListener("click", () => pick(index + 1));
  return button;
});
$("nine").replaceChildren(...buttons);

export function pick(number) {
  const { page } = stage;
  if (page && page.work.mix.base !== number) page.change({ mix: { ...page.work.mix, base: number } }, "pick");
}

export function showNine() {
  const { page } = stage;
  if (!page) return;
  if (page.size) $("nine").style.setProperty("--ratio", Math.max(0.6, Math.min(1.6, page.size.width / page.size.height)));
  $("nine").setAttribute("aria-busy", page.thumbnails.some((address) => !address));
  buttons.forEach((button, index) => {
    const chosen = page.work.mix.base === index + 1;
    button.setAttribute("aria-checked", chosen);
    button.tabIndex = chosen ? 0 : -1;
    const address = page.thumbnails[index];
    let picture = button.querySelector("img");
    if (!address) picture?.remove();
    else if (picture?.src !== address) {
      if (!picture) button.prepend((picture = el("img", { alt: "", draggable: false })));
      picture.src = address;
    }
  });
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -3, ArrowDown: 3 };
$("nine").addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const now = buttons.indexOf(document.activeElement);
  const next = (now + step + 9) % 9;
  pick(next + 1);
  buttons[next].focus();
});

onTranslate(() => {
  for (const [index, button] of buttons.entries()) button.setAttribute("aria-label", t("coloring", { number: index + 1 }));
});
