// Two windows decide about one page at the same time: both decisions are kept.

// Canonical JSON: equal values give equal text.
const plain = (value) =>
  JSON.stringify(value, (_, part) => {
    if (!part || typeof part !== "object" || Array.isArray(part)) return part;
    const said = Object.entries(part).filter(([, inner]) => inner !== undefined && inner !== null && inner !== false && inner !== "");
    return Object.fromEntries(said.sort());
  });

export const alike = (one, other) => plain(one) === plain(other);

// Multiset difference of two lists.
function without(list, other) {
  const texts = other.map(plain);
  return list.filter((item) => {
    const place = texts.indexOf(plain(item));
    if (place < 0) return true;
    texts.splice(place, 1);
    return false;
  });
}

// A three-way merge of lists: theirs, without what was removed here, then what was added only here.
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

// A three-way merge of works: where both changed the same field, `mine` wins.
export const join = joinParts;
