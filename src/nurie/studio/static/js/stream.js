// The stream of status events of a page.

import * as api from "./api.js";

const AGAIN = 1500; // ms between attempts to reach the studio

export class Stream {
  // `heard` gets every status; `away` why the studio cannot be reached, "" when it can.
  constructor(id, heard, away) {
    this.id = id;
    this.heard = heard;
    this.away = away;
    this.#open();
  }

  #open() {
    const events = (this.events = api.events(this.id));
    events.addEventListener("status", (event) => this.heard(JSON.parse(event.data)));
    events.addEventListener("open", () => this.away(""));
    events.addEventListener("error", () => {
      if (events.readyState !== EventSource.CLOSED) return this.away("offline");
      // the browser gave up and does not say why: ask, and try again
      api.health().then(() => this.away("offline"), (error) => this.away(error.away || "offline"));
      this.waiting = setTimeout(() => this.#open(), AGAIN);
    });
  }

  close() {
    clearTimeout(this.waiting);
    this.events.close();
    this.heard = this.away = () => {};
  }
}
