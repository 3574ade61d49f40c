// A page without a browser: what it tells the studio, and what it does when the studio is away or has other news.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

globalThis.navigator ??= { languages: ["en"] };
const { Page } = await import("../../src/nurie/studio/static/js/page.js");
const { current, speak } = await import("../../src/nurie/studio/static/js/i18n.js").then((words) => ({
  ...words,
  speak: (language) => {
    globalThis.document = { documentElement: {}, querySelectorAll: () => [] };
    words.speak(language);
  },
}));
const { said } = await import("../../src/nurie/studio/static/js/problems.js");

const form = (changes = {}, revision = 1) => ({
  id: "page", name: "one", notices: [],
  hints: { hints: [] }, mix: { base: 1, regions: [] }, palette: { colors: [] }, snap: false,
  character: { name: "", colors: {} }, materials: { regions: [] }, light_from: 315, light_strength: 1, favorites: [],
  borders: { borders: [] },
  status: { revision, author: "", state: "ready", position: 0, seconds: 0, saved: true },
  ...changes,
});

// A studio that keeps decisions as the real one does. `mishaps` happen to the next requests, one each.
let studio;
let mishaps;
let asked;
beforeEach(() => {
  studio = form();
  mishaps = [];
  asked = [];
  globalThis.fetch = async (_path, { method, headers, body }) => {
    asked.push(method);
    await null;
    const mishap = mishaps.shift()?.();
    if (mishap instanceof Error) throw mishap;
    if (mishap) return mishap;
    if (method === "GET") return answer(200, studio);
    if (Number(headers["If-Match"]) !== studio.status.revision) return answer(412, { error: "x", code: "changed", values: {} });
    decide(JSON.parse(body));
    return answer(200, studio.status);
  };
});

const answer = (status, content) => new Response(JSON.stringify(content), { status });
const decide = (decisions) => {
  studio = { ...studio, ...decisions, status: { ...studio.status, revision: studio.status.revision + 1 } };
};
const dot = (color) => ({ points: [[0.5, 0.5]], radius: 0.01, color });
const colors = (hints) => hints.map(({ color }) => color);

test("every step reaches the studio, and what comes while one is on its way goes with the next", async () => {
  const page = new Page(form());
  page.change({ snap: true });
  page.change({ hints: [dot("#111111")] });
  page.change({ hints: [dot("#111111"), dot("#222222")] });
  await page.settled();
  assert.deepEqual(asked, ["PATCH", "PATCH"]);
  assert.deepEqual(colors(studio.hints.hints), ["#111111", "#222222"]);
  page.undo();
  page.undo();
  await page.settled();
  assert.deepEqual([studio.snap, studio.hints.hints], [true, []]);
  page.redo();
  await page.settled();
  assert.deepEqual(colors(studio.hints.hints), ["#111111"]);
});

test("what another window decided meanwhile is joined", async () => {
  const page = new Page(form());
  decide({ hints: { hints: [dot("#aaaaaa")] } });
  page.change({ hints: [dot("#111111")] });
  await page.settled();
  assert.deepEqual(colors(studio.hints.hints), ["#aaaaaa", "#111111"]);
  assert.deepEqual(colors(page.work.hints), ["#aaaaaa", "#111111"]);
  page.undo();
  await page.settled();
  assert.deepEqual(colors(studio.hints.hints), ["#111111"]);
});

test("a step whose answer was lost is there once", async () => {
  const page = new Page(form());
  mishaps = [() => {
    decide({ hints: { hints: [dot("#111111")] } });
    return new TypeError("network");
  }];
  page.change({ hints: [dot("#111111")] });
  await assert.rejects(page.settled(), /does not answer/);
  while (page.sending) await new Promise((done) => page.addEventListener("status", done, { once: true }));
  assert.deepEqual(colors(studio.hints.hints), ["#111111"]);
  assert.equal(page.away, "");
});

for (const [why, mishap] of [["offline", () => new TypeError("network")], ["token", () => answer(401, { error: "x", code: "token", values: {} })]]) {
  test(`strokes are kept while the studio cannot be reached: ${why}`, async () => {
    const page = new Page(form());
    mishaps = [mishap];
    page.change({ snap: true });
    await assert.rejects(page.settled());
    assert.equal(page.away, why);
    while (page.sending) await new Promise((done) => page.addEventListener("status", done, { once: true }));
    assert.equal(page.away, "");
    assert.equal(studio.snap, true);
  });
}

test("a studio that was started again without the last steps is told them anew", async () => {
  const page = new Page(form());
  for (const color of ["#111111", "#222222"]) {
    page.change({ hints: [...page.work.hints, dot(color)] });
    await page.settled();
  }
  studio = form({ hints: { hints: [dot("#111111")] } });
  page.change({ snap: true });
  await page.settled();
  assert.deepEqual(colors(studio.hints.hints), ["#111111", "#222222"]);
  assert.equal(studio.snap, true);
});

test("a refusal is said and ends the sending", async () => {
  const page = new Page(form());
  mishaps = [() => answer(404, { error: "this page is not known here: open it again.", code: "unknown-page", values: {} })];
  page.change({ snap: true });
  await page.settled();
  assert.equal(page.problem, "This page is not known here: open it again.");
});

test("refusals are said in the language of the page", () => {
  assert.equal(current(), "en");
  const busy = { error: "the studio is busy with 3 waiting pictures: try again in 4 s.", code: "busy", values: { seconds: 4 } };
  assert.equal(said(busy), "The studio is busy with 3 waiting pictures: try again in 4 s.");
  speak("ja");
  assert.equal(said(busy), "混み合っています。4 秒後にもう一度お試しください。");
  assert.equal(said({ error: "something new.", code: "never-heard-of", values: {} }), "Something new.");
  speak("en");
});
