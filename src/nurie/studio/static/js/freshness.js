// What is older than the decisions is fetched anew, the first in order first. What was interrupted, or marked anew
// while it was on its way, is fetched again: nothing is swallowed.

export class Freshness {
  // `fetches` maps what can be fetched, in order, to functions of an AbortSignal.
  constructor(fetches) {
    this.fetches = fetches;
    this.stale = new Set();
    this.running = false;
    this.now = ""; // what is on its way
    this.again = false; // whether it is older than the decisions by now
  }

  mark(...parts) {
    for (const part of parts) this.stale.add(part);
    if (parts.includes(this.now)) this.again = true;
  }

  // Put off what is on its way, unless it is the first in order: that one comes, so that a drag is seen as it goes.
  hurry() {
    if (this.now !== Object.keys(this.fetches)[0]) this.interrupt();
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
