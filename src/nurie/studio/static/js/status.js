// One line that says what is happening.

import { $ } from "./dom.js";
import { t } from "./i18n.js";
import { stage } from "./stage.js";

const line = $("status");
let since = 0; // when coloring began
let ticking = 0;
let announced = null; // something shown for a while instead
let expiry = 0;

export function announce(sentence, kind = "") {
  clearTimeout(expiry);
  announced = sentence ? { sentence, kind } : null;
  if (kind !== "busy") {
    expiry = setTimeout(() => {
      announced = null;
      showStatus();
    }, 4000);
  }
  showStatus();
}

// Why the studio cannot be reached, shortly.
export const awayNow = (why) => (why === "token" ? t("tokenShort") : t("offlineShort"));

// Tell what was done to those who hear the page rather than see it.
export const say = (sentence) => ($("canvas-says").textContent = sentence);

function show(sentence, kind) {
  if (line.textContent !== sentence) line.textContent = sentence;
  line.dataset.kind = kind;
}

export function showStatus() {
  const { page } = stage;
  const state = page?.status.state;
  clearInterval(ticking);
  const working = state === "coloring" || (state === "ready" && page?.fetching > 0);
  if (!working) since = 0;
  if (page?.away) return show(awayNow(page.away), "bad");
  if (announced) return show(announced.sentence, announced.kind);
  if (!page) return show("", "");
  if (page.status.save_problem) return show(t("unsaved"), "bad");
  if (state === "waiting") {
    const { position } = page.status;
    return show(position > 1 ? t("waiting", { position: position - 1 }) : t("next"), "busy");
  }
  if (working) {
    since ||= performance.now();
    const tick = () => show(t("working", { seconds: ((performance.now() - since) / 1000).toFixed(1) }), "busy");
    ticking = setInterval(tick, 100);
    return tick();
  }
  if (page.unsent.size || page.sending || !page.status.saved) return show(t("saving"), "busy");
  if (state === "ready" && page.status.seconds) {
    return show(t("colored", { seconds: page.status.seconds.toFixed(1) }), "good");
  }
  return show(t("saved"), "good");
}
