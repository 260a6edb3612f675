// Fetches and compiles a WebAssembly program, with progress.

const GZIP = 0x1f; // its first byte; WebAssembly begins with 0
const WASM = 'application/wasm'; // what the browser must be told to compile it while it comes

/**
 * Begins to fetch and compile the program at url, and returns a promise of its module.
 * size and packed are its bytes as they are and as the file url.gz; progress(loaded, total), if
 * given, counts bytes that travel, when it has taken quick milliseconds: to count them takes time,
 * too. signal (an AbortSignal) ends the download. Fails with an Error whose message is a sentence
 * for the reader.
 */
export async function compile(url, { size, packed, quick = 0, progress = () => {}, signal }) {
  const response = await download(url, size, signal);
  const total = length(response) || packed;
  const program = await plain(response, size);
  const copy = program.clone();
  let seen = 0; // of the unpacked bytes
  let counted = null;
  const watch = () => {
    counted ??= count(copy, (bytes) => {
      seen += bytes;
      progress(Math.round(total * Math.min(1, seen / size)), total);
    });
    return counted;
  };
  const timer = setTimeout(watch, quick);
  try {
    const module = await streamed(program);
    clearTimeout(timer);
    if (!counted) copy.body.cancel();
    return module;
  } catch (error) {
    await watch();
    if (seen < size) throw new Error('The simulation could not be downloaded: the connection broke off.');
    throw new Error(`The simulation could not be started: ${error.message}`);
  }
}

async function streamed(response) {
  if (WebAssembly.compileStreaming) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

// count tells of every portion that has come, until there is no more.
async function count(response, tell) {
  const reader = response.body.getReader();
  const next = () => reader.read().catch(() => ({ done: true }));
  for (let part = await next(); !part.done; part = await next()) tell(part.value.byteLength);
}

// A host that doesn't compress would send four times as much. The head of its answer tells,
// before much of the rest has come; then the packed file is taken, if the host has it. To
// look at the length is better than at Content-Encoding, which sandboxed frames don't get to see.
async function download(url, size, signal) {
  const whole = await ask(url, signal);
  if (length(whole) !== size || !globalThis.DecompressionStream) return whole;
  const gz = new URL(url);
  gz.pathname += '.gz';
  const packed = await ask(gz, signal).catch(() => null);
  // some hosts answer with a page where there is no such file
  if (!packed || /html/.test(packed.headers.get('Content-Type'))) return whole;
  whole.body.cancel();
  return packed;
}

async function ask(url, signal) {
  const response = await fetch(url, { signal }).catch(() => {
    throw new Error('The simulation could not be downloaded: no answer from the server.');
  });
  if (!response.ok) throw new Error(`The simulation could not be downloaded: the server answered ${response.status}.`);
  return response;
}

const length = (response) => Number(response.headers.get('Content-Length'));

// plain is a response whose body is WebAssembly and says so. One that is so already stays as it
// is: the browser reads it without asking us, which spares the main thread a fifth of a second.
async function plain(response, size) {
  const { headers, body } = response;
  const known = headers.has('Content-Encoding') || length(response) === size;
  if (known && headers.get('Content-Type') === WASM) return response;
  return new Response(known ? body : await unpacked(body), { headers: { 'Content-Type': WASM } });
}

// The first byte tells whether the browser has unpacked it already, as it does where the
// host declares a .gz file as an encoding.
async function unpacked(body) {
  const [look, rest] = body.tee();
  const reader = look.getReader();
  const { value } = await reader.read();
  reader.cancel();
  return value?.[0] === GZIP ? rest.pipeThrough(new DecompressionStream('gzip')) : rest;
}
