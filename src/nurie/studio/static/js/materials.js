// What the page shows, material by material: colors of a character, what a region is, nine others.

import { $, clamp, el, icon, problem } from "./dom.js";
import * as api from "./api.js";
import { save } from "./exports.js";
import { MATERIALS, materialName, onTranslate, t } from "./i18n.js";
import { isLocked, lock, unlock } from "./locks.js";
import { current, showReference, take, use } from "./picker.js";
import { redraw, stage, view } from "./stage.js";
import { announce } from "./status.js";
import { whenSeen } from "./tools/areas.js";
import { NOBODY } from "./work.js";

// --- the panel: a click gives a material the current color ---------------------------------------------------

const regionsOf = (material) =>
  stage.page.shown.regions.filter((region) => region.material === material).map(({ region }) => region);

let judged = null; // the material just painted: shown without a tint until another is pointed at

function light(material) {
  if (material && material === judged) return;
  judged = material ? null : judged;
  stage.lit = material ? regionsOf(material) : [];
  redraw();
}
$("materials").addEventListener("pointerleave", () => {
  judged = null;
  light(null);
});

export function showMaterials() {
  const { page } = stage;
  const { materials } = page.shown;
  $("materials-panel").hidden = !materials.length;
  const held = document.activeElement?.closest?.("#materials li")?.dataset.material;
  const order = ({ material }) => MATERIALS.indexOf(material);
  const sorted = [...materials].sort((one, other) => order(one) - order(other));
  $("materials").replaceChildren(...sorted.map((swatch) => entry(page, swatch)));
  judged ||= held || null; // unchanged focus does not count as pointing
  if (held) $("materials").querySelector(`[data-material="${held}"] button`)?.focus();
  const unsure = open();
  for (const id of ["check", "check-here"]) {
    $(id).hidden = !unsure.length;
    $(id).textContent = t("toCheck", { count: unsure.length });
  }
  $("seed").textContent = page.work.schemes === null ? t("usualNine") : t("otherNine", { number: page.work.schemes });
  $("seeds").hidden = !materials.length || page.work.finish === "network";
  $("nine-before").disabled = page.work.schemes === null;
}

function entry(page, { material, color }) {
  const own = page.work.character.colors[material];
  const name = materialName(material);
  const swatch = el("span", { className: "swatch" });
  swatch.style.setProperty("--color", color);
  const label = t("paintMaterial", { name });
  const button = el("button", { type: "button", "aria-label": label, title: label }, swatch, el("span", {}, name));
  button.addEventListener("click", (event) => (event.altKey ? take(color) : paint(material)));
  for (const kind of ["pointerenter", "focus"]) button.addEventListener(kind, () => light(material));
  button.addEventListener("blur", () => light(null));
  const item = el("li", {}, button);
  item.dataset.material = material;
  item.dataset.own = Boolean(own);
  if (own) {
    const release = t("releaseMaterial", { name });
    const remove = el("button", { type: "button", className: "icon", "aria-label": release, title: release }, icon("close"));
    remove.addEventListener("click", () => {
      const { [material]: _, ...colors } = page.work.character.colors;
      page.change({ character: { ...page.work.character, colors } });
    });
    item.append(remove);
  }
  item.append(padlock(material, name));
  return item;
}

// Protect a material, or free it.
function padlock(material, name) {
  const { page } = stage;
  const regions = regionsOf(material);
  const locked = regions.length > 0 && regions.every((region) => isLocked(page, region));
  const label = t(locked ? "freeMaterial" : "protectMaterial", { name });
  const button = el("button", { type: "button", className: "icon padlock", "aria-label": label, title: label }, icon("lock"));
  button.setAttribute("aria-pressed", locked);
  button.addEventListener("click", () => {
    light(null);
    if (locked) unlock(page, regions);
    else whenSeen(() => lock(page, regionsOf(material)), ["regions", "materials"]); // in the colors decided last
  });
  return button;
}

function paint(material) {
  const { page } = stage;
  const { character } = page.work;
  light(null);
  judged = material;
  use(current());
  page.change({ character: { ...character, colors: { ...character.colors, [material]: current() } } });
}

// --- what a region is ----------------------------------------------------------------------------------------

let asked = null; // {region, point, checking} that the menu is about
const told = new WeakMap(); // page -> regions named since the studio last listed unsure ones

const open = () => stage.page.shown.regions.filter(({ region, unsure }) => unsure && !told.get(stage.page.shown)?.has(region));

// What a region is: what was said last, else what the studio thinks; null where it names no materials.
function materialOf(region) {
  const { regions, shown, work } = stage.page;
  const said = work.materials.findLast(({ points }) => points.some(([u, v]) => regions.at(u, v) === region));
  return (said || shown.regions.find((other) => other.region === region))?.material;
}

// Say in the bar what is pointed at.
export function showHere(region) {
  const here = region && materialOf(region);
  $("material-here").textContent = here ? materialName(here) : t("sayWhat");
}

export function askMaterial(region, point, checking = false) {
  const here = materialOf(region);
  if (!here) return;
  asked = { region, point, checking };
  stage.lit = [region];
  const items = MATERIALS.map((material) => {
    const item = el("button", { type: "button", role: "menuitemradio", tabIndex: -1 }, materialName(material));
    item.setAttribute("aria-checked", material === here);
    item.addEventListener("click", () => answer(material));
    return item;
  });
  const menu = $("material-menu");
  menu.replaceChildren(...items);
  menu.hidden = false;
  placeMenu(menu, region, point);
  (items.find((item) => item.getAttribute("aria-checked") === "true") || items[0]).focus();
  redraw();
}

// Beside the region if there is room, so that it stays in sight.
function placeMenu(menu, region, point) {
  const { regions } = stage.page;
  const [left, , right] = regions.boxes.get(region);
  const [x, y] = view.toWindow(...point);
  const [before, after] = [left, right + 1].map((edge) => view.toWindow(edge / regions.width, 0)[0]);
  const across = view.windowWidth - menu.offsetWidth - 8;
  const wanted = after + 16 <= across ? after + 16 : before - menu.offsetWidth - 16 >= 8 ? before - menu.offsetWidth - 16 : x + 16;
  menu.style.left = `${clamp(wanted, 8, Math.max(8, across))}px`;
  menu.style.top = `${clamp(y - 24, 8, Math.max(8, view.windowHeight - menu.offsetHeight - 8))}px`;
}

export function closeMenu() {
  if (!asked) return;
  asked = null;
  stage.lit = [];
  const held = $("material-menu").contains(document.activeElement);
  $("material-menu").hidden = true;
  if (held) $("canvas").focus();
  redraw();
}

function answer(material) {
  const { page } = stage;
  const { region, point, checking } = asked;
  const others = page.work.materials
    .map((said) => ({ ...said, points: said.points.filter(([u, v]) => page.regions.at(u, v) !== region) }))
    .filter((said) => said.points.length);
  if (!told.has(page.shown)) told.set(page.shown, new Set());
  told.get(page.shown).add(region);
  page.change({ materials: [...others, { points: [point], material }] });
  $("canvas-says").textContent = t("regionNow", { what: materialName(material) });
  closeMenu();
  if (checking) check(region);
}

// Go to the next region that the studio is unsure of.
function check(after = asked?.region) {
  const { page } = stage;
  if (!page.regions) return;
  const unsure = open().map(({ region }) => region);
  if (!unsure.length) return closeMenu();
  const next = unsure.find((region) => region > (after || 0)) || unsure[0];
  const point = page.regions.anchor(next);
  view.reveal(...point);
  $("canvas").dispatchEvent(new Event("view"));
  askMaterial(next, point, true);
}

$("material-menu").addEventListener("keydown", (event) => {
  const items = [...$("material-menu").children];
  const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else if (step) items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
for (const id of ["check", "check-here"]) $(id).addEventListener("click", () => check());
addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#material-menu, #check, #check-here")) closeMenu();
}, true);

// --- nine others ---------------------------------------------------------------------------------------------

// Seeds go from the built-in nine, null, to 1, 2, 3 ... and back.
export function others(step) {
  const { page } = stage;
  if (!page?.shown.materials.length) return;
  const seed = Math.max(0, (page.work.schemes ?? 0) + step);
  if (seed !== (page.work.schemes ?? 0)) page.change({ schemes: seed || null }, "others");
}
$("nine-before").addEventListener("click", () => others(-1));
$("nine-others").addEventListener("click", () => others(1));

// --- character sheets ----------------------------------------------------------------------------------------

async function takeCharacter(file, place) {
  const { page } = stage;
  announce(t("reading", { name: file.name }), "busy");
  try {
    const { name, colors } = await api.patiently(() => api.readCharacter(file));
    announce("");
    problem(place, "");
    page.change({ character: { name, colors } });
  } catch (error) {
    announce("");
    problem(place, error.message);
  }
}

export const loadCharacter = (file) => takeCharacter(file, "character-problem");

// A colored picture: its character's colors go to the materials, and it stays in sight to pick colors from.
export async function takeReference(file) {
  await showReference(file);
  if (stage.page?.shown.materials.length) await takeCharacter(file, "reference-problem");
}

$("pick-reference").addEventListener("click", () => $("reference-file").click());
$("reference-file").addEventListener("change", () => {
  if ($("reference-file").files[0]) takeReference($("reference-file").files[0]);
  $("reference-file").value = "";
});
$("character-file").addEventListener("change", () => {
  if ($("character-file").files[0]) loadCharacter($("character-file").files[0]);
  $("character-file").value = "";
});

const ACTIONS = {
  load: () => $("character-file").click(),
  save: () => save("character", ".json", "character-problem"),
  clear: () => Object.keys(stage.page.work.character.colors).length && stage.page.change({ character: NOBODY }),
  everywhere: () => {
    const { character, schemes } = stage.page.work;
    $("character-do").dispatchEvent(new CustomEvent("everywhere", { bubbles: true, detail: { character, schemes } }));
  },
};
$("character-do").addEventListener("change", () => {
  const action = $("character-do").value;
  $("character-do").value = "";
  ACTIONS[action]?.();
});

onTranslate(() => {
  const option = (value, text) => el("option", { value }, text);
  $("character-do").replaceChildren(
    option("", t("character")), option("load", t("characterLoad")), option("save", t("characterSave")),
    option("everywhere", t("characterEverywhere")), option("clear", t("characterClear")),
  );
  if (stage.page) showMaterials();
});
