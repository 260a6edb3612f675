// Every scene of the built site, whatever they are, chosen from the menu one after the
// other: each moves, says something, and can be set without a mouse. How it looks, see layout.test.js.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasSlider } from '../slider.js';
import { Demo, drag, LIGHT } from './demo.js';
import { DIST, onPage } from './harness.js';

const { scenes } = JSON.parse(readFileSync(join(DIST, 'scenes.json')));

async function choose(page, demo, { id }) {
  await page.evaluate(() => scrollTo(0, 0));
  await page.locator('sgd-noise').getByRole('combobox', { name: 'Scene' }).selectOption(id);
  await demo.until(([el, scene]) => el.report?.scene === scene, id);
  await demo.call('set', { walkers: 1000 });
}

// Drags the first slider well away from its place, and back if need be.
async function dragFirst(page, demo, { params }) {
  const { key } = params.find((p) => p.group === 'main' && p.kind === 'number' && hasSlider(p));
  const before = (await demo.get('values'))[key];
  const from = await demo.thumb(key);
  const right = Number(await demo.slider(key).inputValue()) < 0.5;
  await drag(page, from, { x: from.x + (right ? 30 : -30), y: from.y });
  await demo.until(([el, [k, v]]) => el.report.values[k] !== v && el.report.values[k] === el.values[k], [key, before]);
}

// What handles in the picture do, too (TestHandlesHaveControls), and what a slider is called aloud.
async function hasControls(demo, { params }) {
  for (const { key, label, unit, kind } of params.filter((p) => p.key !== 'paused')) {
    const found = await demo.element.evaluate((el, id) => {
      const [input, box] = ['', '-box'].map((end) => el.shadowRoot.querySelector(`#p-${id}${end}`));
      return { box: box?.type === 'number' && box.value, spoken: input?.type === 'range' && input.getAttribute('aria-valuetext'), any: Boolean(input ?? box) };
    }, key);
    assert.ok(found.any, `${key} has a control`);
    if (kind !== 'number') continue;
    assert.match(found.box, /^-?\d/, `${key} has a number box`);
    if (found.spoken !== false) assert.equal(found.spoken, `${label} ${found.box}${unit ? ` ${unit}` : ''}`, `${key} is spoken in words`);
  }
}

async function says(page, demo) {
  const { sentence, readings } = await demo.call('step', 5);
  assert.ok(sentence.length > 20, `it says “${sentence}”`);
  assert.ok(readings.some((r) => r.main), 'some readings matter most');
  await demo.until(([el, s]) => el.shadowRoot.querySelector('.status').textContent === s, sentence);
  for (const text of await demo.everyText()) assert.doesNotMatch(text, /NaN|undefined|Infinity|\[object/);
  assert.equal(await demo.text('.notices'), '', 'no complaints');
  for (const part of ['.formula math', '.tries button', '.source']) {
    assert.ok(await page.locator(`sgd-noise .about ${part}`).count() > 0, `there is ${part}`);
  }
}

onPage('all scenes', { url: `?${LIGHT}&paused=1`, timeout: 600_000 }, async (page, seen) => {
  const demo = await Demo.ready(page);
  for (const scene of scenes) {
    try {
      await choose(page, demo, scene);
      await demo.call('step', 40);
      await dragFirst(page, demo, scene);
      await hasControls(demo, scene);
      await says(page, demo);
    } catch (cause) {
      throw new Error(`${scene.id}: ${cause.message}`, { cause });
    }
  }
  assert.deepEqual(seen.warnings.filter((text) => text.startsWith('sgd-noise')), []);
});
