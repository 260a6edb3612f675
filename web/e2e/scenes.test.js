// Every scene of the built site, whatever they are, chosen from the menu one after the
// other: each moves, says something, and fits on a desk and in a hand.
// SCREENSHOTS=folder keeps pictures of all, in both themes.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasSlider } from '../slider.js';
import { Demo, drag, LIGHT, PHONE } from './demo.js';
import { DESKTOP, DIST, onPage } from './harness.js';

const FOLDER = process.env.SCREENSHOTS;
const { scenes } = JSON.parse(readFileSync(join(DIST, 'scenes.json')));

if (FOLDER) mkdirSync(FOLDER, { recursive: true });

async function keep(page, name) {
  if (!FOLDER) return;
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await page.screenshot({ path: join(FOLDER, `${name}-all.png`), fullPage: true });
}

async function choose(page, demo, { id, params }) {
  await page.locator('sgd-noise').getByRole('combobox', { name: 'Scene' }).selectOption(id);
  await demo.until(([el, scene]) => el.report?.scene === scene, id);
  if (params.some((p) => p.key === 'walkers')) await demo.call('set', { walkers: FOLDER ? 5000 : 1000 });
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

// The picture, λ and S on one screen.
async function fits(page, demo) {
  const { height } = page.viewportSize();
  const picture = await demo.area();
  const bottoms = await page.locator('sgd-noise').locator('[data-key="lr"], [data-key="batch"]').evaluateAll((all) => all.map((e) => e.getBoundingClientRect().bottom));
  assert.ok(picture.y >= 0 && picture.height > 300 && picture.y + picture.height <= height, `the picture is ${picture.height} high from ${picture.y}`);
  assert.ok(Math.max(...bottoms) <= height, `the controls end at ${bottoms}`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the screen');
}

const sizes = { desk: { viewport: DESKTOP }, phone: PHONE };

for (const [size, context] of Object.entries(sizes)) {
  for (const colorScheme of FOLDER ? ['light', 'dark'] : ['light']) {
    onPage(`all scenes, ${size}, ${colorScheme}`, { url: `?${LIGHT}&paused=1`, timeout: 600_000, colorScheme, ...context }, async (page, seen) => {
      const demo = await Demo.ready(page);
      for (const scene of scenes) {
        try {
          await page.evaluate(() => scrollTo(0, 0));
          await choose(page, demo, scene);
          await demo.call('step', 40);
          await fits(page, demo);
          if (size === 'desk') {
            await dragFirst(page, demo, scene);
            await says(page, demo);
          }
          await keep(page, `${scene.id}-${size}-${colorScheme}`);
        } catch (cause) {
          throw new Error(`${scene.id}: ${cause.message}`, { cause });
        }
      }
      assert.deepEqual(seen.warnings.filter((text) => text.startsWith('sgd-noise')), []);
    });
  }
}
