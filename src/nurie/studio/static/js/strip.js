// The open pages, as tabs.

import { $, el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { stage } from "./stage.js";

// `pages` in order; `show` and `close` are called with a page.
export function showStrip(pages, show, close) {
  const tabs = pages.map((page) => {
    const active = page === stage.page;
    const picture = el("img", { alt: "" });
    const address = page.thumbnails[page.work.mix.base - 1];
    if (address) picture.src = address;
    else picture.hidden = true;
    const tab = el("button", { type: "button", role: "tab", title: page.name, tabIndex: active ? 0 : -1 }, picture, el("span", {}, page.name));
    tab.setAttribute("aria-selected", active);
    tab.setAttribute("aria-controls", "stage");
    tab.setAttribute("aria-keyshortcuts", "Delete");
    tab.addEventListener("click", () => show(page));
    // a list of tabs may hold nothing but tabs: with the keyboard, Delete closes
    const shut = el("button", { type: "button", className: "icon", tabIndex: -1, "aria-hidden": "true", title: t("closePage", { name: page.name }) }, icon("close"));
    shut.addEventListener("click", () => close(page));
    const item = el("div", { className: "tab" }, tab, shut);
    item.dataset.active = active;
    item.dataset.id = page.id;
    return item;
  });
  const focused = $("strip").contains(document.activeElement) && document.activeElement.role === "tab";
  $("strip").replaceChildren(...tabs);
  reveal();
  if (focused) $("strip").querySelector('[tabindex="0"]')?.focus();
}

const reveal = () => $("strip").querySelector('[data-active="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
new ResizeObserver(reveal).observe($("strip"));

$("strip").addEventListener("keydown", (event) => {
  const tabs = [...$("strip").querySelectorAll('[role="tab"]')];
  if (event.key === "Delete" && tabs.includes(event.target)) event.target.nextElementSibling.click();
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || !tabs.includes(event.target)) return;
  event.preventDefault();
  tabs.at((tabs.indexOf(event.target) + step) % tabs.length).click();
});
