import assert from "node:assert/strict";
import { test } from "node:test";

import { alike, join } from "../../src/nurie/studio/static/js/join.js";

const dot = (color, more = {}) => ({ points: [[0.5, 0.5]], radius: 0.01, color, ...more });
const work = (changes = {}) => ({
  hints: [], mix: { base: 1, regions: [] }, palette: [], snap: false, character: { name: "", colors: {} }, schemes: null, ...changes,
});

test("what only one side changed is that side's", () => {
  const base = work({ hints: [dot("#111111")] });
  assert.deepEqual(join(base, work({ ...base, snap: true }), work({ ...base, schemes: 7 })), work({ ...base, snap: true, schemes: 7 }));
});

test("hints of both sides are kept, and what one side took away stays away", () => {
  const base = work({ hints: [dot("#111111"), dot("#222222")] });
  const mine = work({ hints: [dot("#222222"), dot("#333333")] });
  const theirs = work({ hints: [dot("#111111"), dot("#222222"), dot("#444444")] });
  assert.deepEqual(join(base, mine, theirs).hints.map(({ color }) => color), ["#222222", "#444444", "#333333"]);
});

test("what came through though its answer was lost is not there twice", () => {
  const mine = work({ hints: [dot("#111111")] });
  assert.deepEqual(join(work(), mine, structuredClone(mine)), mine);
  const theirs = work({ hints: [dot("#111111"), dot("#222222")] });
  assert.deepEqual(join(work(), mine, theirs), theirs);
});

test("where both decided the same thing, this side counts", () => {
  const picked = (base) => work({ mix: { base, regions: [] } });
  assert.equal(join(picked(1), picked(2), picked(3)).mix.base, 2);
});

test("a mix and a character sheet are joined part by part", () => {
  const fill = (color) => ({ points: [[0.1, 0.1]], color });
  const mine = work({ mix: { base: 4, regions: [] }, character: { name: "", colors: { hair: "#111111" } } });
  const theirs = work({ mix: { base: 1, regions: [fill("#00ff00")] }, character: { name: "Mio", colors: { skin: "#eeccbb" } } });
  const joined = join(work(), mine, theirs);
  assert.deepEqual(joined.mix, { base: 4, regions: [fill("#00ff00")] });
  assert.deepEqual(joined.character, { name: "Mio", colors: { hair: "#111111", skin: "#eeccbb" } });
});

test("a color that one side took out of a sheet stays out", () => {
  const sheet = (colors) => work({ character: { name: "", colors } });
  const joined = join(sheet({ hair: "#111111" }), sheet({}), sheet({ hair: "#111111", skin: "#eeccbb" }));
  assert.deepEqual(joined.character.colors, { skin: "#eeccbb" });
});

test("the order of names and what is empty make no difference", () => {
  assert.ok(alike({ color: "#111111", points: [[0, 1]] }, { points: [[0, 1]], color: "#111111", locked: false, name: "" }));
  assert.ok(!alike([1, 2], [2, 1]));
});
