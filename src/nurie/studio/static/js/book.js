// All open pages at a glance: their order, files of all of them, and one character for those that are ticked.

import { $, el, icon, problem } from "./dom.js";
import * as api from "./api.js";
import { formatButton, give } from "./exports.js";
import { formats, onFormats } from "./formats.js";
import { current, onTranslate, t } from "./i18n.js";
import { stage } from "./stage.js";
import { announce } from "./status.js";

/** @type {{pages: () => any[], show: (page: any) => void, move: (page: any, index: number) => void}} */
let source = { pages: () => [], show() {}, move() {} };
let dragged = null;
const ticked = new WeakSet();

// `given` has pages(), show(page) and move(page, index).
export function overview(given) {
  source = given;
}

export function openBook() {
  if (!source.pages().length || $("book").open) return;
  problem("book-problem", "");
  $("book").showModal();
  showBook();
  glance();
}

// Pages that were not shown yet have no pictures: fetch them one after the other, while somebody looks.
async function glance() {
  for (const page of source.pages()) if ($("book").open) await page.glance().catch((error) => problem("book-problem", error.message));
}

export function showBook() {
  if (!$("book").open) return;
  const held = document.activeElement?.closest?.("#book-pages li")?.dataset.id;
  const kind = document.activeElement?.dataset?.kind;
  $("book-pages").replaceChildren(...source.pages().map(entry));
  showTicked();
  if (held) $("book-pages").querySelector(`[data-id="${held}"] [data-kind="${kind}"]`)?.focus();
}

function entry(page, index) {
  const picture = el("img", { alt: "", draggable: false });
  const address = page.thumbnails[page.work.mix.base - 1];
  if (address) picture.src = address;
  const open = el("button", { type: "button", className: "book-page" }, picture, el("span", {}, `${index + 1}  ${page.name}`));
  open.dataset.kind = "open";
  open.addEventListener("click", () => {
    $("book").close();
    source.show(page);
  });
  const item = el("li", { draggable: true }, open, el("div", { className: "row" }, mover(page, index, -1), ticker(page), mover(page, index, 1)));
  item.dataset.id = page.id;
  item.addEventListener("dragstart", () => (dragged = page));
  item.addEventListener("dragend", () => (dragged = null));
  item.addEventListener("dragover", (event) => dragged && event.preventDefault());
  item.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    event.stopPropagation();
    source.move(dragged, index);
    dragged = null;
    showBook();
  });
  return item;
}

function ticker(page) {
  const label = t("tickPage", { name: page.name });
  const box = el("input", { type: "checkbox", checked: ticked.has(page), "aria-label": label, title: label });
  box.dataset.kind = "tick";
  box.addEventListener("change", () => {
    tick([page], box.checked);
    showTicked();
  });
  return box;
}

const chosen = () => source.pages().filter((page) => ticked.has(page));

function tick(pages, on) {
  for (const page of pages) ticked[on ? "add" : "delete"](page);
}

function showTicked() {
  const count = chosen().length;
  $("tick-all").checked = count > 0 && count === source.pages().length;
  $("tick-all").indeterminate = count > 0 && !$("tick-all").checked;
  $("book-character").disabled = !count;
  $("book-character").textContent = stage.page ? t("characterTicked", { name: stage.page.name }) : "";
}

$("tick-all").addEventListener("change", () => {
  tick(source.pages(), $("tick-all").checked);
  showBook();
});

// The character, and the nine schemes, of the page that is shown; each page can undo that by itself.
$("book-character").addEventListener("click", () => {
  const { character, schemes } = stage.page.work;
  const others = chosen().filter((page) => page !== stage.page);
  for (const page of others) page.change({ character, schemes });
  announce(t("characterGiven", { count: others.length }), "good");
  $("book").close();
});

function mover(page, index, step) {
  const label = t(step < 0 ? "moveEarlier" : "moveLater", { name: page.name });
  const button = el("button", { type: "button", className: "icon", "aria-label": label, title: label }, icon(step < 0 ? "back" : "on"));
  button.dataset.kind = step < 0 ? "earlier" : "later";
  button.disabled = index + step < 0 || index + step >= source.pages().length;
  button.addEventListener("click", () => {
    source.move(page, index + step);
    showBook();
  });
  return button;
}

async function save(format) {
  problem("book-problem", "");
  announce(t("exporting", { format: format.toUpperCase() }), "busy");
  $("book").setAttribute("aria-busy", true);
  try {
    const pages = source.pages();
    await Promise.all(pages.map((page) => page.settled()));
    const { name, data } = await api.patiently(() => api.book(pages.map((page) => page.id), format, current()));
    give(name, data);
    announce(t("exported", { name }), "good");
  } catch (error) {
    announce("");
    problem("book-problem", error.message, { label: t("retry"), run: () => save(format) });
  } finally {
    $("book").setAttribute("aria-busy", false);
  }
}

onFormats(() => {
  $("book-formats").replaceChildren(...formats().books.map((format) => formatButton(format, "text outlined", () => save(format))));
});
$("show-book").addEventListener("click", openBook);
$("book").addEventListener("click", (event) => event.target === $("book") && $("book").close());
onTranslate(showBook);
