// Fetches and compiles the simulation, with progress.

/**
 * Returns an instance of the WebAssembly module at url. progress(loaded, total) counts
 * bytes; total is 0 when the server doesn't say how many decoded bytes will come.
 * Throws an Error with a sentence for the reader.
 */
export async function instantiate(url, imports, progress) {
  const response = await fetch(url).catch(() => {
    throw new Error('The simulation could not be downloaded: no answer from the server.');
  });
  if (!response.ok) throw new Error(`The simulation could not be downloaded: the server answered ${response.status}.`);
  const counted = new Response(count(response, progress), { headers: { 'Content-Type': 'application/wasm' } });
  try {
    return (await streamed(counted, imports)).instance;
  } catch (error) {
    throw new Error(`The simulation could not be started: ${error.message}`);
  }
}

// Our own content type makes streaming independent of the server's.
async function streamed(response, imports) {
  if (WebAssembly.instantiateStreaming) return WebAssembly.instantiateStreaming(response, imports);
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}

function count(response, progress) {
  // the length is that of the encoded bytes, but we see decoded ones
  const total = response.headers.get('Content-Encoding') ? 0 : Number(response.headers.get('Content-Length'));
  let loaded = 0;
  return response.body.pipeThrough(new TransformStream({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      progress(loaded, total);
      controller.enqueue(chunk);
    },
  }));
}
