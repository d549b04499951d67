// The prediction above its panel: asked before anything is seen, and told in a line afterwards.

function gateCard(link) {
  const { unit, confidences } = link.fixed.gate;
  const id = `ml-gate-${link.name}-${++controlsMade}`;
  const question = h("p", { id, class: "ml-question" });
  const field = h("input", { type: "text", autocomplete: "off", "aria-describedby": id });
  const radios = confidences.map((words) => h("input", { type: "radio", name: `${id}-sure`, value: words }));
  const options = radios.map((radio) => h("label", {}, radio, radio.value));
  const form = h(
    "form", { class: "ml-row" },
    h("label", {}, "My prediction", field, unit),
    h("fieldset", {}, h("legend", { class: "ml-hidden" }, "How sure are you?"), h("div", { class: "ml-row" }, "I am", ...options)),
    h("button", { type: "submit", class: "ml-first" }, "Commit and look"),
  );
  const [problem, setProblem] = statusLine();
  const result = h("div", { class: "ml-result", role: "status" });
  const again = h("button", { type: "button", onclick: () => link.ask({ act: "again" }) }, "Ask me a second case");
  const told = h("div", { class: "ml-told" }, result, again);
  const card = h("div", { class: "ml-gate" }, told, h("div", { class: "ml-card" }, question, form, problem));
  const ask = card.lastChild;
  let committed = link.shown.gate.commits;
  let asking;

  // What stands in the field is sent with the click, the tap or the Enter itself.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    link.ask({ act: "commit", typed: field.value, confidence: radios.find((radio) => radio.checked)?.value ?? "" });
  });
  onEnter(form, () => form.requestSubmit());

  function show() {
    const gate = link.shown.gate;
    if (gate.question !== asking) {
      asking = gate.question;
      setText(question, `Predict. ${asking}`);
      field.value = "";
      for (const radio of radios) radio.checked = false;
    }
    ask.hidden = !gate.question;
    setProblem(gate.problem || (gate.open ? "" : link.shown.note), "notyet");
    problem.hidden = !problem.textContent;
    const lines = gate.told.map(({ words, look }) => h("p", { class: `ml-note ml-${look}` }, words));
    if (result.textContent !== lines.map((line) => line.textContent).join("")) result.replaceChildren(...lines);
    told.hidden = !gate.told.length;
    again.hidden = !gate.again;
    const answered = gate.commits !== committed;
    committed = gate.commits;
    return answered;
  }

  return { card, show, isOpen: () => link.shown.gate.open };
}

// After a commit the answer is what must be seen: the result, the picture, its words and controls.
function bringIntoView(root) {
  root.scrollIntoView({ block: "start", behavior: "instant" });
}
