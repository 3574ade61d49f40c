// Small pictures of the nine colorings.

import * as api from "./api.js";

const LANES = 3; // at once, so that connections are left for visible pictures

// The address of one.
export async function fetchThumbnail(id, index, signal) {
  const path = `variants/${index + 1}?size=320&encoding=webp`;
  return URL.createObjectURL(await api.patiently(() => api.picture(id, path, signal)));
}

// Fetch all nine; `got` hears the index and the address of each, until the signal says that nobody waits.
export async function fetchThumbnails(id, signal, got) {
  const waiting = [...Array(9).keys()];
  const lane = async () => {
    while (waiting.length) {
      const index = waiting.shift();
      const address = await fetchThumbnail(id, index, signal);
      if (signal.aborted) URL.revokeObjectURL(address);
      else got(index, address);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
