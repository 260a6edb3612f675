// Without a mouse: Tab passes through, shortcuts act where the focus is and nowhere
// else, and the keys of the browser stay the browser's.

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { onPage } from './harness.js';

// What has the focus, through shadow roots.
const focused = (page) => page.evaluate(() => {
  let e = document.activeElement;
  while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return { tag: e.tagName, id: e.id, inside: e.getRootNode() !== document, label: e.getAttribute('aria-label') ?? e.textContent.trim().slice(0, 30) };
});

async function tabThrough(page, key) {
  const passed = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (passed.length > 0 && !now.inside) return { passed, next: now };
    passed.push(now);
  }
  return assert.fail(`no way out of the demo by ${key}: ${passed.map((p) => p.label).join(', ')}`);
}

onPage('Tab passes through the demo, both ways', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await page.locator('.top .lead').click(); // Tab starts from here
  const there = await tabThrough(page, 'Tab');
  assert.notEqual(there.next.tag, 'BODY', 'Tab arrives at what follows the demo');
  const ids = there.passed.map((p) => p.id);
  for (const id of ['p-lr', 'p-lr-box', 'p-batch']) assert.ok(ids.includes(id), `Tab stops at ${id}`);
  assert.ok(there.passed.every((p) => p.tag !== 'IFRAME' && p.tag !== 'CANVAS'), 'not at the picture');

  const back = await tabThrough(page, 'Shift+Tab');
  assert.deepEqual(back.passed.map((p) => p.id || p.label), there.passed.map((p) => p.id || p.label).reverse());
  assert.equal((await demo.get('report')).tick, 0, 'and nothing was set off');
});

onPage('shortcuts with the focus in the controls', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await page.keyboard.press('.');
  await page.keyboard.press(' ');
  await demo.call('set', {}); // a report later
  assert.equal((await demo.get('report')).tick, 0, 'without the focus in the demo no key acts');
  assert.equal((await demo.get('values')).paused, 1);

  await demo.slider('lr').focus();
  await page.keyboard.press('.');
  await demo.until(([el]) => el.report.tick === 1);
  await page.keyboard.press(' ');
  await demo.until(([el]) => el.report.values.paused === 0 && el.report.tick > 3);
  await page.keyboard.press('.');
  await demo.reported('paused', 1); // a step pauses
  await page.keyboard.press('Control+r');
  await demo.call('set', {});
  assert.ok((await demo.get('report')).tick > 3, 'Ctrl+R is the browser\'s');
  await page.keyboard.press('r');
  await demo.until(([el]) => el.report.tick === 0);

  const help = page.locator('sgd-noise dialog');
  await page.keyboard.press('?');
  await help.waitFor({ state: 'visible' });
  assert.match(await help.innerText(), /Space/);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  assert.equal((await focused(page)).id, 'p-lr', 'the focus is back where it was');

  // typing a number is no shortcut
  await demo.box('lr').fill('.5');
  await demo.box('lr').press('Enter');
  await demo.reported('lr', 0.5);
  assert.equal((await demo.get('report')).tick, 0);
});

onPage('arrows on the focused slider', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.slider('lr').focus();
  const seen = [0.8];
  for (const key of ['ArrowRight', 'ArrowUp', 'PageUp']) {
    await page.keyboard.press(key);
    const { lr } = await demo.get('values');
    assert.ok(lr > seen.at(-1), `${key}: ${lr}`);
    seen.push(lr);
  }
  assert.ok(seen[3] - seen[2] > 5 * (seen[2] - seen[1]), `Page Up is coarser: ${seen}`);
  await page.keyboard.press('Home');
  const { params } = await demo.get('spec');
  const { min } = params.find((p) => p.key === 'lr');
  await demo.reported('lr', min);
  await page.waitForFunction((value) => new URLSearchParams(location.search).get('lr') === String(value), min);
  assert.equal(await demo.box('lr').inputValue(), String(min));
});

// Notes for every key whether somebody prevented its default, before anybody else listens.
const keyLog = () => {
  const log = [];
  globalThis.keyLog = log;
  addEventListener('keydown', (event) => {
    if (event.key === 'Control') return;
    setTimeout(() => log.push(`${event.ctrlKey ? 'Control+' : ''}${event.key}${event.defaultPrevented ? ' prevented' : ''}`));
  }, true);
};

onPage('keys with the focus in the picture', { url: `?${LIGHT}&paused=1`, prepare: (page) => page.addInitScript(keyLog) }, async (page) => {
  const demo = await Demo.ready(page);
  const { x, y } = await demo.ground();
  await page.mouse.click(x, y);
  assert.equal((await focused(page)).tag, 'IFRAME');
  await page.keyboard.press('.');
  await demo.until(([el]) => el.report.tick === 1);
  await page.keyboard.press(' ');
  await demo.until(([el]) => el.report.values.paused === 0 && el.report.tick > 3);
  await page.keyboard.press(' ');
  await demo.reported('paused', 1);
  await page.keyboard.press('r');
  await demo.until(([el]) => el.report.tick === 0);

  const theirs = ['F5', 'Control+r', 'Control+f', 'ArrowDown', 'PageDown', 'Home', 'F12', 'a', 'Backspace'];
  for (const key of theirs) await page.keyboard.press(key);
  // Some of these keys scroll the picture out of sight, where the browser animates nothing: poll by the clock.
  const log = await demo.stage.waitForFunction((n) => globalThis.keyLog.length === n && globalThis.keyLog, 4 + theirs.length, { polling: 100 });
  assert.deepEqual((await log.jsonValue()).slice(4), theirs, 'none of the browser\'s keys is swallowed');
  assert.equal((await demo.get('report')).tick, 0, 'and Ctrl+R did not restart the run');

  await page.keyboard.press('?');
  const help = page.locator('sgd-noise dialog');
  await help.waitFor({ state: 'visible' });
  await help.getByRole('button', { name: 'Close' }).click();
  await help.waitFor({ state: 'hidden' });
});
