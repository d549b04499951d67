// The panel: scenarios, title, picture, sentence, controls, mission, numbers.

const RESTED = 100; // ms without a move until folded numbers are written

KINDS.panel = (root, link, signal) => {
  root.classList.add("ml-panel");
  root.dataset.panel = link.fixed.name;
  const gate = link.fixed.gate ? gateCard(link) : null;
  const body = h("div", { class: "ml-body" });
  if (gate) root.append(gate.card);
  root.append(body);
  const picture = pictureBox(link, signal);
  const title = h("p", { class: "ml-title" });
  const [sentence, setSentence] = statusLine("ml-sentence");
  const [message, setMessage] = statusLine("ml-message");
  const controls = controlGrid(link, signal);
  const [spoken, speak] = voice();
  const acts = link.fixed.acts.length ? [actRow(root, link, signal)] : [];
  body.append(
    buttonRow(root, body, link, picture, signal), title, picture.box, sentence, ...acts,
    controls.box, message, spoken,
  );
  const foot = h("div", { class: "ml-foot" });
  const mission = missionLine(link);
  foot.append(mission.line, numbersFold(link, signal));
  body.append(foot);
  link.listen(() => {
    const shown = link.shown;
    const open = !gate || gate.isOpen();
    if (body.hidden === open) body.hidden = !open;
    const answered = gate?.show();
    controls.show(shown);
    setMessage(shown.note, shown.look);
    mission.show(shown.met);
    picture.show();
    setText(title, shown.title);
    // While it plays the sentence changes faster than anybody can listen.
    setAttribute(sentence, "aria-live", link.isPlaying ? "off" : "polite");
    if (link.isPlaying) speak(shown.sentence);
    setSentence(shown.sentence);
    if (answered) bringIntoView(root);
  }, signal);
};

function buttonRow(root, body, link, picture, signal) {
  const row = h("div", { class: "ml-buttons", role: "group", "aria-label": "scenarios" });
  const press = (name, what) => h("button", { type: "button", onclick: () => link.ask(what) }, name);
  for (const name of link.fixed.scenarios) row.append(press(name, { act: "scenario", name }));
  row.append(press("Reset", { act: "reset" }));
  if (link.fixed.clock.control) row.append(playButtons(link, signal));
  row.append(ownButtons(link, signal), ...fileButtons(link, signal));
  row.append(projectButton(root, body, picture, signal));
  return row;
}

// To a position of one's own, and back to the lesson's numbers: which of them there are changes.
function ownButtons(link, signal) {
  const box = h("div", { class: "ml-clock" });
  let written = "";
  link.listen(() => {
    const { own } = link.shown;
    if (JSON.stringify(own) === written) return;
    written = JSON.stringify(own);
    const hadFocus = box.contains(document.activeElement);
    box.replaceChildren(...own.map(([act, words]) => h("button", { type: "button", onclick: () => link.ask({ act }) }, words)));
    box.hidden = !own.length;
    if (hadFocus && own.length) box.firstChild.focus();
  }, signal);
  return box;
}

function missionLine(link) {
  const { task, praise } = link.fixed.mission;
  const [line, set] = statusLine("ml-mission");
  if (!task) line.hidden = true;
  return { line, show: (met) => task && set(`Mission: ${task}${met ? ` Done. ${praise}` : ""}`, met ? "good" : "") };
}

// All numbers, folded away for the eye and always there for a screen reader. Whether a learner has
// unfolded them is remembered for all panels while the page is open. What is folded is laid out like
// what is seen, so it waits until the moves have come to rest.
function numbersFold(link, signal) {
  const box = h("div", { class: "ml-numbers" });
  const table = h("div", {});
  const fold = h("button", { type: "button", class: "ml-fold" }, "All numbers");
  let written = "";
  let resting;
  const write = () => {
    if (link.table !== written) table.innerHTML = written = link.table;
  };
  const draw = () => {
    write();
    fold.setAttribute("aria-expanded", String(Boolean(PAGE.numbersOpen)));
    table.classList.toggle("ml-hidden", !PAGE.numbersOpen);
  };
  fold.addEventListener("click", () => {
    PAGE.numbersOpen = !PAGE.numbersOpen;
    document.dispatchEvent(new Event("ml-numbers"));
  });
  document.addEventListener("ml-numbers", draw, { signal });
  link.listen(() => {
    clearTimeout(resting);
    if (PAGE.numbersOpen) write();
    else resting = setTimeout(write, RESTED);
  }, signal);
  draw();
  box.append(fold, table);
  return box;
}
