// The programs that the stage runs, as WebAssembly modules.

import { at } from './place.js';
import { loader } from './stage-loader.js';

const SIZES = JSON.parse('__SIZES__'); // {name: {size, packed}}, see loader
const compile = loader();

/** A promise of a program's module; options are those of the loader. */
export const load = (name, options) => compile(at(`${name}?__BUILD__`), { ...SIZES[name], ...options });

/** Begins to load the simulation. Returns {module, follow(progress), stop()}, the first of them a promise. */
export function begin() {
  const stop = new AbortController();
  let latest = null;
  let tell = () => {};
  const progress = (...now) => {
    latest = now;
    tell(...now);
  };
  const options = { progress, signal: stop.signal };
  const module = beside('sgdnoise.wasm', options).catch(() => load('sgdnoise.wasm', options));
  module.catch(() => {}); // who waits for it says so
  const follow = (to) => {
    tell = to;
    if (latest) to(...latest);
  };
  return { module, follow, stop: () => stop.abort() };
}

// beside is load in a worker: megabytes that come through the page's own thread would make the
// page wait, and the page would make them wait. It may fail where load doesn't.
async function beside(name, { progress, signal }) {
  const script = URL.createObjectURL(new Blob([`(${work})((${loader})())`], { type: 'text/javascript' }));
  const worker = new Worker(script);
  const end = () => {
    worker.terminate();
    URL.revokeObjectURL(script);
  };
  worker.postMessage([at(`${name}?__BUILD__`), SIZES[name]]);
  return new Promise((resolve, reject) => {
    worker.onerror = reject;
    signal.onabort = () => worker.postMessage(null);
    worker.onmessage = ({ data: { now, module, message } }) => {
      if (now) progress(...now);
      else if (module) resolve(module);
      else reject(new Error(message));
    };
  }).finally(end);
}

// Runs in the worker, which is told what to load, and null to stop.
function work(compile) {
  const OFTEN = 50; // ms
  const stop = new AbortController();
  let told = 0;
  const progress = (loaded, total) => {
    if (loaded < total && performance.now() - told < OFTEN) return;
    told = performance.now();
    postMessage({ now: [loaded, total] });
  };
  globalThis.onmessage = ({ data }) => {
    if (!data) {
      stop.abort();
      return;
    }
    const [url, sizes] = data;
    compile(url, { ...sizes, progress, signal: stop.signal }).then((module) => postMessage({ module }), ({ message }) => postMessage({ message }));
  };
}
