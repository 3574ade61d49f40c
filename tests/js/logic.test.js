import assert from "node:assert/strict";
import { test } from "node:test";

import { fromHsv, parse, toHex, toHsv } from "../../src/nurie/studio/static/js/color.js";
import { complete, forms, read, same } from "../../src/nurie/studio/static/js/work.js";

test("colors survive hue, saturation and value", () => {
  for (const hex of ["#000000", "#ffffff", "#c85a54", "#0000ff", "#01fe80", "#7a9cc6"]) assert.equal(fromHsv(toHsv(hex)), hex);
  assert.equal(toHex(255, 0, 127.6), "#ff0080");
});

test("colors are read as people write them", () => {
  for (const [text, hex] of [["#AbC", "#aabbcc"], ["c85a54", "#c85a54"], ["#C85A54", "#c85a54"]]) assert.equal(parse(text), hex);
  for (const text of ["", "#12", "red", "#gggggg"]) assert.ok(!parse(text), text);
});

const form = {
  hints: { hints: [{ x: 0.5, y: 0.25, radius: 0.01, color: "#112233" }, { points: [[0, 0], [1, 1]], radius: 0.02, color: "#445566" }] },
  mix: { base: 3, regions: [{ x: 0.1, y: 0.2, color: "#778899" }] },
  palette: { colors: [{ name: "hair", color: "#112233" }] },
  snap: true,
  character: { name: "Mio", colors: { hair: "#112233" } },
  materials: { regions: [{ points: [[0.5, 0.5]], material: "hair" }] },
  light_from: 90,
  light_strength: 1.5,
  favorites: [{ number: 4 }, { number: 2, schemes: 7 }],
  borders: { borders: [{ points: [[0, 0], [1, 1]], kind: "split" }] },
};

test("a work is what the studio says, and goes back as the studio takes it", () => {
  const work = read(form);
  assert.deepEqual(work.hints[0].points, [[0.5, 0.25]]);
  assert.deepEqual([work.schemes, work.finish], [null, null]);
  assert.deepEqual(work.favorites, [{ number: 4, schemes: null }, { number: 2, schemes: 7 }]);
  const sent = forms(work, ["hints", "mix", "snap", "light_from", "borders"]);
  assert.deepEqual(Object.keys(sent), ["hints", "mix", "snap", "light_from", "borders"]);
  assert.deepEqual(sent.borders, form.borders);
  assert.deepEqual(sent.mix.base, 3);
  assert.deepEqual(sent.hints.hints[0], { points: [[0.5, 0.25]], radius: 0.01, color: "#112233" });
});

test("works are the same however they were written down", () => {
  const work = read(form);
  assert.ok(same(work, complete(structuredClone(work))));
  for (const changes of [{ snap: false }, { light_from: 91 }, { favorites: [] }, { borders: [] }, { hints: [] }, { mix: { ...work.mix, base: 4 } }]) {
    assert.ok(!same(work, { ...work, ...changes }), JSON.stringify(changes));
  }
});
