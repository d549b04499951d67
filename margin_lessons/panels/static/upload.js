// Files: chosen or dropped, read here and handed to the kernel piece by piece, in the same messages
// as every move. Nothing is sent anywhere else.

const PIECE = 1_000_000; // bytes of a file in one message

function uploadControl(control, link, signal) {
  const id = `ml-control-${link.name}-${++controlsMade}`;
  const field = h("input", { type: "file", id, multiple: true, accept: control.accepts.join() });
  const value = h("output", { class: "ml-value", for: id });
  const bar = h("progress", { "aria-label": `${control.label}, so far` });
  const stop = h("button", { type: "button" }, "Stop");
  const far = h("span", {});
  const way = h("div", { class: "ml-way", hidden: true }, bar, far, stop);
  const away = h("button", { type: "button", hidden: true }, "Take the files away");
  const [spoken, speak] = voice();
  let handing = 0; // which choice of files is being handed over

  async function hand(files) {
    const mine = (handing += 1);
    const listed = files.map(({ name, size }) => [name, size]);
    const goesOn = () => mine === handing && !signal.aborted;
    for (const [place, file] of files.entries()) {
      for (let at = 0; at === 0 || at < file.size; at += PIECE) {
        const data = await asText(file.slice(at, at + PIECE)).catch(() => null);
        if (!goesOn()) return;
        if (data === null) return link.ask({ act: "stop", name: control.name });
        link.ask({ act: "piece", name: control.name, files: listed, file: place, at, data });
        await link.answerTo("piece");
        // It is refused, with a word why.
        if (!goesOn() || !link.shown.arriving[control.name]) return;
      }
    }
    link.ask({ act: "read", name: control.name });
  }

  const take = (list) => {
    const files = [...list];
    field.value = ""; // the same file may be chosen again
    if (files.length) hand(files);
  };
  field.addEventListener("change", () => take(field.files));
  stop.addEventListener("click", () => {
    handing += 1;
    link.ask({ act: "stop", name: control.name });
    field.focus();
  });
  away.addEventListener("click", () => {
    link.ask({ set: { [control.name]: [] } });
    field.focus();
  });
  const label = h("div", { class: "ml-label" }, h("label", { for: id }, control.label), value);
  const box = h("div", { class: "ml-control ml-upload" }, label, field, way, away, spoken);
  const over = (on) => (event) => {
    event.preventDefault();
    event.stopPropagation();
    box.classList.toggle("ml-over", on);
  };
  box.addEventListener("dragover", over(true));
  box.addEventListener("dragleave", over(false));
  box.addEventListener("drop", (event) => {
    over(false)(event);
    if (!field.disabled) take(event.dataTransfer.files);
  });
  // How far it is comes and goes between two values: it is looked at with every answer.
  link.listen(() => {
    const arriving = link.shown.arriving[control.name];
    way.hidden = !arriving;
    if (!arriving) return;
    bar.max = Math.max(arriving.of, 1);
    bar.value = arriving.done;
    setText(far, arriving.words);
    speak(arriving.words);
  }, signal);
  return {
    box,
    show(names, words) {
      setText(value, words);
      away.hidden = !names.length;
    },
  };
}

// Returns a part of a file as text that a message can hold; it fails where the file cannot be read.
function asText(part) {
  return new Promise((done, failed) => {
    if (!part.size) return done("");
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(part);
  });
}
