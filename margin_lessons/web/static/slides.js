// A lesson as slides: the same page, of which one heading with its text, or one panel, is seen at a
// time. Nothing is taken out of the page, so panels stay alive.

const FIELDS = "input, select, textarea, [contenteditable]";
const isHeading = (part) => /^H[1-6]$/.test(part.tagName);

// Returns the slides of a text, each a list of parts: a heading begins one, and so does a panel. A
// heading alone takes what follows it.
export function slidesOf(main) {
  const slides = [];
  const begin = (part) => slides.push([part]);
  const alone = () => slides.length && slides.at(-1).every(isHeading);
  for (const place of main.children) {
    if (place.classList.contains("outputs")) {
      if (alone()) slides.at(-1).push(place);
      else if (place.children.length) begin(place);
      continue;
    }
    let begun = false;
    for (const part of place.children) {
      if (alone() || (begun && !isHeading(part))) slides.at(-1).push(part);
      else begin(part);
      begun = true;
    }
  }
  return slides;
}

// Makes the button show the text as slides; "#slides=3" in the address begins with the third.
export function openSlides(main, button) {
  if (!button) return;
  const bar = document.createElement("nav");
  bar.className = "slide-bar";
  bar.setAttribute("aria-label", "Slides");
  bar.innerHTML =
    '<button type="button" data-to="-1">Back</button><p role="status"></p>' +
    '<button type="button" data-to="1">Next</button><button type="button" data-to="0">Leave slides</button>';
  const line = bar.querySelector("p");
  let slides = [];
  let now = 0;

  const isOpen = () => document.body.classList.contains("slides");

  function show(number) {
    now = Math.max(0, Math.min(slides.length - 1, number));
    slides.forEach((parts, at) => parts.forEach((part) => part.classList.toggle("off", at !== now)));
    const heading = slides.slice(0, now + 1).flat().findLast(isHeading)?.textContent ?? "";
    line.textContent = `Slide ${now + 1} of ${slides.length}: ${heading}`;
    history.replaceState(null, "", `#slides=${now + 1}`);
    scrollTo(0, 0);
  }

  function enter(number) {
    slides = slidesOf(main);
    document.body.append(bar);
    document.body.classList.add("slides");
    show(number ?? 0);
    bar.querySelector('[data-to="1"]').focus();
  }

  function leave() {
    document.body.classList.remove("slides");
    bar.remove();
    slides.flat().forEach((part) => part.classList.remove("off"));
    history.replaceState(null, "", location.pathname + location.search);
    slides[now][0].scrollIntoView();
    button.focus({ preventScroll: true });
  }

  // The slide that stands at the top of the window now.
  const atTop = () => Math.max(0, slidesOf(main).findLastIndex(([part]) => part.getBoundingClientRect().top < 120));

  button.addEventListener("click", () => enter(atTop()));
  bar.addEventListener("click", (event) => {
    const to = event.target.dataset?.to;
    if (to === "0") leave();
    else if (to) show(now + Number(to));
  });
  document.addEventListener("keydown", (event) => {
    // A panel that fills the window, or a field that needs its arrows, comes first.
    if (!isOpen() || event.defaultPrevented || document.querySelector(".ml-projected")) return;
    const step = { PageDown: 1, PageUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") leave();
    else if (step && (event.key.startsWith("Page") || !event.target.closest?.(FIELDS))) show(now + step);
    else return;
    event.preventDefault();
  });
  const asked = /^#slides(?:=(\d+))?$/.exec(location.hash);
  if (asked) enter((asked[1] ?? 1) - 1);
}
