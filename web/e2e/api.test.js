// The element in other people's pages: another origin, a strict policy, a sandbox.

import assert from 'node:assert/strict';
import { Demo } from './demo.js';
import { keepsItsPromises } from './embedded.js';
import { host, onPage, site } from './harness.js';

const origin = () => new URL(site).origin;

// What DESIGN and README ask of a page that embeds the element, and not a bit more.
const policy = () => `default-src 'none'; ${['script-src', 'connect-src', 'frame-src', 'img-src'].map((d) => `${d} ${origin()}`).join('; ')}`;

const page = (body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A blog</title>
<link rel="icon" href="${site}favicon.svg"></head><body><h1>A blog</h1>${body}</body></html>`;

const blog = () => host(page(`<script type="module" src="${site}sgd-noise.js"></script>
<sgd-noise scene="label-noise" lr="0.5" walkers="1000" paused="1"></sgd-noise>`), policy());

onPage('the element in a page of another origin', { url: blog, viewport: { width: 900, height: 700 } }, async (opened, seen) => {
  const address = opened.url();
  await keepsItsPromises(opened, seen);
  assert.equal(opened.url(), address, 'the address of the host is left alone');
  assert.notEqual(new URL(address).origin, origin());
});

const several = () => host(page(`<script type="module" src="${site}sgd-noise.js"></script>
<sgd-noise id="one" scene="label-noise" lr="0.3" walkers="500" controls="lr,batch"></sgd-noise>
<sgd-noise id="two" scene="real-data" walkers="500" controls="none"></sgd-noise>`), policy());

onPage('two demos in one page', { url: several, viewport: { width: 700, height: 900 } }, async (opened) => {
  const [one, two] = (await opened.$$('sgd-noise')).map((element) => new Demo(opened, element));
  await one.button('Run').first().click();
  await one.shown();
  assert.equal(await two.get('report'), null, 'only the one that was started runs');
  assert.deepEqual(await one.element.evaluate((el) => [...el.shadowRoot.querySelectorAll('input[type="range"]')].map((e) => e.id)), ['p-lr', 'p-batch']);
  await two.call('play');
  await two.shown();
  const reports = await Promise.all([one.call('set', { lr: 0.7 }), two.call('set', { batch: 2 })]);
  assert.deepEqual(reports.map((r) => [r.scene, r.values.lr, r.values.batch]), [['label-noise', 0.7, 4], ['real-data', 0.5, 2]]);

  // gone and back: the values stay, nothing runs
  await two.element.evaluate((el) => { el.remove(); document.body.append(el); });
  assert.equal((await two.get('values')).batch, 2);
});

const sandboxed = () => host(page(`<iframe sandbox="allow-scripts" width="800" height="700" title="demo"
src="${site}?view=demo&autoplay=1&walkers=500&lr=0.6&paused=1"></iframe>`), `default-src 'none'; frame-src ${origin()}; img-src ${origin()}`);

onPage('the page in a sandboxed frame', { url: sandboxed }, async (opened) => {
  const inner = await (await opened.waitForSelector('iframe')).contentFrame();
  await inner.waitForFunction(() => document.querySelector('sgd-noise')?.report);
  const [scripts, png] = await inner.evaluate(async () => {
    const el = document.querySelector('sgd-noise');
    return [(await el.step(4)).tick, await el.snapshot('png')];
  });
  assert.equal(scripts, 4);
  assert.match(png, /^data:image\/png/);
});
