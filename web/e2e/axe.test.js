// axe-core looks for barriers: on every scene, in light and dark, and in the dialogs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Demo, LIGHT } from './demo.js';
import { DIST, onPage } from './harness.js';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCENES = JSON.parse(readFileSync(join(DIST, 'scenes.json'))).scenes.map(({ id }) => id);

// What is serious or critical in the page and in the frame of the picture, each looked at by itself.
async function barriers(page, demo, where) {
  const found = [];
  for (const frame of [page, demo.stage]) {
    await frame.evaluate(`globalThis.axe || ${SOURCE.replace(/;\s*$/, '')}`);
    const { violations } = await frame.evaluate(() => globalThis.axe.run(document, { iframes: false, resultTypes: ['violations'] }));
    for (const { id, impact, nodes } of violations.filter((v) => ['serious', 'critical'].includes(v.impact))) {
      found.push(...nodes.map((n) => `${where}: ${impact} ${id}: ${n.target.flat().join(' ')}: ${n.failureSummary.split('\n')[1]?.trim()}`));
    }
  }
  return found;
}

for (const theme of ['light', 'dark']) {
  onPage(`no barriers on any scene, ${theme}`, { url: `?${LIGHT}&paused=1&theme=${theme}`, timeout: 300_000 }, async (page) => {
    const demo = await Demo.ready(page);
    const found = [];
    for (const id of SCENES) {
      await demo.element.evaluate((el, scene) => {
        el.scene = scene;
        for (const d of el.shadowRoot.querySelectorAll('details')) d.open = true;
      }, id);
      await demo.until(([el, scene]) => el.report?.scene === scene && el.shadowRoot.querySelector('.formula'), id);
      found.push(...await barriers(page, demo, id));
    }
    for (const [button, dialog] of [['Keys', '.help'], ['Share', '.take']]) {
      await demo.button(button).first().click();
      await page.locator(`sgd-noise dialog${dialog}`).waitFor();
      found.push(...await barriers(page, demo, button));
      await page.keyboard.press('Escape');
    }
    assert.deepEqual(found, []);
  });
}

onPage('a barrier would be found', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.element.evaluate((el) => el.shadowRoot.querySelector('.panel').append(document.createElement('input')));
  const [found, ...more] = await barriers(page, demo, 'here');
  assert.match(found, /critical label: .*sgd-noise .*input/);
  assert.deepEqual(more, []);
});
