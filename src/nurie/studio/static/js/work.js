// What was decided about a page, and the forms in which the studio takes and gives it.

const toPoints = ({ x, y, points, ...rest }) => ({ points: points || [[x, y]], ...rest });

export const KEYS = ["hints", "mix", "palette", "snap", "character", "schemes", "materials", "finish", "light_from", "light_strength", "favorites", "borders"];
export const NOBODY = { name: "", colors: {} }; // no character

const NEW = { character: NOBODY, schemes: null, materials: [], finish: null, light_from: 315, light_strength: 1, favorites: [], borders: [] };

// A work with defaults for fields that an older version did not save.
export const complete = (work) => ({ ...NEW, ...work });

export function forms(work, keys) {
  const all = {
    hints: () => ({ hints: work.hints }),
    mix: () => ({ base: work.mix.base, regions: work.mix.regions }),
    palette: () => ({ colors: work.palette }),
    materials: () => ({ regions: work.materials }),
    borders: () => ({ borders: work.borders }),
  };
  return Object.fromEntries([...keys].map((key) => [key, all[key] ? all[key]() : work[key]]));
}

export function read(form) {
  return {
    hints: form.hints.hints.map(toPoints),
    mix: { base: form.mix.base, regions: form.mix.regions.map(toPoints) },
    palette: form.palette.colors,
    snap: form.snap,
    character: { name: form.character.name, colors: form.character.colors },
    schemes: form.schemes ?? null,
    materials: form.materials.regions,
    finish: form.finish ?? null,
    light_from: form.light_from,
    light_strength: form.light_strength,
    favorites: form.favorites.map(({ number, schemes = null }) => ({ number, schemes })),
    borders: form.borders.borders,
  };
}

// Whether two works are equal, whatever the order of their keys.
export function same(one, other) {
  const plain = ({ hints, mix, palette, snap, character, schemes, materials, finish, favorites, borders, ...light }) => JSON.stringify([
    hints.map((hint) => [hint.points, hint.radius, hint.color, hint.material, hint.scope]),
    mix.base,
    mix.regions.map((choice) => [choice.points, choice.from, choice.color, Boolean(choice.locked), choice.material]),
    palette.map((entry) => [entry.name, entry.color]),
    snap,
    Object.entries(character.colors).sort(),
    schemes,
    materials.map((said) => [said.points, said.material]),
    finish,
    light.light_from,
    light.light_strength,
    favorites.map((kept) => [kept.number, kept.schemes]),
    borders.map((border) => [border.points, border.kind]),
  ]);
  return plain(one) === plain(other);
}
