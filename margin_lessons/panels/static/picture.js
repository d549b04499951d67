// The picture: drawn by the kernel for the place it has here, and never scaled.

const NARROWEST = 240; // px of the page
const SETTLED = 150; // ms until a new width counts

function pictureBox(link, signal) {
  const canvas = h("canvas", { role: "img" });
  const box = h("div", { class: "ml-picture" }, canvas);
  const draw = patchedCanvas(canvas);

  function show() {
    const { alt, size, turn } = link.shown;
    if (!draw(link.whole, link.patch)) return link.renew();
    canvas.style.width = `${canvas.width / size[2]}px`;
    canvas.style.height = `${canvas.height / size[2]}px`;
    setAttribute(canvas, "data-turn", turn);
    setAttribute(canvas, "aria-label", alt);
  }

  const place = { letters: 0, height: 0 };
  // Tells the kernel where the picture is shown, when that has changed.
  function tell() {
    const width = Math.floor(box.clientWidth);
    if (!width || !isShown(box)) return;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const now = { ...place, width, ratio, dark: isDark(box) };
    if (JSON.stringify(now) === JSON.stringify(link.place)) return;
    link.place = now;
    // A place that is narrower than any picture can be moved sideways, by keys too.
    if (width < NARROWEST) setAttribute(box, "tabindex", "0");
    else box.removeAttribute("tabindex");
    link.ask({});
  }

  let settling;
  const later = () => {
    clearTimeout(settling);
    settling = setTimeout(tell, link.place.width ? SETTLED : 0);
  };
  const size = new ResizeObserver(later);
  size.observe(box);
  onGround(box, later, signal);
  onRatio(later, signal);
  signal.addEventListener("abort", () => size.disconnect());
  return { box, canvas, place, tell, show };
}

function isShown(box) {
  return box.isConnected && box.offsetParent !== null || getComputedStyle(box).position === "fixed";
}

// Calls back when the page is zoomed, or goes to a screen with other pixels.
function onRatio(told, signal) {
  const watch = () => {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener("change", () => { if (!signal.aborted) { told(); watch(); } }, { once: true });
  };
  watch();
}
