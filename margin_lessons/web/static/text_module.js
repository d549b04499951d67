// Returns the module of a script's text. Such a script may have come in a message, or been checked.
export function importText(text) {
  return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}
