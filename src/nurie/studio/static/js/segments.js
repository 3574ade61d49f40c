// A row of choices of which one is chosen, remembered by the browser.

import { $ } from "./dom.js";
import { recall, remember } from "./memory.js";

const told = new Map(); // id -> what to call after a choice

// `kind` names the data attribute of its buttons.
export function segments(id, kind, changed = () => {}) {
  told.set(id, { kind, changed });
  const buttons = [...$(id).querySelectorAll('[role="radio"]')];
  const values = buttons.map((button) => button.dataset[kind]);
  const kept = recall(id);
  show(id, values.includes(kept) ? kept : chosenOf(id));
  for (const button of buttons) button.addEventListener("click", () => choose(id, button.dataset[kind]));
  $(id).addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(id, by);
    $(id).querySelector('[aria-checked="true"]').focus();
  });
}

export function chosenOf(id) {
  const button = $(id).querySelector('[aria-checked="true"]');
  return button.dataset[told.get(id).kind];
}

export function step(id, by) {
  const values = [...$(id).querySelectorAll('[role="radio"]')].map((button) => button.dataset[told.get(id).kind]);
  choose(id, values.at((values.indexOf(chosenOf(id)) + by) % values.length));
}

function choose(id, value) {
  remember(id, value);
  show(id, value);
  told.get(id).changed(value);
}

function show(id, value) {
  for (const button of $(id).querySelectorAll('[role="radio"]')) {
    const chosen = button.dataset[told.get(id).kind] === value;
    button.setAttribute("aria-checked", chosen);
    button.tabIndex = chosen ? 0 : -1;
  }
}
