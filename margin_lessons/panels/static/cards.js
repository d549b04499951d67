// The cards: a question, an exercise, a page to read (the summary of a lesson, the course), and the
// progress file.

// Puts a card with something to answer into its place. Enter checks, as its button does; what is
// said comes below and nothing that has the focus is made anew.
function answerCard(root, link, signal, { asks, more = [], answer }) {
  const [line, say] = statusLine();
  const check = h("button", { type: "submit", class: "ml-first" }, link.fixed.check);
  const onsubmit = (event) => {
    event.preventDefault();
    link.ask({ act: "check", ...answer() });
  };
  const form = h("form", { class: "ml-card", novalidate: true, onsubmit }, ...asks, line);
  line.before(h("div", { class: "ml-row" }, check, ...more));
  for (const input of form.querySelectorAll("input")) onEnter(input, () => form.requestSubmit());
  root.append(form);
  link.listen(() => say(link.shown.note, link.shown.look), signal);
  return form;
}

KINDS.question = (root, link, signal) => {
  const name = `ml-${Math.random()}`;
  const radios = link.fixed.options.map(({ index }) =>
    h("input", { type: "radio", name, value: index }),
  );
  const options = link.fixed.options.map(({ words }, i) =>
    h("label", { class: "ml-option" }, radios[i], h("span", {}, words)),
  );
  const group = h("fieldset", {}, h("legend", {}, link.fixed.question), ...options);
  const chosen = () => radios.find((radio) => radio.checked);
  answerCard(root, link, signal, {
    asks: [group],
    answer: () => ({ option: chosen() ? Number(chosen().value) : null }),
  });
  let last;
  link.listen(() => {
    if (link.shown.chosen === last) return;
    last = link.shown.chosen;
    for (const radio of radios) radio.checked = Number(radio.value) === last;
  }, signal);
};

KINDS.exercise = (root, link, signal) => {
  const { task, label, hint, of } = link.fixed;
  const field = h("input", { type: "text", autocomplete: "off", value: link.shown.answer });
  const hints = h("div", { class: "ml-hints", role: "status" });
  // At the end it says that there are no more; a button that is disabled would lose the focus.
  const more = h("button", {
    type: "button",
    onclick: () => link.shown.hints.length < of && link.ask({ act: "hint" }),
  });
  const form = answerCard(root, link, signal, {
    asks: [h("p", {}, task), h("p", {}, h("label", { class: "ml-field" }, label, field))],
    more: [more],
    answer: () => ({ answer: field.value }),
  });
  form.append(hints);
  link.listen(() => {
    const shown = link.shown.hints;
    for (const words of shown.slice(hints.childElementCount)) {
      hints.append(h("p", {}, h("b", {}, `${hint} ${hints.childElementCount + 1}: `), words));
    }
    setText(more, shown.length < of ? `${hint} ${shown.length + 1} of ${of}` : `No more hints`);
    setAttribute(more, "aria-disabled", String(shown.length >= of));
  }, signal);
};

// A page to read keeps the links of its twin, which the front end has bound to its notebooks, and
// renews the rest. Whenever it is scrolled to it asks for what another notebook may have saved.
KINDS.summary = (root, link, signal, twin) => {
  const places = Object.keys(link.shown.sections).map((name) => h("div", { class: `ml-${name}` }));
  const links = h("div", {});
  links.innerHTML = link.fixed.links;
  const page = h("div", { class: "ml-card" }, ...places, links);
  root.append(...(twin.length ? twin : [page]));
  const written = {};
  link.listen(() => {
    for (const [name, html] of Object.entries(link.shown.sections)) {
      const place = root.querySelector(`.ml-${name}`);
      if (place && written[name] !== html) place.innerHTML = written[name] = html;
    }
  }, signal);
  const seen = new IntersectionObserver((changes) => {
    if (changes.some((change) => change.isIntersecting)) link.ask({ act: "look" });
  });
  seen.observe(root);
  signal.addEventListener("abort", () => seen.disconnect());
};

// A button that forgets everything, and asks once more before it does. Where a browser's store holds
// the file no copy stays: nobody would find it there.
function forgetButton({ button, yes, no, copied, erased }, link) {
  const isStored = document.body.dataset.kernel === "browser";
  const first = h("button", { type: "button", onclick: () => ask(true) }, button);
  const keep = h("button", { type: "button", onclick: () => ask(false) }, no);
  const sure = h("button", { type: "button", onclick: () => (link.ask({ act: "forget", copy: !isStored }), ask(false)) }, yes);
  const row = h("div", { class: "ml-row" }, sure, keep);
  const question = h("div", { role: "group", "aria-label": button, hidden: true }, h("p", {}, isStored ? erased : copied), row);
  function ask(isAsked) {
    first.hidden = isAsked;
    question.hidden = !isAsked;
    (isAsked ? keep : first).focus();
  }
  return h("div", {}, first, question);
}

// A button that saves the progress file, a field that takes one, and a button that forgets.
KINDS["progress file"] = (root, link, signal) => {
  const [line, say] = statusLine();
  const load = uploadControl(link.fixed.control, link, signal);
  const save = h("div", { class: "ml-row" }, ...fileButtons(link, signal));
  root.append(h("div", { class: "ml-card" }, h("p", {}, link.fixed.words), save, load.box, forgetButton(link.fixed.forget, link), line));
  link.listen(() => {
    load.show([], "");
    say(link.shown.note, link.shown.look);
  }, signal);
};
