// axe-core looks for barriers: on every scene in three themes, in the dialogs, in a lecture
// and in a post.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Demo, LIGHT } from './demo.js';
import { DIST, layOut, onPage } from './harness.js';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCENES = JSON.parse(readFileSync(join(DIST, 'scenes.json'))).scenes.map(({ id }) => id);
const THEMES = ['light', 'dark', 'projector'];

/**
 * What is serious or critical below a selector of a page or frame, each frame looked at by itself;
 * rules are those to apply, or undefined for all.
 */
async function barriers(frame, where, selector = 'html', rules) {
  await frame.evaluate(`globalThis.axe || ${SOURCE.replace(/;\s*$/, '')}`);
  const { violations } = await frame.evaluate(([context, runOnly]) => globalThis.axe.run(context, { iframes: false, resultTypes: ['violations'], ...(runOnly && { runOnly }) }), [selector, rules]);
  return violations.filter((v) => ['serious', 'critical'].includes(v.impact))
    .flatMap(({ id, impact, nodes }) => nodes.map((n) => `${where}: ${impact} ${id}: ${n.target.flat().join(' ')}: ${n.failureSummary.split('\n')[1]?.trim()}`));
}

const dressed = (demo, theme) => demo.until(([el, name]) => {
  el.theme = name;
  return el.shadowRoot.querySelector('.root').dataset.theme === name;
}, theme);

onPage('no barriers on any scene', { url: `?${LIGHT}&paused=1`, timeout: 300_000 }, async (page) => {
  const demo = await Demo.ready(page);
  const found = [];
  for (const id of SCENES) {
    await demo.element.evaluate((el, scene) => {
      el.scene = scene;
      for (const d of el.spec && el.shadowRoot.querySelectorAll('details')) d.open = true;
    }, id);
    await demo.until(([el, scene]) => el.report?.scene === scene && el.shadowRoot.querySelector('.formula'), id);
    for (const theme of THEMES) {
      await dressed(demo, theme);
      // a theme is nothing but colours
      found.push(...await barriers(page, `${id}, ${theme}`, 'sgd-noise', theme === THEMES[0] ? undefined : ['color-contrast']));
    }
  }
  assert.deepEqual(found, []);
});

for (const theme of THEMES) {
  onPage(`no barriers around the demo, in its frame and in dialogs, ${theme}`, { url: `?${LIGHT}&paused=1&theme=${theme}` }, async (page) => {
    const demo = await Demo.ready(page);
    await layOut(page);
    const found = [...await barriers(page, 'page'), ...await barriers(demo.stage, 'stage')];
    await demo.button('Keys').click();
    found.push(...await barriers(page, 'Keys', 'sgd-noise'));
    await page.keyboard.press('Escape');
    await demo.button('Share').click();
    for (const tab of ['Link', 'Files', 'Cite', 'Embed']) {
      await page.locator('sgd-noise dialog.take').getByRole('radio', { name: tab }).check();
      found.push(...await barriers(page, tab, 'sgd-noise'));
    }
    assert.deepEqual(found, []);
  });
}

onPage('no barriers in a lecture', { url: `?${LIGHT}&present=1` }, async (page) => {
  const demo = await Demo.on(page);
  await demo.shown();
  await page.keyboard.press(' ');
  const found = await barriers(page, 'lecture');
  await page.keyboard.press('s');
  await page.locator('sgd-noise .second .stage[data-ready="picture"]').waitFor();
  found.push(...await barriers(page, 'side by side'));
  await page.keyboard.press('d');
  await page.locator('sgd-noise dialog.talk').waitFor();
  found.push(...await barriers(page, 'menu'));
  assert.deepEqual(found, []);
});

onPage('no barriers in a post', { url: 'example.html' }, async (page) => {
  const demo = await Demo.on(page);
  await demo.until(([el]) => el.spec);
  assert.deepEqual(await barriers(page, 'post'), []);
});

onPage('a barrier would be found', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.element.evaluate((el) => el.shadowRoot.querySelector('.panel').append(document.createElement('input')));
  const [found, ...more] = await barriers(page, 'here', 'sgd-noise');
  assert.match(found, /critical label: .*sgd-noise .*input/);
  assert.deepEqual(more, []);
});
