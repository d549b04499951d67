// Play: a control over time goes from its lowest value to its highest, step by step.

const PACES = { slow: 2, normal: 1, fast: 0.4 };

function playButtons(link, signal) {
  const { control, step, seconds, word } = link.fixed.clock;
  const { low, high } = link.fixed.controls.find((one) => one.name === control);
  const play = h("button", { type: "button", class: "ml-first ml-play" }, word);
  const once = h("button", { type: "button" }, "Step");
  const pace = h("select", { "aria-label": "pace" }, ...Object.keys(PACES).map((name) => h("option", { value: name }, name)));
  pace.value = "normal";
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let playing = false;
  let last; // where it has put the control: whoever moves it elsewhere takes it over
  let timer;

  const at = () => link.newest(control);
  const next = () => Math.min(high, tidy(at() + step));
  const go = (number) => link.ask({ set: { [control]: number } });

  function set(now) {
    playing = now;
    clearTimeout(timer);
    setText(play, playing ? "Pause" : word);
  }

  // The next step waits for the picture of the one before: a slow kernel plays slowly, and ends
  // where the control ends. A reset, a scenario or a hand on the control ends it, too.
  function beat() {
    if (!playing) return;
    if (link.trouble === GONE) return set(false);
    if (!link.asked.length) {
      if (at() >= high || Math.abs(at() - last) > step / 2) return set(false);
      go((last = next()));
    }
    timer = setTimeout(beat, 1000 * seconds * PACES[pace.value]);
  }

  play.addEventListener("click", () => {
    if (playing) return set(false);
    if (still.matches) return go(high);  // where motion is not wanted it goes to the end at once
    if (at() >= high) go(low);
    last = at();
    set(true);
    timer = setTimeout(beat, 1000 * seconds * PACES[pace.value]);
  });
  once.addEventListener("click", () => {
    set(false);
    go(at() >= high ? low : next());
  });
  signal.addEventListener("abort", () => set(false));
  return h("div", { class: "ml-clock" }, play, once, pace);
}
