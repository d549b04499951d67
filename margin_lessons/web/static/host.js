// Models of a page. The course has one kind, an anywidget that is never displayed: its script looks
// for its stored twin in the page and takes its place. So a page needs no widget manager but this.

// Returns what makes and feeds the models that a kernel opens: comm(message) takes its messages,
// live(isLive) tells the models whether it is there, close() ends them all.
export function openHost(kernel) {
  const models = new Map();
  const get_model = async (id) => models.get(id) ?? Promise.reject(new Error(`There is no model ${id}.`));
  const manager = { isPage: true, kernel, get_model };

  function comm({ type, id, target, data, buffers = [] }) {
    const model = models.get(id);
    if (type === "comm_open") {
      if (target !== "jupyter.widget") return;
      models.set(id, new Model(id, withBuffers(data, buffers), manager));
    } else if (type === "comm_close") {
      models.delete(id);
      model?.close();
    } else if (data.method === "update") model?.update(withBuffers(data, buffers));
    else if (data.method === "custom") model?.ready.then(() => model.tell("msg:custom", data.content, buffers));
  }

  function live(isLive) {
    for (const model of models.values()) {
      model.comm_live = isLive;
      model.tell("comm_live_update");
    }
  }

  function close() {
    for (const model of models.values()) model.close();
    models.clear();
  }
  return { comm, live, close };
}

// Returns a message's state with its bytes in their places.
function withBuffers({ state, buffer_paths = [] }, buffers) {
  buffer_paths.forEach((path, i) => {
    const place = path.slice(0, -1).reduce((part, key) => part[key], state);
    place[path.at(-1)] = buffers[i];
  });
  return state;
}

// A model as a script of an anywidget knows it.
class Model {
  comm_live = true;
  #state;
  #changed = new Set();
  #told = new Map();
  #stop = new AbortController();

  constructor(id, state, manager) {
    this.model_id = id;
    this.widget_manager = manager;
    this.#state = state;
    addStyle(state._css);
    this.ready = this.#begin(); // What comes before is in the state, or waits.
  }

  async #begin() {
    const script = await scriptOf(this.#state._esm);
    if (!this.#stop.signal.aborted) await script.initialize?.({ model: this, signal: this.#stop.signal });
  }

  get(name) {
    return this.#state[name];
  }

  set(name, value) {
    this.#changed.add(name);
    this.update({ [name]: value });
  }

  update(state) {
    Object.assign(this.#state, state);
    for (const name of Object.keys(state)) this.tell(`change:${name}`);
    this.tell("change");
  }

  save_changes() {
    const state = Object.fromEntries([...this.#changed].map((name) => [name, this.#state[name]]));
    this.#changed.clear();
    this.#post({ method: "update", state, buffer_paths: [] });
  }

  send(content, _, buffers = []) {
    this.#post({ method: "custom", content }, buffers);
  }

  #post(data, buffers = []) {
    this.widget_manager.kernel.send({ type: "comm_msg", id: this.model_id, data, buffers });
  }

  on(event, told) {
    this.#told.set(event, [...(this.#told.get(event) ?? []), told]);
  }

  off(event, told) {
    this.#told.set(event, told ? (this.#told.get(event) ?? []).filter((one) => one !== told) : []);
  }

  tell(event, ...what) {
    for (const told of this.#told.get(event) ?? []) told(...what);
  }

  close() {
    this.comm_live = false;
    this.#stop.abort();
  }
}

const scripts = new Map(); // by their text: all models of a lesson have the same

function scriptOf(text) {
  if (!scripts.has(text)) scripts.set(text, importText(text));
  return scripts.get(text);
}

async function importText(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return (await import(address)).default;
}

const styles = new Set();

function addStyle(text) {
  if (!text || styles.has(text)) return;
  styles.add(text);
  document.head.append(Object.assign(document.createElement("style"), { textContent: text }));
}
