// Guests in a post: the lines that the dialog gives, posters, a few that run at a time, and
// the look of the page around them.

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { host, onPage, site } from './harness.js';

const origin = () => new URL(site).origin;
const policy = () => `default-src 'none'; style-src 'unsafe-inline'; ${['script-src', 'connect-src', 'frame-src', 'img-src'].map((d) => `${d} ${origin()}`).join('; ')}`;
const post = (body, attributes = '', style = '') => host(`<!doctype html><html lang="en" ${attributes}><head><meta charset="utf-8"><title>A blog</title>
<link rel="icon" href="${site}favicon.svg"><style>${style}</style></head><body>${body}</body></html>`, policy());

const SCRIPT = () => `<script type="module" src="${site}sgd-noise.js"></script>`;
const ready = ([el]) => el.shadowRoot.querySelector('.stage').dataset.ready === 'picture';
const all = async (page) => (await page.$$('sgd-noise')).map((element) => new Demo(page, element));

/** Chooses in the dialog; returns the lines. */
async function lines(page, choices, keys) {
  const dialog = page.locator('sgd-noise dialog.take').first();
  for (const [name, value] of Object.entries(choices)) {
    const field = dialog.locator(`.options [name=${name}]`);
    if (name === 'width') await field.fill(value);
    else await field.selectOption(value);
  }
  for (const box of await dialog.locator('.keys input').all()) await box.setChecked(keys.includes(await box.inputValue()));
  const code = dialog.getByRole('textbox', { name: 'Lines for your page' });
  await page.waitForFunction(() => /height: [1-9]\d\dp|height: 1\d{3}px/.test(document.querySelector('sgd-noise').shadowRoot.querySelector('.embed textarea').value));
  return code.inputValue();
}

onPage('three lines, and where they lead', { url: `?${LIGHT}&paused=1&lr=0.5&batch=9`, expect: [/^foreign request: http:..127\.0\.0\.1:\d+.$/] }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.button('Share').click();
  const dialog = page.locator('sgd-noise dialog.take').first();
  await dialog.getByRole('radio', { name: 'Embed' }).check();
  const code = await lines(page, { controls: 'some', theme: 'dark', width: '640' }, ['lr', 'sigma']);
  assert.match(code, /<sgd-noise scene="label-noise" lr="0.5" batch="9" walkers="1000" controls="lr,sigma" theme="dark" style="display: block; max-width: 640px; min-height: \d+px">/);

  const preview = await dialog.locator('.preview sgd-noise').elementHandle();
  assert.deepEqual(await preview.evaluate((el) => [el.values.lr, el.values.batch, el.theme, [...el.shadowRoot.querySelectorAll('input[type=range]')].map((e) => e.id)]), [0.5, 9, 'dark', ['p-lr', 'p-sigma']]);
  const frame = await lines(page, { form: 'frame' }, ['lr', 'sigma']);

  // both in a page of another origin; the text below does not move
  await page.goto(await post(`${code}<p id="below">below</p>${frame}`));
  const there = await Demo.on(page);
  await there.until(([el]) => el.spec);
  const below = () => page.locator('#below').evaluate((p) => p.getBoundingClientRect().top + scrollY);
  const before = await below();
  assert.ok((await there.element.boundingBox()).width <= 640);
  await there.button('Run').first().click();
  await there.until(ready);
  await there.stepUntil((r) => r.tick > 40, 400);
  await page.waitForTimeout(1200);
  assert.equal(await below(), before, 'nothing below it moves');
  const { values } = await there.get('report');
  assert.deepEqual([values.lr, values.batch, values.walkers], [0.5, 9, 1000]);

  const inner = await (await page.waitForSelector('iframe[loading]')).contentFrame();
  await page.locator('iframe[loading]').scrollIntoViewIfNeeded();
  await inner.locator('sgd-noise').getByRole('button', { name: 'Run' }).first().click();
  await inner.waitForFunction(() => document.querySelector('sgd-noise').report?.values.batch === 9);
  assert.deepEqual(await inner.evaluate(() => [document.documentElement.scrollHeight - innerHeight, document.querySelector('sgd-noise').theme]), [0, 'dark'], 'the height fits');
});

for (const width of [420, 1280]) {
  let arrive = null;
  const held = (page) => {
    const arrival = new Promise((done) => { arrive = done; });
    return page.route(/posters/, async (route) => {
      await arrival;
      await route.continue();
    });
  };

  onPage(`the button stays under the finger when the poster comes, ${width} px`, {
    url: () => post(`${SCRIPT()}<sgd-noise controls="lr"></sgd-noise>`), viewport: { width, height: 800 }, prepare: held,
  }, async (page) => {
    const demo = await Demo.on(page);
    await demo.until(([el]) => el.spec);
    const before = await demo.button('Run').first().boundingBox();
    arrive();
    await demo.until(([el]) => el.shadowRoot.querySelector('[data-poster]'));
    assert.deepEqual(await demo.button('Run').first().boundingBox(), before);
  });
}

const six = () => post(`${SCRIPT()}${[0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((lr) => `<sgd-noise lr="${lr}" walkers="200" controls="none"></sgd-noise>`).join('<p>text</p>')}`);

onPage('few run at a time, and the others come back as they were', { url: six, viewport: { width: 420, height: 700 }, timeout: 180_000 }, async (page) => {
  const demos = await all(page);
  for (const demo of demos) await demo.until(([el]) => el.spec);
  await demos[0].element.evaluate((el) => { el.set({ batch: 32, seed: 7 }); }); // not awaited: it is answered when the demo runs
  for (const demo of demos.slice(0, 3)) {
    await demo.element.scrollIntoViewIfNeeded();
    await demo.call('play');
    await demo.until(ready);
  }
  await demos[0].call('set', { momentum: 0.5 });
  await demos[3].element.scrollIntoViewIfNeeded();
  await demos[3].call('play');
  await demos[3].until(ready);
  const running = () => page.$$eval('sgd-noise', (list) => list.map((el) => Boolean(el.shadowRoot.querySelector('iframe'))));
  assert.deepEqual(await running(), [false, true, true, true, false, false]);
  const cover = await demos[0].element.evaluate((el) => el.shadowRoot.querySelector('.cover').innerText);
  assert.match(cover, /Run[^]*same settings; its walkers begin anew/);

  await demos[0].element.scrollIntoViewIfNeeded();
  await demos[0].element.evaluate((el) => el.shadowRoot.querySelector('.run').click());
  await demos[0].until(ready);
  const { values } = await demos[0].call('set', {});
  assert.deepEqual([values.lr, values.batch, values.seed, values.momentum], [0.1, 32, 7, 0.5]);
  assert.equal((await running()).filter(Boolean).length, 3);
});

const twenty = () => host(`<!doctype html><html lang="en"><title>many</title><link rel="icon" href="${site}favicon.svg">
${Array.from({ length: 20 }, () => `<iframe width="200" height="180" title="demo" src="${site}?v=1&view=demo&autoplay=1&controls=none&walkers=100"></iframe>`).join('')}</html>`,
`default-src 'none'; frame-src ${origin()}; img-src ${origin()}`);

onPage('twenty plain frames that start by themselves', { url: twenty, viewport: { width: 1100, height: 800 }, timeout: 180_000 }, async (page) => {
  let loads = 0;
  page.on('framenavigated', (frame) => { if (frame.url().includes('stage.html')) loads++; });
  const stages = () => page.frames().filter((frame) => frame.url().includes('stage.html') && !frame.isDetached()).length;
  const deadline = Date.now() + 60_000;
  const views = page.frames().filter((frame) => frame.url().includes('view=demo'));
  const shown = async () => (await Promise.all(views.map((frame) => frame.evaluate(() => document.querySelector('sgd-noise')?.shadowRoot?.querySelector('.stage').dataset.ready === 'picture')))).filter(Boolean).length;
  while (await shown() < 3 && Date.now() < deadline) await page.waitForTimeout(500);
  assert.equal(await shown(), 3);
  assert.equal(stages(), 3, 'three run');
  const settled = loads;
  await page.waitForTimeout(4000);
  assert.equal(loads, settled, 'and nothing reloads');
});

const dressed = () => post(`${SCRIPT()}<sgd-noise walkers="200" paused="1" controls="lr,batch"></sgd-noise>`, 'dir="rtl"', ':root { color-scheme: light } :root.night { color-scheme: dark } sgd-noise { --sgd-noise-ground: rgb(250, 240, 220); --sgd-noise-font: serif }');

onPage('it follows the page: scheme, ground, font, direction', { url: dressed, viewport: { width: 1100, height: 800 } }, async (page) => {
  const demo = await Demo.on(page);
  await demo.until(([el]) => el.spec);
  const look = () => demo.element.evaluate((el) => {
    const root = el.shadowRoot.querySelector('.root');
    const { backgroundColor, fontFamily } = getComputedStyle(root);
    const left = (part) => el.shadowRoot.querySelector(part).getBoundingClientRect().left;
    return { theme: root.dataset.theme, backgroundColor, fontFamily, mirrored: left('.panel') < left('.stage'), text: getComputedStyle(el.shadowRoot.querySelector('.panel')).direction };
  });
  assert.deepEqual(await look(), { theme: 'light', backgroundColor: 'rgb(250, 240, 220)', fontFamily: 'serif', mirrored: true, text: 'ltr' });
  await page.evaluate(() => document.documentElement.classList.add('night'));
  await demo.until(([el]) => el.shadowRoot.querySelector('.root').dataset.theme === 'dark');
  await demo.button('Run').first().click();
  await demo.until(ready);
  await page.evaluate(() => document.documentElement.classList.remove('night'));
  await demo.until(([el]) => el.shadowRoot.querySelector('.root').dataset.theme === 'light');
  await demo.stage.waitForFunction(() => document.documentElement.dataset.theme === 'light');
});

onPage('text drives the demo, the demo drives text', { url: 'example.html' }, async (page) => {
  const demo = await Demo.on(page);
  await demo.until(([el]) => el.spec);
  const step = page.getByRole('button', { name: 'set λ to 1.2' });
  await step.click();
  await demo.until(([el]) => el.report?.values.lr === 1.2);
  await page.getByText(/Right now λ is 1\.2 .* 91 % of the largest step/).waitFor();
  assert.equal(await step.getAttribute('aria-pressed'), 'true');
  await page.getByRole('button', { name: 'draw 64 samples' }).click();
  await page.getByText(/each step sees 64 samples/).waitFor();
  assert.equal(new URL(page.url()).search, '', 'the address is left alone');
});

onPage('what a link shows before it is opened', { url: 'scenes/heavy-tails.html?v=1&lr=0.5', javaScriptEnabled: false }, async (page) => {
  const meta = (name) => page.locator(`meta[property="og:${name}"]`).getAttribute('content');
  assert.match(await meta('title'), /^Heavy tails/);
  assert.ok((await meta('description')).length > 60);
  const picture = await page.request.get(new URL(await meta('image'), page.url()).href);
  assert.deepEqual([picture.status(), picture.headers()['content-type']], [200, 'image/jpeg']);
  assert.ok(await page.getByRole('link', { name: 'Open the demo' }).isVisible(), 'also without scripts');
});
