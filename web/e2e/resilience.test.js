// What goes wrong on other people's machines: lost graphics, missing graphics, other
// screens, failing downloads.

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { host, onPage, site } from './harness.js';

const theme = (demo) => demo.stage.evaluate(() => document.documentElement.dataset.theme);

/** Does something that makes the stage load again, and waits until it is back. */
async function reloaded(demo, act) {
  await demo.element.evaluate((el) => {
    globalThis.back = new Promise((done) => { el.addEventListener('ready', done, { once: true }); });
  });
  await act();
  await demo.element.evaluate(() => globalThis.back);
  await demo.shown();
  await demo.call('set', {}); // a report of the new stage
}

const loseContext = () => document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext();

onPage('a stage that loads again loses nothing', { url: `?${LIGHT}&lr=0.55&batch=9&theme=dark&start1=1.25&show-sde=yes` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.box('momentum').fill('0.3');
  await demo.box('momentum').press('Enter');
  await page.keyboard.press('Escape');
  await demo.button('Pause').click();
  await demo.reported('paused', 1);
  const values = await demo.get('values');
  assert.deepEqual([values.lr, values.batch, values.momentum, values.start1, values['show-sde']], [0.55, 9, 0.3, 1.25, 'yes']);
  const intact = async (how) => {
    assert.deepEqual(await demo.get('values'), values, how);
    assert.deepEqual((await demo.get('report')).values, values, how);
    assert.equal(await theme(demo), 'dark', how);
    assert.equal((await demo.call('step', 2)).tick, 2, `${how}: a new run, paused`);
  };

  await reloaded(demo, () => demo.stage.evaluate(loseContext));
  await intact('after the context was lost');
  await reloaded(demo, () => demo.stage.evaluate(() => location.reload()));
  await intact('after the frame was reloaded');

  const client = await page.context().newCDPSession(page);
  const zoomed = { width: 1024, height: 640, deviceScaleFactor: 1.25, mobile: false }; // as Ctrl + does
  await reloaded(demo, () => client.send('Emulation.setDeviceMetricsOverride', zoomed));
  await intact('after the density of pixels changed');
  const [pixels, width] = await demo.stage.evaluate(() => [document.querySelector('canvas').width, innerWidth]);
  assert.ok(Math.abs(pixels - 1.25 * width) <= 1, `${pixels} pixels for a width of ${width}`);
});

onPage('a storm of lost contexts ends in a sentence', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  const cover = page.locator('sgd-noise .cover');
  for (let i = 0; i < 3; i++) await reloaded(demo, () => demo.stage.evaluate(() => location.reload()));
  await demo.stage.evaluate(() => location.reload());
  await cover.getByText(/lost its graphics/).waitFor();
  await cover.getByRole('button', { name: 'Try again' }).click();
  await demo.shown();
  assert.equal((await demo.get('values')).walkers, 1000);
});

const withoutWebGL2 = () => {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (type, ...rest) {
    return type === 'webgl2' ? null : getContext.call(this, type, ...rest);
  };
};

const stopped = [];

onPage('without WebGL 2', {
  prepare: async (page) => {
    await page.addInitScript(withoutWebGL2);
    await page.route('**/sgdnoise.wasm*', () => {}); // a slow network: no answer yet
    page.on('requestfailed', (request) => stopped.push(new URL(request.url()).pathname.split('/').at(-1)));
  },
}, async (page) => {
  const demo = await Demo.on(page);
  await demo.until(([el]) => el.shadowRoot.querySelector('.stage').dataset.ready === 'message');
  const message = demo.stage.locator('.message');
  assert.match(await message.innerText(), /needs WebGL 2, which this browser does not have/);
  assert.ok(await message.isVisible());
  assert.deepEqual(stopped, ['sgdnoise.wasm'], 'and the big download is stopped');
  await page.locator('article').getByText('How far it wanders').isVisible();
});

const FAILED = [/Failed to load resource/];

onPage('the simulation cannot be downloaded', {
  expect: FAILED, url: `?${LIGHT}&paused=1&lr=0.5`,
  prepare: (page) => page.route('**/sgdnoise.wasm*', (route) => route.fulfill({ status: 404, body: 'no such file' })),
}, async (page) => {
  const demo = await Demo.on(page);
  await demo.until(([el]) => el.shadowRoot.querySelector('.stage').dataset.ready === 'message');
  assert.match(await demo.stage.locator('.message').innerText(), /could not be downloaded: the server answered 404/);

  await page.unroute('**/sgdnoise.wasm*');
  await page.route('**/sgdnoise.wasm*', (route) => route.abort());
  await demo.stage.getByRole('button', { name: 'Try again' }).click();
  await demo.stage.getByText(/could not be downloaded: no answer/).waitFor();

  await page.unroute('**/sgdnoise.wasm*');
  await demo.stage.getByRole('button', { name: 'Try again' }).click();
  await demo.shown();
  assert.equal((await demo.get('report')).values.lr, 0.5);
});

// Somebody else's page: ours has the list inside.
const embedding = () => host(`<!doctype html><script type="module" src="${site}sgd-noise.js"></script>
  <sgd-noise scene="label-noise" lr="0.5" paused="1" autoplay></sgd-noise>`, `default-src 'none'; script-src ${site}; connect-src ${site}; frame-src ${site}; img-src ${site}`);

onPage('the list of scenes cannot be loaded', {
  expect: FAILED, url: embedding,
  prepare: (page) => page.route('**/scenes.json', (route) => route.fulfill({ status: 500, body: '', headers: { 'Access-Control-Allow-Origin': '*' } })),
}, async (page) => {
  const demo = await Demo.on(page);
  const cover = page.locator('sgd-noise .cover');
  await cover.getByText(/list of scenes could not be loaded \(status 500\)/).waitFor();
  await page.unroute('**/scenes.json');
  await cover.getByRole('button', { name: 'Try again' }).click();
  await demo.until(([el]) => el.spec);
  if (await cover.getByRole('button', { name: 'Run' }).isVisible()) await cover.getByRole('button', { name: 'Run' }).click();
  await demo.shown();
  assert.equal((await demo.get('report')).values.lr, 0.5);
});
