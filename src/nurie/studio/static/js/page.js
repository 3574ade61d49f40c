// One page: what was decided about it, every step of how, and its pictures. The studio keeps a copy of the
// decisions; this one is ahead of it while the studio is busy or away.

import * as api from "./api.js";
import { said } from "./problems.js";
import { alike, join } from "./join.js";
import { Freshness } from "./freshness.js";
import { keepSteps, recallSteps } from "./history.js";
import { pixelsOf, Pyramid } from "./pyramid.js";
import { Regions } from "./regions.js";
import { Steps } from "./steps.js";
import { Stream } from "./stream.js";
import { fetchThumbnail, fetchThumbnails } from "./thumbnails.js";
import { complete, forms, KEYS, read, same } from "./work.js";

const AWAY = 1500; // ms between attempts to reach the studio

export class Page extends Steps {
  constructor(form) {
    super();
    this.id = form.id;
    this.name = form.name;
    this.work = read(form);
    this.status = form.status;
    this.known = form.status.revision; // the latest revision whose decisions `work` contains
    this.agreed = this.work; // what the studio had at that revision
    this.notices = form.notices.map(said);
    this.unsent = new Set();
    this.sending = null; // the request that is under way
    this.away = ""; // why the studio cannot be reached
    this.visit = 0; // incremented when the page is put to rest, so that pictures that come later are dropped
    this.fetching = 0; // pictures that are on their way
    this.problem = "";
    this.size = null; // {width, height}, once colored
    this.colors = null; // ImageBitmap: the colors without lines, at preview size
    this.sketch = null; // ImageBitmap: the file itself, until the studio has made its lines
    this.paper = null; // Pyramids of the drawing
    this.ink = null;
    this.regions = null;
    this.shown = { materials: [], regions: [] }; // what the page shows, once colored
    this.fresh = new Freshness({
      colors: (signal) => this.#fetchColors(signal),
      regions: (signal) => this.#fetchRegions(signal),
      materials: (signal) => this.#fetchMaterials(signal),
      thumbnails: (signal) => this.#fetchThumbnails(signal),
    });
    this.thumbnails = Array(9).fill(null); // addresses of pictures
  }

  tell(kind) {
    this.dispatchEvent(new Event(kind));
  }

  // --- decisions -----------------------------------------------------------------------------------------

  become(work) {
    for (const key of KEYS) if (work[key] !== this.work[key]) this.unsent.add(key);
    this.work = work;
    this.tell("work");
    this.keep();
    this.send();
  }

  // Let the browser keep every step; what changes while it writes is written next.
  async keep() {
    this.kept = false;
    if (this.keeping) return;
    this.keeping = true;
    while (!this.kept) {
      this.kept = true;
      const { agreed, work, past, future } = this;
      await keepSteps(this.id, { agreed, work, past, future, unsent: [...this.unsent, ...(this.sending || [])] });
    }
    this.keeping = false;
  }

  // Restore the steps that the browser kept, and send those that the studio does not have.
  async restore() {
    const kept = await recallSteps(this.id);
    if (!kept) return;
    this.past = kept.past.map(complete);
    this.future = kept.future.map(complete);
    kept.work = complete(kept.work);
    if (kept.unsent.length) {
      const agreed = kept.agreed ? complete(kept.agreed) : this.work;
      const mine = { ...agreed, ...Object.fromEntries(kept.unsent.map((key) => [key, kept.work[key]])) };
      this.become(join(agreed, mine, this.work));
    } else if (!same(kept.work, this.work)) this.#foreign(kept.work);
  }

  // Keep `before` as a step that was not made in this window.
  #foreign(before) {
    this.series = "";
    this.past.push(before);
    this.future = [];
    this.keep();
  }

  #replaced(before) {
    if (!same(before, this.work)) this.#foreign(before);
    this.tell("work");
    this.refresh(new Set(KEYS));
  }

  // Tell the studio, one request at a time; what changes meanwhile goes with the next one.
  async send() {
    if (this.sending) return;
    try {
      while (this.unsent.size) {
        const keys = (this.sending = new Set(this.unsent));
        this.unsent.clear();
        this.tell("status");
        try {
          const sent = { ...this.agreed, ...Object.fromEntries([...keys].map((key) => [key, this.work[key]])) };
          const decisions = forms(sent, keys);
          const status = await api.patiently(() => api.decide(this.id, decisions, this.known));
          if (status.revision > this.status.revision) this.status = status; // else the stream was faster
          this.known = status.revision;
          this.agreed = sent;
        } catch (error) {
          for (const key of keys) this.unsent.add(key);
          await this.#recover(error);
          continue;
        }
        this.setAway("");
        this.problem = "";
        this.refresh(keys);
      }
    } catch (error) {
      this.unsent.clear();
      this.problem = error.message;
    } finally {
      this.sending = null;
      this.keep();
      this.tell("status");
    }
    await this.#catchUp();
  }

  // Mark refused decisions to be sent again, if that can help.
  async #recover(error) {
    if (error.outdated) return this.#join().catch((failure) => this.#recover(failure));
    if (!error.away) throw error;
    this.setAway(error.away);
    await new Promise((done) => setTimeout(done, AWAY));
  }

  // Another window decided while a step of this one was on its way: keep both.
  async #join() {
    const form = await api.patiently(() => api.read(this.id));
    this.setAway("");
    const again = form.status.revision < this.known; // started again, perhaps without the last steps
    this.status = form.status;
    this.known = form.status.revision;
    const [base, before, theirs] = [this.agreed, this.work, read(form)];
    this.agreed = theirs;
    if (!again) this.work = join(base, before, theirs);
    this.unsent = new Set(KEYS.filter((key) => !alike(this.work[key], theirs[key])));
    this.#replaced(before);
  }

  // Wait until the studio knows every decision.
  async settled() {
    while (this.sending || this.unsent.size) {
      if (this.away) throw api.unreachable(this.away);
      await new Promise((done) => this.addEventListener("status", done, { once: true }));
    }
  }

  setAway(away) {
    if (this.away === away) return;
    this.away = away;
    this.tell("status");
  }

  // --- pictures ------------------------------------------------------------------------------------------

  // Fetch everything; the lines come first, for they do not change.
  async load() {
    if (this.loading) return this.loading;
    const { visit } = this;
    this.loading = this.#load().finally(() => this.#left(visit) || (this.loading = null));
    return this.loading;
  }

  async #load() {
    const { visit } = this;
    await this.#fetching(async () => {
      this.fresh.stale.clear();
      this.#newLocks();
      const about = await api.patiently(() => api.describe(this.id));
      if (this.#left(visit)) return;
      this.problem = "";
      this.size = { width: about.width, height: about.height };
      await Promise.all([this.#fetchLines(about), this.#fetchThumbnails(), this.#fetchColors()]);
      const form = await api.read(this.id);
      this.notices = form.notices.map(said);
      this.tell("notices");
      if (this.#left(visit)) return;
      await Promise.all([this.#fetchRegions(), this.#fetchMaterials()]);
    });
    if (this.paper) await this.#freshen();
  }

  // Whether the page was put to rest since a visit began; if so, free what came late.
  #left(visit, ...pictures) {
    if (visit === this.visit) return false;
    for (const picture of pictures) picture.close();
    return true;
  }

  async #fetching(run) {
    this.fetching++;
    this.tell("status");
    try {
      await run();
    } catch (error) {
      this.#stumble(error);
    } finally {
      this.fetching--;
      this.tell("status");
    }
  }

  async #fetchRegions(signal) {
    const { visit } = this;
    const regions = await Regions.of(await api.patiently(() => api.picture(this.id, "regions", signal)));
    if (this.#left(visit)) return;
    this.regions = regions;
    this.tell("regions");
  }

  async #fetchMaterials(signal) {
    this.shown = await api.patiently(() => api.materials(this.id, signal));
    if (!signal?.aborted) this.fresh.stale.delete("materials");
    this.tell("materials");
  }

  // After decisions of some kinds, refetch what they change, the visible first. A later call takes over what it
  // interrupts.
  async refresh(keys) {
    const unseen = this.work.snap ? ["favorites"] : ["favorites", "palette"];
    if ([...keys].every((key) => unseen.includes(key))) return;
    this.fresh.mark("colors", "materials");
    if ([...keys].some((key) => key !== "mix")) this.fresh.mark("thumbnails");
    if (keys.has("hints") || keys.has("borders")) this.fresh.mark("regions"); // they divide some
    if (keys.has("mix") && this.#newLocks()) this.fresh.mark("regions", "thumbnails");
    if (!this.paper) return;
    this.fresh.hurry();
    await this.#freshen();
  }

  #freshen() {
    return this.#fetching(async () => {
      await this.fresh.run(() => this.paper);
      this.problem = "";
    });
  }

  // Whether the newest locks are others than those that the pictures show.
  #newLocks() {
    const locks = JSON.stringify(this.work.mix.regions.filter((choice) => choice.locked));
    const differ = locks !== this.locks;
    this.locks = locks;
    return differ;
  }

  #stumble(error) {
    if (error.name === "AbortError") return;
    if (error.away) this.setAway(error.away);
    else this.problem = error.message;
    this.tell("status");
  }

  async #fetchLines(about) {
    const { visit } = this;
    const layers = about.colored_ink ? { paper: "lines", ink: "lines?layer=ink" } : { paper: "lines" };
    for (const [name, path] of Object.entries(layers)) {
      if (this[name]) continue;
      const pyramid = await Pyramid.of(await api.patiently(() => api.picture(this.id, path)));
      if (this.#left(visit, pyramid)) return;
      this[name] = pyramid;
    }
    this.sketch?.close();
    this.sketch = null;
    this.tell("lines");
  }

  async #fetchColors(signal) {
    const turn = (this.colorsTurn = {}); // only the latest request counts
    const blob = await api.patiently(() => api.picture(this.id, "picture?layer=colors", signal));
    const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    if (turn !== this.colorsTurn || signal?.aborted) return bitmap.close();
    this.colors?.close();
    this.colors = bitmap;
    this.pixels = null;
    this.tell("colors");
  }

  async #fetchThumbnails(signal = new AbortController().signal) {
    const turn = (this.thumbnailsTurn = {});
    await fetchThumbnails(this.id, signal, (index, address) => {
      if (turn !== this.thumbnailsTurn) return URL.revokeObjectURL(address);
      if (this.thumbnails[index]) URL.revokeObjectURL(this.thumbnails[index]);
      this.thumbnails[index] = address;
      this.tell("thumbnails");
    });
  }

  // Fetch the small picture of the picked coloring, for the overview of pages that were not shown yet.
  async glance() {
    const { visit } = this;
    const index = this.work.mix.base - 1;
    if (this.thumbnails[index]) return;
    const address = await fetchThumbnail(this.id, index);
    if (this.#left(visit) || this.thumbnails[index]) return URL.revokeObjectURL(address);
    this.thumbnails[index] = address;
    this.tell("thumbnails");
  }

  // The colors as pixels, for the eyedropper.
  pixelData() {
    if (this.colors) this.pixels ||= pixelsOf(this.colors);
    return this.pixels;
  }

  // Give back memory while another page is shown.
  rest() {
    this.visit++;
    this.loading = null;
    this.fresh.interrupt();
    this.colorsTurn = this.thumbnailsTurn = null;
    this.sketch?.close();
    this.paper?.close();
    this.ink?.close();
    this.colors?.close();
    this.sketch = this.paper = this.ink = this.colors = this.regions = this.pixels = null;
    this.fresh.stale.clear();
    this.stopListening();
  }

  // Give back the rest: nobody shows the page any more.
  close() {
    this.rest();
    for (const address of this.thumbnails) if (address) URL.revokeObjectURL(address);
    this.thumbnails.fill(null);
  }

  // --- what the studio says ------------------------------------------------------------------------------

  listen() {
    this.stopListening();
    this.stream = new Stream(this.id, (status) => this.#hear(status), (why) => this.setAway(why));
  }

  stopListening() {
    this.stream?.close();
    this.stream = null;
  }

  async #hear(status) {
    const wasAway = this.away;
    this.away = "";
    if (status.revision < this.status.revision) {
      // the studio was started again, perhaps from before the last strokes
      for (const key of KEYS) this.unsent.add(key);
      this.known = status.revision;
      this.send();
    }
    this.status = status;
    if (status.state === "failed") this.problem = said(status.problem);
    this.tell("status");
    if (wasAway && (!this.paper || !this.colors)) this.load();
    await this.#catchUp();
  }

  // Take over what other windows decided, once everything of this one is sent.
  async #catchUp() {
    if (this.catching) return;
    this.catching = true;
    try {
      while (this.known < this.status.revision && !this.unsent.size && !this.sending) {
        const said = this.status.revision;
        const form = await api.read(this.id);
        if (form.status.revision < said) return; // the studio was started again, and will say so
        if (this.unsent.size || this.sending || form.status.revision < this.status.revision) continue;
        this.known = form.status.revision;
        const before = this.work;
        this.work = this.agreed = read(form);
        this.#replaced(before);
      }
    } catch (error) {
      this.#stumble(error);
    } finally {
      this.catching = false;
    }
  }
}
