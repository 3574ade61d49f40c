// What is older than the decisions is fetched anew, the first in order first. A newer decision interrupts a fetch,
// and what was interrupted is fetched after all: nothing is swallowed.

export class Freshness {
  // `fetches` maps what can be fetched, in order, to functions of an AbortSignal.
  constructor(fetches) {
    this.fetches = fetches;
    this.stale = new Set();
    this.running = false;
  }

  mark(...parts) {
    for (const part of parts) this.stale.add(part);
  }

  interrupt() {
    this.abort?.abort();
  }

  // Fetch until nothing is stale, or `wanted` no more; one run at a time takes up what the others marked.
  async run(wanted) {
    if (this.running) return;
    this.running = true;
    try {
      for (let part; (part = Object.keys(this.fetches).find((name) => this.stale.has(name))); ) {
        const { signal } = (this.abort = new AbortController());
        try {
          await this.fetches[part](signal);
        } catch (error) {
          if (error.name !== "AbortError" || !wanted()) throw error;
        }
        if (!signal.aborted) this.stale.delete(part);
      }
    } finally {
      this.running = false;
    }
  }
}
