// Python in a worker: it is loaded, and takes the page's messages one after the other.
import { importText } from "./text_module.js";

const LOST = "did not come, or it is not the file that this page was built with";
const early = []; // what comes before Python is there
let take = (message) => early.push(message);

// Nothing is awaited before this stands, or a message would be lost.
onmessage = ({ data }) => Promise.resolve(data).then(data.type === "start" ? start : take).catch(fail);

// Of an error of Python's the last line is told; what stands above it is for those who wrote it.
const fail = (error) => postMessage({ type: "failed", words: String(error?.message ?? error).trim().match(/.*$/)[0] });

async function start({ pyodide, lock, packages, integrity }) {
  guard(integrity);
  const scripts = ["pyodide.mjs", "pyodide.asm.mjs"].map((name) => load(pyodide + name));
  const [{ loadPyodide }, asm] = await Promise.all(scripts);
  const python = await loadPyodide({
    indexURL: pyodide, lockFileURL: lock, packages, createPyodideModule: asm.default, env: { MPLBACKEND: "agg" },
  });
  python.pyimport("margin_lessons.web.no_terminal").leave_out_terminal();
  const page = python.pyimport("margin_lessons.web.in_page").InPage(tell);
  take = ({ buffers = [], ...message }) => page.take(JSON.stringify(message), python.toPy(buffers));
  early.forEach(take);
  postMessage({ type: "done", id: "start" });
}

// What Python says: JSON text, and bytes that go to the page without a second copy.
function tell(text, buffers) {
  const bytes = buffers.toJs();
  postMessage({ ...JSON.parse(text), buffers: bytes }, bytes.map(({ buffer }) => buffer));
}

// From another origin no file is taken but the very one that the page was built with. What does not
// come, or is too large for this machine, is told: Pyodide itself would wait for it for ever.
function guard(integrity) {
  const plain = fetch;
  const stream = WebAssembly.instantiateStreaming;
  const told = (error) => {
    fail(error);
    throw error;
  };
  WebAssembly.instantiateStreaming = (...given) => stream.apply(WebAssembly, given).catch(told);
  globalThis.fetch = async (address, options) => {
    const hash = integrity[String(address.url ?? address).split("/").at(-1)];
    const answer = await plain(address, hash ? { ...options, integrity: hash } : options).catch(() => null);
    return answer?.ok ? answer : told(new Error(`${address.url ?? address} ${LOST}`));
  };
}

// A script comes by fetch too, because an import is not checked.
const load = async (address) => importText(await (await fetch(address)).text());
