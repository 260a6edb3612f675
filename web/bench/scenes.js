// What every scene costs: a frame and a step at its defaults, how a step grows with
// walkers and with S, and whether anything stutters while its learning rate is dragged.

import { readFileSync } from 'node:fs';
import { fileOf } from './setup.js';
import { digits, median, row } from './stats.js';
import { frameCost, open } from './frames.js';

const WALKERS = [1e3, 1e4, 1e5, 1e6], BATCHES = [1, 8, 64, 1024]; // as far as a scene's table allows
const PORTION = 100; // ms of steps that are timed together, about
const DRAG = 40; // changes of the learning rate, one every
const EVERY = 50; // ms
const SMOOTH = 50; // ms: longer tasks are seen as a stutter

/** Four rows for each scene of the catalogue. */
export async function sceneRows({ site, browser }) {
  const { scenes } = JSON.parse(readFileSync(fileOf('/site/scenes.json')));
  const rows = [];
  for (const scene of scenes) {
    const shown = await open(browser, site, `/site/stage.html&scene=${scene.id}`);
    const frame = await frameCost(shown);
    const tasks = await drag(shown, scene);
    const walkers = await grow(shown, scene, 'walkers', WALKERS);
    const batches = await grow(shown, scene, 'batch', BATCHES);
    await shown.context.close();
    rows.push(
      row(`${scene.id}: task time of a frame`, [frame.tasks], { unit: 'ms', detail: `at ${digits(frame.rate)} frames/s` }),
      row(`${scene.id}: longest frame of a drag`, [Math.max(...tasks)], {
        unit: 'ms', goal: { atMost: SMOOTH }, detail: `${tasks.length} frames, half of them below ${digits(median(tasks))} ms` }),
      row(`${scene.id}: step, by walkers`, walkers.map((w) => w.ms), { unit: 'ms', detail: words(walkers) }),
      row(`${scene.id}: step, by S`, batches.map((b) => b.ms), { unit: 'ms', detail: words(batches) }),
    );
  }
  return rows;
}

const words = (steps) => steps.map(({ value, ms }) => `${value}: ${digits(ms)} ms`).join(', ');

// drag sweeps the learning rate through its range and back while the scene runs, and
// returns how long each frame took.
async function drag({ page, frame }, { params }) {
  const { key, min, max } = params.find((p) => p.key === 'lr') ?? params.find((p) => p.key === 'ratio');
  await frame.evaluate(() => { globalThis.hold(false); globalThis.lengths = []; });
  await page.evaluate(async ([name, lo, hi, times, every]) => {
    for (let i = 0; i < times; i++) {
      const t = 1 - Math.abs(1 - 2 * i / (times - 1));
      globalThis.tell({ type: 'set', values: { [name]: lo * (hi / lo) ** t } });
      await new Promise((done) => { setTimeout(done, every); });
    }
    await globalThis.ask({ type: 'set', values: {} });
  }, [key, min, max, DRAG, EVERY]);
  return frame.evaluate(() => globalThis.lengths);
}

// grow times a step at the values of one parameter, the others at their defaults.
async function grow({ page }, { params }, key, values) {
  const { min, max, default: usual } = params.find((p) => p.key === key);
  const rate = params.find((p) => p.key === 'lr') ?? params.find((p) => p.key === 'ratio');
  const steps = [];
  await page.evaluate((at) => globalThis.ask({ type: 'set', values: { paused: 1, ...at } }), { [rate.key]: rate.default });
  for (const value of values.filter((v) => v >= min && v <= max)) {
    const ms = await page.evaluate(async ([at, portion]) => {
      const { ask } = globalThis;
      await ask({ type: 'set', values: at });
      const step = (n) => ask({ type: 'step', n });
      await step(2);
      const nothing = await ask({ type: 'set', values: {} }); // a frame and a report
      let n = 1, time = 0;
      while ((time = await step(n) - nothing) < portion && n < 1000) n *= 4;
      return Math.max(time, 0) / n;
    }, [{ [key]: value }, PORTION]);
    steps.push({ value, ms });
  }
  await page.evaluate((at) => globalThis.ask({ type: 'set', values: at }), { [key]: usual });
  return steps;
}
