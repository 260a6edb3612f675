// What every scene costs: a frame and a step at its defaults, how a step grows with
// walkers and with S, and whether anything stutters while its learning rate is dragged.

import { readFileSync } from 'node:fs';
import { fileOf, goTest } from './setup.js';
import { digits, median, row } from './stats.js';
import { frameCost, open } from './frames.js';

const STEPS = '10x'; // that are timed together
const DRAG = 40; // changes of the learning rate, one every
const EVERY = 50; // ms
const SMOOTH = 50; // ms: longer tasks are seen as a stutter

/** Four rows for each scene of the catalogue, at its defaults but for what a row varies. */
export async function sceneRows({ site, browser }) {
  const { scenes } = JSON.parse(readFileSync(fileOf('/site/scenes.json')));
  const steps = growth();
  const rows = [];
  for (const scene of scenes) {
    const shown = await open(browser, site, `/site/stage.html&scene=${scene.id}`);
    const frame = await frameCost(shown);
    const tasks = await drag(shown, scene);
    await shown.context.close();
    rows.push(
      row(`${scene.id}: task time of a frame`, [frame.tasks], { unit: 'ms', detail: `at ${digits(frame.rate)} frames/s` }),
      row(`${scene.id}: longest frame of a drag`, [Math.max(...tasks)], {
        unit: 'ms', goal: { atMost: SMOOTH }, detail: `${tasks.length} frames, half of them below ${digits(median(tasks))} ms` }),
      stepRow(`${scene.id}: step of 10,000 walkers`, steps[scene.id].walkers, 1e4),
      stepRow(`${scene.id}: step at S = 8`, steps[scene.id].batch, 8),
    );
  }
  return rows;
}

const stepRow = (name, steps, usual) => row(name, [steps.find((s) => s.value === usual).ms], {
  unit: 'ms', detail: steps.map(({ value, ms }) => `${value}: ${digits(ms)} ms`).join(', ') });

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

// growth runs the scenes' Go benchmark as WebAssembly under Node, where no picture comes
// between. It returns by scene and parameter a list of {value, ms}.
function growth() {
  const text = goTest('./scenes', ['-run', '-', '-bench', 'Growth', '-benchtime', STEPS]);
  const found = {};
  for (const [, scene, key, value, ns] of text.matchAll(/^BenchmarkGrowth\/(\S+)\/(\w+)=(\d+)\S*\s+\d+\s+([\d.]+) ns/gm)) {
    const list = (found[scene] ??= {})[key] ??= [];
    list.push({ value: Number(value), ms: ns / 1e6 });
  }
  return found;
}
