// Files to take home.

import { $, el, problem } from "./dom.js";
import * as api from "./api.js";
import { onTranslate, t } from "./i18n.js";
import { stage } from "./stage.js";
import { announce } from "./status.js";

const FORMATS = { png: "exportPng", psd: "exportPsd", ora: "exportOra", nine: "exportNine", hints: "exportHints", nurie: "exportNurie" };

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

export const saveAs = (format) => save(format, t(FORMATS[format]));

onTranslate(() => {
  $("exports").replaceChildren(...Object.keys(FORMATS).map((format) => {
    const button = el("button", { type: "button", className: format === "psd" ? "primary" : "text outlined", onclick: () => saveAs(format) }, t(FORMATS[format]));
    button.dataset.format = format;
    return button;
  }));
});
