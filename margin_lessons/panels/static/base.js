// What every panel and card is made of. The files of this folder are joined to one module, which
// each model loads for itself: what they share in a page hangs on the window.

const PAGE = (globalThis[Symbol.for("margin_lessons.page")] ??= openPage());

// How each kind is put into the page: KINDS.panel = (root, link, signal) => { ... }.
const KINDS = {};

// Looks for outputs by their class, now and as they come. A notebook may take an output out of the
// page and put it back, show it twice, or make it anew.
function openPage() {
  const wanted = new Map();
  const mounted = new WeakMap();
  function look(name) {
    for (const place of document.getElementsByClassName(name)) {
      if (mounted.get(place) === name) continue;
      mounted.set(place, name);
      wanted.get(name)(place);
    }
  }
  const isOurs = (node) =>
    node.nodeType === Node.ELEMENT_NODE &&
    (node.classList.contains("ml-live") || node.querySelector(".ml-live"));
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some(isOurs))) {
      for (const name of wanted.keys()) look(name);
    }
  }).observe(document, { childList: true, subtree: true });
  return {
    links: new Map(),
    watch(name, mount, signal) {
      wanted.set(name, mount);
      look(name);
      signal.addEventListener("abort", () => wanted.delete(name));
    },
    forget: (place) => mounted.delete(place),
  };
}

const PAUSE = 1000; // ms between one thing that is spoken and the next

// Returns a new element: h("p", {class: "ml-note", role: "status"}, "words", child).
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// Sets only what differs, so that nothing is laid out or spoken again for nothing.
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

// Returns a line that a screen reader speaks when it changes, and the function that sets it.
function statusLine(className = "") {
  const line = h("p", { class: `ml-note ${className}`, role: "status" });
  const set = (text, look = "") => {
    setText(line, text);
    line.classList.toggle("ml-good", look === "good");
    line.classList.toggle("ml-notyet", look === "notyet");
    line.hidden = false;
  };
  return [line, set];
}

// Returns a line that is spoken and not seen, and what speaks: politely, once a second at the most, and
// the last words always.
function voice() {
  const line = h("p", { class: "ml-hidden ml-voice", role: "status" });
  let last = -PAUSE;
  let timer = 0;
  let words = "";
  const speak = () => {
    timer = 0;
    last = performance.now();
    setText(line, words);
  };
  return [line, (text) => {
    words = text;
    if (!timer) timer = setTimeout(speak, Math.max(0, last + PAUSE - performance.now()));
  }];
}

// Calls back when Enter is pressed in a field, or in one of a form's. JupyterLab takes the key before
// the browser would send a form by itself.
function onEnter(place, act) {
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    act();
  });
}

// Whether a place in the page has a dark ground, in JupyterLab and elsewhere.
function isDark(place) {
  const light = document.body.dataset.jpThemeLight;
  if (light) return light === "false";
  for (let node = place; node; node = node.parentElement) {
    const [r, g, b, a = 1] = (getComputedStyle(node).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
    if (a > 0.5 && b !== undefined) return 0.2126 * r + 0.7152 * g + 0.0722 * b < 100;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

// Calls back, now and whenever the ground turns dark or light.
function onGround(place, told, signal) {
  let last;
  const look = () => {
    const dark = isDark(place);
    if (dark !== last) told((last = dark));
  };
  const theme = new MutationObserver(look);
  const attributes = { attributes: true, attributeFilter: ["class", "style", "data-jp-theme-light", "data-theme"] };
  for (const node of [document.documentElement, document.body]) theme.observe(node, attributes);
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", look);
  signal.addEventListener("abort", () => {
    theme.disconnect();
    system.removeEventListener("change", look);
  });
  look();
}
