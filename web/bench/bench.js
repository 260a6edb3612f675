// Measures the product against what a reader would use instead, and against itself:
//
//   ./build.sh bench          a table
//   ./build.sh bench -json    the same rows as JSON
//
// A row is the median over rounds in which all sides took their turns, with quartiles.
// A row that misses its goal is printed as missed and is no failure.

import { accuracyRows } from './accuracy.js';
import { frameRows } from './frames.js';
import { kernelRows } from './kernels.js';
import { loadingRows } from './loading.js';
import { setUp } from './setup.js';
import { cells, table } from './stats.js';

const HEAD = ['', 'median', 'quartiles', 'goal', '', ''];
const SECTIONS = { kernels: kernelRows, loading: loadingRows, frames: frameRows, accuracy: accuracyRows };

const args = process.argv.slice(2);
if (args.some((a) => a !== '-json')) {
  console.error('usage: ./build.sh bench [-json]');
  process.exit(2);
}

console.error('bench: building');
const machine = await setUp();
const rows = [];
try {
  for (const [name, measure] of Object.entries(SECTIONS)) {
    console.error(`bench: ${name}`);
    rows.push(...await measure(machine));
  }
} finally {
  await machine.close();
}
console.log(args.includes('-json') ? JSON.stringify(rows, null, 2) : table([HEAD, ...rows.map(cells)]));
