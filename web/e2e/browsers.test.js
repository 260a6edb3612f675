// The demo in Firefox and in WebKitGTK: every scene, a slider, the numbers, the formulas,
// an embed, lost graphics, and the single file.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { display, startFirefox, startWebKit } from './browsers.js';
import { DIST, decoded, host, site } from './harness.js';

const SCENES = JSON.parse(readFileSync(join(DIST, 'scenes.json'))).scenes.map(({ id }) => id);
const LIGHT = 'v=1&walkers=500';
const BURN = 300; // steps after which the start is forgotten
const STEPS = 300;

let screen = null;
before(async () => { screen = await display(); });
after(() => screen?.close());

/** Calls test in the page until it returns something true, which is returned; its arguments are the element and args. */
async function until(browser, check, ...args) {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    const found = await browser.run(`(...args) => { const el = document.querySelector('sgd-noise'); return el?.shadowRoot ? (${check})(el, ...args) : null; }`, ...args);
    if (found) return found;
    await new Promise((done) => { setTimeout(done, 100); });
  }
  return assert.fail(`not within half a minute: ${check} ${args}`);
}

/** Calls work(element, ...args) in the page. */
const on = (browser, work, ...args) => browser.run(`(...args) => (${work})(document.querySelector('sgd-noise'), ...args)`, ...args);

const shown = (el) => el.report !== null && el.shadowRoot.querySelector('.stage').dataset.ready === 'picture';

async function open(browser, url) {
  await browser.open(url);
  await until(browser, shown);
  await on(browser, (el) => {
    globalThis.wrong = [];
    el.addEventListener('error', (event) => globalThis.wrong.push(event.detail.message));
    for (const type of ['error', 'unhandledrejection']) addEventListener(type, (event) => globalThis.wrong.push(String(event.message ?? event.reason)));
  });
}

// Where most of the picture is.
const place = (el) => {
  const { x, y, width, height } = (el.querySelector('iframe') ?? el.shadowRoot.querySelector('iframe')).getBoundingClientRect();
  return { x, y, width: 0.6 * width, height: Math.min(height, innerHeight - y) };
};

const middle = (el, selector) => {
  const target = el.shadowRoot.querySelector(selector);
  target.scrollIntoView({ block: 'center' });
  const { x, y, width, height } = target.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2, width };
};

for (const [name, start] of [['Firefox', startFirefox], ['WebKitGTK', startWebKit]]) {
  describe(name, () => {
    let browser = null;
    beforeEach(async () => { browser = await start(screen.name); }); // nothing is left of the test before
    afterEach(async () => {
      await browser?.close();
      browser = null;
    });

    test('every scene is shown', async () => {
      await open(browser, `${site}?${LIGHT}`);
      assert.ok(SCENES.length >= 14);
      for (const id of SCENES) {
        await on(browser, (el, scene) => { el.scene = scene; }, id);
        await until(browser, (el, scene) => el.report?.scene === scene && el.report.tick > 2, id);
        await until(browser, shown);
        const picture = await on(browser, place);
        const png = await browser.screenshot();
        if (process.env.SCREENSHOTS) writeFileSync(join(process.env.SCREENSHOTS, `${name}-${id}.png`), png);
        const { colors } = await decoded(`data:image/png;base64,${png.toString('base64')}`, picture);
        assert.ok(colors > 800, `${id}: ${colors} colours in the picture`);
      }
      assert.deepEqual(await browser.run(() => globalThis.wrong), []);
    });

    test('a slider is dragged, and theory agrees with the walkers', async () => {
      await open(browser, `${site}?${LIGHT}&paused=1`);
      const { x, y, width } = await on(browser, middle, '#p-lr');
      const at = await on(browser, (el) => el.shadowRoot.querySelector('#p-lr').valueAsNumber);
      const from = { x: x - width / 2 + 10 + at * (width - 20), y };
      await browser.drag(from, { x: from.x - 0.15 * width, y });
      const lr = await until(browser, (el) => el.report.values.lr < 0.6 && el.report.values.lr);
      assert.equal(await on(browser, (el) => Number(el.shadowRoot.querySelector('#p-lr-box').value)), lr);

      await on(browser, (el) => { el.set({ lr: 0.4 }); el.reset(); });
      await on(browser, (el, n) => el.step(n).then(() => 1), BURN);
      const report = await on(browser, (el, n) => el.step(n), STEPS);
      assert.equal(report.status, 'stationary');
      for (const key of ['cov.11', 'cov.12', 'cov.22']) {
        const { predicted, measured, stderr } = report.readings.find((r) => r.name === key);
        assert.ok(stderr > 0 && stderr < 0.05 * report.readings[0].predicted, `${key} ± ${stderr}`);
        assert.ok(Math.abs(measured - predicted) < 4 * stderr, `${key}: ${measured} ± ${stderr}, expected ${predicted}`);
      }
    });

    test('formulas have a size, and their font', async () => {
      await open(browser, `${site}?${LIGHT}&paused=1`);
      await until(browser, (el) => el.shadowRoot.querySelector('.formula'));
      const boxes = await on(browser, (el) => {
        el.shadowRoot.querySelector('.formula').scrollIntoView();
        const all = [...el.shadowRoot.querySelectorAll('math'), ...document.querySelectorAll('math')].filter((m) => m.checkVisibility());
        return all.map((m) => m.getBoundingClientRect()).map(({ width, height }) => [width, height]);
      });
      assert.ok(boxes.length >= 2);
      for (const [width, height] of boxes) assert.ok(width > 5 && height > 5, `${width} × ${height}`);
      await until(browser, () => [...document.fonts].some((f) => f.family.includes('sgdnoise Math') && f.status === 'loaded'));
    });

    test('lost graphics come back with all values', async () => {
      await open(browser, `${site}?${LIGHT}&paused=1&lr=0.55&batch=9`);
      await on(browser, (el) => {
        const stage = (el.querySelector('iframe') ?? el.shadowRoot.querySelector('iframe')).contentDocument;
        globalThis.back = new Promise((done) => { el.addEventListener('ready', () => done(1), { once: true }); });
        stage.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext();
      });
      await browser.run(() => globalThis.back);
      await until(browser, shown);
      const { tick, values } = await on(browser, (el) => el.step(2));
      assert.deepEqual([tick, values.lr, values.batch], [2, 0.55, 9]);
    });

    test('an embed in a page of another origin', async () => {
      const { origin } = new URL(site);
      const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; frame-src ${origin}; img-src ${origin}`;
      await browser.open(await host(`<!doctype html><title>A blog</title><h1>A blog</h1><script type="module" src="${site}sgd-noise.js"></script>
        <sgd-noise scene="label-noise" lr="0.5" walkers="500" controls="lr,batch"></sgd-noise>`, policy));
      await until(browser, (el) => el.spec !== null);
      assert.equal(await on(browser, (el) => el.shadowRoot.querySelector('iframe')), null, 'nothing heavy before a click');
      const { x, y } = await on(browser, middle, '.run');
      await browser.press(x, y);
      await until(browser, shown);
      const { values } = await until(browser, (el) => el.report.tick > 2 && el.report);
      assert.deepEqual([values.lr, values.walkers], [0.5, 500]);
    });

    test('the single file, from a disk', async () => {
      await open(browser, `file://${join(DIST, 'sgdnoise.html')}?v=1&scene=stability&walkers=100&workers=1`);
      const { notes } = await until(browser, (el) => /[1-9]\d* of \d+ cells simulated/.test(el.report.sentence) && el.report);
      assert.deepEqual(notes.filter((note) => note.includes('more slowly')), [], 'a worker works');
      await on(browser, (el) => { el.scene = 'label-noise'; });
      await until(browser, (el) => el.report?.scene === 'label-noise' && el.report.tick > 2);
      assert.deepEqual(await browser.run(() => globalThis.wrong), []);
    });
  });
}
