// What moves and speaks by itself does so with restraint.

import assert from 'node:assert/strict';
import { Demo } from './demo.js';
import { onPage } from './harness.js';

onPage('where motion is unwelcome it waits, and goes on step by step', { url: '?v=1&walkers=1000', reducedMotion: 'reduce' }, async (page) => {
  const demo = await Demo.ready(page);
  await page.waitForTimeout(500);
  const { tick, values } = await demo.call('set', {});
  assert.deepEqual([tick, values.paused], [0, 1]);
  await demo.button('Step').click();
  await demo.until(([el]) => el.report.tick === 1);
  assert.equal((await demo.get('values')).paused, 1);
});

// Notes when the sentence is written into the live region.
const listen = (demo) => demo.element.evaluate((el) => {
  globalThis.said = [];
  const status = el.shadowRoot.querySelector('.status');
  new MutationObserver(() => globalThis.said.push({ at: performance.now(), text: status.textContent })).observe(status, { childList: true, characterData: true, subtree: true });
});

onPage('the sentence changes at most once a second, and only if there is news', { url: '?v=1&walkers=1000&paused=1' }, async (page) => {
  const demo = await Demo.ready(page);
  assert.equal(await demo.element.evaluate((el) => el.shadowRoot.querySelector('.status').role), 'status');
  await listen(demo);
  for (let i = 0; i < 30; i++) { // as a slider does
    await demo.call('set', { lr: 0.5 + 0.01 * i });
    await page.waitForTimeout(60);
  }
  await demo.until(([el]) => el.shadowRoot.querySelector('.status').textContent === el.report.sentence);
  const said = await page.evaluate(() => globalThis.said);
  assert.ok(said.length > 1, 'it speaks');
  said.slice(1).forEach(({ at, text }, i) => {
    assert.ok(at - said[i].at > 950, `${at - said[i].at} ms after the one before`);
    assert.notEqual(text, said[i].text);
  });
  await demo.call('set', { zoom: 2 }); // reports come, and say the same
  await demo.call('set', { zoom: 1 });
  await page.waitForTimeout(1200);
  assert.equal((await page.evaluate(() => globalThis.said)).length, said.length);
});
