// The page in which Go, JavaScript and TensorFlow.js take the same steps.

import '/site/wasm_exec.js';
import { createEnsemble, stepDirect, stepS1, stepExact } from '../peer.js';
import { createTensors, ready, stepTensors } from '../peer-tf.js';

const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiateStreaming(fetch('/wasm/kernels.wasm'), go.importObject);
go.run(instance); // up to the point where kernels is there

const { kernels } = globalThis;
const { lr, ...setup } = kernels.setup;
const ensemble = createEnsemble({ ...setup, seed: 1 });
await ready('/bench/node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/');
const tensors = createTensors(setup);

function peer(step, S, n, walkers = ensemble) {
  const begin = performance.now();
  for (let i = 0; i < n; i++) step(walkers, lr, 0, S);
  return performance.now() - begin;
}

/** Each takes n steps of all walkers at S and returns milliseconds. */
globalThis.contestants = {
  go: kernels.step,
  normals: (S, n) => kernels.draw(n),
  direct: (S, n) => peer(S === 1 ? stepS1 : stepDirect, S, n),
  exact: (S, n) => peer(stepExact, S, n),
  tensors: (S, n) => peer(stepTensors, S, n, tensors),
};
