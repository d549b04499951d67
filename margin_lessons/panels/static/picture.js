// The picture: drawn by the kernel for the place it has here, and never scaled.

const NARROWEST = 240; // px of the page
const SETTLED = 150; // ms until a new width counts

function pictureBox(link, signal) {
  const canvas = h("canvas", { role: "img" });
  const box = h("div", { class: "ml-picture" }, canvas);
  const pen = canvas.getContext("2d", { alpha: false });
  let last = null;
  let newest = 0;

  // Shows the newest picture, and calls ``words`` in the frame in which it stands.
  async function show(words) {
    const turn = ++newest;
    const png = link.png;
    const alt = link.shown.alt;
    if (png !== last && png.byteLength) {
      const bitmap = await createImageBitmap(new Blob([png], { type: "image/png" }));
      if (turn !== newest || signal.aborted) return bitmap.close();
      last = png;
      const [width, height, ratio] = link.shown.size;
      if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
      if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
      canvas.style.width = `${bitmap.width / ratio}px`;
      canvas.style.height = `${bitmap.height / ratio}px`;
      pen.drawImage(bitmap, 0, 0);
      bitmap.close();
      canvas.dataset.turn = link.shown.turn;
    }
    setAttribute(canvas, "aria-label", alt);
    words();
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
