// Opens pages, shows one of them, and joins the parts of the studio.

import { $, problem } from "./dom.js";
import * as api from "./api.js";
import { showBorders } from "./borders.js";
import { destroy, forgetClosed, onReopen, rememberClosed } from "./closed.js";
import { openBook, overview, showBook } from "./book.js";
import { saveAs } from "./exports.js";
import { formats } from "./formats.js";
import { resizeHint, showHintList } from "./hintlist.js";
import { forgetSteps } from "./history.js";
import { onTranslate, t, translate } from "./i18n.js";
import { byKeyboard, listen, showHelp } from "./keys.js";
import { showLarge } from "./large.js";
import { showLight } from "./light.js";
import { showLocks } from "./locks.js";
import { compare, fit, full, mirror, onlyLines, showHints, showView, turnLeft, turnRight, zoomIn, zoomOut } from "./looking.js";
import { recall, remember } from "./memory.js";
import { loadCharacter, others, showMaterials, takeReference } from "./materials.js";
import { pick, showNine } from "./nine.js";
import { Page } from "./page.js";
import { loadPalette, showPalette } from "./palette.js";
import "./pointers.js";
import { redraw, stage, view } from "./stage.js";
import { announce, awayNow, showStatus } from "./status.js";
import { showStrip } from "./strip.js";
import "./theme.js";
import { chooseTool, hold, showTool } from "./tools.js";
import { TOOLS } from "./tools/all.js";
import { cycleScope, resize, setSize } from "./tools/hinting.js";

let pages = [];
let reopened = false; // until then, what is remembered stays as it is

// --- pages ---------------------------------------------------------------------------------------------------

const keep = () => {
  if (!reopened) return;
  remember("pages", pages.map((page) => page.id));
  remember("active", stage.page?.id);
};

function add(form) {
  const known = pages.find((page) => page.id === form.id);
  if (known) return known;
  const page = new Page(form);
  const shown = (run) => () => page === stage.page && run();
  page.addEventListener("work", () => page === stage.page ? showWork() : showTabs());
  page.addEventListener("status", shown(showPageStatus));
  page.addEventListener("notices", shown(showPageStatus));
  page.addEventListener("lines", shown(() => {
    view.show(page.size.width, page.size.height);
    showView();
    showTool();
    $("canvas").setAttribute("aria-busy", false);
  }));
  page.addEventListener("colors", shown(redraw));
  page.addEventListener("materials", shown(() => {
    showMaterials();
    showLight();
    showLocks();
    showHintList();
    showTool();
  }));
  page.addEventListener("regions", shown(() => {
    showLocks();
    redraw();
  }));
  page.addEventListener("thumbnails", () => {
    showTabs();
    showBook();
    if (page === stage.page) showNine();
  });
  pages.push(page);
  return page;
}

// A browser has six connections to the studio for all its windows: a hidden window closes its stream.
const hear = () => document.hidden ? stage.page?.stopListening() : stage.page?.listen();
document.addEventListener("visibilitychange", hear);

function show(page) {
  if (stage.page && stage.page !== page) stage.page.rest();
  stage.page = page || null;
  stage.hover = 0;
  stage.lit = [];
  stage.selected = stage.hint = -1;
  stage.crosshair = stage.cursor = stage.stroke = stage.lasso = stage.border = stage.pointed = null;
  problem("page-problem", "");
  problem("export-problem", "");
  problem("palette-problem", "");
  for (const id of ["side", "views", "tools"]) $(id).hidden = !page;
  $("welcome").hidden = Boolean(page);
  keep();
  if (page) {
    $("canvas").setAttribute("aria-label", t("canvasLabel", { name: page.name }));
    $("canvas").setAttribute("aria-busy", true);
    document.title = `${page.name} · nurie`;
    hear();
    page.load();
  } else {
    document.title = "nurie";
    $("canvas").setAttribute("aria-label", t("canvas"));
  }
  showTool();
  showWork();
  showPageStatus();
  redraw();
}

function close(page) {
  const index = pages.indexOf(page);
  pages = pages.filter((other) => other !== page);
  page.close();
  forgetSteps(page.id);
  rememberClosed(page);
  if (page === stage.page) show(pages[Math.min(index, pages.length - 1)]);
  keep();
  showTabs();
  announce("");
  const back = () => {
    problem("page-problem", "");
    problem("open-problem", "");
    forgetClosed(page.id);
    pages.splice(index, 0, page);
    page.keep();
    show(page);
  };
  const place = stage.page ? "page-problem" : "open-problem";
  const away = async () => (await destroy([page], t("deleteSure", { name: page.name }))) && problem(place, "");
  problem(place, t("closed", { name: page.name }), { label: t("bringBack"), run: back }, { label: t("delete"), run: away });
}

const showTabs = () => showStrip(pages, show, close);

function showWork() {
  const { page } = stage;
  showTabs();
  $("undo").disabled = !page?.past.length;
  $("redo").disabled = !page?.future.length;
  if (page) {
    showNine();
    showMaterials();
    showLight();
    showPalette();
    showLocks();
    showHintList();
    showBorders();
  }
  redraw();
}

function showPageStatus() {
  const { page } = stage;
  showStatus();
  if (!page) return;
  if (page.problem) {
    problem("page-problem", page.problem, { label: t("retry"), run: () => page.load() });
  } else if (page.notices.length && !page.noticed) {
    page.noticed = true;
    problem("page-problem", page.notices.join(" "));
  } else if (page.hadProblem) problem("page-problem", "");
  page.hadProblem = Boolean(page.problem);
}

// --- opening -------------------------------------------------------------------------------------------------

// Open files one after another: the first comes into view, the others stand beside it. What cannot be opened stops
// none of the rest, and all of it is told in the end.
async function open(files) {
  problem("open-problem", "");
  problem("page-problem", "");
  const failed = [];
  let shown = null;
  for (const file of files) {
    announce(t("reading", { name: file.name }), "busy");
    try {
      const page = add(await api.patiently(() => api.create(file, file.name || "sketch")));
      announce("");
      if (shown) {
        keep();
        showTabs();
        continue;
      }
      shown = page;
      show(page);
      await showSketch(page, file);
    } catch (error) {
      announce("");
      failed.push({ file, sentence: t("cannotOpen", { name: file.name, message: error.message }) });
    }
  }
  if (!failed.length) return;
  const again = { label: t("retry"), run: () => open(failed.map(({ file }) => file)) };
  problem(stage.page ? "page-problem" : "open-problem", failed.map(({ sentence }) => sentence).join("\n"), again);
}

// The sketch itself is in sight while it is being colored, if the browser can read it.
async function showSketch(page, file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap || page !== stage.page || page.paper) return bitmap?.close();
  page.sketch = bitmap;
  view.show(bitmap.width, bitmap.height);
  showView();
}

async function openExample(button) {
  const answer = await fetch(`/examples/${button.dataset.example}.webp`);
  await open([new File([await answer.blob()], `${button.title}.webp`)]);
}

onReopen(async (id) => {
  try {
    const page = add(await api.patiently(() => api.read(id)));
    forgetClosed(id);
    show(page);
  } catch (error) {
    if (error.status === 404) forgetClosed(id);
    problem("open-problem", error.message);
  }
});

// The pages that were open last time, and the one that the address names.
async function reopen() {
  const named = location.hash.slice(1);
  if (named) history.replaceState(null, "", location.href.split("#")[0]);
  const wanted = [...new Set([...recall("pages", []), ...(named ? [named] : [])])];
  const active = named || recall("active");
  let gone = 0;
  for (const id of wanted) {
    if (pages.some((page) => page.id === id)) continue;
    try {
      await add(await api.patiently(() => api.read(id))).restore();
    } catch (error) {
      if (error.away) {
        announce(awayNow(error.away), "bad");
        setTimeout(reopen, 1500);
        return;
      }
      forgetSteps(id);
      gone++;
    }
  }
  reopened = true;
  show(pages.find((page) => page.id === active) || pages[0]);
  if (gone) problem(stage.page ? "page-problem" : "open-problem", t("notFound"));
}

const isPalette = (file) => formats().palettes.includes(file.name.split(".").pop().toLowerCase());
const isCharacter = async (file) => /\.json$/i.test(file.name) && (await file.text()).includes('"nurie-character"');

// Sheets and palettes go to their panels, a picture given to the panel is a reference, all else is a page.
async function receive(files, target) {
  const named = files.filter(isPalette);
  const pictures = files.filter((file) => !isPalette(file));
  if (named.length && stage.page) {
    if (await isCharacter(named[0])) loadCharacter(named[0]);
    else loadPalette(named[0]);
  }
  if (pictures.length && stage.page && target?.closest?.("#side")) takeReference(pictures[0]);
  else open(pictures);
}

addEventListener("dragover", (event) => {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  $("dropping").hidden = Boolean(event.target.closest?.("#side"));
});
addEventListener("dragleave", (event) => event.relatedTarget || ($("dropping").hidden = true));
addEventListener("drop", (event) => {
  event.preventDefault();
  $("dropping").hidden = true;
  receive([...event.dataTransfer.files], event.target);
});
// What is pasted goes to what has the focus, or else to what was pressed last.
let pressed = null;
addEventListener("pointerdown", (event) => (pressed = event.target), true);
addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  const focused = document.activeElement;
  if (files.length) receive(files, focused === document.body ? pressed : focused);
});

// The same colors on every open page.
$("character-do").addEventListener("everywhere", ({ detail }) => {
  for (const page of pages) if (page !== stage.page) page.change(detail);
  announce(t("everywhereDone", { count: pages.length }), "good");
});

$("files").addEventListener("change", () => {
  open([...$("files").files]);
  $("files").value = "";
});
const openDialog = () => $("files").click();
$("open").addEventListener("click", openDialog);
$("add-page").addEventListener("click", openDialog);
for (const button of $("examples").children) button.addEventListener("click", () => openExample(button));

onTranslate(() => {
  showTabs();
  showStatus();
});

// --- tools and keys ------------------------------------------------------------------------------------------

$("size").addEventListener("input", () => setSize(Number($("size").value)));
$("current-color").addEventListener("click", () => {
  $("h-color").scrollIntoView({ block: "nearest" });
  $("hex").select();
});
$("undo").addEventListener("click", () => stage.page?.undo());
$("redo").addEventListener("click", () => stage.page?.redo());
$("help-button").addEventListener("click", showHelp);
$("help").addEventListener("click", (event) => event.target === $("help") && $("help").close());

const turn = (step) => () => pages.length && show(pages.at((pages.indexOf(stage.page) + step) % pages.length));
const redo = () => stage.page?.redo();
const numbers = Object.fromEntries([..."123456789"].map((digit) => [digit, () => pick(Number(digit))]));
const letters = Object.fromEntries(TOOLS.map((tool) => [tool.key, () => stage.page && chooseTool(tool.name)]));
const size = (by) => () => (stage.selecting ? resizeHint(by) : resize(by));
// The space bar presses a button that the keyboard has come to; else it moves the page.
const presses = (target) => byKeyboard && target.matches("button, input, summary, a");
listen(
  {
    ...numbers, ...letters,
    s: cycleScope, n: () => others(1), "shift+n": () => others(-1), x: showLarge, p: openBook,
    "[": size(-1), "]": size(1),
    "+": zoomIn, "=": zoomIn, "-": zoomOut, 0: fit, "shift+0": full, ",": turnLeft, ".": turnRight, f: mirror,
    l: () => onlyLines(true), c: () => stage.page && compare(), h: showHints,
    "ctrl+z": () => stage.page?.undo(), "ctrl+shift+z": redo, "ctrl+y": redo,
    "ctrl+o": openDialog, "ctrl+s": () => void saveAs("nurie"), "ctrl+e": () => void saveAs("psd"),
    PageDown: turn(1), PageUp: turn(-1), "?": showHelp,
    " ": (event) => (presses(event.target) ? false : stage.page && void hold("hand")),
    Alt: (event) => (stage.page && !event.repeat ? void hold("dropper") : false),
  },
  { " ": (event) => hold(null) && event.preventDefault(), Alt: () => hold(null), l: () => onlyLines(false) },
);
addEventListener("blur", () => {
  hold(null);
  onlyLines(false);
});

overview({
  pages: () => pages,
  show,
  move(page, index) {
    pages = pages.filter((other) => other !== page);
    pages.splice(index, 0, page);
    keep();
    showTabs();
  },
});

translate();
setSize(recall("size", 12));
show(null);
reopen();
