// What a careful host asks: the policy is on, nothing comes from elsewhere, nothing is
// stored (the last two are checked at the end of every test, see harness.js).

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { onPage, site } from './harness.js';

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
  + "font-src 'self'; frame-src 'self'; worker-src 'self' blob:; connect-src 'self'";

onPage('policy, icons, and where requests go', { url: `?${LIGHT}&paused=1`, expect: [/violates the (following|document's) Content Security Policy/] }, async (page, seen) => {
  const demo = await Demo.ready(page);
  for (const path of ['', 'stage.html']) {
    const answer = await page.request.get(`${site}${path}`);
    assert.equal(answer.headers()['content-security-policy'], POLICY, `header of /${path}`);
    assert.equal(answer.headers()['access-control-allow-origin'], '*');
    const meta = (await answer.text()).match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)"/);
    assert.equal(meta?.[1], POLICY, `meta of /${path}`);
    assert.doesNotMatch(await answer.text(), /<style|\sstyle=|\son\w+=|<script(?![^>]*\s(src=|type="application\/json"))/, 'nothing inline but data');
  }
  const icon = await page.request.get(await page.evaluate(() => document.querySelector('link[rel="icon"]').href));
  assert.equal(icon.status(), 200);
  assert.equal(icon.headers()['content-type'], 'image/svg+xml');
  const names = seen.requests.map((url) => url.pathname.split('/').at(-1));
  for (const name of ['page.css', 'page.js', 'stage.js', 'sgdnoise.wasm']) assert.ok(names.includes(name), `${name} was seen`);
  assert.deepEqual(seen.requests.filter((url) => url.protocol !== 'data:' && url.protocol !== 'blob:' && !url.href.startsWith(site)), []);
  assert.deepEqual(seen.warnings.filter((text) => text.startsWith('sgd-noise')), []);

  // the policy is not only written down, and the watcher sees what it stops
  for (const frame of [page, demo.stage]) {
    const ran = await frame.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.inlineRan = true';
      document.head.append(script);
      return globalThis.inlineRan === true;
    });
    assert.equal(ran, false, 'an inline script does not run');
  }
  assert.equal(await page.evaluate(() => fetch('https://example.invalid/').then(() => 'answered', () => 'stopped')), 'stopped');
});
