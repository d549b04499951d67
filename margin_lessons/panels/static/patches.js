// Pictures as the kernel sends them: a whole one, and a patch on it (panels/patches.py tells how they
// are packed). They are unpacked at once; what a browser unpacks itself a busy page waits for.

const OPAQUE_BLACK = 0xff000000;

function wordsOf({ buffer, byteOffset, byteLength }) {
  return new Uint32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

// Changes pixels by the runs of a packed picture; returns the first that is changed, and the end.
function unpack(words, pixels) {
  let at = 0;
  let first = pixels.length;
  let end = 0;
  for (let i = 3; i < words.length; i += 1) {
    const word = words[i];
    const change = word & 0xffffff;
    const stop = at + (word > 0xffffff ? word >>> 24 : word);
    if (word <= 0xffffff) {
      at = stop;
      continue;
    }
    if (at < first) first = at;
    for (; at < stop; at += 1) pixels[at] ^= change;
    end = at;
  }
  return [first, end];
}

// Returns what shows a whole picture and the patch on it on a canvas. It returns whether they belong
// together: a patch on a picture that never came is not laid on another.
function patchedCanvas(canvas) {
  const pen = canvas.getContext("2d", { alpha: false });
  let last = []; // what is shown
  let under; // the pixels of the whole picture, a word each
  let image; // those of the canvas
  let pixels; // the same, a word each
  let changed; // the first that the patch changes, and the end

  function begin(whole) {
    const words = wordsOf(whole);
    [canvas.width, canvas.height] = words;
    image = new ImageData(canvas.width, canvas.height);
    pixels = new Uint32Array(image.data.buffer);
    under = pixels.slice().fill(OPAQUE_BLACK);
    unpack(words, under);
    changed = [0, pixels.length];
  }

  return (whole, patch) => {
    if (!whole.byteLength || (last[0] === whole && last[1] === patch)) return true;
    const changes = wordsOf(patch);
    if (changes.length && changes[2] !== wordsOf(whole)[2]) return false;
    if (last[0] !== whole) begin(whole);
    last = [whole, patch];
    // The patch of before goes, and that of now comes: between them nothing of the page is painted.
    let [first, end] = changed;
    pixels.set(under.subarray(first, end), first);
    changed = unpack(changes, pixels);
    first = Math.min(first, changed[0]);
    end = Math.max(end, changed[1]);
    const row = Math.floor(first / canvas.width);
    const rows = Math.ceil(end / canvas.width) - row;
    if (rows > 0) pen.putImageData(image, 0, 0, 0, row, canvas.width, rows);
    return true;
  };
}
