// A lesson's page comes alive: its cells run in order, and what each shows takes the place of what is
// stored. Until then, and where Python cannot run, the page can be read.
import { openHost } from "./host.js";

const data = JSON.parse(document.getElementById("page-data").textContent);
const lesson = document.getElementById("lesson");
const line = document.getElementById("alive");
const SETTLED = 1500; // ms after the last cell until a part of the page may be lower than it was
const SEEN = 4000; // ms that the last good word stands

// Says in one line how far it is; look is "", "good", "notyet" or "gone" (then it can be tried again).
function state(words, look = "") {
  line.textContent = words;
  line.className = `scripted ${look}`;
  line.hidden = false;
  if (look === "gone") line.append(" ", Object.assign(document.createElement("button"), { type: "button", textContent: "Try again", onclick: begin }));
}

// Returns a bundle of what a cell shows as a part of the page.
function part(bundle, look) {
  const box = Object.assign(document.createElement("div"), { className: `output ${look ?? ""}` });
  if (bundle["text/html"]) box.innerHTML = bundle["text/html"];
  else box.append(Object.assign(document.createElement("pre"), { textContent: bundle["text/plain"] }));
  return box;
}

// Puts what a cell shows into the places of what is stored, one after the other. What stands below
// does not jump: a place stays as high as it was until the picture in it is drawn.
function outputsOf({ id }) {
  const place = lesson.querySelector(`.outputs[data-cell="${CSS.escape(id)}"]`) ?? lesson;
  const stored = [...place.children];
  let isWhole = place !== lesson;
  place.style.minHeight = isWhole ? `${place.offsetHeight}px` : "";
  return {
    show(bundle, look) {
      if (look === "error") isWhole = false;
      const old = isWhole ? stored.shift() : null;
      if (old) old.replaceWith(part(bundle, look));
      else place.append(part(bundle, look));
    },
    end() {
      if (isWhole) for (const old of stored) old.remove();
    },
    settle: () => (place.style.minHeight = ""),
  };
}

let last = null; // what the try before has opened

async function begin() {
  last?.close();
  const running = new Map();
  const { openKernel } = await import(`./${data.kernel}_kernel.js`);
  const kernel = openKernel(data, {
    state(words, look) {
      state(words, look);
      if (look === "gone") host.live(false);
    },
    output: (id, bundle, look) => running.get(id)?.show(bundle, look),
    comm: (message) => host.comm(message),
  });
  const host = openHost(kernel);
  last = { close: () => (host.close(), kernel.close()) };
  try {
    await kernel.start();
    for (const cell of data.cells) {
      running.set(cell.id, outputsOf(cell));
      await kernel.run(cell);
      running.get(cell.id).end();
    }
  } catch (error) {
    return state(`${error.message} The pictures stay as they are, and all can be read.`, "gone");
  }
  if (kernel.status === "dead") return;
  state("This page is alive: move, answer, try.", "good");
  setTimeout(() => line.classList.contains("good") && (line.hidden = true), SEEN);
  setTimeout(() => running.forEach((outputs) => outputs.settle()), SETTLED);
}

begin();
