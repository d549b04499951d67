// Compiles each Python source below a folder with the very Python that the pages have:
//   node compile_sources.mjs PYODIDE FOLDER
// Each folder in FOLDER is an archive laid open; beside each source its compiled module is written.
import { pathToFileURL } from "node:url";

const [pyodide, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
// Without a seed of its own a set would be written in another order each time.
const python = await loadPyodide({ indexURL: `${pyodide}/`, env: { PYTHONHASHSEED: "0" } });
python.FS.mkdir("/sources");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/sources");
python.runPython(`
import compileall, os, py_compile

for name in sorted(os.listdir("/sources")):
    compileall.compile_dir(
        "/sources/" + name, stripdir="/sources/" + name, quiet=2, legacy=True,
        prependdir="/lib/python314.zip" if name.endswith(".zip") else "/lib/python3.14/site-packages",
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
`);
