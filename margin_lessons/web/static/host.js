// Models of a page. The course has one kind, an anywidget that is never displayed: its script looks
// for its stored twin in the page and takes its place. So a page needs no widget manager but this.
import { importText } from "./text_module.js";

// Returns what makes and feeds the models that a kernel opens: comm(message) takes its messages,
// live(isLive) tells the models whether it is there, close() ends them all.
export function openHost(kernel) {
  const models = new Map();
  const manager = { isPage: true, kernel, get_model: async (id) => models.get(id) };
  return {
    comm({ type, id, target, data, buffers = [] }) {
      const model = models.get(id);
      if (type === "comm_open") {
        if (target === "jupyter.widget") models.set(id, new Model(id, withBuffers(data, buffers), manager));
      } else if (type === "comm_close") models.delete(id) && model.close();
      else if (data.method === "update") model?.update(withBuffers(data, buffers));
      else if (data.method === "custom") model?.ready.then(() => model.tell("msg:custom", data.content, buffers));
    },
    live(isLive) {
      for (const model of models.values()) Object.assign(model, { comm_live: isLive }).tell("comm_live_update");
    },
    close() {
      for (const model of models.values()) model.close();
      models.clear();
    },
  };
}

// Returns a message's state with its bytes in their places.
function withBuffers({ state, buffer_paths = [] }, buffers) {
  buffer_paths.forEach((path, i) => {
    path.slice(0, -1).reduce((part, key) => part[key], state)[path.at(-1)] = buffers[i];
  });
  return state;
}

// A model as the script of an anywidget knows it.
class Model {
  comm_live = true;
  #state;
  #changed = {};
  #listeners = [];
  #stop = new AbortController();

  constructor(id, state, manager) {
    this.model_id = id;
    this.widget_manager = manager;
    this.#state = state;
    once(state._css, addStyle);
    this.ready = this.#begin(); // what comes before is in the state, or waits
  }

  async #begin() {
    const { default: script } = await once(this.#state._esm, importText);
    const { signal } = this.#stop;
    if (!signal.aborted) await script.initialize?.({ model: this, signal });
  }

  get = (name) => this.#state[name];

  set(name, value) {
    this.#changed[name] = value;
    this.update({ [name]: value });
  }

  update(state) {
    Object.assign(this.#state, state);
    for (const name of Object.keys(state)) this.tell(`change:${name}`);
    this.tell("change");
  }

  save_changes() {
    this.#post({ method: "update", state: this.#changed, buffer_paths: [] });
    this.#changed = {};
  }

  send(content, _, buffers) {
    this.#post({ method: "custom", content }, buffers);
  }

  #post(data, buffers = []) {
    this.widget_manager.kernel.send({ type: "comm_msg", id: this.model_id, data, buffers });
  }

  on = (event, told) => this.#listeners.push({ event, told });

  off(event, told) {
    this.#listeners = this.#listeners.filter((one) => (event && one.event !== event) || (told && one.told !== told));
  }

  tell(event, ...what) {
    for (const one of [...this.#listeners]) if (one.event === event) one.told(...what);
  }

  close() {
    this.comm_live = false;
    this.#stop.abort();
  }
}

// All models of a lesson bring the same script and the same style.
const made = new Map();

function once(text, make) {
  if (text && !made.has(text)) made.set(text, make(text));
  return made.get(text);
}

function addStyle(text) {
  document.head.append(Object.assign(document.createElement("style"), { textContent: text }));
}
