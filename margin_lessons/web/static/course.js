// The course around a lesson: theme, what is done, links that lead to pages, slides. No kernel is
// needed for any of it, and the text can be read without it.

import { openSlides } from "./slides.js";

const data = JSON.parse(document.getElementById("page-data").textContent);
const PROGRESS = "my_progress.json";
const THEMES = ["auto", "light", "dark"];

// What may not be kept, as in a private window, is as if it were not there.
function kept(name) {
  try {
    return localStorage.getItem(`margin_lessons/${name}`);
  } catch {
    return null;
  }
}

function keep(name, text) {
  try {
    localStorage.setItem(`margin_lessons/${name}`, text);
  } catch {
    // It holds for this page.
  }
}

// ---- Theme ---------------------------------------------------------------------------------------

const root = document.documentElement;
const themeButton = document.getElementById("theme");

function setTheme(theme) {
  root.dataset.theme = theme;
  themeButton.textContent = `Theme: ${theme}`;
}

setTheme(THEMES.includes(root.dataset.theme) ? root.dataset.theme : "auto");
themeButton.addEventListener("click", () => {
  setTheme(THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length]);
  keep("theme", root.dataset.theme);
});

// ---- What is done --------------------------------------------------------------------------------

// The learner's file: in the browser's own store, or beside the page where a server has it.
async function progress() {
  try {
    if (document.body.dataset.kernel !== "server") return JSON.parse(kept(PROGRESS)) ?? {};
    const answer = await fetch(PROGRESS, { cache: "no-store" });
    return answer.ok ? await answer.json() : {};
  } catch {
    return {}; // a damaged file is the notebook's to tell
  }
}

// How much of a lesson is done, of how much. A second case is there once the first was predicted.
function done(stop, record) {
  const lesson = record.lessons?.[stop.name] ?? {};
  const open = ([kind, name]) => kind !== "second cases" || lesson.predictions?.[name];
  const todo = stop.todo.filter(open);
  const ready = todo.filter(([kind, name]) => lesson[kind]?.[name] && (lesson[kind][name].passed ?? true));
  return { stop, ready: ready.length, all: todo.length };
}

function mark({ stop, ready, all }) {
  for (const row of document.querySelectorAll(`[data-stop="${stop.name}"]`)) {
    row.classList.toggle("done", ready === all);
    row.querySelector(".mark").textContent = ready === all ? "done" : ready ? `${ready} of ${all} done` : "";
  }
}

async function showDone() {
  const record = await progress();
  const lessons = data.map.map((stop) => done(stop, record));
  lessons.forEach(mark);
  const finished = lessons.filter(({ ready, all }) => ready === all).length;
  for (const place of document.querySelectorAll(".so-far")) {
    place.textContent = `${finished} of ${lessons.length} done`;
  }
  goOn(lessons);
}

// The front page leads on to the first lesson in which something is open, once anything is done.
function goOn(lessons) {
  const link = document.querySelector(".go-on a");
  const next = lessons.find(({ ready, all }) => ready < all);
  if (!link || !next || !lessons.some(({ ready }) => ready)) return;
  link.href = `${next.stop.name}.html`;
  link.textContent = `Go on with ${next.stop.name.slice(0, 2)} ${next.stop.title}`;
}

addEventListener("storage", showDone);
addEventListener("margin-lessons:saved", showDone);
addEventListener("pageshow", showDone);
document.addEventListener("visibilitychange", () => document.hidden || showDone());

// ---- Links and wide things -----------------------------------------------------------------------

const lesson = document.getElementById("lesson");

// What is alive names notebooks; in a page they lead to pages.
function leadToPages() {
  for (const link of lesson.querySelectorAll('a[href$=".ipynb"]')) {
    link.setAttribute("href", link.getAttribute("href").replace(/\.ipynb$/, ".html"));
  }
}

// Only what is too wide here needs a stop of the Tab key.
function stopWhereWide() {
  for (const place of lesson.querySelectorAll(".wide, .formula, .picture, .output, .output .ml-card")) {
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
    else place.removeAttribute("tabindex");
  }
}

new MutationObserver(leadToPages).observe(lesson, { childList: true, subtree: true });
new ResizeObserver(stopWhereWide).observe(lesson);

const map = document.getElementById("map");
document.addEventListener("click", (event) => map.contains(event.target) || map.removeAttribute("open"));
map.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !map.open) return;
  map.open = false;
  map.querySelector("summary").focus();
});

openSlides(lesson, document.getElementById("slides"));
showDone();
