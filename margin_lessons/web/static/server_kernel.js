// Python on the Jupyter server that sent this page: a kernel of this page alone, which ends with it.
// It works in the folder of the notebooks, so progress is the file that JupyterLab's kernels use.

const WIRE = "v1.kernel.websocket.jupyter.org"; // one binary message for text and bytes
const PAUSE = 2000; // ms between two tries to reach the server
const GONE = /dead|restarting|terminating/; // one that starts again knows nothing of this page
const COLOURS = /\x1b\[[0-9;]*m/g; // which a traceback has, for a terminal
const AWAY = "The server does not answer: it was stopped, or the way to it is broken. It is tried again.";

// Returns the kernel of a page; told has state(words, look), output(cell, bundle, look), comm(message).
export function openKernel(data, told) {
  const session = Math.random().toString(36).slice(2);
  const running = new Map(); // by the id of the request: the cell, and what to call when it has run
  const waiting = []; // what is said while there is no connection
  const kernel = { status: "starting", start, run, send, close };
  let id, socket, saved;
  let count = 0;

  async function start() {
    told.state("You can read now. Python starts on the server: the panels come alive in some seconds.");
    addEventListener("pagehide", close);
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    const answer = await ask("POST", "", { path: data.folder });
    if (!answer.ok) throw new Error(`The server started no Python (its answer: ${answer.status} ${answer.statusText}).`);
    ({ id } = await answer.json());
    if (kernel.status === "dead") return close(); // the page was left in the meantime
    connect();
    await request("kernel_info_request", {});
    if (kernel.status === "dead") throw new Error("Python was stopped before it was ready.");
  }

  function ask(method, path, body) {
    const token = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
    const how = { method, keepalive: true, headers: { "X-XSRFToken": token }, body: body && JSON.stringify(body) };
    return fetch(new URL(`../api/kernels${path}`, document.baseURI), how);
  }

  function connect() {
    const address = new URL(`../api/kernels/${id}/channels?session_id=${session}`, document.baseURI);
    socket = new WebSocket(address.href.replace(/^http/, "ws"), WIRE);
    socket.binaryType = "arraybuffer";
    socket.onmessage = (event) => take(unpacked(event.data));
    socket.onopen = () => waiting.splice(0).forEach((message) => socket.send(message));
    socket.onclose = () => kernel.status === "dead" || again();
  }

  // The connection broke: the kernel may be there all the same, and then its messages come on.
  async function again() {
    const answer = await ask("GET", `/${id}`).catch(() => null);
    if (kernel.status === "dead") return;
    if (answer?.ok) {
      told.state("The server answers again.", "good");
      connect();
    } else if (answer) die(true);
    else {
      told.state(AWAY, "notyet");
      setTimeout(again, PAUSE);
    }
  }

  // Python has come to its end; where the kernel itself is gone too, there is none to be ended later.
  function die(isGone) {
    if (isGone) id = null;
    if (kernel.status === "dead") return;
    kernel.status = "dead";
    for (const { done } of running.values()) done();
    told.state("Python has stopped.", "gone");
  }

  function take({ header: { msg_type: type }, parent: { msg_id: asked }, content, buffers }) {
    const { cell, done } = running.get(asked) ?? {};
    if (type === "display_data" || type === "execute_result") told.output(cell, content.data);
    else if (type === "stream") told.output(cell, { "text/plain": content.text }, "printed");
    else if (type === "error") told.output(cell, { "text/plain": content.traceback.join("\n").replace(COLOURS, "") }, "error");
    else if (type.startsWith("comm_")) told.comm({ type, id: content.comm_id, target: content.target_name, data: content.data, buffers });
    else if (type === "shutdown_reply") die(true); // somebody ended it, as from the list of JupyterLab
    else if (type === "status") {
      if (GONE.test(content.execution_state)) return die();
      kernel.status = content.execution_state;
      if (kernel.status !== "idle") return;
      done?.();
      running.delete(asked);
      clearTimeout(saved); // what is done may be more now, which is told when the hand rests
      saved = setTimeout(() => dispatchEvent(new Event("margin-lessons:saved")), PAUSE);
    }
  }

  function post(type, content, metadata, buffers) {
    const header = { msg_id: `${session}.${(count += 1)}`, msg_type: type, session, username: "page", version: "5.3", date: new Date().toISOString() };
    const message = packed([header, {}, metadata, content], buffers);
    if (socket?.readyState === WebSocket.OPEN) socket.send(message);
    else waiting.push(message);
    return header.msg_id;
  }

  // Resolves when the kernel has done what is asked, or is gone.
  const request = (type, content, cell) =>
    new Promise((done) => running.set(post(type, content, { cellId: cell, keepsTwins: true }), { cell, done }));

  async function run({ id: cell, source }) {
    if (kernel.status !== "dead") await request("execute_request", { code: source, silent: false, store_history: true, allow_stdin: false }, cell);
  }

  function send({ type, id: comm, data, buffers }) {
    if (kernel.status !== "dead") post(type, { comm_id: comm, data }, {}, buffers);
  }

  function close() {
    kernel.status = "dead";
    removeEventListener("pagehide", close);
    socket?.close();
    if (id) ask("DELETE", `/${id}`).catch(() => {}); // one that is gone, or the whole server, is no trouble
  }
  return kernel;
}

// A message on the wire: how many offsets there are, the offsets, and the parts that they divide: the
// channel, header, parent, metadata and content as JSON, and then the bytes.
function packed(texts, buffers = []) {
  const parts = [new TextEncoder().encode("shell"), ...texts.map((text) => new TextEncoder().encode(JSON.stringify(text))), ...buffers];
  const offsets = [8 * (parts.length + 2)];
  for (const part of parts) offsets.push(offsets.at(-1) + part.byteLength);
  const bytes = new Uint8Array(offsets.at(-1));
  const view = new DataView(bytes.buffer);
  [offsets.length, ...offsets].forEach((number, i) => view.setBigUint64(8 * i, BigInt(number), true));
  parts.forEach((part, i) => bytes.set(part, offsets[i]));
  return bytes;
}

function unpacked(bytes) {
  const view = new DataView(bytes);
  const number = (i) => Number(view.getBigUint64(8 * i, true));
  const part = (i) => new Uint8Array(bytes, number(i), number(i + 1) - number(i));
  const [header, parent, , content] = [2, 3, 4, 5].map((i) => JSON.parse(new TextDecoder().decode(part(i))));
  const buffers = Array.from({ length: number(0) - 6 }, (_, i) => part(i + 6));
  return { header, parent, content, buffers };
}
