// Every step of a page's history, kept by the browser, so that a reload or a crash leaves undo and redo as they were.

const STORE = "history";

const opened = new Promise((done) => {
  const request = indexedDB.open("nurie", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  request.onsuccess = () => done(request.result);
  request.onerror = () => done(null);
}).catch(() => null); // some windows refuse, and then nothing is kept; undo works until they are closed

async function ask(mode, run) {
  const database = await opened;
  return new Promise((done) => {
    const request = run(database.transaction(STORE, mode).objectStore(STORE));
    request.onsuccess = () => done(request.result);
    request.onerror = () => done(undefined);
  }).catch(() => undefined);
}

export const recallSteps = (id) => ask("readonly", (store) => store.get(id));
export const keepSteps = (id, steps) => ask("readwrite", (store) => store.put(steps, id));
export const forgetSteps = (id) => ask("readwrite", (store) => store.delete(id));
