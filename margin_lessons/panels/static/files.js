// Files that a panel gives: the kernel says what is in them, and the page makes them. No request is made.

function fileButtons(link, signal) {
  const buttons = link.fixed.downloads.flatMap(({ name, label, prints }) => [
    h("button", { type: "button", onclick: () => link.ask({ act: "download", name }) }, label),
    ...(prints
      ? [h("button", { type: "button", onclick: () => link.ask({ act: "download", name, print: true }) }, prints)]
      : []),
  ]);
  link.listen(() => {
    const { file } = link.shown;
    // Not again at the next answer, nor in a page that was opened later or asked for nothing.
    if (!file.turn || file.turn === link.given || !file.turn.startsWith(`${link.name}.`)) return;
    link.given = file.turn;
    if (file.print) printPage(file.text);
    else saveFile(file);
  }, signal);
  return buttons;
}

function saveFile({ name, mime, text }) {
  const address = URL.createObjectURL(new Blob([text], { type: mime }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// Prints a page of its own and nothing around it. Scripts do not run in it.
function printPage(html) {
  const frame = h("iframe", {
    class: "ml-hidden", title: "the page that is printed", sandbox: "allow-same-origin allow-modals", srcdoc: html,
  });
  frame.addEventListener("load", () => {
    frame.contentWindow.addEventListener("afterprint", () => frame.remove());
    frame.contentWindow.print();
  });
  document.body.append(frame);
}
