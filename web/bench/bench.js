// Measures the product against what a reader would use instead, and against itself:
//
//   ./build.sh bench          a table
//   ./build.sh bench -json    the same rows as JSON
//   ./build.sh bench -minutes 30    watches the memory for as long; 2 minutes otherwise
//   ./build.sh bench -only frames   one section: kernels, loading, frames, scenes, accuracy, cores, memory
//
// A row is the median over rounds in which all sides took their turns, with quartiles.
// A row that misses its goal is printed as missed and is no failure.

import { accuracyRows } from './accuracy.js';
import { coreRows } from './cores.js';
import { frameRows } from './frames.js';
import { heapRows } from './heap.js';
import { kernelRows } from './kernels.js';
import { loadingRows } from './loading.js';
import { sceneRows } from './scenes.js';
import { setUp } from './setup.js';
import { cells, table } from './stats.js';

const HEAD = ['', 'median', 'quartiles', 'goal', '', ''];
const SECTIONS = {
  kernels: kernelRows, loading: loadingRows, frames: frameRows, scenes: sceneRows, accuracy: accuracyRows, cores: coreRows,
  memory: (machine) => heapRows(machine, minutes),
};

const { json, minutes, only } = options(process.argv.slice(2));

function options(args) {
  const found = { json: false, minutes: 2, only: null };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '-json') found.json = true;
    else if (args[i] === '-minutes' && Number(args[i + 1]) > 0) found.minutes = Number(args[++i]);
    else if (args[i] === '-only' && Object.hasOwn(SECTIONS, args[i + 1])) found.only = args[++i];
    else {
      console.error(`usage: ./build.sh bench [-json] [-minutes N] [-only ${Object.keys(SECTIONS).join('|')}]`);
      process.exit(2);
    }
  }
  return found;
}

console.error('bench: building');
const machine = await setUp();
const rows = [];
try {
  for (const [name, measure] of Object.entries(SECTIONS).filter(([section]) => !only || section === only)) {
    console.error(`bench: ${name}`);
    rows.push(...await measure(machine));
  }
} finally {
  await machine.close();
}
console.log(json ? JSON.stringify(rows, null, 2) : table([HEAD, ...rows.map(cells)]));
