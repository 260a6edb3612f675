// What is downloaded, when, and what the reader is told meanwhile.

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import { Demo, LIGHT } from './demo.js';
import { DIST, host, onPage, program, site } from './harness.js';

const BUDGET = 30_000; // bytes of an embed that nobody has started, with brotli, beside the poster that it shows
const bytes = (name) => statSync(join(DIST, name)).size;

const embedding = () => host(`<!doctype html><script type="module" src="${site}sgd-noise.js"></script>
  <sgd-noise scene="label-noise" controls="lr,batch"></sgd-noise>`, `default-src 'none'; script-src ${site}; connect-src ${site}; frame-src ${site}; img-src ${site}`);

onPage('an embed costs little until somebody starts it', { url: embedding }, async (page, seen) => {
  const demo = await Demo.on(page);
  await demo.until(([el]) => el.spec);
  await page.waitForTimeout(1000);
  const files = seen.requests.filter((url) => url.href.startsWith(site) && !/posters/.test(url.pathname)).map((url) => url.pathname.slice(1));
  const sizes = files.map((name) => [name, brotliCompressSync(readFileSync(join(DIST, name))).length]);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  assert.ok(files.includes('scenes.json') && total > 10_000, 'all requests were seen');
  assert.ok(total <= BUDGET, `${total} bytes with brotli: ${sizes.map((s) => s.join(' ')).join(', ')}`);
  assert.deepEqual(files.filter((name) => /wasm|stage/.test(name)), []);
  await demo.button('Run').click();
  await demo.shown();
});

// Brotli at 9 takes a second where 11, which is for publishing, takes half a minute; the
// ratio, whose goal is 1.25, comes out a hundredth higher.
const ALLOWED = 1.265;
const travels = (file) => brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;

onPage('the page is hardly larger than an empty program', { url: `?${LIGHT}` }, async (page, seen) => {
  await Demo.ready(page);
  const later = /posters|gallery/; // what comes after the first picture: front.test.js
  const files = new Set(seen.requests.filter((url) => url.href.startsWith(site) && !later.test(url.pathname)).map((url) => url.pathname.slice(1) || 'index.html'));
  assert.ok(files.has('sgdnoise.wasm') && files.has('stage.js'), 'all requests were seen');
  const order = seen.requests.map((url) => url.pathname);
  assert.equal(order.filter((path) => path === '/sgdnoise.wasm').length, 1, 'the stage takes what the page has begun');
  assert.ok(await page.evaluate(() => globalThis.simulation.module.then((m) => m instanceof WebAssembly.Module)), 'and the page has begun it');
  const ours = [...files].reduce((sum, name) => sum + travels(join(DIST, name)), 0);
  const empty = travels(program('wasm/bench/empty')) + travels(join(DIST, 'wasm_exec.js'));
  assert.ok(ours > empty && ours <= ALLOWED * empty, `${ours} bytes against ${empty}: ${(ours / empty).toFixed(3)}`);
});

// A host that compresses nothing and sends the program slowly, and breaks it off where told to.
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.gz': 'application/gzip' };
const slow = { sent: {}, most: Infinity };
const server = createServer(async (request, response) => {
  const name = new URL(request.url, 'http://x').pathname.slice(1) || 'index.html';
  const body = readFileSync(join(DIST, name));
  response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', 'Content-Length': body.length });
  if (!name.includes('.wasm')) {
    response.end(body);
    return;
  }
  const end = Math.min(body.length, slow.most);
  for (let at = 0; at < end && !response.destroyed; at += 65536) {
    response.write(body.subarray(at, Math.min(end, at + 65536)));
    slow.sent[name] = Math.min(end, at + 65536);
    await new Promise((done) => { setTimeout(done, 40); });
  }
  if (end < body.length) response.destroy();
  else response.end();
});
after(() => server.close());

async function slowly() {
  if (!server.listening) await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return `http://127.0.0.1:${server.address().port}/?${LIGHT}&paused=1`;
}

const cover = (page) => page.locator('sgd-noise .cover-text');
const packed = (bytes('sgdnoise.wasm.gz') / 1e6).toFixed(1);

onPage('a host that compresses nothing is asked for the packed program', { url: slowly }, async (page) => {
  const demo = await Demo.on(page);
  await cover(page).getByText(new RegExp(`[1-9]\\.\\d of ${packed} MB`)).waitFor();
  const bar = await page.locator('sgd-noise .cover progress').evaluate((node) => node.value);
  assert.ok(bar > 0 && bar < 1, `the bar is at ${bar}`);
  await demo.shown();
  assert.equal(slow.sent['sgdnoise.wasm.gz'], bytes('sgdnoise.wasm.gz'));
  const wasted = slow.sent['sgdnoise.wasm'];
  assert.ok(wasted < 0.1 * bytes('sgdnoise.wasm'), `${wasted} bytes of the plain one`);
});

onPage('a download that breaks off says so and can be repeated', {
  url: () => {
    slow.most = 1_000_000;
    return slowly();
  },
  expect: [/ERR_CONTENT_LENGTH_MISMATCH|ERR_CONNECTION_RESET|ERR_INCOMPLETE/],
}, async (page) => {
  const demo = await Demo.on(page);
  await demo.until(([el]) => el.shadowRoot.querySelector('.stage').dataset.ready === 'message');
  await demo.stage.getByText('could not be downloaded: the connection broke off').waitFor();
  slow.most = Infinity;
  await demo.stage.getByRole('button', { name: 'Try again' }).click();
  await demo.shown();
});
