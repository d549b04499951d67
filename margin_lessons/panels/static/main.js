// Where a model meets the page.

// Puts a live panel or card into a place of the page; its stored twin comes back at the end.
function mount(place, link) {
  const twin = [...place.childNodes];
  const stop = new AbortController();
  // JupyterLab's own keys (a, b, dd ...) do not act in it.
  const root = h("div", { class: "ml-root", "data-lm-suppress-shortcuts": "true" });
  place.replaceChildren(root);
  onGround(place, (dark) => root.classList.toggle("ml-dark", dark), stop.signal);
  KINDS[link.fixed.kind](root, link, stop.signal, twin);
  tellTrouble(root, link, stop.signal);
  link.signal.addEventListener("abort", () => {
    stop.abort();
    PAGE.forget(place);
    place.replaceChildren(...twin);
  });
}

export default {
  initialize({ model, signal }) {
    const link = new Link(model, signal);
    PAGE.links.set(link.fixed.id, link);
    signal.addEventListener("abort", () => PAGE.links.delete(link.fixed.id));
    PAGE.watch(`ml-${link.fixed.id}`, (place) => mount(place, link), signal);
  },
  // For a page that shows models only where they are displayed: display(panel.live).
  render({ model, el }) {
    mount(el, PAGE.links.get(model.get("fixed").id));
  },
};
