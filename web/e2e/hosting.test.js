// The element in pages of another origin, with and without what their hosts must send; never
// a blank box. The page's own policy is in policy.test.js.

import assert from 'node:assert/strict';
import { Demo } from './demo.js';
import { host, onPage, site, withoutHeader } from './harness.js';

const POLICY = (origin) => `default-src 'none'; style-src 'unsafe-inline'; ${['script-src', 'connect-src', 'frame-src', 'img-src'].map((d) => `${d} ${origin} ${new URL(site).origin}`).join('; ')}`;

const FALLBACK = '<a href="https://example.invalid/demo">Label noise: how far does SGD wander?</a> A picture and a sentence.';

const blog = async (base) => host(`<!doctype html><html lang="en"><meta charset="utf-8"><title>A blog</title><link rel="icon" href="${site}favicon.svg">
<p>Before.</p><script type="module" src="${base}sgd-noise.js"></script>
<sgd-noise scene="label-noise" lr="0.5" walkers="500" controls="lr">${FALLBACK}</sgd-noise><p>After.</p></html>`, POLICY(new URL(base).origin));

const said = [];
const listen = (page) => page.on('console', (message) => said.push(message.text()));

// The harness counts requests to the mirror as foreign.
const FOREIGN = [/^foreign request: http:\/\/127\.0\.0\.1/, /blocked by CORS policy/, /Failed to load resource/];

onPage('the header is missing altogether', { url: async () => blog(await withoutHeader(/./)), prepare: listen, expect: FOREIGN }, async (page) => {
  await page.waitForFunction(() => performance.getEntriesByType('resource').some((e) => e.name.endsWith('sgd-noise.js')));
  await page.waitForTimeout(500);
  assert.equal(await page.evaluate(() => customElements.get('sgd-noise')), undefined, 'the browser lets no code in');
  assert.ok(await page.getByRole('link', { name: 'Label noise' }).isVisible(), 'so the text stands there');
  assert.ok(said.some((text) => /CORS/.test(text)), 'and the browser says why');
});

onPage('the header is missing on the list of scenes', {
  url: async () => blog(await withoutHeader(/scenes\.json/)), prepare: listen,
  expect: [...FOREIGN, /^console: sgd-noise: .*scenes\.json.*Access-Control-Allow-Origin: \*/],
}, async (page) => {
  await page.locator('sgd-noise').getByText(/list of scenes could not be loaded/).waitFor();
  assert.ok(await page.getByRole('link', { name: 'Label noise' }).isVisible(), 'the text of the page comes back');
  assert.ok(said.some((text) => /^sgd-noise: .*Access-Control-Allow-Origin: \*/.test(text)));
  assert.ok(await page.locator('sgd-noise').getByRole('button', { name: 'Try again' }).isVisible());
});

const strict = (directive) => async () => host(`<!doctype html><html lang="en"><meta charset="utf-8"><title>A blog</title><link rel="icon" href="${site}favicon.svg">
<script type="module" src="${site}sgd-noise.js"></script><sgd-noise walkers="500" controls="lr" paused="1">${FALLBACK}</sgd-noise></html>`,
POLICY(new URL(site).origin).replace(new RegExp(`${directive} [^;]*`), `${directive} 'none'`));

onPage('the host allows no script of ours', { url: strict('script-src'), expect: [/Content Security Policy/] }, async (page) => {
  assert.ok(await page.getByRole('link', { name: 'Label noise' }).isVisible());
});

onPage('the host allows no connection to us', { url: strict('connect-src'), expect: [/Content Security Policy/, /sgd-noise: .*connect-src/] }, async (page) => {
  await page.locator('sgd-noise').getByText(/list of scenes could not be loaded/).waitFor();
  assert.ok(await page.getByRole('link', { name: 'Label noise' }).isVisible());
});

onPage('the host allows no picture of ours', { url: strict('img-src'), expect: [/Content Security Policy/] }, async (page) => {
  const demo = await Demo.on(page);
  await demo.button('Run').first().click();
  await demo.shown();
});

onPage('a plain frame in a sandbox waits for a click', {
  url: () => host(`<!doctype html><html lang="en"><title>A blog</title><link rel="icon" href="${site}favicon.svg">
<iframe sandbox="allow-scripts" width="800" height="700" title="demo" src="${site}?view=demo&walkers=500&controls=lr"></iframe></html>`,
  `default-src 'none'; frame-src ${new URL(site).origin}; img-src ${new URL(site).origin}`),
}, async (page, seen) => {
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame.waitForFunction(() => document.querySelector('sgd-noise')?.shadowRoot.querySelector('[data-poster]'));
  assert.deepEqual(seen.requests.filter((url) => /wasm/.test(url.pathname)), [], 'a picture and a button, nothing heavy');
  await frame.locator('sgd-noise').getByRole('button', { name: 'Run' }).first().click();
  await frame.waitForFunction(() => document.querySelector('sgd-noise').report?.tick > 3);
});
