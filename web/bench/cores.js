// What more workers bring: the cells of a 32 × 32 stability map, simulated by one
// worker and by several, with no picture beside them.

import { digits, median, row } from './stats.js';

const GOAL = 0.85; // of the number of workers
const PARTS = 4; // of the map; each is a round in which all crews take their turns

/** The rows on workers, for twice as many each time up to the cores. */
export async function coreRows({ site, browser }) {
  const page = await browser.newPage();
  await page.goto(`${site}bench/pages/cores.html`);
  await page.waitForFunction(() => globalThis.sweep);
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  const sizes = [];
  for (let n = 2; n < cores; n *= 2) sizes.push(n);
  if (cores > 1) sizes.push(cores);
  const times = new Map([1, ...sizes].map((n) => [n, []]));
  for (const n of times.keys()) await page.evaluate((k) => globalThis.warmUp(k), n);
  for (let part = 0; part < PARTS; part++) {
    for (const [n, list] of times) list.push(await page.evaluate((args) => globalThis.sweep(...args), [n, part, PARTS]));
  }
  await page.close();
  const seconds = (n) => digits(PARTS * median(times.get(n)) / 1000);
  return sizes.map((n) => row(`32 × 32 stability map: ${n} workers / one`, times.get(n).map((t, i) => times.get(1)[i] / t), {
    goal: { atLeast: GOAL * n }, detail: `${seconds(n)} s against ${seconds(1)} s; ${cores} cores` }));
}
