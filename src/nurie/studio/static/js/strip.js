// The open pages as tabs. An existing tab is updated in place, so that no click on it is lost.

import { $, el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { stage } from "./stage.js";

const tabs = new WeakMap(); // page -> its tab

function make(page) {
  const picture = el("img", { alt: "", hidden: true });
  const tab = el("button", { type: "button", role: "tab" }, picture, el("span", {}));
  tab.setAttribute("aria-controls", "stage");
  tab.setAttribute("aria-keyshortcuts", "Delete");
  // a list of tabs may hold nothing but tabs: with the keyboard, Delete closes
  const shut = el("button", { type: "button", className: "icon", tabIndex: -1, "aria-hidden": "true" }, icon("close"));
  const item = el("div", { className: "tab" }, tab, shut);
  item.dataset.id = page.id;
  const made = { item, tab, shut, picture, name: tab.lastChild };
  tabs.set(page, made);
  return made;
}

// `pages` in order; `show` and `close` are called with a page.
export function showStrip(pages, show, close) {
  const items = pages.map((page) => {
    const { item, tab, shut, picture, name } = tabs.get(page) || make(page);
    const active = page === stage.page;
    const address = page.thumbnails[page.work.mix.base - 1];
    if (address && picture.src !== address) picture.src = address;
    picture.hidden = !address;
    name.textContent = tab.title = page.name;
    tab.tabIndex = active ? 0 : -1;
    tab.setAttribute("aria-selected", active);
    tab.onclick = () => show(page);
    shut.title = t("closePage", { name: page.name });
    shut.onclick = () => close(page);
    item.dataset.active = active;
    return item;
  });
  const focused = $("strip").contains(document.activeElement) && document.activeElement.role === "tab";
  const now = [...$("strip").children];
  if (now.length !== items.length || items.some((item, index) => item !== now[index])) $("strip").replaceChildren(...items);
  reveal();
  showMore();
  if (focused) $("strip").querySelector('[tabindex="0"]')?.focus();
}

let revealed = null;
function reveal() {
  const item = $("strip").querySelector('[data-active="true"]');
  if (item !== revealed) item?.scrollIntoView({ block: "nearest", inline: "nearest" });
  revealed = item;
}
new ResizeObserver(() => {
  revealed = null;
  reveal();
  showMore();
}).observe($("strip"));

// Tabs fade out on the side where there are more.
function showMore() {
  const { scrollLeft, scrollWidth, clientWidth } = $("strip");
  const [before, after] = [scrollLeft > 1, scrollLeft + clientWidth < scrollWidth - 1];
  $("strip").dataset.more = before && after ? "both" : before ? "before" : after ? "after" : "";
}
$("strip").addEventListener("scroll", showMore);

$("strip").addEventListener("keydown", (event) => {
  const all = [...$("strip").querySelectorAll('[role="tab"]')];
  if (event.key === "Delete" && all.includes(event.target)) event.target.nextElementSibling.click();
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || !all.includes(event.target)) return;
  event.preventDefault();
  const next = all.at((all.indexOf(event.target) + step) % all.length);
  next.focus();
  next.click();
});
