// Whether memory grows while the demo runs: Go's linear memory and the page's
// JavaScript heap, at defaults, after a first minute and at the end.

import { digits, row } from './stats.js';

const MB = 2 ** 20;

/** The rows on memory: the first minute (or a third of the time, if that is less) is warm-up, of the given minutes in all. */
export async function heapRows({ site, browser }, minutes) {
  const context = await browser.newContext();
  await context.addInitScript(keepMemory);
  const page = await context.newPage();
  await page.goto(`${site}site/index.html`);
  await page.waitForFunction(() => document.querySelector('sgd-noise').report, null, { timeout: 60_000 });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  const warmUp = Math.min(1, minutes / 3);
  await page.waitForTimeout(60_000 * warmUp);
  const before = await reading(page, devtools);
  await page.waitForTimeout(60_000 * (minutes - warmUp));
  const after = await reading(page, devtools);
  await context.close();
  const growth = (name, key) => row(`growth of ${name} in ${digits(minutes - warmUp)} min, after ${digits(warmUp)} min`,
    [100 * (after[key] / before[key] - 1)], {
      goal: { atMost: 5 }, unit: '%', detail: `${digits(before[key] / MB)} to ${digits(after[key] / MB)} MB` });
  return [growth('wasm memory', 'wasm'), growth('the JavaScript heap', 'js')];
}

// Runs in every frame of the page: the memory of whatever program starts in it.
function keepMemory() {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    globalThis.wasmMemory = (made.instance ?? made).exports.mem;
    return made;
  };
}

async function reading(page, devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const stage = page.frames().find((f) => f !== page.mainFrame());
  return {
    wasm: await stage.evaluate(() => globalThis.wasmMemory.buffer.byteLength),
    js: metrics.find((m) => m.name === 'JSHeapUsedSize').value,
  };
}
