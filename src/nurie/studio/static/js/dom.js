// Small helpers for the document.

/** @type {(id: string) => any} */
export const $ = (id) => document.getElementById(id);

export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// Say what is wrong, beside the thing that it concerns; actions may put it right, and it can be put away.
export function problem(id, sentence, ...actions) {
  const place = $(id);
  place.hidden = !sentence;
  place.replaceChildren(el("span", {}, sentence || ""));
  for (const action of actions) place.append(el("button", { type: "button", onclick: action.run }, action.label));
  const away = el("button", { type: "button", className: "icon away", onclick: () => problem(id, "") }, icon("close"));
  away.setAttribute("aria-label", closing());
  away.title = closing();
  if (sentence) place.append(away);
}

let closing = () => "";
export const nameClosing = (word) => (closing = word);

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
