// The studio's HTTP API. Every refusal becomes a Refusal with a sentence to show.

import { current as language, t } from "./i18n.js";
import { said } from "./problems.js";

export const client = Math.random().toString(36).slice(2, 12);

export class Refusal extends Error {
  constructor(sentence, status, retryAfter = 0) {
    super(sentence);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  // Why the studio cannot be reached, "" if it can: it may come back, and what was decided meanwhile is kept.
  get away() {
    return { 0: "offline", 401: "token" }[this.status] || "";
  }

  // Somebody else has decided since.
  get outdated() {
    return this.status === 412;
  }
}

export const unreachable = (why) => why === "token" ? new Refusal(t("token"), 401) : new Refusal(t("offline"), 0);

/**
 * @typedef {{body?: BodyInit, signal?: AbortSignal, json?: unknown, headers?: Record<string, string>}} Options
 * @type {(method: string, path: string, options?: Options) => Promise<Response>}
 */
async function ask(method, path, { body, signal, json, headers: more } = {}) {
  const headers = { "X-Nurie-Client": client, ...more };
  if (json !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(json);
  }
  let answer;
  try {
    answer = await fetch(path, { method, headers, body, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw unreachable("offline");
  }
  if (answer.ok) return answer;
  const retryAfter = Number(answer.headers.get("Retry-After") || 0);
  let sentence = "";
  try {
    sentence = said(await answer.json());
  } catch {
    // the answer was no JSON; the status says enough
  }
  throw new Refusal(sentence || t("failed", { status: answer.status }), answer.status, retryAfter);
}

const wait = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

// Ask again while the studio is busy.
export async function patiently(request, tries = 20) {
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (error.status !== 429 || --tries <= 0) throw error;
      await wait(error.retryAfter || 1);
    }
  }
}

const json = async (answer) => (await answer).json();
const blob = async (answer) => (await answer).blob();

export const create = (file, name) =>
  json(ask("POST", `/api/sessions?name=${encodeURIComponent(name.slice(0, 120))}`, { body: file }));
export const read = (id) => json(ask("GET", `/api/sessions/${id}`));
// `revision` is the one that was decided about; the studio refuses if it has a newer one.
export const decide = (id, decisions, revision) =>
  json(ask("PATCH", `/api/sessions/${id}`, { json: decisions, headers: { "If-Match": String(revision) } }));
// Delete a session, on the studio's disk too; one that is gone already is no problem.
export const forget = (id) => ask("DELETE", `/api/sessions/${id}`).catch((error) => {
  if (error.status !== 404) throw error;
});
export const describe = (id, signal) => json(ask("GET", `/api/sessions/${id}/variants`, { signal }));
export const picture = (id, what, signal) => blob(ask("GET", `/api/sessions/${id}/${what}`, { signal }));
export const reach = (id, hint) => json(ask("POST", `/api/sessions/${id}/reach`, { json: hint }));
export const suggestPalette = (id) => json(ask("GET", `/api/sessions/${id}/palette/suggestion`));
export const readPalette = (file) => json(ask("POST", "/api/palette", { body: file }));
export const materials = (id, signal) => json(ask("GET", `/api/sessions/${id}/materials`, { signal }));
export const readCharacter = (file) =>
  json(ask("POST", `/api/character?name=${encodeURIComponent(file.name.slice(0, 120))}`, { body: file }));
// The formats that pages can be saved in: {pictures, palettes, books}.
export const formats = () => json(ask("GET", "/api/formats"));
export const health = () => json(ask("GET", "/api/health"));
export const events = (id) => new EventSource(`/api/sessions/${id}/events`);

// One file of several pages.
export async function book(ids, format, language) {
  const answer = await ask("POST", "/api/book", { json: { ids, format, language } });
  return { name: format === "cbz" ? "pages.cbz" : `pages-${format}.zip`, data: await answer.blob() };
}

export async function download(id, format) {
  const answer = await ask("GET", `/api/sessions/${id}/export/${format}?language=${language()}`);
  const named = /filename\*=UTF-8''(.+)/.exec(answer.headers.get("Content-Disposition") || "");
  return { name: named ? decodeURIComponent(named[1]) : format, data: await answer.blob() };
}
