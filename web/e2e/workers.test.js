// Web Workers and their first user, the stability map.

import assert from 'node:assert/strict';
import { Demo, staffed } from './demo.js';
import { host, onPage, site } from './harness.js';

// as little as possible beside the cells
const MAP = 'v=1&scene=stability&walkers=100&speed=5';

const cells = (report) => Number(report.sentence.match(/(\d+) of 1024 cells simulated, \d+ % as predicted/)?.[1] ?? 0);

/** Waits until so many cells are simulated, and compared because all limits are known; returns the report. */
async function simulated(demo, least) {
  await demo.until(([el, n]) => Number(el.report?.sentence.match(/(\d+) of 1024 cells simulated, \d+ %/)?.[1]) >= n, least);
  return demo.get('report');
}

/** The shapes over the ground of the map: marks of cells, lines. */
async function marks(demo) {
  const [, map] = (await demo.call('snapshot', 'svg')).split('<g clip-path="url(#clip1)">');
  return map.split('</clipPath>')[0].match(/<(circle|path)[^>]*>/g);
}

let alone = []; // the marks that the page made by itself

onPage('without workers the page simulates the cells itself, and says so', { url: `?${MAP}&workers=0` }, async (page, seen) => {
  const demo = await Demo.ready(page);
  await simulated(demo, 6);
  const { notes } = await demo.call('pause');
  assert.ok(notes.some((note) => note.includes('more slowly')), notes.join());
  alone = await marks(demo);
  assert.equal(page.workers().length, 0);
  assert.ok(!seen.requests.some((url) => url.pathname.endsWith('worker.wasm')));
});

onPage('two workers find the same cells', { url: `?${MAP}&workers=2` }, async (page) => {
  const demo = await Demo.ready(page);
  await simulated(demo, 40);
  const { notes } = await demo.call('pause');
  assert.deepEqual(notes.filter((note) => note.includes('more slowly')), []);
  await staffed(page, 2);
  const together = await marks(demo);
  assert.ok(alone.length > 6 && together.length > alone.length + 20, `${alone.length} and ${together.length} marks`);
  assert.deepEqual(alone.filter((mark) => !together.includes(mark)), []);
});

onPage('workers have a holiday while nobody looks', { url: `?${MAP}&workers=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await simulated(demo, 4);
  const asked = () => demo.stage.evaluate(() => globalThis.asked);
  await demo.stage.evaluate(() => {
    const { crew } = globalThis.sgdnoise;
    const { ask } = crew;
    globalThis.asked = 0;
    crew.ask = (...request) => {
      globalThis.asked++;
      ask(...request);
    };
  });
  await demo.stage.waitForFunction(() => globalThis.asked >= 2);
  await demo.element.evaluate((el) => { el.style.marginTop = '3000px'; });
  await page.waitForTimeout(500); // until the observer has told the stage
  const before = await asked();
  await page.waitForTimeout(2000);
  assert.equal(await asked(), before);
  await demo.element.evaluate((el) => { el.style.marginTop = ''; });
  await demo.stage.waitForFunction((n) => globalThis.asked > n, before);

  // paused they rest as well
  await demo.call('pause');
  const paused = await asked();
  await page.waitForTimeout(1000);
  assert.equal(await asked(), paused);
});

onPage('a worker that fails', { url: `?${MAP}&workers=2`, expect: [/stopped by the test/] }, async (page) => {
  const demo = await Demo.ready(page);
  await simulated(demo, 3);
  await page.workers()[0].evaluate(() => {
    globalThis.answer = () => { throw new Error('stopped by the test'); };
  });
  await demo.until(([el]) => el.report.notes.some((note) => note.includes('more slowly')));
  const before = cells(await demo.get('report'));
  await simulated(demo, before + 1);
  await staffed(page, 0);
});

onPage('workers that cannot be downloaded', {
  url: `?${MAP}`, expect: [/Failed to load resource/],
  prepare: (page) => page.route(/worker\.wasm/, (route) => route.abort()),
}, async (page) => {
  const demo = await Demo.ready(page);
  const { notes } = await simulated(demo, 1);
  assert.ok(notes.some((note) => note.includes('more slowly')), notes.join());
});

onPage('the number of workers is a choice', { url: `?${MAP}&workers=1.5` }, async (page) => {
  const demo = await Demo.ready(page);
  await page.getByText('workers: “1.5” is not a whole number from 0 to 64').first().waitFor();
  await simulated(demo, 2); // as many as usual
  assert.ok(page.workers().length >= 1);
  await demo.element.evaluate((el) => { el.setAttribute('workers', '0'); });
  await demo.until(([el]) => el.report.notes.some((note) => note.includes('more slowly')));
  await staffed(page, 0);
  await demo.element.evaluate((el) => { el.removeAttribute('workers'); });
  await demo.until(([el]) => !el.report.notes.some((note) => note.includes('more slowly')));
});

const sandboxed = () => host(`<!doctype html><title>host</title><iframe sandbox="allow-scripts" width="800" height="700" title="demo"
src="${site}?view=demo&${MAP}&workers=2"></iframe>`, `default-src 'none'; frame-src ${new URL(site).origin}; img-src ${new URL(site).origin}`);

onPage('workers in a sandboxed frame', { url: sandboxed }, async (page) => {
  const inner = await (await page.waitForSelector('iframe')).contentFrame();
  await inner.locator('sgd-noise').getByRole('button', { name: 'Run' }).first().click();
  await inner.waitForFunction(() => /[1-9]\d* of 1024 cells/.test(document.querySelector('sgd-noise')?.report?.sentence));
  await staffed(page, 2);
  const { notes } = await inner.evaluate(() => document.querySelector('sgd-noise').report);
  assert.deepEqual(notes.filter((note) => note.includes('more slowly')), []);
});
