// Project: the panel alone over the whole window, for a beamer.

const LETTERS = 0.026; // of the window's height

function projectButton(root, body, picture, signal) {
  const button = h("button", { type: "button", class: "ml-project", "aria-pressed": "false" }, "Project");
  const home = h("div", { hidden: true });
  let on = false;

  // The picture takes the height that the rest leaves.
  function fit() {
    if (!on) return;
    const letters = Math.max(13, Math.ceil(LETTERS * innerHeight));
    body.style.setProperty("--ml-letters", `${letters}px`);
    const rest = body.scrollHeight - picture.box.offsetHeight;
    picture.place.letters = letters;
    picture.place.height = Math.max(0.4 * innerHeight, Math.floor(innerHeight - rest - 8));
    picture.tell();
  }

  function set(now) {
    if (now === on) return;
    on = now;
    setAttribute(button, "aria-pressed", String(on));
    setText(button, on ? "Close" : "Project");
    root.classList.toggle("ml-projected", on);
    if (on) {
      root.before(home);
      document.body.append(root);
      addEventListener("resize", fit);
      document.addEventListener("keydown", keys, true);
      fit();
    } else {
      home.replaceWith(root);
      removeEventListener("resize", fit);
      document.removeEventListener("keydown", keys, true);
      body.style.removeProperty("--ml-letters");
      Object.assign(picture.place, { letters: 0, height: 0 });
      picture.tell();
    }
    button.focus();
  }

  function keys(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      set(false);
    } else if (event.key === "Tab") {
      const parts = [...body.querySelectorAll("button, input, select")].filter((part) => part.offsetParent);
      const end = event.shiftKey ? parts[0] : parts.at(-1);
      if (document.activeElement !== end && body.contains(document.activeElement)) return;
      event.preventDefault();
      (event.shiftKey ? parts.at(-1) : parts[0]).focus();
    }
  }

  button.addEventListener("click", () => set(!on));
  signal.addEventListener("abort", () => set(false));
  return button;
}
