// The page in which Go and JavaScript take the same steps.

import '/site/wasm_exec.js';
import { createEnsemble, stepDirect, stepS1, stepWishart } from '../peer.js';

const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiateStreaming(fetch('/wasm/kernels.wasm'), go.importObject);
go.run(instance); // up to the point where kernels is there

const { kernels } = globalThis;
const { lr, ...setup } = kernels.setup;
const ensemble = createEnsemble({ ...setup, seed: 1 });

function peer(step, S, n) {
  const begin = performance.now();
  for (let i = 0; i < n; i++) step(ensemble, lr, 0, S);
  return performance.now() - begin;
}

/** Each takes n steps of all walkers at S and returns milliseconds. */
globalThis.contestants = {
  go: kernels.step,
  normals: (S, n) => kernels.draw(n),
  direct: (S, n) => peer(S === 1 ? stepS1 : stepDirect, S, n),
  wishart: (S, n) => peer(stepWishart, S, n),
};
