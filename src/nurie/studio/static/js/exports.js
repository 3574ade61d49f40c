// Files to take home.

import { $, el, problem } from "./dom.js";
import * as api from "./api.js";
import { formats, onFormats } from "./formats.js";
import { onTranslate, t } from "./i18n.js";
import { stage } from "./stage.js";
import { announce } from "./status.js";

const OTHERS = { nine: "exportNine", hints: "exportHints", nurie: "exportNurie" }; // files that are no picture in one format

// Give a file to the browser.
export function give(name, data) {
  const address = URL.createObjectURL(data);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// Make a file and give it to the browser; `place` is where problems are told.
export async function save(format, label, place = "export-problem") {
  const { page } = stage;
  if (!page) return;
  problem(place, "");
  announce(t("exporting", { format: label }), "busy");
  try {
    await page.settled();
    const { name, data } = await api.patiently(() => api.download(page.id, format));
    give(name, data);
    announce(t("exported", { name }), "good");
  } catch (error) {
    announce("");
    problem(place, error.message, { label: t("retry"), run: () => save(format, label, place) });
  }
}

export const formatName = (format) => OTHERS[format] ? t(OTHERS[format]) : format.toUpperCase();
export const saveAs = (format) => save(format, formatName(format));

export function formatButton(format, className, onclick) {
  const button = el("button", { type: "button", className, onclick }, formatName(format));
  button.dataset.format = format;
  return button;
}

function show() {
  $("exports").replaceChildren(...[...formats().pictures, ...Object.keys(OTHERS)].map((format) =>
    formatButton(format, format === "psd" ? "primary" : "text outlined", () => saveAs(format))));
}

onTranslate(show);
onFormats(show);
