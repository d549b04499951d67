// Play: a control over time goes from its lowest value to its highest, step by step, or an act is
// pressed again and again.

const PACES = { slow: 2, normal: 1, fast: 0.4 };

function playButtons(link, signal, isHeld = () => false) {
  const { seconds, word } = link.fixed.clock;
  const way = link.fixed.clock.act ? playedAct(link) : playedControl(link);
  const play = h("button", { type: "button", class: "ml-first ml-play" }, word);
  const once = h("button", { type: "button" }, "Step");
  const pace = h("select", { "aria-label": "pace" }, ...Object.keys(PACES).map((name) => h("option", { value: name }, name)));
  pace.value = "normal";
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let isFirst; // from a state at which it pauses it goes on
  let timer;

  function set(now) {
    link.isPlaying = now;
    clearTimeout(timer);
    setText(play, now ? "Pause" : word);
  }

  // The next step waits for the picture of the one before: a slow kernel plays slowly, and ends
  // where the way ends. A reset, a scenario or a hand on the control ends it, too.
  function beat() {
    if (!link.isPlaying) return;
    if (link.trouble === link.gone || isHeld()) return set(false);
    if (!link.asked.length) {
      if (way.isOver() || way.isLeft() || (link.shown.pause && !isFirst)) return set(false);
      isFirst = false;
      way.step();
    }
    timer = setTimeout(beat, 1000 * seconds * PACES[pace.value]);
  }

  play.addEventListener("click", () => {
    if (link.isPlaying) return set(false);
    if (still.matches) return way.toEnd();
    if (!way.begin()) return;
    isFirst = true;
    set(true);
    timer = setTimeout(beat, 1000 * seconds * PACES[pace.value]);
  });
  once.addEventListener("click", () => {
    set(false);
    way.once();
  });
  signal.addEventListener("abort", () => set(false));
  if (!link.fixed.clock.act) return h("div", { class: "ml-clock" }, play, once, pace);
  // Where motion is not wanted, only the act's own button steps.
  const quiet = () => {
    if (still.matches) set(false);
    play.hidden = pace.hidden = still.matches;
  };
  still.addEventListener("change", quiet, { signal });
  quiet();
  link.listen(() => setAttribute(play, "aria-disabled", String(way.isOver())), signal);
  return h("div", { class: "ml-clock" }, play, pace);
}

function playedControl(link) {
  const { control, step } = link.fixed.clock;
  const { low, high } = link.fixed.controls.find((one) => one.name === control);
  const at = () => link.newest(control);
  const next = () => Math.min(high, tidy(at() + step));
  const go = (number) => link.ask({ set: { [control]: number } });
  let last; // where it has put the control: whoever moves it elsewhere takes it over
  return {
    begin() {
      if (at() >= high) go(low);
      last = at();
      return true;
    },
    isOver: () => at() >= high,
    isLeft: () => Math.abs(at() - last) > step / 2,
    step: () => go((last = next())),
    once: () => go(at() >= high ? low : next()),
    toEnd: () => go(high),
  };
}

function playedAct(link) {
  const name = link.fixed.clock.act;
  const isOver = () => !link.shown.can[name];
  let begun; // how often something was begun anew
  return {
    begin() {
      begun = link.begun;
      return !isOver();
    },
    isOver,
    isLeft: () => begun !== link.begun,
    step: () => link.ask({ act: "decide", name }),
  };
}
