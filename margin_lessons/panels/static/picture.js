// A picture that decodes before it swaps, so that a moving slider never shows a blank frame,
// with a text alternative that changes with it, and a report of JupyterLab's theme.

function isDark() {
  return document.body.dataset.jpThemeLight === "false";
}

function render({ model, el }) {
  el.classList.add("ml-picture");
  const img = document.createElement("img");
  img.width = model.get("width");
  img.height = model.get("height");
  el.append(img);
  let shown = 0;
  let asked = 0;

  async function show() {
    const turn = ++asked;
    const alt = model.get("alt");
    const url = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
    const next = new Image();
    next.src = url;
    try {
      await next.decode();
    } catch {
      URL.revokeObjectURL(url);
      return;
    }
    // A picture that took longer to decode than its successor is dropped.
    if (turn < shown) {
      URL.revokeObjectURL(url);
      return;
    }
    shown = turn;
    const before = img.src;
    img.src = url;
    img.alt = alt;
    img.dataset.turn = String(turn);
    if (before) URL.revokeObjectURL(before);
  }

  // A move changes picture and words together, or only one of them: one look for both.
  let planned = false;
  function plan() {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      show();
    });
  }

  function tellTheme() {
    if (model.get("dark") !== isDark()) {
      model.set("dark", isDark());
      model.save_changes();
    }
  }

  const theme = new MutationObserver(tellTheme);
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  model.on("change:png", plan);
  model.on("change:alt", plan);
  show();
  tellTheme();
  return () => {
    theme.disconnect();
    model.off("change:png", plan);
    model.off("change:alt", plan);
    if (img.src) URL.revokeObjectURL(img.src);
  };
}

export default { render };
