// The demo sits in an article: it must neither catch the wheel nor keep hold of the mouse.

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { onPage } from './harness.js';

const scrolled = (page) => page.evaluate(() => Math.round(scrollY));

// Turns the wheel until the page has moved that way.
async function wheelScrolls(page, dy) {
  const from = await scrolled(page);
  await page.mouse.wheel(0, dy);
  await page.waitForFunction(([y, way]) => (scrollY - y) * way > 0, [from, Math.sign(dy)]);
  await still(page);
}

// Waits until smooth scrolling has come to an end.
const still = (page) => page.waitForFunction(() => new Promise((done) => {
  const y = scrollY;
  setTimeout(() => done(scrollY === y), 200);
}));

onPage('the wheel scrolls the page until the picture is clicked', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  const ground = await demo.ground();
  await page.mouse.move(ground.x, ground.y);
  await wheelScrolls(page, 100);
  await wheelScrolls(page, -100);
  assert.equal((await demo.get('values')).zoom, 1, 'and the picture took nothing of it');

  await page.mouse.click(ground.x, ground.y);
  await demo.stage.waitForSelector('body.active');
  const at = await scrolled(page);
  await page.mouse.wheel(0, 100);
  await demo.until(([el]) => el.report.values.zoom < 1);
  await still(page);
  assert.equal(await scrolled(page), at, 'an active picture zooms and the page stands');

  await page.keyboard.press('Escape');
  await demo.stage.waitForSelector('body:not(.active)');
  const { zoom } = await demo.get('values');
  await wheelScrolls(page, 100);
  await wheelScrolls(page, -100);
  assert.equal((await demo.get('values')).zoom, zoom, 'Escape gives the wheel back');

  await page.mouse.click(ground.x, ground.y);
  await demo.stage.waitForSelector('body.active');
  await demo.slider('lr').focus();
  await demo.stage.waitForSelector('body:not(.active)');
});

onPage('a drag that ends outside the frame ends', { url: `?${LIGHT}&paused=1` }, async (page) => {
  const demo = await Demo.ready(page);
  const from = await demo.ruler(0.3);
  const { y } = await page.locator('h1').boundingBox();
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x - 30, from.y, { steps: 3 });
  await demo.until(([el]) => el.report.values.lr < 0.75);
  await page.mouse.move(from.x - 60, y, { steps: 5 });
  await demo.until(([el]) => el.report.values.lr < 0.65); // the handle follows outside, too
  await page.mouse.up();
  const atRelease = (await demo.call('set', {})).values.lr;
  const back = await demo.ruler(0.6);
  await page.mouse.move(back.x, back.y, { steps: 5 });
  assert.equal((await demo.call('set', {})).values.lr, atRelease, 'nothing sticks to the mouse');
  assert.equal(await demo.stage.evaluate(() => document.body.className), 'handle', 'which may take the handle again');
  assert.equal(await scrolled(page), 0);
});
