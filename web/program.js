// The programs that the stage runs, as WebAssembly modules.

import { SOON } from './dom.js';
import { at } from './place.js';
import { compile } from './stage-loader.js';

const SIZES = JSON.parse('__SIZES__'); // {name: {size, packed}}, see compile

/** A promise of a program's module; options are those of compile. */
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
  const module = load('sgdnoise.wasm', { quick: SOON, progress, signal: stop.signal });
  module.catch(() => {}); // who waits for it says so
  const follow = (to) => {
    tell = to;
    if (latest) to(...latest);
  };
  return { module, follow, stop: () => stop.abort() };
}
