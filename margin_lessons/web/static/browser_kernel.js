// Python in this browser: a worker computes, and what a learner saves stays in this browser's store.
import { openStore } from "./stored_files.js";

const NO_WEBASSEMBLY = "This browser has no WebAssembly, or it is turned off, so Python cannot run in this page.";

// Returns the kernel of a page; told has state(words, look), output(cell, bundle, look), comm(message).
export function openKernel(data, told) {
  const waiting = new Map(); // what waits for the end of a cell, or of the start: [done, failed]
  const kernel = { status: "starting", start, run, send, close };
  const store = openStore(data.files, () => send({ type: "files" }), told.state);
  const absolute = (address) => new URL(address, document.baseURI).href;
  let worker;

  const end = (id) => new Promise((...ways) => waiting.set(id, ways));

  async function start() {
    if (typeof WebAssembly !== "object") throw new Error(NO_WEBASSEMBLY);
    told.state("You can read now. Python is on its way: the panels come alive in some seconds.");
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data: message }) => take(message);
    worker.onerror = ({ message }) => die(message || "its script cannot be loaded or run here");
    const pyodide = absolute(data.pyodide);
    const lock = absolute(data.lock || `${pyodide}pyodide-lock.json`);
    worker.postMessage({ type: "start", pyodide, lock, packages: data.packages, integrity: data.integrity });
    send({ type: "files" });
    await end("start");
  }

  async function run({ id, source }) {
    if (kernel.status === "dead") return;
    send({ type: "run", id, source });
    kernel.status = "busy";
    await end(id);
  }

  function take(message) {
    if (message.type === "output") told.output(message.id, message.bundle, message.look);
    else if (message.type === "files") store.save(message.files);
    else if (message.type === "failed") die(message.words);
    else if (message.type !== "done") told.comm(message);
    else {
      kernel.status = "idle";
      waiting.get(message.id)?.[0]();
      waiting.delete(message.id);
    }
  }

  // Python cannot start, or has come to its end.
  function die(words) {
    close();
    if (waiting.has("start")) return waiting.get("start")[1](new Error(`Python could not be started (${words}).`));
    told.state(`Python has stopped (${words}).`, "gone");
    for (const [done] of waiting.values()) done();
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
