// Python in this browser: a worker computes, and what a learner saves stays in this browser's store.
import { openStore } from "./stored_files.js";

// Returns the kernel of a page; told has state(words, look), output(cell, bundle, look), comm(message).
export function openKernel(data, told) {
  const running = new Map(); // what to call when a cell has run
  let worker;
  let failed;
  const kernel = { status: "starting", start, run, send, close };
  const store = openStore(data.files ?? [], () => send({ type: "files" }), told.state);

  async function start() {
    if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly, or it is turned off, so Python cannot run in this page.");
    told.state("You can read now. Python is on its way: the panels come alive in some seconds.");
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    const ready = new Promise((done, no) => {
      running.set("start", done);
      failed = no;
    });
    worker.onmessage = ({ data: message }) => take(message);
    worker.onerror = (event) => die(event.message || "its script cannot be run here");
    const pyodide = new URL(data.pyodide, document.baseURI).href;
    const lock = new URL(data.lock ?? `${pyodide}pyodide-lock.json`, document.baseURI).href;
    worker.postMessage({ type: "start", pyodide, lock, packages: data.packages, integrity: data.integrity ?? {} });
    send({ type: "files" });
    await ready;
    kernel.status = "idle";
  }

  function take(message) {
    if (message.type === "output") told.output(message.id, message.bundle, message.look);
    else if (message.type === "files") store.save(message.files);
    else if (message.type === "failed") die(message.words);
    else if (message.type === "done") end(message.id);
    else told.comm(message);
  }

  function end(id) {
    kernel.status = "idle";
    running.get(id)?.();
    running.delete(id);
  }

  // Python cannot start, or has come to its end.
  function die(words) {
    close();
    failed(new Error(`Python could not be started (${words}).`));
    if (running.delete("start")) return;
    told.state(`Python has stopped (${words}).`, "gone");
    for (const done of running.values()) done();
  }

  async function run({ id, source }) {
    if (kernel.status === "dead") return;
    const ran = new Promise((done) => running.set(id, done));
    kernel.status = "busy";
    send({ type: "run", id, source });
    await ran;
  }

  function send(message) {
    if (kernel.status !== "dead") worker?.postMessage({ ...message, files: store.news() });
  }

  function close() {
    kernel.status = "dead";
    worker?.terminate();
    store.close();
  }
  return kernel;
}
