// The controls: a slider with a number field, such a field alone, a list, a line of words, or files.

function controlGrid(link, signal) {
  const box = h("div", { class: "ml-controls" });
  const more = h("div", { class: "ml-controls ml-more", hidden: true });
  const parts = link.fixed.controls.map((control) => {
    const part = controlOf(control, link, signal);
    (control.more ? more : box).append(part.box);
    return [control.name, part];
  });
  if (more.children.length) {
    const fold = h("button", { type: "button", class: "ml-fold", "aria-expanded": "false" }, "More controls");
    fold.addEventListener("click", () => {
      more.hidden = !more.hidden;
      fold.setAttribute("aria-expanded", String(!more.hidden));
    });
    box.append(fold, more);
  }
  return {
    box,
    // A control that is being moved keeps its place until its own answer is there.
    show(shown) {
      for (const [name, part] of parts) {
        if (!link.isAhead(name)) part.show(shown.values[name], shown.says[name]);
      }
    },
  };
}

function controlOf(control, link, signal) {
  if (control.options) return listControl(control, link);
  if (control.letters) return textControl(control, link);
  return control.accepts ? uploadControl(control, link, signal) : numberControl(control, link);
}

let controlsMade = 0;

function numberControl(control, link) {
  const id = `ml-control-${link.name}-${++controlsMade}`;
  const value = h("span", { class: "ml-value" });
  const label = h("label", { for: id }, control.label);
  const steps = { min: control.low, max: control.high };
  const slider = control.slider && h("input", { type: "range", id, ...steps, step: "any" });
  const field = h("input", {
    type: "number", ...steps, step: "any", id: control.slider ? `${id}-field` : id,
    "aria-label": `${control.label}${control.unit ? `, ${control.unit}` : ""}, as a number`,
  });
  const ask = (number) => link.ask({ set: { [control.name]: number } });
  let shownValue;
  if (slider) {
    // A browser's own steps count from the lowest value and lose what was typed between two.
    slider.addEventListener("input", () => {
      const number = nearestStep(control, Number(slider.value));
      slider.value = number;
      field.value = plain(number);
      ask(number);
    });
    slider.addEventListener("keydown", (event) => {
      const number = moved(control, Number(slider.value), event.key);
      if (number === null) return;
      event.preventDefault();
      if (number === Number(slider.value)) return;
      slider.value = number;
      field.value = plain(number);
      ask(number);
    });
  }
  // A number that is typed is asked for when Enter is pressed or the field is left, once.
  let typed = null;
  const commit = () => {
    const text = field.value.trim();
    if (text === "" && !control.blank) field.value = plain(shownValue);
    else if (text !== typed) ask((typed = text) === "" ? "" : Number(text));
  };
  field.addEventListener("change", commit);
  field.addEventListener("input", () => (typed = null));
  onEnter(field, commit);
  const kind = slider ? "ml-control" : "ml-control ml-typed";
  const box = h("div", { class: kind }, h("div", { class: "ml-label" }, label, value));
  if (slider) box.append(slider);
  box.append(field);
  return {
    box,
    show(number, words) {
      shownValue = number;
      typed = null;
      setText(value, words);
      if (slider && Number(slider.value) !== number) slider.value = number;
      if (slider) setAttribute(slider, "aria-valuetext", words);
      if (number === "") field.value = "";
      else if (Number(field.value) !== number || field.value === "") field.value = plain(number);
    },
  };
}

function listControl(control, link) {
  const id = `ml-control-${link.name}-${++controlsMade}`;
  const options = control.options.map((words, place) => h("option", { value: place }, words));
  const list = h("select", { id }, ...options);
  list.addEventListener("change", () => link.ask({ set: { [control.name]: list.selectedIndex } }));
  return {
    box: h("div", { class: "ml-control ml-choice" }, h("label", { for: id }, control.label), list),
    show(place) {
      if (list.selectedIndex !== place) list.selectedIndex = place;
    },
  };
}

// A line of words is taken when Enter is pressed or the field is left, as a number is.
function textControl(control, link) {
  const id = `ml-control-${link.name}-${++controlsMade}`;
  const field = h("input", { type: "text", id, maxlength: control.letters, autocomplete: "off" });
  let shownWords = "";
  const commit = () => {
    if (field.value.trim() !== shownWords) link.ask({ set: { [control.name]: field.value } });
  };
  field.addEventListener("change", commit);
  onEnter(field, commit);
  return {
    box: h("div", { class: "ml-control ml-words" }, h("label", { for: id }, control.label), field),
    // What is being typed meanwhile is not taken away.
    show(words) {
      if (words !== shownWords || document.activeElement !== field) field.value = words;
      shownWords = words;
    },
  };
}

// The step of a slider that is nearest to a number, or its end.
function nearestStep({ low, high, step }, number) {
  const at = low + Math.round((number - low) / step) * step;
  return Math.abs(high - number) < Math.abs(at - number) || at > high ? high : tidy(at);
}

// Where a key takes a slider, or null when it is none of its keys. From a number between two steps
// an arrow goes to the next one.
function moved({ low, high, step }, from, key) {
  const at = (from - low) / step;
  const whole = Math.abs(at - Math.round(at)) < 1e-6;
  const up = low + ((whole ? Math.round(at) : Math.floor(at)) + 1) * step;
  const down = low + ((whole ? Math.round(at) : Math.ceil(at)) - 1) * step;
  const page = Math.max(1, Math.round((high - low) / step / 10)) * step;
  const to = {
    ArrowRight: up, ArrowUp: up, ArrowLeft: down, ArrowDown: down, Home: low, End: high,
    PageUp: nearestStep({ low, high, step }, from + page), PageDown: nearestStep({ low, high, step }, from - page),
  }[key];
  return to === undefined ? null : tidy(Math.min(Math.max(to, low), high));
}

function tidy(number) {
  return Number(number.toFixed(10));
}

function plain(number) {
  return String(tidy(number));
}
