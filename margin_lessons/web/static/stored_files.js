// The learner's small files in this browser's store. Two pages may be open: each gives its Python what
// the other has saved, and saves nothing over what its Python has not seen.

const FOLDER = "margin_lessons/";
const JOINED = "my_progress.json"; // Python joins two of these; of any other file the newest counts
const UNSAVED = "This browser keeps nothing for this page: what you answer counts until you close it.";

function read(name) {
  try {
    return localStorage.getItem(FOLDER + name);
  } catch {
    return null; // the store is blocked
  }
}

// A file is forgotten together with the copies of it that were kept.
function forget(name) {
  const copy = `${FOLDER}${name.replace(/json$/, "")}`;
  for (const key of Object.keys(localStorage)) if (key.startsWith(copy)) localStorage.removeItem(key);
}

const alone = async (act) => (navigator.locks ? navigator.locks.request(FOLDER, act) : act());

// Returns the store of these files; ask() is called when Python should be given what is new in it.
export function openStore(names, ask, say) {
  const stop = new AbortController();
  const given = {}; // the texts that Python knows
  addEventListener("storage", ({ key }) => (key ?? FOLDER).startsWith(FOLDER) && ask(), { signal: stop.signal });
  addEventListener("pageshow", ({ persisted }) => persisted && ask(), { signal: stop.signal });

  // Returns what Python does not know yet, by name; null for a file that is gone.
  function news() {
    const found = names.map((name) => [name, read(name)]).filter(([name, text]) => text !== (given[name] ?? null));
    Object.assign(given, Object.fromEntries(found));
    return Object.fromEntries(found);
  }

  // Saves a file, or returns true: another page was first, so Python gets that one and joins both.
  function isLate(name, { was, now }) {
    const stored = read(name);
    if (name === JOINED && now !== null && stored !== was && stored !== now) {
      given[name] = was; // so what is stored is news, also that nothing is any more
      return true;
    }
    try {
      if (now === null) forget(name);
      else localStorage.setItem(FOLDER + name, now);
      if ((given[name] ?? null) === was) given[name] = now;
    } catch {
      given[name] = stored;
      say(UNSAVED, "notyet");
    }
    return false;
  }

  async function save(files) {
    const late = await alone(() => Object.entries(files).filter(([name, file]) => isLate(name, file)));
    if (late.length) ask();
    dispatchEvent(new Event("margin-lessons:saved"));
  }
  return { news, save, close: () => stop.abort() };
}
