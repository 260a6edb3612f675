// How long a reader waits until theory and measurement agree.

import { digits, row } from './stats.js';

const SEEDS = [1, 2, 3, 4, 5];
const CLOSE = 0.01; // of the norm of the covariance
const HOLD = 1000; // ms that they must agree in every report: once may be luck
const PATIENCE = 20_000; // ms

/** The row on accuracy: the demo at its defaults, in a page that has just been opened. */
export async function accuracyRows({ site, browser }) {
  const times = [];
  for (const seed of SEEDS) times.push(await timeToAgree(browser, `${site}site/index.html?v=1&seed=${seed}`));
  return [row('‖Σ̂ − Σ‖ ≤ 1 % of ‖Σ‖ after “ready”, defaults, 5 seeds', times, {
    goal: { atMost: 3 }, unit: 's', detail: times.map((t) => `${digits(t)} s`).join(', ') })];
}

// timeToAgree returns seconds, Infinity if patience ends first.
async function timeToAgree(browser, url) {
  const context = await browser.newContext();
  await context.addInitScript(watch, [CLOSE, HOLD]);
  const page = await context.newPage();
  await page.goto(url);
  const agreed = await page.waitForFunction(() => globalThis.agreed, null, { timeout: PATIENCE, polling: 200 }).catch(() => null);
  const seconds = agreed ? await agreed.jsonValue() : Infinity;
  await context.close();
  return seconds;
}

// Runs in the page. The events don't bubble, but they can be caught on their way down.
function watch([close, hold]) {
  let ready = 0, since = 0;
  addEventListener('ready', () => { ready = performance.now(); }, true);
  addEventListener('report', ({ detail: { readings } }) => {
    const now = performance.now();
    const cov = ['cov.11', 'cov.12', 'cov.12', 'cov.22'].map((name) => readings.find((r) => r.name === name));
    const exist = ready > 0 && cov.every((c) => Number.isFinite(c?.predicted) && Number.isFinite(c.measured));
    const apart = Math.hypot(...cov.map((c) => c?.measured - c?.predicted));
    if (!exist || apart > close * Math.hypot(...cov.map((c) => c.predicted))) since = 0;
    else since ||= now;
    if (since && now - since >= hold) globalThis.agreed ??= (since - ready) / 1000;
  }, true);
}
