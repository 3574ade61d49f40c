// Works that were closed: they stay on this computer, and in this list, until they are deleted here.

import { $, el, icon, problem } from "./dom.js";
import * as api from "./api.js";
import { onTranslate, t } from "./i18n.js";
import { recall, remember } from "./memory.js";

const works = () => recall("closed", []);
/** @type {(id: string) => void} */
let open = () => {};

export const onReopen = (listener) => (open = listener);

function keep(list) {
  remember("closed", list);
  showClosed();
}

export const forgetClosed = (id) => keep(works().filter((work) => work.id !== id));
export const rememberClosed = ({ id, name }) => keep([{ id, name }, ...works().filter((work) => work.id !== id)]);

// Delete works for good, on the studio's disk too; true if nobody changed their mind and all are gone.
export async function destroy(list, question) {
  if (!confirm(question)) return false;
  problem("closed-problem", "");
  try {
    for (const { id } of list) {
      await api.forget(id);
      forgetClosed(id);
    }
    return true;
  } catch (error) {
    problem("closed-problem", error.message);
    return false;
  }
}

function entry(work) {
  const label = t("deleteWork", { name: work.name });
  const remove = el("button", { type: "button", className: "icon", "aria-label": label, title: label }, icon("close"));
  remove.addEventListener("click", () => destroy([work], t("deleteSure", { name: work.name })));
  const button = el("button", { type: "button", className: "text", onclick: () => open(work.id) }, work.name);
  return el("li", {}, button, remove);
}

export function showClosed() {
  $("closed").hidden = !works().length;
  $("closed-works").replaceChildren(...works().map(entry));
}

$("delete-all").addEventListener("click", () => destroy(works(), t("deleteAllSure", { count: works().length })));
onTranslate(showClosed);
