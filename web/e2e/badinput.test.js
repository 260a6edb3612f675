// What strangers put into links, attributes and calls: a sentence that names it and
// says what is legal, and the demo runs.

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { onPage } from './harness.js';

/** Waits for the notice that fits, and returns it. */
const notice = (page, pattern) => page.locator('sgd-noise .notices p').filter({ hasText: pattern }).first().innerText();

async function runs(demo) {
  const { tick } = await demo.get('report');
  await demo.until(([el, t]) => el.report.tick > t, tick);
}

onPage('a link full of mistakes', { url: '?lr=abc&batch=-3&scene=nope&foo=1' }, async (page) => {
  const demo = await Demo.ready(page);
  assert.match(await notice(page, /abc/), /^lr: .*a number from 0\.01 to 4.*0\.8/);
  assert.match(await notice(page, /-3/), /^batch: .*a whole number from 1 to 1024.*nearest is 1/);
  assert.match(await notice(page, /nope/), /^scene: .*known scenes: label-noise, .*showing label-noise/);
  assert.match(await notice(page, /foo/), /no parameter.*lr, batch/);
  const { lr, batch } = await demo.get('values');
  assert.deepEqual([lr, batch], [0.8, 1]);
  assert.equal((await demo.get('report')).scene, 'label-noise');
  await runs(demo);
});

onPage('unusable words for the page itself', { url: `?${LIGHT}&view=x&theme=purple&controls=lr,nope` }, async (page) => {
  const demo = await Demo.ready(page);
  assert.match(await page.locator('p.notice[role=status]').innerText(), /view: “x”.*demo/);
  assert.match(await notice(page, /purple/), /^theme: .*auto, light, dark/);
  assert.match(await notice(page, /nope/), /^controls: .*lr, batch/);
  await runs(demo);
});

onPage('attributes and calls full of mistakes', { url: `?${LIGHT}` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.element.evaluate((el) => {
    globalThis.errors = [];
    el.addEventListener('error', ({ detail }) => globalThis.errors.push(detail));
    el.setAttribute('lr', '1e999');
    el.setAttribute('batch', '2.5');
    el.setAttribute('momentum', '');
  });
  assert.match(await notice(page, /1e999/), /^lr: .*a number from 0\.01 to 4.*nearest is 4/);
  assert.match(await notice(page, /2\.5/), /^batch: .*a whole number.*nearest is 3/);
  assert.match(await notice(page, /^momentum/), /a number from 0 to 0\.99.*kept 0/);
  await demo.reported('lr', 4);
  await demo.element.evaluate((el) => el.removeAttribute('lr'));
  await demo.reported('lr', 0.8); // an attribute that is gone means the default

  const { values } = await demo.call('set', { lr: 'much', sigma: -1, nonsense: 3 });
  assert.deepEqual([values.lr, values.sigma], [0.8, 0]);
  assert.match(await notice(page, /much/), /^lr: .*kept 0\.8/);
  assert.match(await notice(page, /^sigma/), /from 0 to 3.*nearest is 0/);
  const errors = await page.evaluate(() => globalThis.errors);
  assert.ok(errors.length > 0 && errors.every((e) => e.message && e.messages.length > 0 && e.fatal === false));

  await demo.box('lr').fill('99');
  await demo.box('lr').press('Enter');
  await demo.reported('lr', 4);
  assert.match(await notice(page, /99/), /^lr: /);

  await demo.element.evaluate((el) => { el.scene = 'nope'; });
  assert.match(await notice(page, /nope/), /known scenes: label-noise, /);
  await demo.element.evaluate((el) => { el.scene = 'real-data'; });
  await demo.until(([el]) => el.report?.scene === 'real-data');
  const clamped = await demo.call('set', { batch: 1024 });
  assert.ok(clamped.values.batch > 100 && clamped.values.batch < 1024, 'no batch is larger than the data');
  assert.match(await notice(page, /points of penguins/), new RegExp(`nearest is ${clamped.values.batch}`));
  await runs(demo);
});

// Values that no message can carry must not leave a Promise, or a slider, waiting for ever.
onPage('values that are no values', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  const settled = await demo.element.evaluate(async (el) => {
    const calls = {
      'set({lr: NaN})': () => el.set({ lr: NaN }),
      'set({lr: null})': () => el.set({ lr: null }),
      'set({lr: {}})': () => el.set({ lr: {} }),
      'set({lr: Symbol()})': () => el.set({ lr: Symbol('s') }),
      'step(1.5)': () => el.step(1.5),
      'step(-1)': () => el.step(-1),
      'step("x")': () => el.step('x'),
    };
    const unsettled = [];
    for (const [name, call] of Object.entries(calls)) {
      const patience = new Promise((done) => { setTimeout(done, 8000, name); });
      const answer = new Promise((done) => { done(call()); }); // one that throws is rejected
      const late = await Promise.race([patience, answer.then(() => '', (error) => (error.message ? '' : name))]);
      if (late) unsettled.push(late);
    }
    return unsettled;
  });
  assert.deepEqual(settled, [], 'each resolves, or is rejected with a sentence');
  assert.equal((await demo.call('set', { lr: 0.4 })).values.lr, 0.4);
  assert.equal((await demo.get('values')).lr, 0.4);
});
