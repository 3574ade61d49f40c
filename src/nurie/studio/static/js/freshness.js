// Refetches what is stale, in a fixed order. A fetch that was interrupted, or marked stale again while it ran, is
// repeated.

export class Freshness {
  // `fetches` maps what can be fetched, in order, to functions of an AbortSignal.
  constructor(fetches) {
    this.fetches = fetches;
    this.stale = new Set();
    this.running = false;
    this.now = ""; // the fetch that runs
    this.again = false; // whether it became stale meanwhile
  }

  mark(...parts) {
    for (const part of parts) this.stale.add(part);
    if (parts.includes(this.now)) this.again = true;
  }

  // Abort the running fetch, unless it is the first in order: that one finishes, so that a drag is seen while it lasts.
  hurry() {
    if (this.now !== Object.keys(this.fetches)[0]) this.interrupt();
  }

  interrupt() {
    this.abort?.abort();
  }

  // Fetch until nothing is stale, or until `wanted` is false. Only one loop runs; it also does what other calls marked.
  async run(wanted) {
    if (this.running) return;
    this.running = true;
    try {
      for (let part; (part = Object.keys(this.fetches).find((name) => this.stale.has(name))); ) {
        const { signal } = (this.abort = new AbortController());
        this.now = part;
        this.again = false;
        try {
          await this.fetches[part](signal);
        } catch (error) {
          if (error.name !== "AbortError" || !wanted()) throw error;
        }
        if (!signal.aborted && !this.again) this.stale.delete(part);
      }
    } finally {
      this.now = "";
      this.running = false;
    }
  }
}
