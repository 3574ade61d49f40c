// The nine side by side, large; one may be kept as a favorite and found again, whichever nine are shown.

import { $, el, icon } from "./dom.js";
import * as api from "./api.js";
import { onTranslate, t } from "./i18n.js";
import { pick } from "./nine.js";
import { stage } from "./stage.js";

const SIZE = 720; // px
let addresses = [];
let shownOf = null; // the work that is shown

const isKept = (page, number) => page.work.favorites.some((kept) => kept.schemes === page.work.schemes && kept.number === number);

export function showLarge() {
  const { page } = stage;
  if (!page || $("large").open) return;
  $("large").showModal();
  fetchAll();
}

async function fetchAll() {
  const { page } = stage;
  const work = (shownOf = page.work);
  await page.settled();
  for (let number = 1; number <= 9 && shownOf === work; number++) {
    const path = `variants/${number}?size=${SIZE}&encoding=webp`;
    const blob = await api.patiently(() => api.picture(page.id, path)).catch(() => null);
    if (!blob || shownOf !== work) continue;
    if (addresses[number]) URL.revokeObjectURL(addresses[number]);
    addresses[number] = URL.createObjectURL(blob);
    show();
  }
}

function show() {
  const { page } = stage;
  if (!$("large").open || !page) return;
  const held = document.activeElement?.dataset?.large;
  $("large-nine").replaceChildren(...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => cell(page, number)));
  if (held) $("large-nine").querySelector(`[data-large="${held}"]`)?.focus();
  $("favorites").replaceChildren(...page.work.favorites.map((kept) => favorite(page, kept)));
  $("favorites-head").hidden = !page.work.favorites.length;
}

function cell(page, number) {
  const picture = el("img", { alt: "" });
  picture.src = addresses[number] || page.thumbnails[number - 1] || "";
  const label = t("coloring", { number });
  const choose = el("button", { type: "button", className: "large-pick", "aria-label": label }, picture, el("b", {}, String(number)));
  choose.dataset.large = `pick ${number}`;
  choose.setAttribute("aria-pressed", page.work.mix.base === number);
  choose.addEventListener("click", () => {
    pick(number);
    $("large").close();
  });
  const kept = isKept(page, number);
  const keepLabel = t("keepFavorite", { number });
  const star = el("button", { type: "button", className: "icon star", "aria-label": keepLabel, title: keepLabel }, icon("star"));
  star.dataset.large = `star ${number}`;
  star.setAttribute("aria-pressed", kept);
  star.addEventListener("click", () => toggle(page, { schemes: page.work.schemes, number }));
  return el("div", { className: "large-cell" }, choose, star);
}

function toggle(page, { schemes, number }) {
  const { favorites } = page.work;
  const others = favorites.filter((kept) => kept.schemes !== schemes || kept.number !== number);
  page.change({ favorites: others.length < favorites.length ? others : [...others, { number, schemes }] });
  show();
}

function favorite(page, { schemes, number }) {
  const name = t("favorite", { number, nine: schemes === null ? t("usualNine") : t("otherNine", { number: schemes }) });
  const button = el("button", { type: "button", className: "text outlined" }, name);
  button.addEventListener("click", () => {
    page.change({ schemes, mix: { ...page.work.mix, base: number } });
    $("large").close();
  });
  return button;
}

$("show-large").addEventListener("click", showLarge);
$("large").addEventListener("click", (event) => event.target === $("large") && $("large").close());
$("large").addEventListener("close", () => {
  shownOf = null;
  for (const address of addresses) if (address) URL.revokeObjectURL(address);
  addresses = [];
});
onTranslate(show);
