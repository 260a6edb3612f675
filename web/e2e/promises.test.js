// Promises that scripts are given settle in every situation: at rest, out of
// sight, without WebGL, and when the demo leaves the page.

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { host, onPage, site } from './harness.js';

const origin = () => new URL(site).origin;

onPage('commands to a demo at rest', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.until(([el]) => el.report.readings.find((r) => r.name === 'lr.max.typical').predicted !== null);
  await page.waitForTimeout(1500); // nothing to do any more: frames are withheld
  const ticks = await demo.element.evaluate(async (el) => {
    const answers = await Promise.all([el.step(1), el.step(3), el.set({ lr: 0.3 }), el.reset(), el.step(2)]);
    return answers.map((r) => r.tick);
  });
  assert.deepEqual([ticks[0], ticks[1], ticks[3], ticks[4]], [1, 4, 0, 2]); // the set is answered with what follows it
});

const far = () => host(`<!doctype html><title>far</title><link rel="icon" href="${site}favicon.svg">
<script type="module" src="${site}sgd-noise.js"></script>
<sgd-noise walkers="500" paused="1"></sgd-noise><div style="height:4000px"></div><p id="end">end</p>`,
`default-src 'none'; style-src 'unsafe-inline'; ${['script-src', 'connect-src', 'frame-src', 'img-src'].map((d) => `${d} ${origin()}`).join('; ')}`);

onPage('commands to a demo out of sight, in a page of another origin', { url: far }, async (page) => {
  const demo = await Demo.on(page);
  await demo.until(([el]) => el.spec);
  await demo.call('step', 1);
  await demo.shown();
  await page.locator('#end').scrollIntoViewIfNeeded();
  await page.waitForTimeout(1000);
  assert.equal((await demo.call('step', 2)).tick, 3);
  assert.equal((await demo.call('set', { lr: 0.3 })).values.lr, 0.3);
  assert.match(await demo.call('snapshot', 'svg'), /^<svg/);
});

const blind = async (page) => {
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function get(kind, ...rest) {
      return kind === 'webgl2' ? null : getContext.call(this, kind, ...rest);
    };
  });
};

onPage('commands to a demo that cannot run', { url: `?${LIGHT}`, prepare: blind }, async (page) => {
  const demo = await Demo.on(page);
  await demo.until(([el]) => el.spec);
  await assert.rejects(demo.call('step', 1), /WebGL/);
  await assert.rejects(demo.call('set', { lr: 0.2 }), /WebGL/);
  assert.equal((await demo.get('values')).lr, 0.2, 'the value is kept for another try');
});

onPage('commands to a demo that is taken away', { url: `?${LIGHT}` }, async (page) => {
  const demo = await Demo.ready(page);
  const gone = demo.element.evaluate((el) => {
    const answer = el.step(5);
    el.remove();
    return answer;
  });
  await assert.rejects(gone, /taken out of the page/);
});
