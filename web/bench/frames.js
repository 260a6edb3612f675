// What a frame costs the main thread: the stage with label-noise at its defaults, and
// with 100,000 walkers, against the empty Ebitengine program, in frames of the same size.

import { digits, median, row } from './stats.js';

const ROUNDS = 9;
const WARM_UP = 3000; // ms
const TURN = 1000; // ms of a page in a round

/**
 * The rows on the cost of a frame: elapsed time of tasks, and for comparison what of
 * it was the thread's own, because other programs and the wait for software WebGL
 * lengthen tasks. Then the time with so many walkers that a worker moves them.
 */
export async function frameRows({ site, browser }) {
  const pages = [];
  for (const src of ['/bench/pages/empty.html', '/site/stage.html', `/site/stage.html&values=${encodeURIComponent('{"walkers":1e5}')}`]) {
    pages.push({ shown: await open(browser, site, src), turns: [] });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { shown, turns } of pages) turns.push(await frameCost(shown));
  }
  for (const { shown } of pages) await shown.context.close();
  const [bare, usual, many] = pages.map(({ turns }) => turns);
  const of = (turns, key) => digits(median(turns.map((t) => t[key])));
  const words = (turns, key) => `${of(turns, key)} ms at ${of(turns, 'rate')} frames/s`;
  const compare = (name, turns, key, goal) => row(name, turns.map((t, i) => t[key] - bare[i][key]), {
    goal, unit: 'ms', detail: `${words(turns, key)} against ${words(bare, key)}` });
  return [
    compare('main-thread task time of a frame: stage − empty program', usual, 'tasks', { atMost: 5 }),
    compare('main-thread processor time of a frame: stage − empty program', usual, 'cpu', null),
    compare('main-thread task time of a frame, 100,000 walkers: stage − empty program', many, 'tasks', { atMost: 9 }),
  ];
}

/** Shows a page in a frame, warm and held. */
export async function open(browser, site, src) {
  const context = await browser.newContext(); // and so a process of its own
  await context.addInitScript(countFrames);
  const page = await context.newPage();
  await page.goto(`${site}bench/pages/frame.html?src=${src}`);
  const frame = page.frames().find((f) => f !== page.mainFrame());
  await frame.waitForFunction(() => globalThis.frames > 0, null, { polling: 100 });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  await page.waitForTimeout(WARM_UP);
  const shown = { context, page, frame, devtools };
  await hold(shown, true);
  return shown;
}

// Runs in every frame of the page. It counts Ebitengine's own frames, because another
// loop beside it would cost time, and can hold them, so that one page rests while the
// other is measured. The lengths of the latest frames are kept, in ms.
function countFrames() {
  const native = requestAnimationFrame.bind(window);
  let held = false, waiting = null;
  globalThis.frames = 0;
  globalThis.lengths = [];
  window.requestAnimationFrame = (callback) => {
    if (held) {
      waiting = callback;
      return 0;
    }
    return native((now) => {
      const begin = performance.now();
      globalThis.frames++;
      callback(now);
      globalThis.lengths.push(performance.now() - begin);
      if (globalThis.lengths.length > 1000) globalThis.lengths.shift();
    });
  };
  globalThis.hold = (on) => {
    held = on;
    if (!on && waiting) window.requestAnimationFrame(waiting);
    waiting = null;
  };
}

const hold = ({ frame }, on) => frame.evaluate((h) => globalThis.hold(h), on);

/** What a frame costs: {tasks, cpu} in ms, and the rate of frames. */
export async function frameCost(shown) {
  await hold(shown, false);
  await shown.page.waitForTimeout(TURN / 4); // the first frames catch up
  const before = await reading(shown);
  await shown.page.waitForTimeout(TURN);
  const after = await reading(shown);
  await hold(shown, true);
  const count = after.frames - before.frames;
  const perFrame = (key) => (after[key] - before[key]) / count;
  return { tasks: perFrame('tasks'), cpu: perFrame('cpu'), rate: 1000 / perFrame('now') };
}

async function reading({ frame, devtools }) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const ms = (name) => 1000 * metrics.find((m) => m.name === name).value;
  const frames = await frame.evaluate(() => globalThis.frames);
  return { tasks: ms('TaskDuration'), cpu: ms('ThreadTime'), now: ms('Timestamp'), frames };
}
