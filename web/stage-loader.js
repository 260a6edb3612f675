// Fetches and compiles the simulation, with progress.

/**
 * Begins to fetch and compile the WebAssembly module at url, and returns a promise of it.
 * progress(loaded, total) counts bytes; total is 0 when the server doesn't say how many
 * decoded bytes will come. signal (an AbortSignal) ends the download. Fails with an Error
 * whose message is a sentence for the reader.
 */
export async function compile(url, progress, signal) {
  const response = await fetch(url, { signal }).catch(() => {
    throw new Error('The simulation could not be downloaded: no answer from the server.');
  });
  if (!response.ok) throw new Error(`The simulation could not be downloaded: the server answered ${response.status}.`);
  const counted = new Response(count(response, progress), { headers: { 'Content-Type': 'application/wasm' } });
  try {
    return await streamed(counted);
  } catch (error) {
    throw new Error(`The simulation could not be started: ${error.message}`);
  }
}

// Our own content type makes streaming independent of the server's.
async function streamed(response) {
  if (WebAssembly.compileStreaming) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
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
