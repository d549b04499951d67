// What the checks do inside a page, so that a whole walk through a panel is asked for once.
// It looks when the kernel has answered and the words stand; it never counts how long that takes.

globalThis.trial = (() => {
  const PATIENCE = 30_000; // ms: a limit for what hangs, which no good page comes near
  const frame = () => new Promise(requestAnimationFrame);
  const words = (node) => node?.textContent.trim() ?? "";
  const all = (place, selector) => [...place.querySelectorAll(selector)];
  const canvasOf = (panel) => panel.querySelector(".ml-picture canvas");

  // The page's side of the model behind a panel or card; none while it is projected.
  function linkOf(node) {
    const id = [...(node.closest(".ml-live")?.classList ?? [])].find((name) => /^ml-[0-9a-f]{32}$/.test(name));
    return id && window[Symbol.for("margin_lessons.page")].links.get(id.slice(3));
  }

  // Whether everything that was asked for is answered, and what is shown stands in the page.
  function isAtRest(node, link) {
    if (!link || node.closest(".ml-gone")) return true;
    if (link.underWay || link.waiting.length) return false;
    if (!node.matches(".ml-panel")) return true;
    const { title, sentence, alt } = link.shown;
    return (
      node.querySelector(".ml-title").textContent === title &&
      node.querySelector(".ml-sentence").textContent === sentence &&
      canvasOf(node).getAttribute("aria-label") === alt
    );
  }

  // Waits for that; returns whether it has come.
  async function rest(node) {
    const link = linkOf(node);
    const end = performance.now() + PATIENCE;
    // Not by frames: to draw a page again and again takes what the kernel needs.
    while (!isAtRest(node, link) && performance.now() < end) await new Promise((go) => setTimeout(go, 4));
    await frame();
    return isAtRest(node, link);
  }

  const cells = (place) => all(place, "tr").map((row) => [...row.cells].map((cell) => cell.textContent));

  // The table of a panel as it was sent: while it is folded it is written once the moves rest.
  function sentTable(panel) {
    const sent = document.createElement("template");
    sent.innerHTML = linkOf(panel)?.table ?? panel.querySelector(".ml-numbers").innerHTML;
    return sent.content;
  }

  // Everything a panel shows.
  function look(panel) {
    const text = (selector) => words(panel.querySelector(selector));
    const by = (selector, read) =>
      Object.fromEntries(
        all(panel, selector).map((node) => [words(node.closest(".ml-control").querySelector("label")), read(node)]),
      );
    const canvas = canvasOf(panel);
    const box = canvas.getBoundingClientRect();
    const table = sentTable(panel);
    return {
      title: text(".ml-title"), sentence: text(".ml-sentence"), message: text(".ml-message"),
      problem: text(".ml-gate form + p"), question: text(".ml-question"),
      alt: canvas.getAttribute("aria-label"), role: canvas.getAttribute("role"),
      pixels: [canvas.width, canvas.height], shown: [box.width, box.height],
      room: panel.querySelector(".ml-picture").clientWidth, ratio: devicePixelRatio,
      rows: cells(table), caption: words(table.querySelector("caption")),
      written: cells(panel.querySelector(".ml-numbers")),
      numbers: by("input[type=number]", (field) => (field.value === "" ? null : field.valueAsNumber)),
      words: by(".ml-control input[type=text]", (field) => field.value),
      names: by("input[type=range]", (slider) => words(slider.labels[0])),
      spoken: by("input[type=range]", (slider) => slider.getAttribute("aria-valuetext")),
      values: by(".ml-value", (node) => node.textContent),
      choices: by(".ml-control select", (list) => list.selectedIndex),
    };
  }

  // A number that tells one picture from another.
  function pixels(panel) {
    const canvas = canvasOf(panel);
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (const word of new Uint32Array(data.buffer)) sum = (Math.imul(sum, 31) + word) | 0;
    return sum;
  }

  const corner = (panel) => [...canvasOf(panel).getContext("2d").getImageData(2, 2, 1, 1).data].slice(0, 3);
  const paper = (panel) => `#${corner(panel).map((value) => value.toString(16).padStart(2, "0")).join("")}`;

  // Where the parts of a panel lie that must be seen together.
  function view(panel) {
    const seen = panel.closest(".jp-WindowedPanel-outer").getBoundingClientRect();
    const parts = all(
      panel,
      ".ml-told, .ml-buttons, .ml-title, .ml-picture, .ml-sentence, .ml-body > .ml-controls > :not(.ml-fold, .ml-more)",
    );
    const boxes = parts
      .filter((part) => part.offsetParent)
      .map((part) => [part.className.replace("ml-", ""), part.getBoundingClientRect()]);
    return {
      outside: boxes
        .filter(([, box]) => box.top < seen.top - 1 || box.bottom > seen.bottom + 1)
        .map(([name]) => name),
      height: Math.max(...boxes.map(([, box]) => box.bottom)) - panel.getBoundingClientRect().top,
      parts: boxes.map(([name, box]) => `${name} ${Math.round(box.height)}`),
    };
  }

  const labelled = (panel, name, kind) =>
    all(panel, ".ml-control").find((row) => words(row.querySelector("label")) === name).querySelector(kind);
  const event = (name) => new Event(name, { bubbles: true });
  const key = (name) => new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true });

  // Each way of moving a panel, as its controls hear it.
  const MOVES = {
    press: (panel, name) => all(panel, ".ml-buttons button").find((button) => words(button) === name).click(),
    slide(panel, name, value) {
      const slider = labelled(panel, name, "input[type=range]");
      slider.focus();
      slider.value = value;
      slider.dispatchEvent(event("input"));
    },
    choose(panel, name, place) {
      const list = labelled(panel, name, "select");
      list.focus();
      list.selectedIndex = place;
      list.dispatchEvent(event("change"));
    },
    decide(panel, name, reason) {
      const named = (called) => all(panel, ".ml-acts button").find((button) => words(button) === called);
      named(name).click();
      if (reason) named(reason).click();
    },
    type(panel, name, text) {
      const field = labelled(panel, name, "input[type=number], input[type=text]");
      field.focus();
      field.value = text;
      field.dispatchEvent(event("input"));
      field.dispatchEvent(key("Enter"));
    },
  };

  // Takes a panel through moves; tells of each what is shown, what is out of view, how high
  // everything is, and whether the page has jumped. It ends early where no answer comes.
  async function walk(panel, moves) {
    const scrolled = panel.closest(".jp-WindowedPanel-outer");
    const picture = panel.querySelector(".ml-picture");
    const place = () => [scrolled.scrollTop, Math.round(picture.getBoundingClientRect().top)].join();
    const found = [];
    panel.scrollIntoView({ block: "start" });
    await rest(panel);
    for (const [way, name, value] of moves) {
      const before = place();
      MOVES[way](panel, name, value);
      if (!(await rest(panel))) break;
      const jumped = before === place() ? "" : `from ${before} to ${place()}`;
      found.push({ look: look(panel), jumped, ...view(panel) });
    }
    return found;
  }

  // Counts frames, those without a picture, and the pictures themselves, until it is told to stop.
  function watch(panel) {
    const canvas = canvasOf(panel);
    const seen = { frames: 0, blank: 0, pictures: 0, on: true };
    let turn = canvas.dataset.turn;
    const count = () => {
      seen.frames += 1;
      if (!canvas.width || corner(panel).every((value) => value === 0)) seen.blank += 1;
      if (canvas.dataset.turn !== turn) seen.pictures += 1;
      turn = canvas.dataset.turn;
      if (seen.on) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    return (trial.seen = seen);
  }

  // Presses a key on a slider many times, two in each frame.
  async function flood(panel, name, pressed, times) {
    await rest(panel);
    const slider = labelled(panel, name, "input[type=range]");
    slider.focus();
    const seen = watch(panel);
    for (let count = 0; count < times; count += 1) {
      slider.dispatchEvent(key(pressed));
      if (count % 2) await frame();
    }
    await rest(panel);
    await frame();
    seen.on = false;
    return { ...seen, look: look(panel) };
  }

  // Tries a card and tells what it says to each try: an option's place, an answer, or null for a
  // hint. It ends early where no answer comes.
  async function answer(task, tries) {
    const card = all(document, ".ml-card").find((one) => one.textContent.includes(task));
    if (!card) return null;
    const said = [];
    for (const given of tries) {
      if (given === null) all(card, "button")[1].click();
      else if (typeof given === "number") {
        all(card, "input[type=radio]")[given].click();
        card.querySelector("button[type=submit]").click();
      } else {
        const field = card.querySelector("input[type=text]");
        field.value = given;
        field.dispatchEvent(key("Enter"));
      }
      if (!(await rest(card))) break;
      said.push(all(card, "[role=status]").map((line) => line.textContent).join(" "));
    }
    return said;
  }

  // What the Tab key must come to in a panel: of several radio buttons it is the one that is chosen.
  const stops = (panel) =>
    all(panel, "button, input, select").filter(
      (part) => part.offsetParent && !part.disabled && (part.type !== "radio" || part.checked),
    );

  // Puts the focus on the first one; returns how many there are.
  function beginAtTheFirst(panel) {
    const wanted = stops(panel);
    trial.reached = new Set();
    panel.addEventListener("focusin", ({ target }) => trial.reached.add(target));
    document.activeElement.blur();
    wanted[0].focus();
    return wanted.length;
  }

  const missed = (panel) =>
    stops(panel)
      .filter((part) => !trial.reached.has(part))
      .map((part) => `<${part.tagName.toLowerCase()}> ${part.getAttribute("aria-label") ?? words(part.labels?.[0] ?? part)}`);

  return { answer, beginAtTheFirst, flood, labelled, look, missed, paper, pixels, rest, view, walk, watch };
})();
