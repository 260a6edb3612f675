// Workers for Go: each runs worker.wasm, the engine without a screen, in a thread of
// its own. They start from a blob, so that a sandboxed frame has them, too, and all
// that goes to and fro is moved, so that no host has to isolate its page.

const SILENCE = 60; // s that a worker may take for a request, its start included

/**
 * A crew of workers: {size, limit(n), ask(worker, id, request), take()}. size is how many
 * there may be: whoever makes the crew sets it, and it falls to 0 for good when a worker
 * fails. limit(n) lets them go and sets another size. ask hands a request (a Uint8Array,
 * moved away) to a worker, numbered from 0 and started by its first request; take()
 * returns the answers that have come since, as [id, Uint8Array], or [id, null] if nobody
 * will answer any more.
 *
 * module() is a Promise of worker.wasm as a WebAssembly.Module, runtime() of the text of
 * wasm_exec.js. Either is called at most once.
 */
export function crew({ module, runtime }) {
  const hands = new Map(); // by number
  let arrived = [];
  let program = null;
  let watch = 0;

  const load = async () => {
    const [code, text] = await Promise.all([module(), runtime()]);
    const script = new Blob([text, `;(${work})();`], { type: 'text/javascript' });
    return { code, address: URL.createObjectURL(script) };
  };

  const end = () => {
    for (const hand of hands.values()) {
      hand.over = true;
      hand.thread?.terminate();
      arrived.push(...hand.open.map((id) => [id, null]));
    }
    hands.clear();
  };

  // Who fails has lost what it knew; the others could fail next.
  const fail = (hand) => {
    if (hand.over) return;
    self.size = 0;
    end();
  };

  const start = () => {
    const hand = { open: [], waiting: [], thread: null, silent: 0, over: false };
    program ??= load();
    program.then(({ code, address }) => {
      if (hand.over) return;
      hand.thread = new Worker(address);
      hand.thread.onerror = () => fail(hand);
      hand.thread.onmessage = ({ data }) => {
        if (hand.over) return;
        if (data === null) fail(hand);
        else arrived.push([hand.open.shift(), new Uint8Array(data)]);
        hand.silent = 0;
      };
      hand.thread.postMessage(code);
      hand.waiting.forEach((buffer) => hand.thread.postMessage(buffer, [buffer]));
    }).catch(() => fail(hand));
    return hand;
  };

  // A worker may end without a word. Seconds are counted, not measured: a computer
  // that sleeps has no dead workers.
  const look = () => {
    watch = 0;
    const busy = [...hands.values()].filter((hand) => hand.open.length > 0);
    const dead = busy.find((hand) => ++hand.silent > SILENCE);
    if (dead) fail(dead);
    else if (busy.length > 0) watch = setTimeout(look, 1000);
  };

  const self = {
    size: 0,
    limit(n) {
      end();
      self.size = n;
    },
    ask(worker, id, { buffer }) {
      if (worker >= self.size) {
        arrived.push([id, null]);
        return;
      }
      if (!hands.has(worker)) hands.set(worker, start());
      const hand = hands.get(worker);
      if (hand.open.push(id) === 1) hand.silent = 0;
      if (hand.thread) hand.thread.postMessage(buffer, [buffer]);
      else hand.waiting.push(buffer);
      watch ||= setTimeout(look, 1000);
    },
    take() {
      const answers = arrived;
      arrived = [];
      return answers;
    },
  };
  return self;
}

// Runs in the worker, after wasm_exec.js: first comes the module, then requests. Go
// makes the function answer. Without a way to go on, null says so.
function work() {
  let waiting = [];
  const serve = (buffer) => {
    const answer = globalThis.answer(new Uint8Array(buffer));
    postMessage(answer.buffer, [answer.buffer]);
  };
  const start = async (module) => {
    const go = new globalThis.Go();
    const ended = go.run(await WebAssembly.instantiate(module, go.importObject));
    const early = waiting;
    waiting = null;
    early.forEach(serve);
    await ended;
    postMessage(null);
  };
  globalThis.onmessage = ({ data }) => {
    if (data instanceof WebAssembly.Module) start(data).catch(() => postMessage(null));
    else if (waiting) waiting.push(data);
    else serve(data);
  };
}
