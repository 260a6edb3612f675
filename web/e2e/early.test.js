// The picture of the front page comes before the page's own scripts, which take over.

import assert from 'node:assert/strict';
import { Demo, drag, LIGHT, PHONE } from './demo.js';
import { onPage } from './harness.js';

// Every place that the picture had once the page was shown, and whether the element was there.
const watched = (page) => page.addInitScript(() => {
  if (self !== top) return;
  globalThis.places = new Set();
  (function look() {
    const frame = document.querySelector('sgd-noise > iframe');
    if (frame && document.documentElement.dataset.shown !== 'nothing') {
      const { x, y, width, height } = frame.getBoundingClientRect();
      globalThis.places.add([x, y, width, height].map((v) => v.toFixed(1)).join(' '));
      if (!customElements.get('sgd-noise')) globalThis.before = true;
    }
    requestAnimationFrame(look);
  })();
});

const FINGERS = { ...PHONE, isMobile: false };
for (const [context, width, height] of [[{}, 340, 700], [PHONE, 390, 844], [{}, 560, 700], [{}, 800, 900], [FINGERS, 800, 900],
  [{}, 1100, 500], [{}, 1280, 800], [FINGERS, 1280, 800], [{}, 1700, 1000], [FINGERS, 1700, 1000]]) {
  onPage(`the picture is where the element has it, ${width} by ${height}${context.hasTouch ? ', by finger' : ''}`, {
    url: `?${LIGHT}`, ...context, viewport: { width, height }, prepare: watched,
  }, async (page) => {
    await Demo.ready(page);
    const [before, places] = await page.evaluate(() => [globalThis.before, [...globalThis.places]]);
    assert.equal(before, true, 'the picture came first');
    assert.equal(places.length, 1, places.join(', '));
  });
}

// Holds the page's own scripts back until release() is called, in the page.
let release = null;
const held = (page) => page.route('**/page.js', async (route) => {
  await new Promise((done) => { release = done; });
  await route.continue();
});

const shown = (page) => page.waitForFunction(() => document.documentElement.dataset.shown === 'demo');

onPage('the element takes over a simulation that runs', { url: '?v=1&scene=stability&walkers=1000&lr=0.4', prepare: held }, async (page) => {
  await shown(page);
  await page.waitForTimeout(1500);
  assert.equal(await page.evaluate(() => customElements.get('sgd-noise')), undefined);
  await page.evaluate(() => {
    globalThis.heard = [];
    const demo = document.querySelector('sgd-noise');
    for (const type of ['ready', 'report', 'error']) demo.addEventListener(type, ({ detail }) => globalThis.heard.push([type, detail]));
  });
  release();
  const demo = await Demo.ready(page);
  await demo.until(([el]) => el.report.tick > 0);
  const heard = await page.evaluate(() => globalThis.heard);
  assert.deepEqual(heard.filter(([type]) => type !== 'report'), [['ready', { scene: 'stability' }]]);
  const [, first] = heard.find(([type]) => type === 'report');
  assert.ok(first.tick > 30, `it goes on, at step ${first.tick}`);
  assert.deepEqual([first.scene, first.values.lr, first.values.walkers], ['stability', 0.4, 1000]);
});

onPage('what was dragged before stays so', { url: `?${LIGHT}&paused=1&start1=-1.9`, prepare: held }, async (page) => {
  await shown(page);
  const demo = await Demo.on(page);
  const ring = await demo.ring();
  await drag(page, ring, { x: ring.x + 60, y: ring.y + 40 });
  release();
  await demo.shown();
  const { values } = await demo.get('report');
  assert.ok(values.start1 > -1.7 && values.start2 < 1.4, `${values.start1}, ${values.start2}`);
  assert.match(page.url(), /start1=/);
});

onPage('workers are waited for', { url: '?v=1&walkers=200000&lr=0.5', prepare: held }, async (page) => {
  await shown(page);
  const demo = await Demo.on(page);
  const from = await demo.ruler(0.2);
  await drag(page, from, { x: from.x + 60, y: from.y }, async () => {
    release();
    await demo.shown();
  });
  const { tick } = await demo.get('report');
  await demo.until(([el, before]) => el.report.tick > before, tick);
});

onPage('where motion is unwelcome it stands', { url: '', reducedMotion: 'reduce' }, async (page) => {
  const demo = await Demo.ready(page);
  assert.deepEqual([await demo.get('report')].map((r) => [r.tick, r.values.paused]), [[0, 1]]);
});

onPage('a scene that does not exist is named once', { url: `?${LIGHT}&paused=1&scene=nonsense&lr=ten` }, async (page) => {
  const demo = await Demo.ready(page);
  assert.equal((await demo.get('report')).scene, 'label-noise');
  const words = await demo.text('.notices');
  for (const word of ['nonsense', 'ten']) assert.equal(words.match(new RegExp(`[“"]${word}["”]`, 'g')).length, 1, words);
});

onPage('without the page\'s own scripts it says so', {
  url: `?${LIGHT}`, prepare: (page) => page.route('**/page.js', (route) => route.abort()), expect: [/ERR_FAILED/, /^uncaught: /],
}, async (page) => {
  await page.locator('sgd-noise .notice').first().waitFor();
  await page.frames().at(-1).waitForSelector('canvas');
  await page.waitForTimeout(500);
  const [notice, picture] = await Promise.all(['.notice', 'iframe'].map((part) => page.locator(`sgd-noise > ${part}`).first().boundingBox()));
  assert.ok(notice.height > 0 && picture.width > 800 && picture.y >= notice.y + notice.height, 'a sentence, and below it the picture');
});
