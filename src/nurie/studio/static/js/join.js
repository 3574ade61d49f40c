// Two windows decide about one page at the same time: both decisions are kept.

// The same text for the same thing, however it was written down.
const plain = (value) =>
  JSON.stringify(value, (_, part) => {
    if (!part || typeof part !== "object" || Array.isArray(part)) return part;
    const said = Object.entries(part).filter(([, inner]) => inner !== undefined && inner !== null && inner !== false && inner !== "");
    return Object.fromEntries(said.sort());
  });

export const alike = (one, other) => plain(one) === plain(other);

// What is in one list and not in the other; what is there twice counts twice.
function without(list, other) {
  const texts = other.map(plain);
  return list.filter((item) => {
    const place = texts.indexOf(plain(item));
    if (place < 0) return true;
    texts.splice(place, 1);
    return false;
  });
}

// Their list, less what was taken from `base` here, and then what was added to it here and not there.
function joinLists(base, mine, theirs) {
  const added = without(without(mine, base), without(theirs, base));
  return [...without(theirs, without(base, mine)), ...added];
}

function joinOne(base, mine, theirs) {
  if (alike(base, mine)) return theirs;
  if (alike(base, theirs)) return mine;
  if ([base, mine, theirs].every(Array.isArray)) return joinLists(base, mine, theirs);
  if ([base, mine, theirs].every((part) => part && typeof part === "object")) return joinParts(base, mine, theirs);
  return mine;
}

function joinParts(base, mine, theirs) {
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  const joined = [...names].map((name) => [name, joinOne(base[name], mine[name], theirs[name])]);
  return Object.fromEntries(joined.filter(([, part]) => part !== undefined));
}

// What becomes of a work that both knew as `base`: where both changed the same thing, `mine` counts.
export const join = joinParts;
