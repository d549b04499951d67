// A lesson's page comes alive: its cells run in order, and what each shows takes the place of what is
// stored. Until then, and where Python cannot run, the page can be read.
import { openHost } from "./host.js";

const data = JSON.parse(document.getElementById("page-data").textContent);
const lesson = document.getElementById("lesson");
const line = document.getElementById("alive");
const SETTLED = 1500; // ms after the last cell until a part of the page may be lower than it was

const make = (tag, what) => Object.assign(document.createElement(tag), what);

// Says in one line how far it is; look is "", "good", "notyet" or "gone" (then it can be tried again).
function say(words, look = "") {
  line.textContent = words;
  line.className = `scripted ${look}`;
  if (look !== "gone") return;
  const again = make("button", { type: "button", textContent: "Try again" });
  again.addEventListener("click", begin, { once: true }); // a second click would start a second Python
  line.append(" ", again);
}

// Returns a bundle of what a cell shows as a part of the page.
function part(bundle, look = "") {
  const box = make("div", { className: `output ${look}` });
  if (bundle["text/html"]) box.innerHTML = bundle["text/html"];
  else box.append(make("pre", { textContent: bundle["text/plain"] }));
  return box;
}

// Puts a part where a stored one was. Python leaves the twin of what is alive to the page.
function replace(old, box) {
  const twin = old.querySelector(".ml-live");
  if (twin) box.querySelector(".ml-live:empty")?.append(...twin.childNodes);
  old.replaceWith(box);
}

// Puts what a cell shows into the places of what is stored, one after the other; after an error what
// is stored stays. What stands below does not jump: a place stays as high as it was for a while.
function outputsOf({ id }) {
  const place = lesson.querySelector(`.outputs[data-cell="${CSS.escape(id)}"]`);
  const stored = [...place.children];
  place.style.minHeight = `${place.offsetHeight}px`;
  return {
    show(bundle, look) {
      const old = look === "error" ? stored.splice(0) && null : stored.shift();
      if (old) replace(old, part(bundle, look));
      else place.append(part(bundle, look));
    },
    end: () => stored.forEach((old) => old.remove()),
    settle: () => (place.style.minHeight = ""),
  };
}

let before; // what the last try has opened

async function begin() {
  before?.host.close();
  before?.kernel.close();
  const places = new Map(data.cells.map((cell) => [cell.id, outputsOf(cell)]));
  try {
    const { openKernel } = await import(`./${data.kernel}_kernel.js`);
    const kernel = openKernel(data, {
      state(words, look) {
        say(words, look);
        if (look === "gone") host.live(false);
      },
      output: (id, bundle, look) => places.get(id)?.show(bundle, look),
      comm: (message) => host.comm(message),
    });
    const host = openHost(kernel);
    before = { host, kernel };
    await kernel.start();
    say("The panels come alive, one after the other.");
    for (const cell of data.cells) {
      await kernel.run(cell);
      if (kernel.status === "dead") return;
      places.get(cell.id).end();
    }
    say("This page is alive: move, answer, try.", "good");
  } catch (error) {
    say(`${error.message} The pictures stay as they are, and all can be read.`, "gone");
  }
  setTimeout(() => places.forEach((place) => place.settle()), SETTLED);
}

begin();
