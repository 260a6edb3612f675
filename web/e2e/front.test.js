// The page as a front door: gallery, steps of the talk, references.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Demo, LIGHT, PHONE } from './demo.js';
import { DIST, onPage } from './harness.js';

const { scenes: SCENES, deck: STEPS } = JSON.parse(readFileSync(join(DIST, 'scenes.json')));
const current = (page) => page.locator('.gallery [aria-current]').evaluateAll((links) => links.map((a) => new URL(a.href).searchParams.get('scene')));

// From the start: what moved although nobody touched anything, and when the demo was there.
const watched = (page) => page.addInitScript(() => {
  globalThis.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  addEventListener('ready', () => { globalThis.readyAt ??= performance.now(); }, true);
});

// From when on links show their scenes in place.
const open = (page) => page.waitForFunction(() => document.querySelector('.gallery [aria-current]'));

onPage('the gallery shows all scenes, after the demo, and nothing moves', { url: `?${LIGHT}&paused=1`, prepare: watched }, async (page) => {
  await Demo.ready(page);
  assert.deepEqual(await page.locator('.gallery a').evaluateAll((links) => links.map((a) => new URL(a.href).searchParams.get('scene'))), SCENES.map((s) => s.id));
  assert.deepEqual(await page.locator('.gallery a').evaluateAll((links) => links.map((a) => `${a.querySelector('b').textContent}: ${a.querySelector('i').textContent}`)), SCENES.map((s) => s.title));
  for (const image of await page.locator('.gallery img.light').all()) {
    await image.scrollIntoViewIfNeeded();
    await image.evaluate((node) => node.decode());
  }
  const { shift, early, pictures } = await page.evaluate(() => {
    const later = performance.getEntriesByType('resource').filter((r) => /posters|gallery/.test(r.name));
    return {
      shift: globalThis.shift,
      pictures: later.map((r) => r.name).filter((name) => name.includes('/posters/')),
      early: later.filter((r) => r.startTime < globalThis.readyAt).map((r) => r.name),
    };
  });
  assert.deepEqual([pictures.length, pictures.filter((name) => name.includes('dark')), early], [SCENES.length, [], []]);
  assert.ok(shift < 0.02, `layout shift ${shift}`);
});

onPage('a scene of the gallery takes the place of the demo, and Back returns', { url: `?${LIGHT}&paused=1&theme=dark&lr=0.4`, reducedMotion: 'reduce' }, async (page) => {
  const demo = await Demo.ready(page);
  await open(page);
  assert.deepEqual(await current(page), ['label-noise']);
  await page.evaluate(() => { globalThis.same = true; });
  await page.locator('.gallery a', { hasText: 'Stability' }).click();
  await demo.until(([el]) => el.report?.scene === 'stability');
  assert.deepEqual(await current(page), ['stability']);
  assert.match(page.url(), /\?v=1&scene=stability&theme=dark&paused=1$/);
  assert.ok(await demo.element.evaluate((el) => { const { top } = el.getBoundingClientRect(); return top >= 0 && top < 100; }), 'the demo is in sight');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'demo');
  await page.locator('.gallery img.dark').first().evaluate((node) => node.decode());

  await page.goBack();
  await demo.until(([el]) => el.report?.scene === 'label-noise' && el.report.values.lr === 0.4);
  assert.deepEqual(await current(page), ['label-noise']);
  await page.goForward();
  await demo.until(([el]) => el.report?.scene === 'stability');
  await page.locator('nav').getByRole('link', { name: 'References' }).click();
  await page.goBack();
  assert.equal(await demo.get('scene'), 'stability', 'a section of the page is no other setting');
  assert.ok(await page.evaluate(() => globalThis.same), 'the page was never left');
});

onPage('every step of the talk has a link', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await open(page);
  const links = page.locator('.steps a');
  assert.deepEqual(await links.allTextContents(), STEPS.map((s) => s.text));
  assert.deepEqual(await links.evaluateAll((all) => all.map((a) => new URL(a.href).search)), STEPS.map((s, i) => `?v=1&present=${i + 1}`));
  for (const i of [1, STEPS.length - 1]) { // two stand for all: one of two pictures, and the last
    const step = STEPS[i];
    await links.nth(i).click();
    await demo.until(([el, [scene, text]]) => el.presenting && el.scene === scene && el.shadowRoot.textContent.includes(text), [step.scene, step.text]);
    assert.equal(new URL(page.url()).searchParams.get('present'), String(i + 1));
    await demo.element.evaluate((el) => el.endPresent());
  }
  await page.getByRole('link', { name: 'this one of two steps' }).click();
  await demo.until(([el]) => el.presenting && el.scene === 'stability');
  await page.keyboard.press('PageDown');
  await demo.until(([el]) => el.scene === 'label-noise' && el.shadowRoot.textContent.includes('The same noise, two steps'));
});

for (const width of [320, 390]) {
  onPage(`nothing is wider than ${width} px`, { url: `?${LIGHT}&paused=1`, ...PHONE, viewport: { width, height: 700 } }, async (page) => {
    await Demo.ready(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    const small = await page.locator('nav a, .gallery a, .steps a').evaluateAll((links) => links.filter((a) => a.getBoundingClientRect().height < 43.5).map((a) => a.textContent));
    assert.deepEqual(small, [], 'a finger hits everything');
  });
}

onPage('without scripts there are all links and pictures', { url: '', javaScriptEnabled: false }, async (page) => {
  assert.equal(await page.locator('.gallery a').count(), SCENES.length);
  await page.locator('.gallery img.light').first().scrollIntoViewIfNeeded();
  assert.ok((await page.locator('.gallery').boundingBox()).y < 500, 'no place is kept for a demo that never comes');
});
