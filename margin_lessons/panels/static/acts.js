// Decisions: a button for each; some ask for a reason by one click more. A key presses one while the
// focus is in the panel and in no field.

function actRow(root, link, signal) {
  const row = h("div", { class: "ml-buttons ml-acts", role: "group", "aria-label": "decisions" });
  const acts = h("div", { class: "ml-clock" });
  const why = h("div", { class: "ml-clock", role: "group", hidden: true });
  row.append(acts, why);
  const buttons = new Map();
  let asked = null; // the act whose reason is asked for

  const canPress = (act) => link.shown.can[act.name] && !link.asked.some((one) => one.name === act.name);

  function press(act) {
    if (!canPress(act)) return;
    if (!act.reasons.length) return link.ask({ act: "decide", name: act.name });
    asked = act;
    const reasons = act.reasons.map((reason) => h("button", { type: "button", onclick: () => close(reason) }, reason));
    const back = h("button", { type: "button", onclick: () => close() }, "Not now");
    const words = `${act.name}: ${act.asks}`;
    why.replaceChildren(h("span", {}, words), ...reasons, back);
    setAttribute(why, "aria-label", words);
    show();
    reasons[0].focus();
  }

  function close(reason) {
    const act = asked;
    if (!act) return; // a second click on a reason decides nothing
    asked = null;
    show();
    buttons.get(act.name).focus();
    if (reason) link.ask({ act: "decide", name: act.name, reason });
  }

  function show() {
    if (asked && !link.shown.can[asked.name]) asked = null;
    acts.hidden = Boolean(asked);
    why.hidden = !asked;
    // A button that is disabled would lose the focus.
    for (const [name, button] of buttons) setAttribute(button, "aria-disabled", String(!link.shown.can[name]));
  }

  for (const act of link.fixed.acts) {
    const keys = act.key ? { "aria-keyshortcuts": act.key, title: `key ${act.key}` } : {};
    const button = h("button", { type: "button", ...keys, onclick: () => press(act) }, act.name);
    buttons.set(act.name, button);
    acts.append(button);
  }
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && asked && !root.classList.contains("ml-projected")) {
      event.stopPropagation();
      return close();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || asked || event.target.matches("input, select")) return;
    const act = link.fixed.acts.find(({ key }) => key && key === event.key);
    if (!act || root.classList.contains("ml-gone")) return;
    event.preventDefault();
    press(act);
  }, { signal });
  if (link.fixed.clock.act) acts.append(playButtons(link, signal, () => Boolean(asked)));
  link.listen(show, signal);
  return row;
}
