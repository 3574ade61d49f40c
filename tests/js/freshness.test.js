// What is fetched when, while decisions go on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Freshness } from "../../src/nurie/studio/static/js/freshness.js";

// Fetches of two kinds that end when they are told to; `seen` lists what came through.
function slow() {
  const seen = [];
  const waiting = [];
  const fetch = (name) => (signal) => new Promise((done, fail) => {
    signal.addEventListener("abort", () => fail(Object.assign(new Error(), { name: "AbortError" })));
    waiting.push(() => {
      seen.push(name);
      done();
    });
  });
  const fresh = new Freshness({ colors: fetch("colors"), thumbnails: fetch("thumbnails") });
  const end = async () => {
    waiting.pop()();
    await new Promise((done) => setTimeout(done));
  };
  return { fresh, seen, end };
}

test("while a decision follows another, pictures still come, and the newest last", async () => {
  const { fresh, seen, end } = slow();
  fresh.mark("colors", "thumbnails");
  const run = fresh.run(() => true);
  for (let step = 0; step < 3; step++) {
    fresh.mark("colors", "thumbnails");
    fresh.hurry();
    await end();
    assert.deepEqual(seen, Array(step + 1).fill("colors"));
  }
  await end();
  await end();
  await run;
  assert.deepEqual(seen, ["colors", "colors", "colors", "colors", "thumbnails"]);
});

test("what is looked at first puts off the rest, which comes after all", async () => {
  const { fresh, seen, end } = slow();
  fresh.mark("thumbnails");
  const run = fresh.run(() => true);
  fresh.mark("colors");
  fresh.hurry();
  await new Promise((done) => setTimeout(done));
  await end();
  await end();
  await run;
  assert.deepEqual(seen, ["colors", "thumbnails"]);
  assert.equal(fresh.stale.size, 0);
});
