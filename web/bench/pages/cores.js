// Crews of workers as the stage has them, and requests as its stability map makes.

import '/site/wasm_exec.js';
import { crew } from '/web/stage-crew.js';

const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiateStreaming(fetch('/wasm/kernels.wasm'), go.importObject);
go.run(instance); // up to the point where kernels is there
const { cells } = globalThis.kernels;

const crews = new Map();

function crewOf(n) {
  if (!crews.has(n)) {
    const made = crew({
      module: () => WebAssembly.compileStreaming(fetch('/site/worker.wasm')),
      runtime: async () => (await fetch('/site/wasm_exec.js')).text(),
    });
    made.limit(n);
    crews.set(n, made);
  }
  return crews.get(n);
}

// run has the cells of a list simulated by n workers, each asked for one ahead as by the
// stage, and returns milliseconds.
async function run(n, list) {
  const hands = crewOf(n);
  const open = new Array(n).fill(0);
  const whose = new Map();
  const begin = performance.now();
  for (let next = 0, done = 0; done < list.length;) {
    for (let ahead = 0; ahead < 2; ahead++) {
      for (let k = 0; k < n && next < list.length; k++) {
        if (open[k] > ahead) continue;
        open[k]++;
        whose.set(next, k);
        hands.ask(k, next, cells[list[next]].slice());
        next++;
      }
    }
    await new Promise((ready) => { setTimeout(ready, 1); });
    for (const [id, answer] of hands.take()) {
      if (!answer) throw new Error('a worker has failed');
      open[whose.get(id)]--;
      done++;
    }
  }
  return performance.now() - begin;
}

const numbers = cells.map((_, i) => i);

/** Starts n workers and lets each simulate a few cells. */
globalThis.warmUp = (n) => run(n, numbers.slice(0, 8 * n));

/** Simulates one of so many equal parts of the map; returns milliseconds. */
globalThis.sweep = (n, part, parts) => run(n, numbers.filter((i) => i % parts === part));
