// Walker-steps per second: the engine against the JavaScript of peer.js and against
// TensorFlow.js in one page, against NumPy, and against itself, native.

import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { digits, median, row } from './stats.js';

const ROUNDS = 9;
const WARM_UP = 1000; // ms
const TURN = 100; // ms of a contestant in a round, at least a step

/** Each contestant takes n steps of all walkers at some S. */
const CONTESTANTS = [
  ['go', 1], ['direct', 1], ['tensors', 1], ['numpy', 1], ['normals', 1], ['native', 1],
  ['go', 8], ['go', 64], ['direct', 64], ['exact', 64], ['tensors', 64], ['numpy', 64], ['native', 64],
  ['go', 1024], ['direct', 1024], ['exact', 1024],
];

// Debian's own comes last, because a python3 from elsewhere may stand before it.
const PYTHONS = ['python3', '/usr/bin/python3'];

/** The rows on walker-steps. */
export async function kernelRows({ site, browser, native }) {
  const page = await browser.newPage();
  await page.goto(`${site}bench/pages/kernels.html`);
  await page.waitForFunction(() => globalThis.contestants);
  const setup = await page.evaluate(() => globalThis.kernels.setup);
  const programs = { native: spawn(native, { stdio: ['pipe', 'pipe', 'inherit'] }) };
  const python = PYTHONS.find((name) => spawnSync(name, ['-c', 'import numpy']).status === 0);
  if (python) {
    programs.numpy = spawn(python, [fileURLToPath(new URL('peer.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
    programs.numpy.stdin.write(`${JSON.stringify(setup)}\n`);
  }
  const ask = Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, natively(program)]));
  const run = ([who, S], n) => (ask[who] ? ask[who](S, n) : page.evaluate(([w, s, k]) => globalThis.contestants[w](s, k), [who, S, n]));
  const times = await contest(run, CONTESTANTS.filter(([who]) => who !== 'numpy' || python));
  for (const program of Object.values(programs)) program.kill();
  await page.close();
  return rows(times, setup.walkers);
}

// natively returns a function that has a program take n steps at S.
function natively(program) {
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  return async (S, n) => {
    program.stdin.write(`${S} ${n}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('a native program has ended');
    return Number(value);
  };
}

// contest returns the milliseconds a step of each contestant, one per round. All take
// their turn in every round, so that what else the machine does hits them alike.
async function contest(run, contestants) {
  const entries = [];
  for (const who of contestants) entries.push({ key: who.join(' '), who, n: await warmUp((n) => run(who, n)), times: [] });
  for (let round = 0; round < ROUNDS; round++) {
    for (const { who, n, times } of entries) times.push(await run(who, n) / n);
  }
  return Object.fromEntries(entries.map(({ key, times }) => [key, times]));
}

// warmUp calls run(n) with growing n for a while; returns the n that takes a turn.
async function warmUp(run) {
  let n = 1, last = 0;
  for (let spent = 0; spent < WARM_UP; spent += last) {
    last = await run(n);
    if (last < TURN) n *= 2;
  }
  return Math.max(1, Math.round(n * TURN / Math.max(last, TURN)));
}

function rows(times, walkers) {
  const rate = (key) => `${digits(walkers / median(times[key]) / 1000)} M/s`;
  const compare = (name, slow, fast, options = {}) => (times[slow]
    ? row(name, times[slow].map((t, i) => t / times[fast][i]), { detail: `${rate(fast)} against ${rate(slow)}`, ...options })
    : row(name, [NaN], { ...options, goal: null, detail: 'skipped: no python3 has NumPy; on Debian: apt-get install python3-numpy' }));
  return [
    compare('walker-steps/s, S = 1: wasm / JavaScript', 'direct 1', 'go 1', { goal: { atLeast: 1.75 } }),
    compare('walker-steps/s, S = 64: wasm / JavaScript drawing all samples', 'direct 64', 'go 64', { goal: { atLeast: 40 } }),
    compare('walker-steps/s, S = 1024: wasm / JavaScript drawing all samples', 'direct 1024', 'go 1024', { goal: { atLeast: 600 } }),
    compare('walker-steps/s, S = 64: wasm / JavaScript with our exact step', 'exact 64', 'go 64'),
    compare('walker-steps/s, S = 1024: wasm / JavaScript with our exact step', 'exact 1024', 'go 1024'),
    compare('walker-steps/s, S = 1: wasm / TensorFlow.js', 'tensors 1', 'go 1', { goal: { atLeast: 5 } }),
    compare('walker-steps/s, S = 64: wasm / TensorFlow.js', 'tensors 64', 'go 64', { goal: { atLeast: 80 } }),
    compare('walker-steps/s, S = 1: wasm / NumPy', 'numpy 1', 'go 1', { goal: { atLeast: 1.6 } }),
    compare('walker-steps/s, S = 64: wasm / NumPy', 'numpy 64', 'go 64', { goal: { atLeast: 45 } }),
    compare('cost of a step, S = 1024 / S = 8', 'go 1024', 'go 8', { goal: { atMost: 1.1 }, detail: `${rate('go 1024')}, ${rate('go 8')}` }),
    compare('walker-steps/s, S = 1: wasm / native Go', 'native 1', 'go 1'),
    compare('walker-steps/s, S = 64: wasm / native Go', 'native 64', 'go 64'),
    compare('part of a step that normal numbers take, S = 1, wasm', 'normals 1', 'go 1', {
      detail: `${digits(1e6 * median(times['normals 1']) / walkers)} of ${digits(1e6 * median(times['go 1']) / walkers)} ns` }),
  ];
}
