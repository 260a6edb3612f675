// The single file, opened from a disk as off a USB stick; and what index.html says there.

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Demo, drag, LIGHT, staffed } from './demo.js';
import { DIST, onPage } from './harness.js';

const file = (name) => pathToFileURL(join(DIST, name)).href;
const SCENES = JSON.parse(readFileSync(join(DIST, 'scenes.json'))).scenes.map(({ id }) => id);

onPage('the single file from a disk', { url: `${file('sgdnoise.html')}?${LIGHT}&paused=1&lr=0.4`, timeout: 180_000 }, async (page, seen) => {
  const demo = await Demo.ready(page);
  assert.equal(await page.evaluate(() => origin), 'null');
  const burnt = await demo.call('step', 300);
  assert.deepEqual([burnt.values.lr, burnt.status], [0.4, 'stationary']);
  const { readings } = await demo.call('step', 300);
  for (const { name, predicted, measured, stderr } of readings.filter((r) => /^cov\...$/.test(r.name))) {
    assert.ok(stderr > 0 && Math.abs(measured - predicted) < 4 * stderr, `${name}: ${measured} ± ${stderr}, expected ${predicted}`);
  }
  const from = await demo.thumb('lr');
  await drag(page, from, { x: from.x + 30, y: from.y });
  await demo.until(([el]) => el.report.values.lr > 0.45);
  await page.waitForFunction((lr) => new URLSearchParams(location.search).get('lr') === String(lr), (await demo.get('values')).lr);

  // every other scene, by the menu
  for (const id of SCENES.slice(1)) {
    await page.locator('sgd-noise').getByLabel('Scene', { exact: true }).selectOption(id);
    await demo.until(([el, scene]) => el.report?.scene === scene, id);
  }
  await demo.element.evaluate((el) => el.shadowRoot.querySelector('.formula').scrollIntoView());
  await page.waitForFunction(() => [...document.fonts].some((f) => f.family.includes('sgdnoise Math') && f.status === 'loaded'));
  await demo.button('Share').click();
  await page.locator('sgd-noise dialog.take').getByRole('radio', { name: 'Cite' }).check();
  await page.waitForFunction(() => [...document.querySelector('sgd-noise').shadowRoot.querySelectorAll('dialog textarea')].some((t) => t.value.includes('@misc{sgdnoise-')));
  await page.keyboard.press('Escape');

  // the graphics are lost, and come back
  const values = await demo.get('values');
  await demo.element.evaluate((el) => { globalThis.back = new Promise((done) => { el.addEventListener('ready', done, { once: true }); }); });
  await demo.stage.evaluate(() => document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext());
  await page.evaluate(() => globalThis.back);
  await demo.shown();
  assert.deepEqual(await demo.get('values'), values);

  const outside = seen.requests.filter(({ protocol, pathname }) => !['data:', 'blob:'].includes(protocol) && !pathname.endsWith('/sgdnoise.html'));
  assert.deepEqual(outside.map(String), [], 'nothing is fetched');
});

onPage('workers of the single file', { url: `${file('sgdnoise.html')}?v=1&scene=stability&walkers=100&speed=5&workers=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.until(([el]) => /[1-9]\d* of \d+ cells simulated/.test(el.report.sentence));
  await staffed(page, 1);
  assert.deepEqual((await demo.get('report')).notes.filter((note) => note.includes('more slowly')), []);
});

const REFUSED = [/Access to script|Failed to load resource|Unsafe attempt|blocked by CORS|Not allowed to load|Content Security Policy/];

onPage('index.html from a disk says what to open instead', { url: file('index.html'), expect: REFUSED }, async (page) => {
  const link = page.getByRole('link', { name: 'sgdnoise.html' });
  await link.waitFor();
  assert.match(await page.locator('sgd-noise').innerText(), /The demo does not start/);
  assert.ok((await link.boundingBox()).y < 600, 'it is seen at once');
  assert.ok((await page.locator('#scenes').boundingBox()).y < 400, 'no place is kept for a demo that never comes');
  await link.click();
  await Demo.ready(page);
});

onPage('the page offers the single file', {}, async (page) => {
  const link = page.getByRole('link', { name: 'all of this in one file' });
  const size = (statSync(join(DIST, 'sgdnoise.html')).size / 1e6).toFixed(1);
  assert.ok((await link.locator('xpath=..').textContent()).includes(`(${size} MB)`));
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.equal(download.suggestedFilename(), 'sgdnoise.html');
});
