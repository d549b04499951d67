// Names, for a screen reader, what ipywidgets leaves nameless in the panel or card it stands in:
// sliders, groups of options, and the button that unfolds more controls.

const ROOT = ".ml-panel, .ml-card";

function set(node, name, value) {
  // Only what differs: each change calls the observer again.
  if (value && node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function labelOf(widget) {
  const label = widget.querySelector(".widget-label");
  return label ? label.textContent.trim() : "";
}

function nameAll(root) {
  for (const slider of root.querySelectorAll(".widget-slider")) {
    for (const handle of slider.querySelectorAll("[role=slider]")) {
      set(handle, "aria-label", labelOf(slider));
    }
  }
  for (const radio of root.querySelectorAll(".widget-radio")) {
    const box = radio.querySelector(".widget-radio-box");
    if (box) {
      set(box, "role", "radiogroup");
      set(box, "aria-label", labelOf(radio));
    }
  }
  for (const fold of root.querySelectorAll("button.ml-fold")) {
    set(fold, "aria-expanded", String(fold.classList.contains("mod-active")));
  }
  // The tooltip of a label without one reads "null".
  for (const label of root.querySelectorAll('label[title="null"]')) label.removeAttribute("title");
}

function render({ el }) {
  el.classList.add("ml-names");
  // The panel is attached after its children are rendered, so the root is looked for until found.
  let watcher;
  let stopped = false;
  function start() {
    if (stopped) return;
    const root = el.closest(ROOT);
    if (!root) {
      requestAnimationFrame(start);
      return;
    }
    nameAll(root);
    watcher = new MutationObserver(() => nameAll(root));
    watcher.observe(root, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["class", "title"],
    });
  }
  start();
  return () => {
    stopped = true;
    if (watcher) watcher.disconnect();
  };
}

export default { render };
