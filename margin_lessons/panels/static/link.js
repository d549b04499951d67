// The way to the kernel: one request under way at a time, the newest of what waits after it, and a
// word when no answer comes. An answer that was lost on the way is asked for again.

const SLOW = 2500; // ms without an answer until the page says that it waits
const SLOWEST = 20000; // ms between one try and the next
const BUSY = "Python is busy with something else. Your change is shown as soon as it is done.";
const LOST = "No answer has come from Python. It is asked for again.";
const GONE = "The kernel was restarted or stopped: run this cell again, with Shift + Enter.";
const PAGE_GONE = "Python has stopped: reload this page to move this again.";

const BEGINNINGS = new Set(["scenario", "reset", "mine", "back"]);

class Link {
  constructor(model, signal) {
    this.model = model;
    this.signal = signal;
    this.fixed = model.get("fixed");
    this.name = Math.random().toString(36).slice(2, 8);
    this.count = 0;
    this.place = {};
    this.underWay = null;
    this.waiting = [];
    this.listeners = new Set();
    this.next = [];
    this.begun = 0;
    this.isPlaying = false;
    this.trouble = "";
    this.gone = model.widget_manager?.isPage ? PAGE_GONE : GONE; // a page has no cells to run
    model.on("change:shown", () => this.answered());
    // The manager says so when the kernel is restarted; the models of before have no kernel then.
    model.on("comm_live_update", () => this.lost());
    signal.addEventListener("abort", () => clearTimeout(this.clock));
  }

  get shown() {
    return this.model.get("shown");
  }

  get table() {
    return this.model.get("table");
  }

  get whole() {
    return this.model.get("whole");
  }

  get patch() {
    return this.model.get("patch");
  }

  // Calls back, now and at every change of what is shown or of whether the kernel answers.
  listen(told, signal) {
    this.listeners.add(told);
    signal.addEventListener("abort", () => this.listeners.delete(told));
    told();
  }

  tell() {
    for (const told of this.listeners) told();
    for (const go of this.next.splice(0)) go();
  }

  // Asks for moves of controls {set: {name: value}}, an act {act: "reset", ...}, or a new picture
  // for the same values {}. Moves that wait are put together; acts keep their order.
  // What begins anew, as a scenario or a reset, takes away the moves before it.
  ask(what) {
    if (BEGINNINGS.has(what.act)) this.begun += 1;
    if (BEGINNINGS.has(what.act)) this.waiting = this.waiting.filter(({ act }) => act && !BEGINNINGS.has(act));
    const last = this.waiting.at(-1);
    if (last && !last.act && !what.act) Object.assign(last, what, { set: { ...last.set, ...what.set } });
    else this.waiting.push({ ...what });
    this.send();
  }

  // Calls back once nothing of a kind is under way or waiting any more.
  async answerTo(act) {
    while (this.asked.some((request) => request.act === act)) {
      await new Promise((go) => this.next.push(go));
    }
  }

  // Asks for everything again, once, when a part of it has not come to the page.
  renew() {
    if (!this.asked.some((request) => request.fresh)) this.ask({ fresh: true });
  }

  // The requests that are not answered yet, the newest first.
  get asked() {
    return [this.underWay, ...this.waiting].filter(Boolean).reverse();
  }

  // Whether a control has a newer value than the one that is shown.
  isAhead(name) {
    return this.asked.some((request) => request.set && name in request.set);
  }

  // The value a control was moved to last, or else the one that is shown.
  newest(name) {
    const request = this.asked.find((one) => one.set && name in one.set);
    return request ? request.set[name] : this.shown.values[name];
  }

  send() {
    if (this.underWay || !this.waiting.length || this.trouble === this.gone) return;
    if (!this.hasKernel()) return this.lost();
    const request = this.waiting.shift();
    this.count += 1;
    this.underWay = { ...request, turn: `${this.name}.${this.count}` };
    this.model.set("asked", { ...this.underWay, place: this.place });
    this.model.save_changes();
    this.wait(SLOW);
  }

  wait(time) {
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.late(time), time);
  }

  // No answer: the kernel is gone, or it works on something else, or the answer was lost. Asked again
  // it does nothing twice. Such a message is not held back, as changes of a model are.
  late(time) {
    if (!this.underWay) return;
    if (!this.hasKernel()) return this.lost();
    const busy = this.model.widget_manager?.kernel?.status === "busy";
    this.trouble = busy ? BUSY : LOST;
    if (!busy) this.model.send({ again: { ...this.underWay, place: this.place } });
    this.tell();
    this.wait(busy ? SLOW : Math.min(2 * time, SLOWEST));
  }

  answered() {
    if (this.underWay && this.shown.turn === this.underWay.turn) {
      clearTimeout(this.clock);
      this.underWay = null;
      this.trouble = "";
    }
    this.tell();
    this.send();
  }

  // Where the manager lets its kernel be seen, one that was shut down is known at once.
  hasKernel() {
    const manager = this.model.widget_manager;
    if (!manager || !("kernel" in manager)) return true;
    return Boolean(manager.kernel) && !manager.kernel.isDisposed && manager.kernel.status !== "dead";
  }

  // The manager also tells when it has found the kernel again, as after a break of the network.
  async lost() {
    const model = await this.model.widget_manager?.get_model?.(this.fixed.id).catch(() => null);
    if (model?.comm_live && this.hasKernel()) {
      if (this.trouble === this.gone) {
        this.trouble = "";
        this.late(SLOW);
      }
    } else {
      clearTimeout(this.clock);
      this.trouble = this.gone;
    }
    this.tell();
  }
}

// Disables what can be moved in a place when the kernel is gone, and says so in a line.
function tellTrouble(root, link, signal) {
  const [line, set] = statusLine("ml-trouble");
  root.prepend(line);
  link.listen(() => {
    set(link.trouble, link.trouble ? "notyet" : "");
    const gone = link.trouble === link.gone;
    if (gone === root.classList.contains("ml-gone")) return;
    root.classList.toggle("ml-gone", gone);
    for (const part of root.querySelectorAll("button, input, select")) part.disabled = gone;
  }, signal);
}
