// The learner's small files in this browser's store. Two pages may be open: each gives its Python what
// the other has saved, and saves nothing over what its Python has not seen.

const FOLDER = "margin_lessons/";
const JOINED = "my_progress.json"; // Python joins two of these; of any other file the newest counts
const FULL = "This browser keeps nothing for this page: what you answer counts until you close it.";

function read(name) {
  try {
    return localStorage.getItem(FOLDER + name);
  } catch {
    return null; // the store is blocked
  }
}

const alone = async (act) => (navigator.locks ? navigator.locks.request(FOLDER, act) : act());

// Returns the store of these files; ask() is called when Python should be given what is new in it.
export function openStore(names, ask, say) {
  const stop = new AbortController();
  const given = {}; // the texts that Python knows

  // What Python does not know yet, by name; null for a file that is gone.
  function news() {
    const found = names.map((name) => [name, read(name)]).filter(([name, text]) => text !== (given[name] ?? null));
    return Object.assign(given, Object.fromEntries(found)) && Object.fromEntries(found);
  }

  function put(name, was, now) {
    const stored = read(name);
    if (name === JOINED && stored !== was && stored !== now) {
      delete given[name]; // another page was first: Python gets that, and joins both
      return true;
    }
    try {
      if (now === null) localStorage.removeItem(FOLDER + name);
      else localStorage.setItem(FOLDER + name, now);
      if ((given[name] ?? null) === was) given[name] = now;
    } catch {
      given[name] = stored;
      say(FULL, "notyet");
    }
    return false;
  }

  async function save(files) {
    let isAhead = false;
    await alone(() => {
      for (const [name, { was, now }] of Object.entries(files)) isAhead = put(name, was, now) || isAhead;
    });
    if (isAhead) ask();
    dispatchEvent(new Event("margin-lessons:saved"));
  }

  const { signal } = stop;
  addEventListener("storage", ({ key }) => (key ?? FOLDER).startsWith(FOLDER) && ask(), { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && ask(), { signal });
  return { news, save, close: () => stop.abort() };
}
