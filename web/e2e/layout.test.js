// Every scene on a phone, a desk and a wall: nothing overlaps, is cut off or leaves the
// page, and fingers hit what they aim at. SCREENSHOTS=folder keeps pictures of all, in three themes.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Demo, LIGHT, PHONE } from './demo.js';
import { DESKTOP, DIST, layOut, onPage } from './harness.js';
import { flaws, labelFlaws } from './layout.js';

const FOLDER = process.env.SCREENSHOTS;
const FINGER = 44; // px
const { scenes } = JSON.parse(readFileSync(join(DIST, 'scenes.json')));

if (FOLDER) mkdirSync(FOLDER, { recursive: true });

async function keep(page, name) {
  if (!FOLDER) return;
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await page.screenshot({ path: join(FOLDER, `${name}-all.png`), fullPage: true });
}

async function show(demo, id, theme) {
  await demo.element.evaluate((el, [scene, look, walkers]) => {
    scrollTo(0, 0);
    el.theme = look;
    el.scene = scene;
    el.set({ walkers, paused: 1 });
    for (const d of el.shadowRoot.querySelectorAll('details')) d.open = true;
  }, [id, theme, FOLDER ? 5000 : 1000]);
  await demo.until(([el, scene]) => el.report?.scene === scene && el.shadowRoot.querySelector('.formula'), id);
  await demo.call('step', 40);
}

// The picture, λ and S on one screen.
async function fits(page, demo) {
  const { height } = page.viewportSize();
  const picture = await demo.area();
  const bottoms = await page.locator('sgd-noise').locator('[data-key="lr"], [data-key="batch"]').evaluateAll((all) => all.map((e) => e.getBoundingClientRect().bottom));
  const found = [];
  if (picture.y < 0 || picture.height < 300 || picture.y + picture.height > height) found.push(`the picture is ${picture.height} high from ${picture.y}`);
  if (Math.max(...bottoms) > height) found.push(`λ and S end at ${bottoms}`);
  if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) found.push('the page is wider than the screen');
  return found;
}

const THEMES = ['light', 'dark', 'projector'];
const sizes = { phone: PHONE, desk: { viewport: DESKTOP }, wall: { viewport: { width: 1920, height: 1080 } } };

Object.entries(sizes).forEach(([size, context], i) => {
  for (const theme of FOLDER ? THEMES : [THEMES[i]]) { // what is found is the same in all themes
    onPage(`all scenes, ${size}, ${theme}`, { url: `?${LIGHT}&paused=1&theme=${theme}`, timeout: 600_000, ...context }, async (page) => {
      const demo = await Demo.ready(page);
      const found = [];
      for (const { id } of scenes) {
        await show(demo, id, theme);
        const flawed = [...await fits(page, demo), ...await page.evaluate(flaws, ['sgd-noise', context.hasTouch ? FINGER : 0]), ...await demo.stage.evaluate(labelFlaws)];
        found.push(...flawed.map((flaw) => `${id}: ${flaw}`));
        await keep(page, `${id}-${size}-${theme}`);
      }
      assert.deepEqual(found, []);
    });
  }
});

onPage('at 320 px, which is 1280 px enlarged to 400 %', { url: `?${LIGHT}&paused=1`, viewport: { width: 320, height: 640 } }, async (page) => {
  const demo = await Demo.ready(page);
  await show(demo, scenes[0].id, 'light');
  await layOut(page);
  assert.deepEqual([...await page.evaluate(flaws, ['body', 0]), ...await demo.stage.evaluate(labelFlaws)], []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), 'nothing scrolls sideways');
});

onPage('flaws would be found', { url: `?${LIGHT}&paused=1`, ...PHONE }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.element.evaluate((el) => {
    const style = (selector, css) => Object.assign(el.shadowRoot.querySelector(selector).style, css);
    style('.caption', { position: 'relative', top: '-90px' });
    style('.status', { width: '60px', overflow: 'hidden', whiteSpace: 'nowrap' });
    style('.share', { height: '30px', minHeight: 0 });
    style('.source', { marginLeft: '300px', whiteSpace: 'nowrap' });
  });
  const found = await page.evaluate(flaws, ['sgd-noise', FINGER]);
  for (const pattern of [/\.caption .* overlaps|overlaps .*\.caption/, /p\.status .*is cut off: 60 of /, /button\.share .*too small for a finger: .* × 30$/, /p\.source .* leaves the page/]) {
    assert.ok(found.some((flaw) => pattern.test(flaw)), `${pattern} in ${found.join('\n')}`);
  }

  const spoil = () => {
    const [a, b, c] = document.querySelectorAll('.labels span');
    Object.assign(a.style, { left: b.style.left, top: b.style.top });
    c.style.left = '-50px';
  };
  // In one go, because the next picture puts labels back in their places.
  const spoilt = await demo.stage.evaluate(`(${spoil})(); (${labelFlaws})()`);
  for (const pattern of [/“.+” overlaps “.+”/, /leaves the picture/]) assert.match(spoilt.join('\n'), pattern);
});
