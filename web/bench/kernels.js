// Walker-steps per second: the engine against the JavaScript of peer.js in one page,
// and against itself, native.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { digits, median, row } from './stats.js';

const ROUNDS = 9;
const WARM_UP = 1000; // ms
const TURN = 100; // ms of a contestant in a round, at least a step

/** Each contestant takes n steps of all walkers at some S. */
const CONTESTANTS = [
  ['go', 1], ['direct', 1], ['normals', 1], ['native', 1],
  ['go', 8], ['go', 64], ['direct', 64], ['wishart', 64], ['native', 64],
  ['go', 1024], ['direct', 1024], ['wishart', 1024],
];

/** The rows on walker-steps. */
export async function kernelRows({ site, browser, native }) {
  const page = await browser.newPage();
  await page.goto(`${site}bench/pages/kernels.html`);
  await page.waitForFunction(() => globalThis.contestants);
  const { walkers } = await page.evaluate(() => globalThis.kernels.setup);
  const program = spawn(native, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ask = natively(program);
  const run = ([who, S], n) => (who === 'native' ? ask(S, n) : page.evaluate(([w, s, k]) => globalThis.contestants[w](s, k), [who, S, n]));
  const times = await contest(run);
  program.kill();
  await page.close();
  return rows(times, walkers);
}

// natively returns a function that has the native program take n steps at S.
function natively(program) {
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  return async (S, n) => {
    program.stdin.write(`${S} ${n}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the native kernels have ended');
    return Number(value);
  };
}

// contest returns the milliseconds a step of each contestant, one per round. All take
// their turn in every round, so that what else the machine does hits them alike.
async function contest(run) {
  const entries = [];
  for (const who of CONTESTANTS) entries.push({ key: who.join(' '), who, n: await warmUp((n) => run(who, n)), times: [] });
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
  const compare = (name, slow, fast, options = {}) =>
    row(name, times[slow].map((t, i) => t / times[fast][i]), { detail: `${rate(fast)} against ${rate(slow)}`, ...options });
  return [
    compare('walker-steps/s, S = 1: wasm / JavaScript', 'direct 1', 'go 1', { goal: { atLeast: 1.75 } }),
    compare('walker-steps/s, S = 64: wasm / JavaScript drawing all samples', 'direct 64', 'go 64', { goal: { atLeast: 40 } }),
    compare('walker-steps/s, S = 1024: wasm / JavaScript drawing all samples', 'direct 1024', 'go 1024', { goal: { atLeast: 600 } }),
    compare('walker-steps/s, S = 64: wasm / JavaScript with our Wishart step', 'wishart 64', 'go 64'),
    compare('walker-steps/s, S = 1024: wasm / JavaScript with our Wishart step', 'wishart 1024', 'go 1024'),
    compare('cost of a step, S = 1024 / S = 8', 'go 1024', 'go 8', { goal: { atMost: 1.1 }, detail: `${rate('go 1024')}, ${rate('go 8')}` }),
    compare('walker-steps/s, S = 1: wasm / native Go', 'native 1', 'go 1'),
    compare('walker-steps/s, S = 64: wasm / native Go', 'native 64', 'go 64'),
    compare('part of a step that normal numbers take, S = 1, wasm', 'normals 1', 'go 1', {
      detail: `${digits(1e6 * median(times['normals 1']) / walkers)} of ${digits(1e6 * median(times['go 1']) / walkers)} ns` }),
  ];
}
