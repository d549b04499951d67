// Python in a worker: it is loaded, and takes the page's messages one after the other.

const early = []; // what comes before Python is there
let take = (message) => early.push(message);

// Nothing is awaited before this stands: a message would be lost.
onmessage = ({ data }) => {
  if (data.type === "start") start(data).catch(fail);
  else take(data);
};

function fail(error) {
  postMessage({ type: "failed", words: error?.message ?? String(error) });
}

async function start({ pyodide, lock, packages, integrity }) {
  guard(integrity);
  const { loadPyodide } = await load(`${pyodide}pyodide.mjs`, integrity);
  const python = await loadPyodide({
    indexURL: pyodide,
    lockFileURL: lock,
    packages,
    env: { MPLBACKEND: "agg", HOME: "/home/pyodide" },
    ...(integrity["pyodide.asm.mjs"] && { createPyodideModule: (await load(`${pyodide}pyodide.asm.mjs`, integrity)).default }),
  });
  const page = python.pyimport("margin_lessons.web.in_page").InPage(tell);
  take = ({ buffers = [], ...message }) => {
    try {
      page.take(JSON.stringify(message), buffers);
    } catch (error) {
      fail(error);
    }
  };
  postMessage({ type: "done", id: "start" });
  early.splice(0).forEach(take);
}

// What Python says: JSON text, and bytes that go to the page without a second copy.
function tell(text, buffers) {
  const bytes = buffers.toJs();
  postMessage({ ...JSON.parse(text), buffers: bytes }, bytes.map(({ buffer }) => buffer));
}

// From another origin nothing is taken that is not the very file this page was built with.
function guard(integrity) {
  const plain = fetch;
  globalThis.fetch = (address, options) => {
    const hash = integrity[String(address.url ?? address).split("/").at(-1)];
    return plain(address, hash ? { ...options, integrity: hash } : options);
  };
}

async function load(address, integrity) {
  if (!integrity[address.split("/").at(-1)]) return import(address);
  const script = await (await fetch(address)).blob();
  return import(URL.createObjectURL(script.slice(0, script.size, "text/javascript")));
}
