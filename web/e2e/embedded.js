// The promises that the element makes to scripts, wherever its page comes from.

import assert from 'node:assert/strict';
import { complete, Demo } from './demo.js';
import { decoded } from './harness.js';

/** Checks an element that was given lr="0.5" walkers="1000" paused="1" and no autoplay, on a page just opened. */
export async function keepsItsPromises(page, seen) {
  const demo = await Demo.on(page);
  await demo.until(([el]) => el.spec);
  await before(demo, seen);
  await queued(demo);
  await commands(demo);
  await events(demo);
  await snapshots(demo);
  await scenes(demo);
}

async function before(demo, seen) {
  const heavy = seen.requests.filter((url) => /\.wasm$|stage|wasm_exec/.test(url.pathname));
  assert.deepEqual(heavy, [], 'nothing heavy is loaded before it is asked for');
  const spec = await demo.get('spec');
  assert.equal(spec.id, 'label-noise');
  assert.equal(spec.params.find((p) => p.key === 'lr').default, 0.8);
  assert.equal((await demo.get('values')).lr, 0.5, 'the attribute');
  assert.equal(await demo.get('report'), null);
}

// Calls before the stage exists wait for it, and act in their order.
async function queued(demo) {
  const answers = await demo.element.evaluate((el) => {
    globalThis.readied = new Promise((done) => { el.addEventListener('ready', ({ detail }) => done(detail), { once: true }); });
    return Promise.all([el.set({ batch: 8 }), el.step(5), el.reset(), el.step(2), el.snapshot('json')]);
  });
  const [set, five, reset, two, json] = answers;
  assert.deepEqual([set.values.lr, set.values.batch], [0.5, 8]);
  assert.deepEqual([five.tick, reset.tick, two.tick], [5, 0, 2], 'steps, a restart, and steps again');
  assert.equal(JSON.parse(json).tick, 2);
  assert.deepEqual(await demo.element.evaluate(() => globalThis.readied), { scene: 'label-noise' });
  await demo.shown();
  const show = (part) => demo.element.evaluate((el, p) => el.shadowRoot.querySelector(p).scrollIntoView(), part);
  await show('.about');
  await demo.until(() => [...document.fonts].some((f) => f.family.includes('sgdnoise Math') && f.status === 'loaded'));
  await show('.root');
}

async function commands(demo) {
  assert.equal((await demo.call('reset')).tick, 0);
  const report = await demo.call('step', 7);
  complete(report);
  assert.equal(report.tick, 7);
  assert.equal((await demo.call('step')).tick, 8, 'one step, unless told otherwise');
  assert.deepEqual(await demo.get('report'), (await demo.call('set', {})));
  await demo.call('play');
  await demo.until(([el]) => el.report.tick > 10 && el.values.paused === 0);
  const { tick } = await demo.call('pause');
  assert.equal((await demo.call('set', { lr: 0.45 })).tick, tick, 'paused is paused');
}

async function events(demo) {
  const log = await demo.element.evaluate(async (el) => {
    const log = [];
    for (const type of ['change', 'report', 'error']) el.addEventListener(type, ({ detail }) => log.push({ type, detail }));
    await el.set({ lr: 0.4 });
    el.setAttribute('batch', '16');
    await el.set({});
    await el.set({ lr: 'no' });
    return log;
  });
  const change = (values, source) => log.find(({ type, detail }) => type === 'change' && detail.source === source
    && Object.entries(values).every(([key, v]) => String(detail.values[key]) === String(v)));
  assert.equal(change({ lr: 0.4 }, 'set')?.detail.done, true);
  assert.equal(change({ batch: 16 }, 'attribute')?.detail.done, true);
  assert.ok(log.some(({ type, detail }) => type === 'report' && detail.values.lr === 0.4 && detail.values.batch === 16));
  const error = log.find(({ type }) => type === 'error');
  assert.match(error.detail.message, /^lr: .*0\.01 to 4/);
  assert.equal(error.detail.fatal, false);
  assert.equal(await demo.element.getAttribute('lr'), '0.5', 'attributes are not written back');
}

async function snapshots(demo) {
  const report = await demo.call('set', {});
  assert.deepEqual(JSON.parse(await demo.call('snapshot', 'json')), report);

  const [head, ...rows] = (await demo.call('snapshot', 'csv')).trim().split('\n');
  assert.match(head, /^name,predicted,measured,stderr,/);
  assert.deepEqual(rows.map((row) => row.split(',')[0]), report.readings.map((r) => r.name));
  assert.equal(Number(rows[0].split(',')[1]), report.readings[0].predicted);

  const walkers = JSON.parse(await demo.call('snapshot', 'walkers.json'));
  assert.deepEqual([walkers.scene, walkers.tick, walkers.values], [report.scene, report.tick, report.values]);
  const [columns, ...positions] = (await demo.call('snapshot', 'walkers.csv')).trim().split('\n').map((line) => line.split(','));
  assert.deepEqual(columns, ['w1', 'w2', 'held']);
  assert.equal(positions.length, report.walkers);
  assert.equal(Number(positions[7][1]), walkers.walkers.w2[7]);

  const { width, height } = await demo.area();
  const svg = await demo.element.evaluate(async (el) => {
    const root = new DOMParser().parseFromString(await el.snapshot('svg'), 'image/svg+xml').documentElement;
    return { name: root.nodeName, width: root.getAttribute('width'), text: root.textContent, shapes: root.querySelectorAll('path, polyline, image, rect').length };
  });
  assert.equal(svg.name, 'svg');
  assert.ok(Math.abs(parseFloat(svg.width) - width) <= 1, 'the figure has the size of the picture');
  assert.match(svg.text, /theory/);
  assert.ok(svg.shapes > 10);

  const png = await demo.call('snapshot', 'png');
  assert.match(png, /^data:image\/png;base64,/);
  const picture = await decoded(png);
  assert.ok(Math.abs(picture.width - 2 * width) <= 2 && Math.abs(picture.height - 2 * height) <= 2, 'two pixels to one');
  assert.ok(picture.colors > 50, `it is a picture, with ${picture.colors} colours`);

  await assert.rejects(demo.call('snapshot', 'gif'), /“gif” is not a format; there are png, svg, csv, json, walkers\.csv/);
}

async function scenes(demo) {
  await demo.element.evaluate((el) => { el.scene = 'real-data'; });
  assert.equal((await demo.get('spec')).id, 'real-data');
  const report = await demo.call('step', 3);
  assert.equal(report.scene, 'real-data');
  assert.equal(report.values.lr, 0.5, 'the attribute');
}
