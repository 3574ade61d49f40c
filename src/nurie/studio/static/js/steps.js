// Unlimited undo and redo of decisions.

export class Steps extends EventTarget {
  /** @type {any} */
  work = null; // what is decided now
  past = [];
  future = [];
  series = ""; // of the last step

  // Take other decisions over.
  become(work) {
    this.work = work;
  }

  // Take a step. Steps of one series after another, such as picking one of the nine, are one step.
  change(decisions, series = "") {
    if (!series || series !== this.series) this.past.push(this.work);
    this.series = series;
    this.future = [];
    this.become({ ...this.work, ...decisions });
  }

  // Change more within the step that is going on.
  amend(decisions) {
    this.become({ ...this.work, ...decisions });
  }

  // Forget the step that is going on.
  takeBack() {
    this.series = "";
    this.become(this.past.pop());
  }

  undo() {
    if (!this.past.length) return;
    this.series = "";
    this.future.push(this.work);
    this.become(this.past.pop());
  }

  redo() {
    if (!this.future.length) return;
    this.series = "";
    this.past.push(this.work);
    this.become(this.future.pop());
  }
}
